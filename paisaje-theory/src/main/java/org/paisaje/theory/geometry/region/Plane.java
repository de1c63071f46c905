package org.paisaje.theory.geometry.region;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An affine function of d coordinates whose zeros are a hyperplane: the argument of a unit on a cell, or a side of the domain.
 * Its numbers are rounded, with bounds; the exact ones are computed when a decision needs them.
 */
final class Plane {
    /** The d slopes and the constant. */
    final double[] n;
    final double[] error;
    /** The factor of R, a number beyond all others, in the constant: not 0 for a side of the unbounded domain. */
    final double far;
    final boolean outer;
    /** Which values of the network it compares; null for a side of the domain and for what decisions are cut by. */
    final @Nullable Origin origin;
    private final Supplier<Dyadic[]> source;
    private Dyadic @Nullable [] exact;

    /**
     * Entry {@code entry} of a value of the network, less another entry of it or less a number.
     *
     * @param node the value
     * @param less the other entry; -1 for none
     * @param level the number where there is no other entry
     */
    record Origin(int node, int entry, int less, double level) {
        /** The slopes and the constant, from those of all entries. */
        Dyadic[] row(Dyadic[] all, int width) {
            Dyadic[] row = Arrays.copyOfRange(all, entry * width, (entry + 1) * width);
            if (less < 0) {
                row[width - 1] = row[width - 1].minus(Dyadic.of(level));
                return row;
            }
            for (int c = 0; c < width; c++) {
                row[c] = row[c].minus(all[less * width + c]);
            }
            return row;
        }
    }

    private Plane(double[] n, double[] error, double far, boolean outer, @Nullable Origin origin,
            Supplier<Dyadic[]> source) {
        this.n = n;
        this.error = error;
        this.far = far;
        this.outer = outer;
        this.origin = origin;
        this.source = source;
    }

    static Plane rounded(double[] n, double[] error, Supplier<Dyadic[]> exact) {
        return new Plane(n, error, 0, false, null, exact);
    }

    /** @param value all entries of the value that the origin names, without rounding */
    static Plane of(double[] n, double[] error, Origin origin, Supplier<Dyadic[]> value) {
        return new Plane(n, error, 0, false, origin, () -> origin.row(value.get(), n.length));
    }

    static Plane side(double[] n, double far) {
        return new Plane(n, new double[n.length], far, true, null, () -> Dyadic.of(n));
    }

    synchronized Dyadic[] exact() {
        Dyadic[] known = exact;
        if (known == null) {
            known = source.get();
            exact = known;
        }
        return known;
    }

    Approx[] row() {
        Approx[] result = new Approx[n.length];
        for (int i = 0; i < n.length; i++) {
            result[i] = new Approx(n[i], error[i]);
        }
        return result;
    }
}
