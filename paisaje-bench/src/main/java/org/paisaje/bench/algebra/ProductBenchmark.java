package org.paisaje.bench.algebra;

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
import org.paisaje.math.linalg.Blas;

/** Matrix products of shape {@code m x n x k}, transposed or not; 2 m n k flops. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgs = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class ProductBenchmark {
    @Param({"8x8x8", "32x32x32", "256x256x256", "512x512x512", "1024x1024x1024", "2048x2048x2048", "512x1024x784",
        "1024x784x512"})
    String shape = "";

    @Param({"nn", "nt", "tn"})
    String transposed = "";

    private int m;
    private int n;
    private int k;
    private boolean transposeA;
    private boolean transposeB;
    private double[] a = {};
    private double[] b = {};
    private double[] c = {};

    /** Fills the factors and compares one entry per row with its inner product. */
    @Setup
    public void prepare() {
        String[] sizes = shape.split("x", -1);
        m = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        k = Integer.parseInt(sizes[2]);
        transposeA = transposed.charAt(0) == 't';
        transposeB = transposed.charAt(1) == 't';
        SplittableRandom random = new SplittableRandom(1);
        a = random.doubles((long) m * k, -1, 1).toArray();
        b = random.doubles((long) n * k, -1, 1).toArray();
        c = new double[m * n];
        Blas.gemm(transposeA, transposeB, m, n, k, a, b, c);
        for (int i = 0; i < m; i++) {
            int j = i % n;
            double sum = 0;
            for (int l = 0; l < k; l++) {
                sum += a[transposeA ? l * m + i : i * k + l] * b[transposeB ? j * k + l : l * n + j];
            }
            // All terms are at most 1 in modulus.
            if (!(Math.abs(sum - c[i * n + j]) <= (k + 2) * k * Math.ulp(1.0))) {
                throw new AssertionError("entry (" + i + ", " + j + ") is " + c[i * n + j] + ", not " + sum);
            }
        }
    }

    /** C := op(A) op(B). */
    @Benchmark
    public double[] gemm() {
        Blas.gemm(transposeA, transposeB, m, n, k, a, b, c);
        return c;
    }

    /** C := A A^T over the same inner dimension. */
    @Benchmark
    public double[] syrk() {
        int order = Math.min(m, n);
        Blas.syrk(false, order, k, 1, a, 0, k, 0, c, 0, order);
        return c;
    }
}
