package org.paisaje.bench.kernel;

import java.util.SplittableRandom;
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
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.SingleMatrix;
import org.paisaje.theory.kernel.WideKernels;

/** Kernels of 784-dimensional points: both infinite-width kernels at depth 3, and all ten logits of 784-512-512-10. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx5g", "--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"})
public class TangentKernelBenchmark {
    @Param({"relu", "erf", "tanh"})
    String activation = "";

    @Param({"64", "256", "2000"})
    int n;

    private Matrix x = Matrix.zeros(0, 0);
    private InfiniteNetwork limit = InfiniteNetwork.builder(1).build();
    private EmpiricalNtk empirical = EmpiricalNtk.of(Mlp.linear(1, 1), new double[1]);

    /** Draws the points; checks a corner of each kernel against another way. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        x = Matrix.wrap(n, 784, random.doubles(784L * n).toArray());
        Activation s = Activation.parse(activation);
        limit = InfiniteNetwork.of(Mlp.of(s, 784, 512, 512, 512, 10)
                .withParametrization(Parametrization.ntk(1.4, 0.1)));
        Mlp net = Mlp.of(s, 784, 512, 512, 10);
        double[] theta = net.initialize(Seed.of(1));
        empirical = EmpiricalNtk.of(net, theta);
        Matrix corner = x.rowRange(0, 3);
        close(limit.ntk(corner, corner.copy()).get(0, 1), limit.ntk(x).get(0, 1));
        Matrix jacobian = net.linearize(theta, corner).jacobian();
        close(jacobian.timesTransposed(jacobian).get(0, 13), empirical.gram(corner).get(0, 13));
    }

    private static void close(double a, double b) {
        if (!(Math.abs(a - b) <= 1e-10 * (1 + Math.abs(a)))) {
            throw new AssertionError(a + " is not " + b);
        }
    }

    /** K and Theta. */
    @Benchmark
    public WideKernels infinite() {
        return limit.kernels(x);
    }

    /** All pairs of logits in double precision, of at most 256 points. */
    @Benchmark
    public Matrix empiricalDouble() {
        return empirical.gram(n > 256 ? x.rowRange(0, 256) : x);
    }

    /** All pairs of logits in single precision, of at most 256 points. */
    @Benchmark
    public SingleMatrix empiricalSingle() {
        return empirical.gramSingle(n > 256 ? x.rowRange(0, 256) : x);
    }
}
