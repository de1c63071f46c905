package org.paisaje.theory.kernel.width;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.training.Ensemble;

/**
 * How far networks of finite width are from their limit of infinite width: mean and fluctuation of their kernels at
 * initialisation, and drift of the kernel and distance to the linearised network under training. Replicates run on all
 * processors, each from a seed of its own, so that results do not depend on the number of threads. Immutable.
 *
 * @param network the network of each width
 * @param start how replicates are initialised
 * @param seed the root of all draws
 * @param progress told after every replicate, from any thread
 */
public record FiniteWidthStudy(IntFunction<? extends Architecture> network, Start start, Seed seed,
        Consumer<Progress> progress) {
    /** Where a replicate of a network starts. */
    @FunctionalInterface
    public interface Start {
        /** Theta of a replicate, drawn from its seed. */
        double[] at(Architecture network, int replicate, Seed seed);
    }

    /** How far a study is: replicates done of all. */
    public record Progress(int done, int of) {}

    /** With the standard initializer of the networks and without reports of progress. */
    public static FiniteWidthStudy of(IntFunction<? extends Architecture> network, Seed seed) {
        return new FiniteWidthStudy(network, (net, replicate, child) -> net.initialize(child), seed, p -> {});
    }

    /** The same with other starts. */
    public FiniteWidthStudy startingFrom(Start other) {
        return new FiniteWidthStudy(network, other, seed, progress);
    }

    /** The same with reports of progress. */
    public FiniteWidthStudy reporting(Consumer<Progress> listener) {
        return new FiniteWidthStudy(network, start, seed, listener);
    }

    /**
     * A kernel of finite networks over initialisations, beside its limit.
     *
     * @param mean the mean, n x n
     * @param error the standard error of each entry of the mean, n x n
     * @param limit the kernel of infinite width, n x n
     * @param distance {@code |mean - limit|_F / |limit|_F}
     * @param expectedDistance what the standard errors alone would make of it, {@code |error|_F / |limit|_F}
     * @param worst the largest {@code |mean - limit| / error} over the entries
     */
    public record KernelMean(Matrix mean, Matrix error, Matrix limit, double distance, double expectedDistance,
            double worst) {}

    /**
     * What {@link #kernels} gives.
     *
     * @param width the width
     * @param replicates the number of networks
     * @param ntk the tangent kernel, averaged over outputs
     * @param nngp the covariance of an output given all but the last layer; its mean is the covariance of the output
     */
    public record KernelStudy(int width, int replicates, KernelMean ntk, KernelMean nngp) {}

    /**
     * Means and standard errors of both kernels at one width. With one hidden layer the mean is the limit at every width;
     * with more it differs by O(1/width), which many replicates bring to light.
     *
     * @param x points, n x d
     * @param replicates at least 2
     */
    public KernelStudy kernels(int width, Matrix x, int replicates) {
        require("kernels", replicates, 2);
        Architecture net = network.apply(width);
        WideKernels limit = InfiniteNetwork.of(net).kernels(x);
        int size = x.rows() * x.rows();
        AtomicInteger done = new AtomicInteger();
        // Blocks are cut by the number of replicates alone, and added in order.
        int blocks = Math.min(replicates, 32);
        List<double[][]> parts = Ensemble.run(blocks, block -> {
            double[][] sums = new double[4][size];
            for (int r = block; r < replicates; r += blocks) {
                double[] theta = theta(net, width, r);
                add(sums[0], sums[1], tangent(net, theta, x).data(), limit.ntk().data());
                add(sums[2], sums[3], covariance(net, theta, x).data(), limit.nngp().data());
                progress.accept(new Progress(done.incrementAndGet(), replicates));
            }
            return sums;
        });
        double[][] total = new double[4][size];
        for (double[][] part : parts) {
            for (int q = 0; q < 4; q++) {
                Blas.axpy(size, 1, part[q], 0, total[q], 0);
            }
        }
        return new KernelStudy(width, replicates, mean(total[0], total[1], limit.ntk(), replicates),
                mean(total[2], total[3], limit.nngp(), replicates));
    }

    private static void add(double[] sum, double[] squares, double[] values, double[] limit) {
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - limit[i];
            sum[i] += difference;
            squares[i] += difference * difference;
        }
    }

    private static KernelMean mean(double[] sum, double[] squares, Matrix limit, int replicates) {
        int n = limit.rows();
        Matrix mean = limit.copy();
        Matrix error = Matrix.zeros(n, n);
        double distance = 0;
        double worst = 0;
        for (int i = 0; i < sum.length; i++) {
            double difference = sum[i] / replicates;
            double variance = Math.max(0, squares[i] - sum[i] * difference) / (replicates - 1.0);
            mean.data()[i] += difference;
            error.data()[i] = Math.sqrt(variance / replicates);
            distance += difference * difference;
            // Entries that are the same in all networks, such as those of biases, are compared by rounding.
            double unit = Math.max(error.data()[i], 1e-14 * Math.abs(limit.data()[i]));
            worst = Math.max(worst, difference == 0 ? 0 : Math.abs(difference) / unit);
        }
        double size = limit.frobeniusNorm();
        return new KernelMean(mean, error, limit, Math.sqrt(distance) / size, error.frobeniusNorm() / size, worst);
    }

    /**
     * {@code |Theta_m - Theta|_F / |Theta|_F} at initialisation against the width m; the exponent is -1/2 (Jacot et al. 2018,
     * Theorem 1, without a rate).
     */
    public WidthLaw fluctuation(int[] widths, Matrix x, int replicates) {
        require("fluctuation", replicates, 2);
        Matrix limit = InfiniteNetwork.of(network.apply(widths[0])).ntk(x);
        double size = limit.frobeniusNorm();
        AtomicInteger done = new AtomicInteger();
        int tasks = widths.length * replicates;
        List<Double> distances = Ensemble.run(tasks, task -> {
            int width = widths[task / replicates];
            Architecture net = network.apply(width);
            Matrix kernel = tangent(net, theta(net, width, task % replicates), x);
            double distance = kernel.minus(limit).frobeniusNorm() / size;
            progress.accept(new Progress(done.incrementAndGet(), tasks));
            return distance;
        });
        return WidthLaw.of(doubles(widths), table(distances, widths.length, replicates));
    }

    /**
     * What {@link #training} gives: one law for each quantity, and all runs.
     *
     * @param drift {@code sup_t |Theta_t - Theta_0|_F / |Theta_0|_F} on the training points
     * @param trainGap {@code sup_t max_i |f_t(x_i) - f_lin,t(x_i)|} with the linearisation at the start
     * @param testGap the same at the other points
     * @param runs replicate by replicate, widths inside
     */
    public record TrainingStudy(WidthLaw drift, WidthLaw trainGap, WidthLaw testGap, List<WidthRun> runs) {}

    /**
     * Gradient flow on {@code (1/2n) |f - y|^2} against the width, see {@link WidthRun}.
     *
     * @param x training points, n x d
     * @param y targets, n x 1
     * @param there other points, at least one
     * @param lossBelow the loss at which a run ends
     * @param replicates at least 2
     * @throws IllegalStateException if a run fails to reach that loss
     */
    public TrainingStudy training(int[] widths, Matrix x, Matrix y, Matrix there, double lossBelow, int replicates) {
        require("training", replicates, 2);
        AtomicInteger done = new AtomicInteger();
        int tasks = widths.length * replicates;
        // Wide ones first: the last task is short.
        List<WidthRun> reversed = Ensemble.run(tasks, task -> {
            int width = widths[widths.length - 1 - task / replicates];
            int replicate = task % replicates;
            Architecture net = network.apply(width);
            WidthRun run = WidthRun.of(net, theta(net, width, replicate), x, y, there, lossBelow);
            if (!run.completed()) {
                throw new IllegalStateException("training: replicate " + replicate + " of width " + width
                        + " has loss " + run.loss() + " at time " + run.time() + ", asked was " + lossBelow
                        + "; is the width too small to fit the targets, or the tangent kernel singular?");
            }
            progress.accept(new Progress(done.incrementAndGet(), tasks));
            return run;
        });
        List<WidthRun> runs = new ArrayList<>();
        for (int r = 0; r < replicates; r++) {
            for (int k = 0; k < widths.length; k++) {
                runs.add(reversed.get((widths.length - 1 - k) * replicates + r));
            }
        }
        Matrix drift = Matrix.zeros(replicates, widths.length);
        Matrix train = Matrix.zeros(replicates, widths.length);
        Matrix test = Matrix.zeros(replicates, widths.length);
        for (int i = 0; i < runs.size(); i++) {
            drift.data()[i] = runs.get(i).drift();
            train.data()[i] = runs.get(i).trainGap();
            test.data()[i] = runs.get(i).testGap();
        }
        double[] at = doubles(widths);
        return new TrainingStudy(WidthLaw.of(at, drift), WidthLaw.of(at, train), WidthLaw.of(at, test),
                List.copyOf(runs));
    }

    private double[] theta(Architecture net, int width, int replicate) {
        return start.at(net, replicate, seed.named("width").at(width).named("replicate").at(replicate));
    }

    private static Matrix tangent(Architecture net, double[] theta, Matrix x) {
        Matrix kernel = EmpiricalNtk.of(net, theta).trace(x);
        if (net.outputs() > 1) {
            kernel.scale(1.0 / net.outputs());
        }
        return kernel;
    }

    /** {@code s^2 v |h(x) . h(x')| + b^2}: what a random last layer makes of its inputs h. */
    private static Matrix covariance(Architecture net, double[] theta, Matrix x) {
        List<LayerShape> layers = net.layerShapes();
        LayerShape last = layers.getLast();
        Initializer initializer = Initializer.standardFor(net);
        double deviation = last.weightScale() * initializer.deviation(last);
        Matrix result = net.trace(theta, x).inputs(layers.size() - 1).gram();
        result.scale(deviation * deviation);
        double bias = last.hasBias() ? last.biasScale() * initializer.biasDeviation() : 0;
        for (int i = 0; i < result.data().length; i++) {
            result.data()[i] += bias * bias;
        }
        return result;
    }

    private static Matrix table(List<Double> values, int widths, int replicates) {
        Matrix result = Matrix.zeros(replicates, widths);
        for (int k = 0; k < widths; k++) {
            for (int r = 0; r < replicates; r++) {
                result.set(r, k, values.get(k * replicates + r));
            }
        }
        return result;
    }

    private static double[] doubles(int[] widths) {
        double[] result = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            result[k] = widths[k];
        }
        return result;
    }

    private static void require(String operation, int replicates, int least) {
        if (replicates < least) {
            throw new IllegalArgumentException(
                    operation + ": " + replicates + " replicates, at least " + least + " are needed for an interval");
        }
    }
}
