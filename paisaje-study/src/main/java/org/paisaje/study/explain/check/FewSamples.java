package org.paisaje.study.explain.check;

import java.nio.DoubleBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.network.Architecture;
import org.paisaje.network.Linearization;

/**
 * Whether a network can fit a few samples at all: outputs are driven to the targets of at most 16 samples with different
 * inputs by the method of Levenberg and Marquardt on the sum of squares, {@code d = -J^T (J J^T + mu I)^-1 r}, damped as by
 * Nielsen (1999). With more parameters than equations it ends at 0 unless something stands in the way.
 *
 * @param x the samples
 * @param y their targets
 * @param scale what the squares are divided by: the spread of these targets around their mean
 */
public record FewSamples(Matrix x, Matrix y, double scale) {
    private static final int MOST = 16;
    private static final int FEWEST = 3;
    /** Rows of the Jacobian times columns. */
    private static final double MOST_ENTRIES = 4e6;
    private static final int STEPS = 80;
    private static final double DONE = 1e-6;

    /** Chosen at even distances; absent for fewer than three, for constant targets, and where the Jacobian is too large. */
    public static Optional<FewSamples> of(Architecture network, Matrix allX, Matrix allY) {
        int k = network.outputs();
        int most = (int) Math.min(MOST, MOST_ENTRIES / ((double) k * network.layout().size()));
        Set<DoubleBuffer> seen = new HashSet<>();
        int n = allX.rows();
        int[] rows = IntStream.range(0, n)
                .map(i -> (int) ((long) i * 7919 % n))
                .filter(i -> seen.size() < most && seen.add(DoubleBuffer.wrap(allX.row(i))))
                .toArray();
        if (rows.length < FEWEST) {
            return Optional.empty();
        }
        Matrix y = allY.rows(rows);
        double scale = 0;
        for (int c = 0; c < k; c++) {
            double[] column = y.column(c);
            double mean = 0;
            for (double v : column) {
                mean += v / column.length;
            }
            for (double v : column) {
                scale += (v - mean) * (v - mean);
            }
        }
        return scale > 0 ? Optional.of(new FewSamples(allX.rows(rows), y, scale)) : Optional.empty();
    }

    /** The number of samples. */
    public int size() {
        return x.rows();
    }

    /** What is left of the spread of the targets, from these weights on; infinite if the start is not finite. */
    public double left(Architecture network, double[] start) {
        double[] theta = start.clone();
        double value = squares(network.forward(theta, x));
        double mu = 0;
        double growth = 2;
        for (int step = 0; step < STEPS && value > DONE * scale; step++) {
            Linearization at = network.linearize(theta, x);
            Matrix jacobian = at.jacobian();
            Matrix gram = jacobian.timesTransposed(jacobian);
            double[] r = at.outputs().minus(y).data();
            double largest = largest(gram);
            mu = mu == 0 ? 1e-3 * largest : mu;
            // Beyond that damping a step is smaller than rounding.
            if (!(mu > 0) || !(mu < 1e16 * largest) || !Double.isFinite(value + largest)) {
                break;
            }
            Matrix damped = gram.copy();
            damped.addToDiagonal(mu);
            if (!(Cholesky.of(damped) instanceof Cholesky factor)) {
                mu *= growth;
                growth *= 2;
                continue;
            }
            Matrix weights = factor.solve(Matrix.wrap(r.length, 1, r.clone()));
            double[] d = jacobian.transposedTimes(weights).data();
            double[] moved = theta.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] -= d[i];
            }
            double next = squares(network.forward(moved, x));
            double[] fitted = gram.times(weights).data();
            double expected = value;
            for (int i = 0; i < r.length; i++) {
                expected -= (r[i] - fitted[i]) * (r[i] - fitted[i]);
            }
            double gain = (value - next) / Math.max(expected, 1e-300);
            if (next < value) {
                theta = moved;
                value = next;
                mu *= Math.max(1.0 / 3, 1 - Math.pow(2 * gain - 1, 3));
                growth = 2;
            } else {
                mu *= growth;
                growth *= 2;
            }
        }
        double left = value / scale;
        return Double.isFinite(left) ? left : Double.POSITIVE_INFINITY;
    }

    private double squares(Matrix f) {
        double sum = 0;
        for (int i = 0; i < f.data().length; i++) {
            double r = f.data()[i] - y.data()[i];
            sum += r * r;
        }
        return sum;
    }

    private static double largest(Matrix gram) {
        double most = 0;
        for (int i = 0; i < gram.rows(); i++) {
            most = Math.max(most, gram.get(i, i));
        }
        return most;
    }
}
