package org.paisaje.theory.teacher;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The bounds on lambda under which the document has D(w-hat) = D*. Each is infinite if nothing restricts lambda and
 * empty if {@code H = X^T D* X} is singular.
 */
public final class LambdaBounds {
    private LambdaBounds() {}

    /** Eq. (17): {@code 1/(2N) min_i |(X w*)_i| / |(X H^-1 w*)_i|}. */
    public static Optional<Double> l2(TeacherSample sample) {
        return direction(sample).map(direction -> ratio(sample, direction, false) / (2 * sample.samples()));
    }

    /**
     * A bound that suffices whatever the conditioning of H, for the squared l2 norm with either sign:
     * {@code mu/N min_i |(X w*)_i| / (|(X w*)_i| + ||x_i|| ||w*||)} with mu the least eigenvalue of H, because
     * {@code ||w-hat - w*|| <= lambda N ||w*|| / (mu - lambda N)}.
     */
    public static Optional<Double> l2ByNorms(TeacherSample sample) {
        double mu = SymmetricEigen.values(sample.gram(sample.teacher()))[0];
        if (!(mu > 0)) {
            return Optional.empty();
        }
        double length = Math.sqrt(Norms.dot(sample.teacher(), sample.teacher()));
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < sample.samples(); i++) {
            double[] x = sample.x().row(i);
            double projection = Math.abs(sample.projection(i, sample.teacher()));
            least = Math.min(least, projection / (projection + Math.sqrt(Norms.dot(x, x)) * length));
        }
        return Optional.of(mu / sample.samples() * least);
    }

    /** {@code H^-1 w*}, along which the optimum moves with lambda, eq. (15). */
    public static Optional<double[]> direction(TeacherSample sample) {
        return Lu.solve(sample.gram(sample.teacher()), sample.teacher());
    }

    /**
     * Eq. (27): {@code 1/2 min_{(Xw*)_i > 0} (Xw*)_i / |(Xu)_i|} with {@code u = N ||w||_1 H^-1 sign(w)} at w = w*, the
     * leading order of eq. (29).
     *
     * @param everyRow whether to take the minimum over all samples, as D(w-hat) = D* needs, instead of the active ones
     */
    public static Optional<Double> l1(TeacherSample sample, boolean everyRow) {
        double[] signs = Arrays.stream(sample.teacher()).map(Math::signum).toArray();
        return Lu.solve(sample.gram(sample.teacher()), signs).map(direction -> {
            double norm = Penalty.norm1(sample.teacher());
            double[] u = Arrays.stream(direction).map(v -> v * sample.samples() * norm).toArray();
            return ratio(sample, u, !everyRow) / 2;
        });
    }

    /**
     * Eq. (33): {@code min_{(Xw*)_i > 0} (Xw*)_i / (4 N ||w*||_1 ||X (X_delta^T X_delta)^-1||_inf)}.
     *
     * @param everyRow whether to take the minimum over all samples, by size, instead of the active ones
     */
    public static Optional<Double> l1Explicit(TeacherSample sample, boolean everyRow) {
        Matrix h = sample.gram(sample.teacher());
        return Lu.inverse(h).map(inverse -> {
            Matrix product = sample.x().times(inverse);
            double norm = 0;
            double smallest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < sample.samples(); i++) {
                norm = Math.max(norm, Penalty.norm1(product.row(i)));
                double projection = sample.projection(i, sample.teacher());
                if (projection > 0 || everyRow) {
                    smallest = Math.min(smallest, Math.abs(projection));
                }
            }
            return smallest / (4 * sample.samples() * Penalty.norm1(sample.teacher()) * norm);
        });
    }

    /** Whether the unit responds to the same samples at w as at the teacher. */
    public static boolean sameActive(TeacherSample sample, double[] w) {
        return Arrays.equals(sample.active(w), sample.active(sample.teacher()));
    }

    private static double ratio(TeacherSample sample, double[] direction, boolean activeOnly) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < sample.samples(); i++) {
            double projection = sample.projection(i, sample.teacher());
            double moved = Math.abs(sample.projection(i, direction));
            if (moved > 0 && (projection > 0 || !activeOnly)) {
                least = Math.min(least, Math.abs(projection) / moved);
            }
        }
        return least;
    }
}
