package org.paisaje.bench.algebra;

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
import org.paisaje.math.linalg.SymmetricOperator;
import org.paisaje.math.random.Seed;

/**
 * Products of a dense symmetric matrix with one and with two vectors from one triangle, 4 n^2 bytes, and from all entries.
 * At order 2,001 rows begin at different places of a cache line, at the others at the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseTransparentHugePages"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SymmetricProductBenchmark {
    /** The order of the matrix. */
    @Param({"1000", "2000", "2001", "4000"})
    public int order;

    private Matrix matrix = Matrix.zeros(0, 0);
    private SymmetricOperator operator = new SymmetricOperator(matrix);
    private Matrix vectors = Matrix.zeros(0, 0);
    private Matrix products = Matrix.zeros(0, 0);
    private double[] vector = new double[0];
    private double[] product = new double[0];

    /** Builds the matrix and checks the products against those from all entries. */
    @Setup
    public void build() {
        matrix = Matrix.zeros(order, order);
        double[] entries = Seed.of(1).gaussians(order * order);
        for (int i = 0; i < order; i++) {
            for (int j = 0; j <= i; j++) {
                matrix.set(i, j, entries[i * order + j]);
                matrix.set(j, i, entries[i * order + j]);
            }
        }
        operator = new SymmetricOperator(matrix);
        vectors = Matrix.wrap(2, order, Seed.of(2).gaussians(2 * order));
        products = Matrix.zeros(2, order);
        vector = vectors.row(1);
        product = new double[order];
        double[] one = two().row(1);
        double[] other = one().clone();
        double[] all = all();
        for (int i = 0; i < order; i++) {
            if (Math.abs(one[i] - all[i]) > 1e-10 * order || Math.abs(other[i] - all[i]) > 1e-10 * order) {
                throw new IllegalStateException("benchmark: entry " + i + " of the product is " + one[i] + " and "
                        + other[i] + " from one triangle, " + all[i] + " from all entries");
            }
        }
    }

    /** One vector, one triangle. */
    @Benchmark
    public double[] one() {
        operator.apply(vector, product);
        return product;
    }

    /** Two vectors, one triangle read once. */
    @Benchmark
    public Matrix two() {
        operator.applyAll(vectors, products);
        return products;
    }

    /** One vector, all entries. */
    @Benchmark
    public double[] all() {
        matrix.times(vector, product);
        return product;
    }
}
