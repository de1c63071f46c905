package org.paisaje.bench.algebra;

import java.util.concurrent.TimeUnit;
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
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.krylov.system.ConjugateGradient;
import org.paisaje.math.krylov.system.LinearSolution;
import org.paisaje.math.krylov.trace.Estimation;
import org.paisaje.math.krylov.trace.ProbeSettings;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.math.krylov.trace.XTrace;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricOperator;
import org.paisaje.math.random.Seed;

/** Krylov methods where products are cheap, so that the methods' own work is what is timed: n = 100,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class KrylovBenchmark {
    private static final int N = 100_000;

    private KrylovOperators.LowRankPlusDiagonal a = new KrylovOperators.LowRankPlusDiagonal(0, 0, new double[0],
            new double[0]);
    private double[] b = new double[0];
    private double trace;
    private SymmetricOperator dense = new SymmetricOperator(Matrix.zeros(0, 0));

    /** Builds the operator and checks each answer before anything is timed. */
    @Setup
    public void build() {
        int rank = 4;
        double[] u = Seed.of(1).gaussians(rank * N);
        double[] d = new double[N];
        for (int i = 0; i < N; i++) {
            d[i] = 1 + 9.0 * i / N;
            trace += d[i];
        }
        for (int l = 0; l < u.length; l++) {
            u[l] *= Math.sqrt((10.0 + 10 * (l / N)) / N);
            trace += u[l] * u[l];
        }
        a = new KrylovOperators.LowRankPlusDiagonal(N, rank, d, u);
        b = Seed.of(2).gaussians(N);
        int order = 2_000;
        double[] g = Seed.of(5).gaussians(order * order);
        Matrix symmetric = Matrix.zeros(order, order);
        for (int i = 0; i < order; i++) {
            for (int j = 0; j < order; j++) {
                symmetric.set(i, j, (g[i * order + j] + g[j * order + i]) / Math.sqrt(2.0 * order));
            }
        }
        dense = new SymmetricOperator(symmetric);
        double edge = lanczosDense().orThrow().values()[0];
        require(Math.abs(edge - 2) < 0.1, "the largest eigenvalue of a Gaussian matrix lies at the edge");
        require(lanczos().converged(), "Lanczos converges");
        require(conjugateGradient().converged(), "conjugate gradients converge");
        double mass = density().density(density().grid(2_000, 0.2), 0.2).mass();
        require(Math.abs(mass - 1) < 1e-4, "the density has mass 1");
        var estimate = trace();
        require(Math.abs(estimate.value() - trace) < 6 * estimate.standardError(), "XTrace finds the trace");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("benchmark: it does not hold that " + what);
        }
    }

    /** The four largest eigenpairs at relative residual 1e-9. */
    @Benchmark
    public RitzPairs lanczos() {
        return Lanczos.largest(a, 4, Lanczos.Settings.standard().withVectors());
    }

    /** The five largest eigenvalues of a dense Gaussian matrix of order 2,000, repeated ones searched for. */
    @Benchmark
    public RitzPairs lanczosDense() {
        return Lanczos.largest(dense, 5);
    }

    /** One system at relative residual 1e-10. */
    @Benchmark
    public LinearSolution conjugateGradient() {
        return ConjugateGradient.solve(a, b, SolveSettings.standard());
    }

    /** Four probes of forty steps. */
    @Benchmark
    public SpectralDensity density() {
        return SpectralDensity.of(a, SpectralDensity.Settings.of(4, 40, Seed.of(3))).orThrow();
    }

    /** The trace from sixty products. */
    @Benchmark
    public Estimation.Estimated trace() {
        return XTrace.trace(a, ProbeSettings.products(60, Seed.of(4))).orThrow();
    }
}
