package org.paisaje.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.flow.KernelFlow;
import org.paisaje.theory.kernel.margin.MaxMargin;
import org.paisaje.theory.kernel.width.WidthRun;

/** Logistic training with a frozen kernel, the hard-margin machine, and one run of a wide network. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx4g", "--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"})
public class KernelTrainingBenchmark {
    @Param({"20", "100", "400"})
    int n;

    private Matrix x = Matrix.zeros(0, 0);
    private Matrix kernel = Matrix.zeros(0, 0);
    private Matrix labels = Matrix.zeros(0, 0);
    private KernelFlow flow = KernelFlow.of(Matrix.identity(1), Matrix.identity(1), Loss.SQUARED);
    private Mlp network = Mlp.linear(1, 1);
    private double[] theta = {};

    /** Draws points on the sphere of R^10 and labels; checks the machine and the late phase of the flow. */
    @Setup
    public void prepare() {
        Generator generator = Seed.of(1).generator();
        x = Matrix.zeros(n, 10);
        labels = Matrix.zeros(n, 1);
        for (int i = 0; i < n; i++) {
            generator.onSphere(x.data(), 10 * i, 10);
            labels.set(i, 0, generator.nextBoolean() ? 1 : -1);
        }
        x.scale(Math.sqrt(10));
        network = Mlp.of(Activation.RELU, 10, 1024, 1).withBias(false).withParametrization(Parametrization.NTK);
        theta = network.initialize(Seed.of(2));
        kernel = InfiniteNetwork.of(network).ntk(x);
        flow = KernelFlow.of(kernel, labels, Loss.LOGISTIC);
        if (!(MaxMargin.of(kernel, labels.data()) instanceof MaxMargin.Separator machine)
                || machine.residual() > 1e-9) {
            throw new AssertionError("no machine with its conditions met");
        }
        KernelFlow.State late = flow.solve(1e50).last();
        double rate = late.loss() * late.time() / machine.squaredNorm();
        if (!(Math.abs(rate - 1) < 1e-2)) {
            throw new AssertionError("L t gamma^2 is " + rate + " at t = 1e50, 1 is expected");
        }
    }

    /** From f_0 = 0 to t = 1e6, error 1e-10 a step. */
    @Benchmark
    public KernelFlow.Path logistic() {
        return flow.solve(1e6);
    }

    /** alpha, to rounding. */
    @Benchmark
    public MaxMargin machine() {
        return MaxMargin.of(kernel, labels.data());
    }

    /** Width 1024 to a loss of 1e-6 beside its linearisation. */
    @Benchmark
    public WidthRun width() {
        return WidthRun.of(network, theta, x, labels, x, 1e-6);
    }
}
