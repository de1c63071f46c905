package org.paisaje.bench.training;

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
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;

/** One loss gradient of a network of small widths, where the samples of a strip lie along the vector lanes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH fills the state before use
public class NarrowBenchmark {
    /** The network and the samples of its batch: the shapes of {@code compare/narrow.py}. */
    @Param({"mlp:2-64-64-1:tanh 1000", "mlp:2-64-64-1:relu 1000", "mlp:2-16-16-1:tanh 200",
        "resnet:2x51:tanh:step=0.05 50", "resnet:3x51:tanh:step=0.05 50"})
    private String problem = "";

    /** Threads that share the gradient. */
    @Param({"1", "2"})
    private int threads = 1;

    private GradientWorkspace workspace;
    private double[] theta = {};
    private double[] gradient = {};

    /** Draws the problem and compares the slope along a random direction with a central difference. */
    @Setup
    public void prepare() {
        String[] words = problem.split(" ", -1);
        Architecture net = Architecture.parse(words[0]);
        int n = Integer.parseInt(words[1]);
        Seed seed = Seed.of(1);
        theta = net.initialize(seed.named("init"));
        gradient = new double[theta.length];
        workspace = net.workspace(Loss.SQUARED, n);
        workspace.load(Matrix.wrap(n, net.inputs(), seed.named("x").gaussians(n * net.inputs())),
                Matrix.wrap(n, net.outputs(), seed.named("y").gaussians(n * net.outputs())));
        double[] v = seed.named("v").gaussians(theta.length);
        double h = 1e-6;
        double[] plus = theta.clone();
        double[] minus = theta.clone();
        for (int i = 0; i < v.length; i++) {
            plus[i] += h * v[i];
            minus[i] -= h * v[i];
        }
        double difference = (workspace.value(plus) - workspace.value(minus)) / (2 * h);
        workspace.valueAndGradient(theta, gradient);
        double slope = Blas.dot(v.length, gradient, 0, v, 0);
        // relu: kinks between the two points
        double tolerance = problem.contains("relu") ? 1e-3 : 1e-6;
        if (!(Math.abs(slope - difference) <= tolerance * Math.max(1, Math.abs(difference)))) {
            throw new IllegalStateException("the slope is " + slope + ", the difference " + difference);
        }
    }

    /** Value and gradient. */
    @Benchmark
    public double valueAndGradient() {
        return Blas.withThreads(threads, () -> workspace.valueAndGradient(theta, gradient));
    }

    /** The value alone. */
    @Benchmark
    public double value() {
        return Blas.withThreads(threads, () -> workspace.value(theta));
    }
}
