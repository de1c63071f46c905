package org.paisaje.bench.kernel;

import java.util.List;
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
import org.paisaje.network.Architecture;
import org.paisaje.network.architecture.Convolutional;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.WideLimit;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.theory.kernel.flow.TrainingCurve;

/** Predictions of kernel training for ten targets, and kernels of a convolutional network on 8 x 8 images. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx5g", "--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"})
public class KernelPredictionBenchmark {
    private static final double[] TIMES = {1, 10, 100};

    @Param({"500", "2000"})
    int n;

    private Matrix kernel = Matrix.zeros(0, 0);
    private Matrix cross = Matrix.zeros(0, 0);
    private Matrix targets = Matrix.zeros(0, 0);
    private Matrix start = Matrix.zeros(0, 0);
    private Matrix images = Matrix.zeros(0, 0);
    private WideLimit convolution = InfiniteNetwork.builder(1).build();

    /** Draws the points; checks the curve against the decomposition of a part of the kernel. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        var net = InfiniteNetwork.of(Architecture.parse("mlp:784-9-9-9-10:relu:param=ntk,sw=1.4,sb=0.1"));
        Matrix x = Matrix.wrap(n, 784, random.doubles(784L * n).toArray());
        kernel = net.ntk(x);
        cross = net.ntk(Matrix.wrap(500, 784, random.doubles(784L * 500).toArray()), x);
        targets = Matrix.zeros(n, 10);
        for (int i = 0; i < n; i++) {
            targets.set(i, random.nextInt(10), 1);
        }
        start = Matrix.zeros(500, 10);
        Matrix part = net.ntk(x.rowRange(0, 200));
        Matrix some = targets.rowRange(0, 200);
        TrainingCurve curve = TrainingCurve.of(part, some, Matrix.zeros(200, 10), 200, TIMES, 1e-10);
        KernelDynamics dynamics = KernelDynamics.of(part, some);
        for (int t = 0; t < TIMES.length; t++) {
            double error = curve.train(t).minus(dynamics.train(Evolution.flow(TIMES[t]))).frobeniusNorm();
            if (!(error <= 1e-9)) {
                throw new AssertionError("time " + TIMES[t] + " is off by " + error);
            }
        }
        images = Matrix.wrap(n / 4, 64, random.doubles(16L * n).toArray());
        convolution = WideLimit.of(Convolutional.parse("conv:8x8x1-9-9-1:relu:param=ntk,sw=1.4,sb=0.1"));
        Matrix corner = images.rowRange(0, 2);
        if (!(Math.abs(convolution.ntk(corner).get(1, 0) - convolution.ntk(images).get(1, 0)) <= 1e-12)) {
            throw new AssertionError("a kernel depends on the other images");
        }
    }

    /** The limit of all times at 500 points. */
    @Benchmark
    public Matrix limit() {
        return KernelRegression.of(kernel, targets, 0).predict(cross, start);
    }

    /** Three times at 500 points. */
    @Benchmark
    public List<Matrix> threeTimes() {
        return TrainingCurve.of(kernel, targets, Matrix.zeros(n, 10), n, TIMES, 1e-10).predict(cross, start);
    }

    /** The same by the decomposition, which serves any time and rule. */
    @Benchmark
    public KernelDynamics decomposition() {
        return KernelDynamics.of(kernel, targets);
    }

    /** K and Theta of a quarter as many images, two convolutions, flattened. */
    @Benchmark
    public WideKernels convolution() {
        return convolution.kernels(images);
    }
}
