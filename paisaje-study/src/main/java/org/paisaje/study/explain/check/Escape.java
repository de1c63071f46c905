package org.paisaje.study.explain.check;

import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Risk;

/**
 * How long gradient descent takes to leave a saddle. Along the eigenvector v of the most negative curvature -c the distance from
 * the saddle is {@code a = |g.v| / c}, and a step multiplies it by {@code 1 + eta c}. The loss has fallen by a tenth of its value L
 * when {@code c a^2 e^(2 eta c t) / 2 = L / 10} (Lee et al. 2016; Du et al. 2017).
 *
 * @param curvature the smallest eigenvalue of the Hessian, negative
 * @param distance a
 * @param efold 1 / (eta c), the steps in which a grows by the factor e
 * @param steps t; empty where a is 0 to rounding, from where descent never leaves
 */
public record Escape(double curvature, double distance, double efold, OptionalDouble steps) {
    private static final int PRODUCTS = 120;
    private static final double TOLERANCE = 1e-3;
    private static final double FALL = 0.1;

    /** Measured at theta; absent where no curvature is negative beyond the error of its value. */
    public static Optional<Escape> of(Risk risk, double[] theta, double rate, Seed seed) {
        RitzPairs pairs = Lanczos.largest(risk.hessian(theta).negated(), 1,
                Lanczos.Settings.standard()
                        .withTolerance(TOLERANCE)
                        .withMaxProducts(PRODUCTS)
                        .withBasisSize(Math.min(theta.length, 40))
                        .withVectors()
                        .withoutCopies()
                        .withoutSymmetryProbe()
                        .withSeed(seed));
        if (pairs.values().length == 0 || pairs.vectors().rows() == 0
                || !(pairs.values()[0] > 3 * pairs.residuals()[0]) || !(rate > 0)) {
            return Optional.empty();
        }
        double c = pairs.values()[0];
        double[] g = new double[theta.length];
        double loss = risk.valueAndGradient(theta, g);
        double along = 0;
        double size = 0;
        for (int i = 0; i < g.length; i++) {
            along += g[i] * pairs.vectors().get(0, i);
            size += theta[i] * theta[i];
        }
        double a = Math.abs(along) / c;
        double efold = 1 / (rate * c);
        boolean rounding = a <= Math.ulp(Math.sqrt(size));
        double gained = 0.5 * c * a * a;
        return Optional.of(new Escape(-c, a, efold, rounding
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.max(0, 0.5 * efold * Math.log(FALL * loss / gained)))));
    }
}
