package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.dynamics.signal.WideSignals;
import org.paisaje.theory.kernel.EmpiricalNtk;

/**
 * Many networks drawn by one initializer, looked at layer by layer. Entry [l][k] is that of layer l in draw k.
 *
 * @param initializer how they were drawn
 * @param layers the layers
 * @param input the root mean square of the inputs
 * @param inputCosine the mean cosine of two inputs
 * @param activation root mean squares of the values behind the layers
 * @param gradient root mean squares of the gradients there, of outputs whose gradients have mean square 1
 * @param cosine the mean cosine of the values of two inputs; NaN where all are 0
 * @param dead units through which no gradient passes for any input
 * @param saturated units of a bounded activation that are flat for nearly all inputs
 * @param expected what is exact for wide layers, where theory says it
 * @param kernel the tangent kernel of the first draws; empty where it has no positive trace
 * @param weights the weights of the only draw, if they were given; then the initializer has no meaning
 */
record StartSample(Initializer initializer, List<LayerShape> layers, double input, double inputCosine,
        double[][] activation, double[][] gradient, double[][] cosine, int[][] dead, int[][] saturated,
        Optional<WideSignals> expected, List<Kernel> kernel, Optional<double[]> weights) {
    private static final int KERNELS = 3;
    /** What is looked at in each layer. */
    private static final int LOOKS = 5;
    /** What a spread needs. */
    static final int LEAST = 2;
    private static final int KERNEL_SAMPLES = 64;
    /** Pairs of so many inputs are followed by theory. */
    private static final int FOLLOWED = 16;

    /**
     * The tangent kernel of the first output.
     *
     * @param eigenvalues descending
     * @param shares the share of each layer's parameters in the trace
     */
    record Kernel(double[] eigenvalues, double[] shares) {
        double condition() {
            double least = eigenvalues[eigenvalues.length - 1];
            double rounding = eigenvalues.length * Math.ulp(eigenvalues[0]);
            return least > rounding ? eigenvalues[0] / least : Double.POSITIVE_INFINITY;
        }

        /** (trace)^2 / trace of the square: how many directions the kernel has, as if they were equal. */
        double rank() {
            double sum = Arrays.stream(eigenvalues).sum();
            return sum * sum / Arrays.stream(eigenvalues).map(v -> v * v).sum();
        }
    }

    /** How the networks were drawn, in a word or two. */
    String name() {
        return weights.isPresent() ? "this start" : initializer.name();
    }

    /** Looks at a network whose weights are given. */
    static StartSample given(Architecture network, double[] theta, Matrix x, Seed seed) {
        return of(network, Initializer.standardFor(network), Optional.of(theta), x, 1, true, seed, KeptParts.none(),
                k -> {});
    }

    /**
     * Draws networks and looks at them, until the thread is interrupted.
     *
     * @param whole also what theory says, and the kernel
     * @param kept draws that have been looked at before, and where new ones are kept
     * @param next told the number of each draw before it is made
     */
    static StartSample of(Architecture network, Initializer initializer, Matrix x, int draws, boolean whole, Seed seed,
            KeptParts kept, IntConsumer next) {
        return of(network, initializer, Optional.empty(), x, draws, whole, seed, kept, next);
    }

    private static StartSample of(Architecture network, Initializer initializer, Optional<double[]> given, Matrix x,
            int draws, boolean whole, Seed seed, KeptParts kept, IntConsumer next) {
        List<LayerShape> layers = network.layerShapes();
        int depth = layers.size();
        var sample = new StartSample(initializer, layers, rms(x), WideSignals.cosine(x.gram()),
                new double[depth][draws], new double[depth][draws], new double[depth][draws], new int[depth][draws],
                new int[depth][draws],
                whole && given.isEmpty()
                        ? WideSignals.of(network, initializer, some(x, FOLLOWED))
                        : Optional.empty(),
                new ArrayList<>(), given);
        int done = 0;
        for (int k = 0; k < draws; k++) {
            next.accept(k);
            if (Session.cancelled()) {
                break;
            }
            String name = initializer.name() + (whole ? " whole " : " ") + k;
            Optional<KeptParts.Part> known = kept.known(name);
            List<double[]> numbers = known.isPresent()
                    ? known.get().numbers()
                    : drawn(network, initializer, given, x, k, whole && k < KERNELS, seed);
            if (known.isEmpty()) {
                if (Session.cancelled()) {
                    // A draw that was not looked at to its end is none.
                    break;
                }
                kept.add(name, new KeptParts.Part(numbers, List.of()));
            }
            for (int l = 0; l < depth; l++) {
                sample.activation[l][k] = numbers.get(0)[l];
                sample.gradient[l][k] = numbers.get(1)[l];
                sample.cosine[l][k] = numbers.get(2)[l];
                sample.dead[l][k] = (int) numbers.get(3)[l];
                sample.saturated[l][k] = (int) numbers.get(4)[l];
            }
            if (numbers.size() > LOOKS) {
                sample.kernel.add(new Kernel(numbers.get(LOOKS), numbers.get(LOOKS + 1)));
            }
            done = k + 1;
        }
        return sample.first(done);
    }

    /** A draw: activation, gradient, cosine, dead and saturated units of each layer; behind them eigenvalues and shares of a kernel. */
    private static List<double[]> drawn(Architecture network, Initializer initializer, Optional<double[]> given,
            Matrix x, int k, boolean kernel, Seed seed) {
        // The first is the start that training with this seed has.
        Seed own = k == 0 ? seed.named("init") : seed.named("draw").at(k);
        double[] theta = given.orElseGet(() -> network.initialize(initializer, own));
        LayerTrace trace = network.trace(theta, x);
        int n = x.rows() * network.outputs();
        Matrix u = Matrix.wrap(x.rows(), network.outputs(), seed.named("gradient").at(k).gaussians(n));
        List<LayerSignal> signals = LayerSignals.measured(trace, u);
        int depth = signals.size();
        double[][] looks = new double[LOOKS][depth];
        for (int l = 0; l < depth && !Session.cancelled(); l++) {
            LayerSignal signal = signals.get(l);
            looks[0][l] = signal.activation();
            looks[1][l] = signal.gradient();
            looks[2][l] = WideSignals.cosine(perSample(trace.values(l), x.rows()).gram());
            looks[3][l] = signal.dead();
            looks[4][l] = signal.saturated();
        }
        List<double[]> numbers = new ArrayList<>(List.of(looks));
        if (kernel && !Session.cancelled()) {
            kernel(network, theta, some(x, KERNEL_SAMPLES))
                    .ifPresent(found -> numbers.addAll(List.of(found.eigenvalues(), found.shares())));
        }
        return numbers;
    }

    /** The first so many draws. */
    private StartSample first(int count) {
        return count == draws()
                ? this
                : new StartSample(initializer, layers, input, inputCosine, first(activation, count),
                        first(gradient, count), first(cosine, count),
                        Arrays.stream(dead).map(row -> Arrays.copyOf(row, count)).toArray(int[][]::new),
                        Arrays.stream(saturated).map(row -> Arrays.copyOf(row, count)).toArray(int[][]::new), expected,
                        kernel, weights);
    }

    private static double[][] first(double[][] rows, int count) {
        return Arrays.stream(rows).map(row -> Arrays.copyOf(row, count)).toArray(double[][]::new);
    }

    /** The first rows. */
    static Matrix some(Matrix x, int rows) {
        return x.rowRange(0, Math.min(rows, x.rows()));
    }

    /** One row for each sample, where a layer has several positions. */
    private static Matrix perSample(Matrix values, int samples) {
        return Matrix.wrap(samples, values.rows() / samples * values.columns(), values.data());
    }

    private static double rms(Matrix a) {
        return a.frobeniusNorm() / Math.sqrt((double) a.rows() * a.columns());
    }

    private static Optional<Kernel> kernel(Architecture network, double[] theta, Matrix x) {
        Matrix gram = EmpiricalNtk.of(network, theta).output(0, x);
        if (!Double.isFinite(gram.frobeniusNorm())) {
            return Optional.empty();
        }
        double[] ascending = SymmetricEigen.values(gram);
        int m = ascending.length;
        double[] values = new double[m];
        Arrays.setAll(values, i -> Math.max(0, ascending[m - 1 - i]));
        Matrix u = Matrix.zeros(x.rows(), network.outputs());
        for (int i = 0; i < x.rows(); i++) {
            u.set(i, 0, 1);
        }
        double[] shares = network.trace(theta, x).factors(u).stream().mapToDouble(StartSample::trace).toArray();
        double sum = Arrays.stream(shares).sum();
        if (!(values[0] > 0) || !(sum > 0) || !Double.isFinite(sum)) {
            return Optional.empty();
        }
        return Optional.of(new Kernel(values, Arrays.stream(shares).map(share -> share / sum).toArray()));
    }

    private static double trace(JacobianFactor factor) {
        int rows = factor.gradients().rows();
        int per = rows / factor.inputs().rows();
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            double inputs = 0;
            for (double a : factor.inputs().row(r / per)) {
                inputs += a * a;
            }
            double gradients = 0;
            for (double g : factor.gradients().row(r)) {
                gradients += g * g;
            }
            sum += (factor.inputWeight() * inputs + factor.offset()) * gradients;
        }
        return sum;
    }

    int draws() {
        return activation[0].length;
    }

    /** The layers before the last one, which signals have to pass; the last scales what comes out as the task needs it. */
    int inner() {
        return layers.size() - 1;
    }

    /** The value that a share of the draws does not exceed. */
    static double quantile(double[] values, double share) {
        double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    /** The middle draw. */
    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** The share of draws in which some inner layer is dead as a whole, so that nothing passes. */
    double blocked() {
        int count = 0;
        for (int k = 0; k < draws(); k++) {
            boolean blocked = false;
            for (int l = 0; l < inner(); l++) {
                blocked |= dead[l][k] == layers.get(l).outputs() && !layers.get(l).hasSkip();
            }
            count += blocked ? 1 : 0;
        }
        return (double) count / draws();
    }

    /** The mean share of units of layer l that are dead. */
    double deadShare(int l) {
        return Arrays.stream(dead[l]).average().orElse(0) / layers.get(l).outputs();
    }

    /** The mean share of units of layer l that are saturated. */
    double saturatedShare(int l) {
        return Arrays.stream(saturated[l]).average().orElse(0) / layers.get(l).outputs();
    }
}
