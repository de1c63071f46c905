package org.paisaje.math.krylov.trace;

import java.util.Arrays;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;

/**
 * Estimates from independent probes z with E[z z^T] = I: the trace from {@code z^T A z}, the Frobenius norm from
 * {@code ||A z||^2}, the diagonal from {@code z * A z} (Hutchinson 1990; Bekas, Kokiopoulou and Saad 2007). The error falls
 * like m^(-1/2) in the number m of products; {@link HutchPlusPlus} and {@link XTrace} fall like 1/m or faster where the
 * spectrum decays.
 */
public final class Hutchinson {
    private static final int FIRST_LOOK = 16;
    private static final int GROUP = 16;

    private Hutchinson() {}

    /** The trace of a square operator, symmetric or not. */
    public static Estimation trace(LinearOperator operator, ProbeSettings settings) {
        return sample("Hutchinson.trace", operator, settings,
                (z, az, start) -> Vectors.dot(z, start, az, start, operator.rows()));
    }

    /**
     * The squared Frobenius norm of a square operator: {@code E ||A z||^2 = tr(A^T A)}. For a rectangular one apply it to
     * its Gram operator's trace.
     */
    public static Estimation squaredFrobenius(LinearOperator operator, ProbeSettings settings) {
        return sample("Hutchinson.squaredFrobenius", operator, settings, (z, az, start) -> {
            double norm = Vectors.norm(az, start, operator.rows());
            return norm * norm;
        });
    }

    /**
     * The Frobenius norm of a square operator; value and interval are those of the square, carried through the root, so
     * that the half width is the larger of the two sides.
     */
    public static Estimation frobenius(LinearOperator operator, ProbeSettings settings) {
        Estimation plain = squaredFrobenius(operator, settings);
        if (plain instanceof Estimation.Estimated e && (e.value() > 0x1p900 || e.value() < 0x1p-900)) {
            // Squares that leave the range of numbers, or zeros: once more for A times a power of two.
            int exponent = e.value() > 1 ? -512 : 512;
            Estimation scaled = root(squaredFrobenius(operator.scaled(Math.scalb(1.0, exponent)), settings));
            return scaled instanceof Estimation.Estimated r
                    ? new Estimation.Estimated(Math.scalb(r.value(), -exponent),
                            Math.scalb(r.standardError(), -exponent),
                            Math.scalb(r.halfWidth(), -exponent), r.level(), e.products() + r.products(),
                            r.withinTarget())
                    : scaled;
        }
        return root(plain);
    }

    private static Estimation root(Estimation square) {
        return switch (square) {
            case Estimation.Failed failed -> failed;
            case Estimation.Estimated e -> {
                double root = Math.sqrt(e.value());
                double half = Math.max(root - Math.sqrt(Math.max(0, e.lower())), Math.sqrt(e.upper()) - root);
                double error = root == 0 ? 0 : e.standardError() / (2 * root);
                yield new Estimation.Estimated(root, error, half, e.level(), e.products(), e.withinTarget());
            }
        };
    }

    /**
     * The diagonal of a square operator with a standard error for every entry.
     *
     * @return the mean of {@code z * A z} over Rademacher probes, all of the budget
     */
    public static DiagonalEstimate diagonal(LinearOperator operator, ProbeSettings settings) {
        Products a = Products.square("Hutchinson.diagonal", operator);
        int n = a.order();
        double[] mean = new double[n];
        double[] squares = new double[n];
        int m = settings.maxProducts();
        try {
            for (int done = 0; done < m;) {
                int count = Math.min(GROUP, m - done);
                Matrix z = draw(settings.withProbe(ProbeSettings.Probe.RADEMACHER), done, count, n);
                Matrix az = Matrix.zeros(count, n);
                a.applyAll(z, az);
                for (int q = 0; q < count; q++) {
                    done++;
                    for (int i = 0; i < n; i++) {
                        double sample = z.data()[q * n + i] * az.data()[q * n + i];
                        double before = sample - mean[i];
                        mean[i] += before / done;
                        squares[i] += before * (sample - mean[i]);
                    }
                }
            }
        } catch (NonFiniteProduct e) {
            return new DiagonalEstimate.Failed(a.count(), e.failure());
        }
        for (int i = 0; i < n; i++) {
            squares[i] = Math.sqrt(squares[i] / (m - 1.0) / m);
        }
        return new DiagonalEstimate.Estimated(mean, squares, a.count());
    }

    private interface Sample {
        double of(double[] z, double[] az, int start);
    }

    private static Estimation sample(String operation, LinearOperator operator, ProbeSettings settings, Sample sample) {
        Products a = Products.square(operation, operator);
        int n = a.order();
        double[] samples = new double[settings.maxProducts()];
        int done = 0;
        int target = settings.adaptive() ? Math.min(FIRST_LOOK, samples.length) : samples.length;
        try {
            for (int look = 0;; look++) {
                while (done < target) {
                    int count = Math.min(GROUP, target - done);
                    Matrix z = draw(settings, done, count, n);
                    Matrix az = Matrix.zeros(count, n);
                    a.applyAll(z, az);
                    for (int q = 0; q < count; q++) {
                        samples[done + q] = sample.of(z.data(), az.data(), q * n);
                    }
                    done += count;
                }
                var estimate = Estimation.Estimated.ofSamples(Arrays.copyOf(samples, done), 1, settings.levelAt(look),
                        a.count());
                if (settings.met(estimate) || done == samples.length) {
                    return estimate.within(settings.met(estimate));
                }
                target = Math.min(samples.length, 2 * done);
            }
        } catch (NonFiniteProduct e) {
            return new Estimation.Failed(a.count(), e.failure().toString());
        }
    }

    static Matrix draw(ProbeSettings settings, int first, int count, int n) {
        Matrix z = Matrix.zeros(count, n);
        for (int q = 0; q < count; q++) {
            z.setRow(q, settings.probe().draw(settings.seed().named("probe").at(first + q), n));
        }
        return z;
    }
}
