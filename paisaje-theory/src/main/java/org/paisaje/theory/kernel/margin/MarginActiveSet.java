package org.paisaje.theory.kernel.margin;

import java.util.Arrays;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.NotPositiveDefinite;
import org.paisaje.math.simd.Fma;

/**
 * The maximum of {@code 1^T alpha - (1/2) alpha^T Q alpha} over alpha >= 0 for a positive semidefinite Q. The set P of
 * free indices always has a nonsingular Q_PP; an index j that depends on it gives the direction
 * {@code z = e_j - Q_PP^-1 q_j}, along which the objective grows linearly until an index leaves P or, if none does, for
 * ever.
 */
final class MarginActiveSet {
    enum End {
        SETTLED, UNBOUNDED, UNSETTLED
    }

    private static final int SWEEPS = 100;
    /** Sweeps without a change of the support after which it is taken as found. */
    private static final int QUIET = 5;
    private static final double ULP = Math.ulp(1.0);

    private final int n;
    private final double[] q;
    private final double[] alpha;
    private final double[] image;
    private final double singular;
    private int[] free = new int[0];
    private double[] ray = new double[0];
    private int pivots;

    MarginActiveSet(int n, double[] q) {
        this.n = n;
        this.q = q;
        this.alpha = new double[n];
        this.image = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, q[i * n + i]);
        }
        this.singular = 64 * n * ULP * largest;
    }

    End solve() {
        warm();
        boolean[] refused = new boolean[n];
        while (pivots <= 100 + 20 * n) {
            int j = worst(refused);
            if (j < 0) {
                return End.SETTLED;
            }
            pivots++;
            double[] column = new double[free.length];
            for (int i = 0; i < free.length; i++) {
                column[i] = q[j * n + free[i]];
            }
            double[] response = new double[0];
            double schur = q[j * n + j];
            if (free.length > 0) {
                response = factor(free).solve(column);
                schur -= Blas.dot(column.length, column, 0, response, 0);
            }
            // The rounding of Q, seen along z.
            if (schur > singular * (1 + Blas.dot(response.length, response, 0, response, 0))) {
                free = with(free, j);
                settle();
                // Rounding: the index that was to grow is blocked at once.
                refused[j] = alpha[j] == 0;
                if (!refused[j]) {
                    Arrays.fill(refused, false);
                }
            } else if (!follow(j, response)) {
                return End.UNBOUNDED;
            }
        }
        return End.UNSETTLED;
    }

    /** Coordinate ascent from 0; its support is taken over if Q is nonsingular there. */
    private void warm() {
        double[] gradient = new double[n];
        Arrays.fill(gradient, 1);
        int quiet = 0;
        for (int s = 0; s < SWEEPS && quiet < QUIET; s++) {
            boolean changed = false;
            for (int i = 0; i < n; i++) {
                double curvature = q[i * n + i];
                if (curvature <= singular) {
                    continue;
                }
                double step = Math.max(-alpha[i], gradient[i] / curvature);
                if (step != 0) {
                    changed |= alpha[i] == 0 || alpha[i] + step == 0;
                    alpha[i] += step;
                    Blas.axpy(n, -step, q, i * n, gradient, 0);
                }
            }
            quiet = changed ? 0 : quiet + 1;
        }
        int count = 0;
        int[] support = new int[n];
        for (int i = 0; i < n; i++) {
            if (alpha[i] > 0) {
                support[count++] = i;
            }
        }
        support = Arrays.copyOf(support, count);
        if (count > 0 && Cholesky.of(block(support)) instanceof Cholesky factor
                && factor.conditionEstimate() < 1 / (64 * n * ULP)) {
            free = support;
            settle();
        } else {
            Arrays.fill(alpha, 0);
        }
    }

    /** The most violated condition outside the free set beyond rounding, or -1. */
    private int worst(boolean[] refused) {
        Blas.gemv(false, n, n, 1, q, 0, n, alpha, 0, 0, image, 0);
        int result = -1;
        double most = 0;
        for (int i = 0; i < n; i++) {
            if (alpha[i] > 0 || refused[i]) {
                continue;
            }
            double sum = 1;
            for (int k = 0; k < n; k++) {
                sum += Math.abs(q[i * n + k]) * alpha[k];
            }
            double excess = 1 - image[i] - 16 * ULP * sum;
            if (excess > most) {
                most = excess;
                result = i;
            }
        }
        return result;
    }

    /** Goes from alpha towards the maximum on the free set, dropping what reaches 0 on the way. */
    private void settle() {
        while (free.length > 0) {
            double[] target = stationary();
            double length = 1;
            int block = -1;
            for (int i = 0; i < free.length; i++) {
                double now = alpha[free[i]];
                if (target[i] <= 0 && now / (now - target[i]) <= length) {
                    length = now == 0 ? 0 : now / (now - target[i]);
                    block = i;
                }
            }
            for (int i = 0; i < free.length; i++) {
                double now = alpha[free[i]];
                alpha[free[i]] = block < 0 ? target[i] : Math.max(0, now + length * (target[i] - now));
            }
            if (block < 0) {
                return;
            }
            drop(block);
        }
    }

    private void drop(int position) {
        pivots++;
        alpha[free[position]] = 0;
        free = without(free, position);
    }

    /** Q_PP^-1 1 with one step of iterative refinement. */
    private double[] stationary() {
        int p = free.length;
        Cholesky factor = factor(free);
        double[] ones = new double[p];
        Arrays.fill(ones, 1);
        double[] s = factor.solve(ones);
        double[] rest = new double[p];
        for (int i = 0; i < p; i++) {
            double sum = 1;
            int row = free[i] * n;
            for (int k = 0; k < p; k++) {
                sum = Fma.fma(-q[row + free[k]], s[k], sum);
            }
            rest[i] = sum;
        }
        double[] correction = factor.solve(rest);
        for (int i = 0; i < p; i++) {
            s[i] += correction[i];
        }
        return s;
    }

    /** Follows the null direction of j; false if nothing stops it, which is a certificate of Farkas. */
    private boolean follow(int j, double[] response) {
        double length = Double.POSITIVE_INFINITY;
        int block = -1;
        for (int i = 0; i < free.length; i++) {
            double ratio = response[i] > 0 ? alpha[free[i]] / response[i] : Double.POSITIVE_INFINITY;
            if (response[i] > 16 * ULP && ratio < length) {
                length = ratio;
                block = i;
            }
        }
        if (block < 0) {
            ray = new double[n];
            ray[j] = 1;
            for (int i = 0; i < free.length; i++) {
                ray[free[i]] = Math.max(0, -response[i]);
            }
            return false;
        }
        for (int i = 0; i < free.length; i++) {
            alpha[free[i]] = Math.max(0, alpha[free[i]] - length * response[i]);
        }
        alpha[j] += length;
        drop(block);
        free = with(free, j);
        settle();
        return true;
    }

    private Cholesky factor(int[] rows) {
        return switch (Cholesky.withJitter(block(rows))) {
            case Cholesky factor -> factor;
            case NotPositiveDefinite failure -> throw new IllegalArgumentException("MaxMargin: the kernel is "
                    + "indefinite, " + failure
                    + "; a kernel is positive semidefinite, so rows and points do not match");
        };
    }

    private Matrix block(int[] rows) {
        int p = rows.length;
        Matrix result = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            for (int k = 0; k < p; k++) {
                result.set(i, k, q[rows[i] * n + rows[k]]);
            }
        }
        return result;
    }

    private static int[] with(int[] set, int j) {
        int[] result = Arrays.copyOf(set, set.length + 1);
        result[set.length] = j;
        return result;
    }

    private static int[] without(int[] set, int position) {
        int[] result = new int[set.length - 1];
        System.arraycopy(set, 0, result, 0, position);
        System.arraycopy(set, position + 1, result, position, result.length - position);
        return result;
    }

    double[] multipliers() {
        return alpha.clone();
    }

    /** Q alpha. */
    double[] outputs() {
        Blas.gemv(false, n, n, 1, q, 0, n, alpha, 0, 0, image, 0);
        return image.clone();
    }

    double residual() {
        double[] values = outputs();
        double most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, alpha[i] > 0 ? Math.abs(1 - values[i]) : 1 - values[i]);
        }
        return most;
    }

    double[] ray() {
        return ray.clone();
    }

    int pivots() {
        return pivots;
    }
}
