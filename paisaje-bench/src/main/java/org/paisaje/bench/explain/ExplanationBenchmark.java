package org.paisaje.bench.explain;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.loss.Loss;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.theory.dynamics.GradientNoise;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.kernel.Laziness;
import org.paisaje.theory.kernel.flow.TangentModes;
import org.paisaje.theory.landscape.Sharpness;

/** What an explanation measures at one point of a run: the network and data of its default. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExplanationBenchmark {
    private static final Seed SEED = Seed.of(1);

    private static final int[] SOME = IntStream.range(0, 64).toArray();

    private final Mlp network = Mlp.of(Activation.RELU, 64, 64, 64, 10);
    private final Dataset data = Datasets.named("digits", SEED);
    private final Risk risk = Risk.of(network, data, Loss.SOFTMAX_CROSS_ENTROPY);
    private final double[] theta = network.initialize(SEED);
    private final double[] end = theta.clone();
    private final Matrix few = data.x().rowRange(0, 64);

    /** Checks the sharpness against an eigenvalue that converged to 1e-10, and that one step leaves the network lazy. */
    @Setup
    public void check() {
        double exact = Lanczos.largest(risk.hessian(theta), 1, Lanczos.Settings.standard().withTolerance(1e-10))
                .orThrow()
                .values()[0];
        if (!(sharpness() instanceof Sharpness.Measured found)
                || Math.abs(found.value() - exact) > found.bound() + 1e-9 * exact) {
            throw new IllegalStateException("the sharpness is " + sharpness() + ", exactly " + exact);
        }
        double[] gradient = risk.gradient(theta);
        for (int i = 0; i < end.length; i++) {
            end[i] = theta[i] - 1e-4 * gradient[i];
        }
        if (!(laziness().linearError() < 0.01)) {
            throw new IllegalStateException("a small step is not lazy: " + laziness());
        }
        double top = modes().eigenvalues()[0];
        double part = Lanczos.largest(risk.on(SOME).gaussNewton(theta), 1).orThrow().values()[0];
        if (Math.abs(top - part) > 1e-4 * part) {
            throw new IllegalStateException("the fastest mode has rate " + top + ", Gauss-Newton " + part);
        }
    }

    /** Lanczos to a residual of a thousandth. */
    @Benchmark
    public Sharpness sharpness() {
        return Sharpness.of(risk.hessian(theta), SEED);
    }

    /** Two kernels of 64 samples, averaged over ten outputs. */
    @Benchmark
    public Laziness laziness() {
        return Laziness.between(network, theta, end, few);
    }

    /** The kernel of 64 samples and ten outputs with the curvature of the loss, and its 640 modes. */
    @Benchmark
    public TangentModes modes() {
        return TangentModes.of(network, theta, few, data.y().rowRange(0, 64), Loss.SOFTMAX_CROSS_ENTROPY);
    }

    /** Forward, backward and the mean-field recursion. */
    @Benchmark
    public List<LayerSignal> signals() {
        return LayerSignals.of(network, theta, data.x(), data.y());
    }

    /** Gradients of all samples and their jackknife. */
    @Benchmark
    public GradientNoise noise() {
        return GradientNoise.of(risk.at(theta).perSampleGradients());
    }
}
