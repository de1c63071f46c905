package org.paisaje.math.linalg.factor;

import java.util.Arrays;
import java.util.Locale;
import org.paisaje.math.backend.Provider;
import org.paisaje.math.backend.Team;
import org.paisaje.math.backend.Triangular;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Checks;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.simd.Kernels;

/**
 * The factorisation A + jitter I = L L^T of a symmetric positive definite matrix; n^3 / 3 flops. The computed factor is
 * that of a matrix within about n eps ||A|| of A (Higham 2002, Thm 10.3).
 */
public final class Cholesky implements CholeskyResult {
    private static final double LARGEST_JITTER = 1e-8;
    private static final Kernels KERNELS = Kernels.current();
    /** Rows of one task. */
    private static final int STRIP = 64;

    private final Matrix factor;
    private final double jitter;
    private final double norm;

    private Cholesky(Matrix factor, double jitter, double norm) {
        this.factor = factor;
        this.jitter = jitter;
        this.norm = norm;
    }

    /**
     * Factors a symmetric matrix.
     *
     * @return a {@link Cholesky}, or {@link NotPositiveDefinite} where the factorisation broke down
     * @throws IllegalArgumentException if a is not square, not symmetric to rounding, or has an entry that is not finite
     */
    public static CholeskyResult of(Matrix a) {
        Checks.symmetric("Cholesky", a);
        return factor(a, 0);
    }

    /**
     * Factors A + shift I, held as {@link #jitter()}.
     *
     * @return a {@link Cholesky}, or {@link NotPositiveDefinite} where the factorisation broke down
     */
    public static CholeskyResult shifted(Matrix a, double shift) {
        Checks.symmetric("Cholesky", a);
        if (!(shift >= 0) || !Double.isFinite(shift)) {
            throw new IllegalArgumentException(
                    "Cholesky: the shift is " + shift + ", it must be at least 0 and finite");
        }
        return factor(a, shift);
    }

    /**
     * Factors a symmetric matrix that is positive semidefinite up to rounding, such as a Gram matrix: if the plain
     * factorisation breaks down, adds to the diagonal n eps times its mean, then ten times as much, and so on up to
     * {@value #LARGEST_JITTER} times the mean. What was added is {@link #jitter()}.
     *
     * @return a {@link Cholesky}, or {@link NotPositiveDefinite} if the largest jitter does not help
     */
    public static CholeskyResult withJitter(Matrix a) {
        Checks.symmetric("Cholesky", a);
        int n = a.rows();
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += a.get(i, i) / n;
        }
        CholeskyResult result = factor(a, 0);
        double jitter = Math.max(n, 1) * Math.ulp(1.0) * mean;
        while (result instanceof NotPositiveDefinite && jitter > 0 && jitter <= LARGEST_JITTER * mean) {
            result = factor(a, jitter);
            jitter *= 10;
        }
        return result;
    }

    private static CholeskyResult factor(Matrix a, double jitter) {
        int n = a.rows();
        MemoryEstimate.require("Cholesky", MemoryEstimate.ofDoubles(n, n),
                "conjugate gradients need only products with the matrix");
        Matrix l = Matrix.zeros(n, n);
        double[] data = l.data();
        double[] sums = new double[n];
        int strips = (n + STRIP - 1) / STRIP;
        Parallel.run(strips, strip -> {
            for (int i = strip * STRIP; i < Math.min(n, (strip + 1) * STRIP); i++) {
                System.arraycopy(a.data(), i * n, data, i * n, i + 1);
                data[i * n + i] += jitter;
                sums[i] = absoluteSum(a.data(), i * n, n);
            }
        });
        int info = Triangular.cholesky(Provider.current(), Team.shared(), n, data);
        if (info != 0) {
            return new NotPositiveDefinite(info - 1, jitter);
        }
        // What products of square blocks have left above the diagonal.
        Parallel.run(strips, strip -> {
            for (int i = strip * STRIP; i < Math.min(n, (strip + 1) * STRIP); i++) {
                Arrays.fill(data, i * n + i + 1, (i + 1) * n, 0);
            }
        });
        return new Cholesky(l, jitter, Arrays.stream(sums).max().orElse(0));
    }

    /** The sum of |x_i|, in four chains, since each addition waits for the one before. */
    private static double absoluteSum(double[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = at;
        for (; i + 4 <= at + n; i += 4) {
            s0 += Math.abs(x[i]);
            s1 += Math.abs(x[i + 1]);
            s2 += Math.abs(x[i + 2]);
            s3 += Math.abs(x[i + 3]);
        }
        for (; i < at + n; i++) {
            s0 += Math.abs(x[i]);
        }
        return s0 + s1 + (s2 + s3);
    }

    /** The lower triangular factor L, n x n; live, not to be changed. */
    public Matrix factor() {
        return factor;
    }

    /** What was added to the diagonal; 0 unless the matrix needed it. */
    public double jitter() {
        return jitter;
    }

    /** The solution of (A + jitter I) x = b; 2 n^2 flops. */
    public double[] solve(double[] b) {
        int n = factor.rows();
        if (b.length != n) {
            throw new IllegalArgumentException(
                    "Cholesky.solve: b has " + b.length + " rows, the matrix has order " + n);
        }
        double[] l = factor.data();
        double[] x = b.clone();
        double[] sums = new double[4];
        for (int i = 0; i < n; i += 4) {
            int end = Math.min(i + 4, n);
            if (end - i == 4) {
                Arrays.fill(sums, 0);
                KERNELS.products(l, i * n, n, i, x, 0, sums, 0);
            }
            for (int r = i; r < end; r++) {
                double sum = end - i == 4 ? sums[r - i] : KERNELS.dot(i, l, r * n, x, 0);
                for (int j = i; j < r; j++) {
                    sum += l[r * n + j] * x[j];
                }
                x[r] = (x[r] - sum) / l[r * n + r];
            }
        }
        for (int i = (n - 1) / 4 * 4; i >= 0; i -= 4) {
            int end = Math.min(i + 4, n);
            for (int r = end - 1; r >= i; r--) {
                x[r] /= l[r * n + r];
                for (int j = i; j < r; j++) {
                    x[j] -= l[r * n + j] * x[r];
                }
                if (end - i < 4) {
                    KERNELS.axpy(i, -x[r], l, r * n, x, 0);
                }
            }
            if (end - i == 4) {
                KERNELS.combine(x, i, -1, l, i * n, n, i, x, 0);
            }
        }
        return x;
    }

    /** The solution X of (A + jitter I) X = B for all columns of B at once; 2 n^2 flops each. */
    public Matrix solve(Matrix b) {
        Matrix x = halfSolve("Cholesky.solve", b);
        solveFactor(true, x);
        return x;
    }

    /** L^-1 B, whose columns c have c . c = b . A^-1 b; n^2 flops each. */
    public Matrix halfSolve(Matrix b) {
        return halfSolve("Cholesky.halfSolve", b);
    }

    private Matrix halfSolve(String operation, Matrix b) {
        if (b.rows() != factor.rows()) {
            throw new IllegalArgumentException(operation + ": b has " + b.rows() + " rows, the matrix has order "
                    + factor.rows());
        }
        Matrix x = b.copy();
        solveFactor(false, x);
        return x;
    }

    private void solveFactor(boolean transpose, Matrix x) {
        int n = factor.rows();
        Blas.trsm(true, true, transpose, false, n, x.columns(), 1, factor.data(), 0, n, x.data(), 0, x.columns());
    }

    /** log det(A + jitter I), the sum of 2 log L_ii. */
    public double logDeterminant() {
        double sum = 0;
        for (int i = 0; i < factor.rows(); i++) {
            sum += 2 * Math.log(factor.get(i, i));
        }
        return sum;
    }

    /**
     * An estimate from below, rarely off by more than a factor of three, of the condition number ||A||_1 ||A^-1||_1 by a
     * few solves (Higham 1988, Algorithm 4.1). Infinite only if a solve overflows.
     */
    public double conditionEstimate() {
        int n = factor.rows();
        if (n == 0) {
            return 1;
        }
        double[] x = new double[n];
        Arrays.fill(x, 1.0 / n);
        double estimate = 0;
        for (int iteration = 0; iteration < 5; iteration++) {
            double[] y = solve(x);
            double size = 0;
            double[] signs = new double[n];
            for (int i = 0; i < n; i++) {
                size += Math.abs(y[i]);
                signs[i] = y[i] < 0 ? -1 : 1;
            }
            if (!(size > estimate)) {
                break;
            }
            estimate = size;
            double[] z = solve(signs);
            int steepest = 0;
            for (int i = 1; i < n; i++) {
                steepest = Math.abs(z[i]) > Math.abs(z[steepest]) ? i : steepest;
            }
            Arrays.fill(x, 0);
            x[steepest] = 1;
        }
        // A vector of alternating signs catches the cases where the iteration is misled.
        for (int i = 0; i < n; i++) {
            x[i] = (i % 2 == 0 ? 1 : -1) * (1 + (n == 1 ? 0 : i / (n - 1.0)));
        }
        double size = 0;
        for (double value : solve(x)) {
            size += Math.abs(value);
        }
        return Math.max(1, (norm + jitter) * Math.max(estimate, 2 * size / (3 * n)));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "Cholesky[%d x %d, jitter %.3g]", factor.rows(), factor.rows(), jitter);
    }
}
