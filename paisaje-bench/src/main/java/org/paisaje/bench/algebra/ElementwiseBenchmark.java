package org.paisaje.bench.algebra;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleUnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.special.Elementwise;

/** Nanoseconds per element of the kernels on 4096 elements, which stay in the first-level cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
@OperationsPerInvocation(ElementwiseBenchmark.N)
public class ElementwiseBenchmark {
    static final int N = 4096;

    /** A kernel and the library function that checks it. */
    public enum Kernel {
        /** exp. */
        EXP(Elementwise::exp, StrictMath::exp),
        /** log of positive numbers. */
        LOG((x, a, y, b, n) -> Elementwise.log(x, a, y, b, n), StrictMath::log),
        /** tanh. */
        TANH(Elementwise::tanh, StrictMath::tanh),
        /** sigmoid. */
        SIGMOID(Elementwise::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
        /** softplus. */
        SOFTPLUS(Elementwise::softplus, x -> StrictMath.log1p(StrictMath.exp(x))),
        /** erf. */
        ERF(Elementwise::erf, org.hipparchus.special.Erf::erf),
        /** erfc. */
        ERFC(Elementwise::erfc, org.hipparchus.special.Erf::erfc),
        /** Phi. */
        NORMAL_CDF(Elementwise::normalCdf, x -> 0.5 * org.hipparchus.special.Erf.erfc(-x / Math.sqrt(2))),
        /** GELU. */
        GELU(Elementwise::gelu, x -> 0.5 * x * org.hipparchus.special.Erf.erfc(-x / Math.sqrt(2))),
        /** sin. */
        SIN(Elementwise::sin, StrictMath::sin),
        /** acos. */
        ACOS(Elementwise::acos, StrictMath::acos);

        private final Loop loop;
        private final DoubleUnaryOperator library;

        Kernel(Loop loop, DoubleUnaryOperator library) {
            this.loop = loop;
            this.library = library;
        }
    }

    interface Loop {
        void run(double[] in, int inOffset, double[] out, int outOffset, int n);
    }

    /** Which kernel. */
    @Param
    public Kernel kernel = Kernel.EXP;

    private final double[] in = new double[N];
    private final double[] out = new double[N];
    private final double[] derivative = new double[N];
    private final Generator generator = Seed.of(1).generator();

    /** Draws the arguments and checks the kernel on them. */
    @Setup
    public void check() {
        for (int i = 0; i < N; i++) {
            in[i] = switch (kernel) {
                case LOG -> 10 * generator.nextDouble() + 1e-3;
                case ACOS -> 2 * generator.nextDouble() - 1;
                default -> 2 * generator.nextGaussian();
            };
        }
        kernel.loop.run(in, 0, out, 0, N);
        for (int i = 0; i < N; i++) {
            double expected = kernel.library.applyAsDouble(in[i]);
            if (!(Math.abs(out[i] - expected) <= 1e-14 * Math.max(1e-2, Math.abs(expected)))) {
                throw new AssertionError(kernel + "(" + in[i] + ") = " + out[i] + ", the library says " + expected);
            }
        }
    }

    /** The kernel. */
    @Benchmark
    public double[] kernel() {
        kernel.loop.run(in, 0, out, 0, N);
        return out;
    }

    /** The library function in a scalar loop. */
    @Benchmark
    public double[] library() {
        for (int i = 0; i < N; i++) {
            out[i] = kernel.library.applyAsDouble(in[i]);
        }
        return out;
    }

    /** tanh and its derivative in one pass, whatever the parameter. */
    @Benchmark
    public double[] tanhWithDerivative() {
        Elementwise.tanhWithDerivative(in, 0, out, 0, derivative, 0, N);
        return derivative;
    }

    /** Gaussian numbers, whatever the parameter. */
    @Benchmark
    public double[] gaussians() {
        generator.gaussians(out, 0, N);
        return out;
    }
}
