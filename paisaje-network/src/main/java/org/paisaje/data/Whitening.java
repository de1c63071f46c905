package org.paisaje.data;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The map {@code z = R^(-1/2) (x - m) / s}, with the correlations R of the inputs it was fixed on: uncorrelated columns of
 * variance 1, of all such maps the one whose columns stay nearest to the standardized ones that they come from (Kessy, Lewin and
 * Strimmer 2018, ZCA-cor). Gradient descent on what is linear in them goes equally fast in all directions. Narrow directions,
 * which are noise in many data, can be left out: the inputs are projected on the widest ones first, as in regression on principal
 * components. 4/3 d^3 flops and more for d columns once, 2 d^2 for a row.
 */
public final class Whitening {
    /**
     * Directions with less than this share of the variance of the widest are put to 0: a millionth in size, where the digits of
     * tables end.
     */
    private static final double SMALLEST = 1e-12;

    private final Standardization standard;
    private final Matrix root;
    private final Matrix back;

    private final int directions;

    private Whitening(Standardization standard, Matrix root, Matrix back, int directions) {
        this.directions = directions;
        this.standard = standard;
        this.root = root;
        this.back = back;
    }

    /** The map fixed on the rows of x, one or more, in all directions; divisor n. */
    public static Whitening of(Matrix x) {
        return of(x, x.columns());
    }

    /**
     * The map in the widest directions alone.
     *
     * @param directions how many of them, from 1; more than there are is all
     */
    public static Whitening of(Matrix x, int directions) {
        if (directions < 1) {
            throw new IllegalArgumentException("Whitening: " + directions + " directions, at least 1 is needed");
        }
        Standardization standard = Standardization.of(x);
        Matrix correlations = standard.apply(x).columnGram();
        correlations.scale(1.0 / x.rows());
        SymmetricEigen eigen = SymmetricEigen.of(correlations);
        int d = x.columns();
        double widest = eigen.values()[d - 1];
        // Just below the last that is kept: equal ones are kept together.
        double least = Math.max(SMALLEST * widest,
                directions < d ? eigen.values()[d - directions] * (1 - SMALLEST) : 0);
        return new Whitening(standard, eigen.function(v -> v > least ? 1 / Math.sqrt(v) : 0),
                eigen.function(v -> v > least ? Math.sqrt(v) : 0), directions);
    }

    /** The number d of columns. */
    public int columns() {
        return root.columns();
    }

    /** The directions as an option has them: {@code all}, or how many of the widest. */
    public String directions() {
        return directions < columns() ? String.valueOf(directions) : "all";
    }

    /** The uncorrelated copy of x, n x d. */
    public Matrix apply(Matrix x) {
        return standard.apply(x).times(root);
    }

    /** The copy of uncorrelated rows as they were, but for the directions that were put to 0. */
    public Matrix inverse(Matrix z) {
        return standard.inverse(z.times(back));
    }
}
