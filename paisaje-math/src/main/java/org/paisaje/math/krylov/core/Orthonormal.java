package org.paisaje.math.krylov.core;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.paisaje.math.Brief;
import org.paisaje.math.random.Seed;

/**
 * An orthonormal basis of the span of m vectors, with {@code y_j = sum_i r(i, j) q_i}. A vector without a new direction
 * adds no row, so that there may be fewer rows than vectors.
 *
 * @param q the basis; its first {@code rank} rows
 * @param rank the number of rows
 * @param r row-major, {@code rank} rows of m entries are meaningful
 */
public record Orthonormal(Panel q, int rank, double[] r) {
    private static final int BLOCK = 16;

    /** Of the m rows of y, which is overwritten. Blocked Gram-Schmidt, twice; 4 m^2 n flops. */
    public static Orthonormal of(double[] y, int m, int n) {
        return extend(new Panel(m, n), 0, new double[0], 0, y, m);
    }

    /** An orthonormal basis of a random space of dimension m. */
    public static Orthonormal gaussian(int m, int n, Seed seed) {
        RandomGenerator random = seed.generator();
        double[] y = new double[Math.multiplyExact(m, n)];
        for (int i = 0; i < y.length; i++) {
            y[i] = random.nextGaussian();
        }
        return of(y, m, n);
    }

    /** Adds the {@code count} rows of y, which is overwritten, to a factorisation of {@code done} vectors. */
    public static Orthonormal extend(Panel q, int rank, double[] r, int done, double[] y, int count) {
        int n = q.n;
        int m = done + count;
        double[] factor = new double[q.capacity() * m];
        for (int i = 0; i < rank; i++) {
            System.arraycopy(r, i * done, factor, i * m, done);
        }
        for (int from = 0; from < count; from += BLOCK) {
            int size = Math.min(BLOCK, count - from);
            double[] before = new double[size];
            for (int b = 0; b < size; b++) {
                before[b] = Vectors.norm(y, (from + b) * n, n);
            }
            int known = rank;
            double[] c = q.orthogonalise(known, y, from * n, size);
            for (int b = 0; b < size; b++) {
                int j = done + from + b;
                int start = (from + b) * n;
                double[] column = Arrays.copyOf(Arrays.copyOfRange(c, b * known, (b + 1) * known), rank);
                for (int pass = 0; pass < 2; pass++) {
                    for (int i = known; i < rank; i++) {
                        double d = Vectors.dot(q.data, i * n, y, start, n);
                        Vectors.add(-d, q.data, i * n, y, start, n);
                        column[i] += d;
                    }
                }
                for (int i = 0; i < rank; i++) {
                    factor[i * m + j] = column[i];
                }
                double norm = Vectors.norm(y, start, n);
                if (norm <= 20 * Math.ulp(1.0) * Math.sqrt(n) * before[b] || rank == Math.min(n, q.capacity())) {
                    continue;
                }
                Vectors.scale(1 / norm, y, start, n);
                if (norm < 1e-3 * before[b]) {
                    q.orthogonalise(rank, y, start, 1);
                    Vectors.scale(1 / Vectors.norm(y, start, n), y, start, n);
                }
                q.set(rank, y, start);
                factor[rank * m + j] = norm;
                rank++;
            }
        }
        return new Orthonormal(q, rank, factor);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
