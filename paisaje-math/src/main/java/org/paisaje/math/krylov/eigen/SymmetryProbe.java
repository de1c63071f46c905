package org.paisaje.math.krylov.eigen;

import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The comparison of {@code <u, A v>} with {@code <A u, v>} for one pair of Gaussian vectors. For A with antisymmetric
 * part K the difference is of the order of {@code 2 ||K||_F}, so that an operator that is not symmetric slips through with
 * probability zero and one that is wrong by a relative 1e-8 is seen.
 *
 * @param left {@code <u, A v>}
 * @param right {@code <A u, v>}
 * @param scale {@code ||A u|| + ||A v||}, of the order of the Frobenius norm
 */
public record SymmetryProbe(double left, double right, double scale) {
    /** The relative difference from which an operator counts as not symmetric. */
    public static final double LIMIT = 1e-8;

    /** Probes a square operator with two products. */
    public static SymmetryProbe of(LinearOperator operator, Seed seed) {
        return of(Products.square("SymmetryProbe", operator), seed);
    }

    static SymmetryProbe of(Products a, Seed seed) {
        int n = a.order();
        double[] u = seed.named("symmetry u").gaussians(n);
        double[] v = seed.named("symmetry v").gaussians(n);
        Matrix images = Matrix.zeros(2, n);
        a.applyAll(Matrix.of(new double[][] {u, v}), images);
        double[] au = images.row(0);
        double[] av = images.row(1);
        return new SymmetryProbe(Vectors.dot(u, av), Vectors.dot(au, v), Vectors.norm(au) + Vectors.norm(av));
    }

    /** {@code |left - right| / scale}; zero for the zero operator. */
    public double gap() {
        return scale == 0 ? 0 : Math.abs(left - right) / scale;
    }

    /** Whether the difference is what rounding explains. */
    public boolean symmetric() {
        return gap() <= LIMIT;
    }

    /** Refuses an operator that is not symmetric; {@code operation} starts the message. */
    static void require(String operation, Products a, Seed seed) {
        SymmetryProbe probe = of(a, seed);
        if (!probe.symmetric() && Math.abs(probe.left - probe.right) > a.order() * a.underflow()) {
            throw new IllegalArgumentException(operation + ": the operator is not symmetric: <u, A v> = " + probe.left
                    + " but <A u, v> = " + probe.right + " for random u and v (relative gap " + probe.gap()
                    + ", at most " + LIMIT + " is needed); a product that is noisy or lacks a term is the usual cause");
        }
    }
}
