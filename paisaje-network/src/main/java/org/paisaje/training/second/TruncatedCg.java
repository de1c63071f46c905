package org.paisaje.training.second;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.training.Norms;

/** Conjugate gradients for {@code (A + ridge I) d = -g} that stop at negative curvature. */
final class TruncatedCg {
    private TruncatedCg() {}

    /**
     * A direction with {@code |residual| <= tolerance |g|}, or where the curvature was found negative the iterate before
     * it (steepest descent if it was the first); always {@code <g, d> < 0}. At most 2p products.
     */
    static double[] direction(LinearOperator a, double ridge, double[] g, double tolerance) {
        int p = g.length;
        double[] d = new double[p];
        double[] r = Newton.negative(g);
        double[] search = r.clone();
        double[] image = new double[p];
        double square = Norms.dot(r, r);
        double target = tolerance * tolerance * square;
        for (int k = 0; k < 2 * p && square > target; k++) {
            a.apply(search, image);
            if (ridge > 0) {
                Norms.add(image, ridge, search);
            }
            double curvature = Norms.dot(search, image);
            if (!(curvature > Math.ulp(1.0) * Norms.euclidean(search) * Norms.euclidean(image))) {
                return k == 0 ? Newton.negative(g) : d;
            }
            double alpha = square / curvature;
            Norms.add(d, alpha, search);
            Norms.add(r, -alpha, image);
            double next = Norms.dot(r, r);
            double beta = next / square;
            square = next;
            for (int i = 0; i < p; i++) {
                search[i] = r[i] + beta * search[i];
            }
        }
        return d;
    }
}
