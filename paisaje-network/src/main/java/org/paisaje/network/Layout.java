package org.paisaje.network;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paisaje.math.memory.Sizes;

/**
 * Names for the slices of a flat parameter vector theta in R^p. Slices follow each other without gaps; each is a
 * row-major matrix, a bias being a column of one.
 */
public record Layout(List<Slice> slices) {
    private static final String PARAMETERS = "all parameters together";

    /**
     * One named block of theta: entry (i, j) lies at {@code offset + i * columns + j}.
     *
     * @param name the name
     * @param offset where it starts
     * @param rows its rows
     * @param columns its columns
     * @param window the height and width of filters or images, whose columns are ordered pixel by pixel, within a pixel by
     *     channel; else empty
     * @param flattened whether files show the columns of an image as one dimension rather than as three
     */
    public record Slice(String name, int offset, int rows, int columns, List<Integer> window, boolean flattened) {
        /** Copies the window and checks that it divides the columns. */
        public Slice {
            window = List.copyOf(window);
            boolean image = window.size() == 2;
            if (image ? columns % (window.get(0) * window.get(1)) != 0 : !window.isEmpty()) {
                throw new IllegalArgumentException("Layout: " + columns + " columns of " + name
                        + " are no images with a window of " + window);
            }
        }

        /** A block whose columns are no images. */
        public Slice(String name, int offset, int rows, int columns) {
            this(name, offset, rows, columns, List.of(), false);
        }

        /** The shape in files, that of PyTorch: outputs x channels x height x width for filters, outputs x inputs else. */
        public int[] outerShape() {
            return window.isEmpty() || flattened
                    ? new int[] {rows, columns}
                    : new int[] {rows, columns / (window.get(0) * window.get(1)), window.get(0), window.get(1)};
        }

        /** The column here of column j in files, which list images channel by channel. */
        public int column(int j) {
            if (window.isEmpty()) {
                return j;
            }
            int pixels = window.get(0) * window.get(1);
            return j % pixels * (columns / pixels) + j / pixels;
        }

        /** The number of parameters in the block. */
        public int size() {
            return rows * columns;
        }
    }

    /** Copies the list and checks that the slices are named apart and follow each other. */
    public Layout {
        slices = List.copyOf(slices);
        Set<String> names = HashSet.newHashSet(slices.size());
        boolean repeated = false;
        int end = 0;
        for (Slice slice : slices) {
            if (slice.offset() != end) {
                throw new IllegalArgumentException("Layout: slice " + slice.name() + " starts at " + slice.offset()
                        + ", the one before it ends at " + end);
            }
            end = Sizes.sum(PARAMETERS, end, Sizes.product(slice.name(), slice.rows(), slice.columns()));
            repeated |= !names.add(slice.name());
        }
        if (repeated) {
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
            return add(name, rows, columns, List.of(), false);
        }

        /** Appends a block whose rows are images of that height and width, or none if there is no window. */
        public Builder add(String name, int rows, int columns, List<Integer> window, boolean flattened) {
            slices.add(new Slice(name, end, rows, columns, window, flattened));
            end = Sizes.sum(PARAMETERS, end, Sizes.product(name, rows, columns));
            return this;
        }

        /** The finished layout. */
        public Layout build() {
            return new Layout(slices);
        }
    }
}
