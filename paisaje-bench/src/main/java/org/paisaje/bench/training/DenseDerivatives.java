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
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

/**
 * One gradient (3.8 GF for ReLU), one Hessian-vector product (5.9 GF) and one Gauss-Newton product of
 * 784-1024-512-256-128-64-10 on 512 samples, next to a square matrix product of 2.1 GF.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH fills the state before use
public class DenseDerivatives {
    private static final int SAMPLES = 512;
    private static final int ORDER = 1024;

    /** The nonlinearity. */
    @Param({"relu", "tanh"})
    public String activation = "relu";

    private Risk risk;
    private double[] theta;
    private double[] gradient;
    private double[] product;
    private double[] v;
    private LinearOperator hessian;
    private LinearOperator gaussNewton;
    private double[] a;
    private double[] b;
    private double[] c;

    /** Draws the problem and compares gradient and product with central differences. */
    @Setup
    public void prepare() {
        Seed seed = Seed.of(1);
        Architecture net = Architecture.parse("mlp:784-1024-512-256-128-64-10:" + activation);
        theta = net.initialize(seed.named("init"));
        Matrix x = Matrix.wrap(SAMPLES, 784, seed.named("x").gaussians(SAMPLES * 784));
        Matrix y = Matrix.zeros(SAMPLES, 10);
        for (int i = 0; i < SAMPLES; i++) {
            y.set(i, i % 10, 1);
        }
        risk = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        gradient = new double[theta.length];
        product = new double[theta.length];
        v = seed.named("v").gaussians(theta.length);
        hessian = risk.hessian(theta);
        gaussNewton = risk.gaussNewton(theta);
        a = seed.named("a").gaussians(ORDER * ORDER);
        b = seed.named("b").gaussians(ORDER * ORDER);
        c = new double[ORDER * ORDER];
        check();
    }

    private void check() {
        double h = 1e-6;
        double[] plus = new double[theta.length];
        double[] minus = new double[theta.length];
        double[] above = new double[theta.length];
        double[] below = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            plus[i] = theta[i] + h * v[i];
            minus[i] = theta[i] - h * v[i];
        }
        double slope = (risk.valueAndGradient(plus, above) - risk.valueAndGradient(minus, below)) / (2 * h);
        risk.valueAndGradient(theta, gradient);
        hessian.apply(v, product);
        double inner = 0;
        double bend = 0;
        double expected = 0;
        for (int i = 0; i < theta.length; i++) {
            inner += gradient[i] * v[i];
            bend += product[i] * v[i];
            expected += (above[i] - below[i]) / (2 * h) * v[i];
        }
        // ReLU: kinks between the two points change the slope, by about 1e-3 here
        double tolerance = activation.equals("relu") ? 2e-2 : 1e-5;
        if (Math.abs(inner - slope) > tolerance * Math.abs(slope)
                || Math.abs(bend - expected) > tolerance * Math.abs(expected)) {
            throw new IllegalStateException("gradient along v is " + inner + ", the difference " + slope
                    + "; v H v is " + bend + ", the difference " + expected);
        }
    }

    /** The rate to compare with. */
    @Benchmark
    public double[] matrixProduct() {
        Blas.gemm(false, false, ORDER, ORDER, ORDER, a, b, c);
        return c;
    }

    /** Value and gradient. */
    @Benchmark
    public double gradient() {
        return risk.valueAndGradient(theta, gradient);
    }

    /** A Hessian-vector product with the forward and backward pass kept. */
    @Benchmark
    public double[] hessianProduct() {
        hessian.apply(v, product);
        return product;
    }

    /** A Gauss-Newton product with the forward pass kept. */
    @Benchmark
    public double[] gaussNewtonProduct() {
        gaussNewton.apply(v, product);
        return product;
    }
}
