package org.paisaje.network;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Sizes;

/**
 * Names for the slices of a flat parameter vector theta in R^p. Slices follow each other without gaps; each is a
 * row-major matrix, a bias being a column of one.
 */
public record Layout(List<Slice> slices) {
    /** One named block of theta: entry (i, j) lies at {@code offset + i * columns + j}. */
    public record Slice(String name, int offset, int rows, int columns) {
        /** The number of parameters in the block. */
        public int size() {
            return rows * columns;
        }
    }

    /** Copies the list and checks that the slices are named apart and follow each other. */
    public Layout {
        slices = List.copyOf(slices);
        int end = 0;
        for (Slice slice : slices) {
            if (slice.offset() != end) {
                throw new IllegalArgumentException("Layout: slice " + slice.name() + " starts at " + slice.offset()
                        + ", the one before it ends at " + end);
            }
            end = Sizes.sum("parameters of " + slice.name(), end,
                    Sizes.product(slice.name(), slice.rows(), slice.columns()));
        }
        if (slices.stream().map(Slice::name).distinct().count() != slices.size()) {
            throw new IllegalArgumentException("Layout: two slices have the same name");
        }
    }

    /** The number p of parameters. */
    public int size() {
        if (slices.isEmpty()) {
            return 0;
        }
        Slice last = slices.getLast();
        return last.offset() + last.size();
    }

    /** The slice of that name. */
    public Slice slice(String name) {
        return slices.stream()
                .filter(slice -> slice.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("slice: no parameter is called " + name + "; there are "
                        + slices.stream().map(Slice::name).toList()));
    }

    /** Starts an empty layout. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects slices in order. */
    public static final class Builder {
        private final List<Slice> slices = new ArrayList<>();
        private int end;

        private Builder() {}

        /** Appends a rows x columns block. */
        public Builder add(String name, int rows, int columns) {
            slices.add(new Slice(name, end, rows, columns));
            end = Sizes.sum("all parameters up to " + name, end, Sizes.product(name, rows, columns));
            return this;
        }

        /** The finished layout. */
        public Layout build() {
            return new Layout(slices);
        }
    }
}
