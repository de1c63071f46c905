package org.paisaje.claims.catalogue.document001.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;

/**
 * One gradient flow on the 20 points with the loss and the smallest eigenvalue of the tangent kernel after each step. A
 * step costs four gradients and one kernel with its eigenvalues, about 5,000 m + 30,000 flops.
 *
 * @param times from 0
 * @param losses L
 * @param eigenvalues the smallest of Theta_t
 * @param chattering how many pairs of neuron and sample changed the sign of w_r . x_i at least {@value #OFTEN} times
 * @param samples n
 */
public record FlowCourse(List<Double> times, List<Double> losses, List<Double> eigenvalues, int chattering,
        int samples) {
    public static final int OFTEN = 10;
    /** Below this loss rounding decides. */
    private static final double FLOOR = 1e-13;

    /** How far adversarial labels lie from the outputs. */
    private static final double PUSH = 5;

    /**
     * The flow from normal theta.
     *
     * @param labels {@code normal} for those of the 20 points; {@code slowest} or {@code fastest} for f_0 + 5 u with u the
     *     eigenvector of Theta_0 of the smallest or largest eigenvalue
     */
    public static FlowCourse of(WideNet net, String labels, Seed seed, double until, double step) {
        Matrix x = WideNet.points();
        double[] theta = seed.gaussians(net.network().layout().size());
        Matrix start = net.outputs(theta, x);
        SymmetricEigen eigen = SymmetricEigen.of(net.ntk(theta, x));
        Matrix y = switch (labels) {
            case "normal" -> WideNet.labels();
            case "slowest" -> pushed(start, eigen.vectors().row(0));
            case "fastest" -> pushed(start, eigen.vectors().row(x.rows() - 1));
            default -> throw new IllegalArgumentException(
                    "FlowCourse: labels are \"" + labels + "\"; write normal, slowest or fastest");
        };
        var training = new WideTraining(net, x, y, step);
        var times = new ArrayList<>(List.of(0.0));
        var losses = new ArrayList<>(List.of(training.loss(theta)));
        var eigenvalues = new ArrayList<>(List.of(eigen.values()[0]));
        int[] flips = new int[x.rows() * net.network().hiddenWidths().getFirst()];
        double[][] before = {images(net, theta, x)};
        double[] grid = new double[(int) Math.round(until / step)];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = (i + 1) * step;
        }
        training.flow(theta, grid, (t, at) -> {
            Matrix f = net.outputs(at, x);
            f.addScaled(-1, y);
            double loss = Math.pow(f.frobeniusNorm(), 2) / (2 * x.rows());
            if (losses.getLast() < FLOOR || loss < FLOOR) {
                return;
            }
            times.add(t);
            losses.add(loss);
            eigenvalues.add(SymmetricEigen.values(net.ntk(at, x))[0]);
            double[] now = images(net, at, x);
            for (int k = 0; k < flips.length; k++) {
                flips[k] += now[k] > 0 != before[0][k] > 0 ? 1 : 0;
            }
            before[0] = now;
        });
        int chattering = (int) Arrays.stream(flips).filter(f -> f >= OFTEN).count();
        return new FlowCourse(times, losses, eigenvalues, chattering, x.rows());
    }

    private static Matrix pushed(Matrix start, double[] direction) {
        Matrix y = start.copy();
        y.addScaled(PUSH, Matrix.wrap(direction.length, 1, direction));
        return y;
    }

    /** W x_i for all i, m x n. */
    private static double[] images(WideNet net, double[] theta, Matrix x) {
        int m = net.network().hiddenWidths().getFirst();
        int d = x.columns();
        return Matrix.wrap(m, d, Arrays.copyOf(theta, m * d)).timesTransposed(x).data();
    }

    /** The largest excess of log L over {@code log L(0) - 2 factor lambda t / n}, with lambda the least eigenvalue so far. */
    public double excess(double factor) {
        double least = eigenvalues.getFirst();
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < times.size(); i++) {
            least = Math.min(least, eigenvalues.get(i));
            double bound = Math.log(losses.getFirst()) - 2 * factor * least * times.get(i) / samples;
            largest = Math.max(largest, Math.log(losses.get(i)) - bound);
        }
        return largest;
    }

    /** The least of {@code -n dlog L / 2dt} over a step, over the smaller of the smallest eigenvalues at its ends. */
    public double slowest() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < times.size(); i++) {
            double rate = -samples * Math.log(losses.get(i) / losses.get(i - 1))
                    / (2 * (times.get(i) - times.get(i - 1)));
            least = Math.min(least, rate / Math.min(eigenvalues.get(i), eigenvalues.get(i - 1)));
        }
        return least;
    }
}
