package org.paisaje.math.krylov.eigen;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.SmallEigen;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * One run of block Lanczos with full reorthogonalisation and thick restart (Wu and Simon 2000), in the orthogonal
 * complement of given vectors. The projected matrix T = V A V^T is formed entry by entry from the inner products of the
 * orthogonalisation, so that a Ritz pair is a Rayleigh-Ritz pair whatever rounding did before. The residual of the pair
 * (theta, V^T y) is {@code S y_last}: S couples the next block to the last one.
 *
 * <p>The components along the last two blocks, which the recurrence knows to be large, are removed first. One pass of
 * Gram-Schmidt over the whole basis then meets small components and is enough, unless it shortens a vector by more than
 * {@code 1 / sqrt(2)}, when it is repeated (Daniel, Gragg, Kaufman and Stewart 1976).
 */
final class ThickRestart {
    private static final double EPSILON = Math.ulp(1.0);
    private static final int PASSES = 3;

    private final Products a;
    private final int n;
    private final int low;
    private final int high;
    private final int capacity;
    private final int block;
    private final double tolerance;
    private final long budget;
    private final boolean beyond;
    private final RandomGenerator random;
    private final Panel basis;
    private final @Nullable Panel locked;
    private final int lockedRows;
    private final double[] t;

    private int size;
    private int pending;
    private double[] coupling = new double[0];
    private int lastStart;
    private int lastSize;
    private boolean restarted;
    private double scale;

    private double[] theta = new double[0];
    private double[] y = new double[0];
    private double[] residual = new double[0];

    /** When to stop before the wanted pairs have converged: the probe for missed copies knows all it needs. */
    interface EarlyStop {
        boolean enough(double[] theta, double[] residual);
    }

    /**
     * @param beyond whether the Ritz values next to the wanted ones must also be known well enough to lie apart
     * @param locked a panel whose first {@code lockedRows} rows, orthonormal, span the space in whose complement to search
     * @param scale a lower bound of the norm of A, where one is known
     */
    ThickRestart(Products a, int low, int high, int capacity, int block, double tolerance, long budget, boolean beyond,
            Seed seed, @Nullable Panel locked, int lockedRows, double scale) {
        this.a = a;
        this.n = a.order();
        this.low = low;
        this.high = high;
        this.locked = locked;
        this.lockedRows = lockedRows;
        this.capacity = Math.min(capacity, n - lockedRows);
        this.block = Math.min(block, this.capacity);
        this.tolerance = tolerance;
        this.budget = budget;
        this.beyond = beyond;
        this.random = seed.generator();
        this.basis = new Panel(this.capacity + this.block, n);
        this.t = new double[this.capacity * this.capacity];
        this.scale = scale;
    }

    /** Before the run: the first vector is this one, made a unit vector, and a random one of a tenth of its length. */
    void startNear(double[] vector) {
        double norm = Vectors.norm(vector);
        if (!(norm > 0) || !Double.isFinite(norm)) {
            return;
        }
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            w[i] = random.nextGaussian();
        }
        Vectors.scale(0.1 / Vectors.norm(w), w, 0, n);
        Vectors.add(1 / norm, vector, w);
        Vectors.scale(1 / Vectors.norm(w), w, 0, n);
        basis.set(0, w, 0);
        pending = 1;
    }

    /** Runs until the wanted pairs have converged ({@code true}) or the budget is used up. */
    boolean run(@Nullable EarlyStop stop) {
        refill();
        var checks = new CheckTimes(Math.max(block, capacity / 16), stop == null ? capacity : capacity / 8);
        int steps = 0;
        int nextCheck = low + high;
        while (true) {
            if (a.count() + pending > budget) {
                if (size > 0) {
                    project();
                }
                return size > 0 && excess() <= 1;
            }
            int before = size;
            expand();
            steps += size - before;
            boolean full = pending == 0 || size + pending > capacity;
            if (full || steps >= nextCheck) {
                project();
                double excess = excess();
                if (excess <= 1 || stop != null && stop.enough(theta, residual)) {
                    return true;
                }
                nextCheck = checks.next(steps, excess);
            }
            if (full) {
                if (a.count() + pending > budget) {
                    return false;
                }
                restart();
            }
        }
    }

    private void expand() {
        int count = pending;
        int rows = size + count;
        double[] in = Arrays.copyOfRange(basis.data, size * n, rows * n);
        double[] w = new double[count * n];
        a.applyAll(Matrix.wrap(count, n, in), Matrix.wrap(count, n, w));
        for (int q = 0; q < count; q++) {
            scale = Math.max(scale, Vectors.norm(w, q * n, n));
        }
        double[] h = restarted ? new double[count * rows] : removeRecent(w, count);
        restarted = false;
        orthogonalise(rows, w, count, h);
        for (int q = 0; q < count; q++) {
            for (int i = 0; i < rows; i++) {
                double entry = h[q * rows + i];
                int j = size + q;
                t[i * capacity + j] = i >= size ? 0.5 * (entry + h[(i - size) * rows + j]) : entry;
                t[j * capacity + i] = t[i * capacity + j];
            }
        }
        lastStart = size;
        lastSize = count;
        size = rows;
        accept(w, count);
        refill();
    }

    /** Removes the components along the last block and along the one that w is the image of. */
    private double[] removeRecent(double[] w, int count) {
        int rows = size + count;
        double[] h = new double[count * rows];
        for (int q = 0; q < count; q++) {
            for (int l = 0; l < lastSize; l++) {
                double c = coupling[q * lastSize + l];
                Vectors.add(-c, basis.data, (lastStart + l) * n, w, q * n, n);
                h[q * rows + lastStart + l] = c;
            }
            for (int i = size; i < rows; i++) {
                double c = Vectors.dot(basis.data, i * n, w, q * n, n);
                Vectors.add(-c, basis.data, i * n, w, q * n, n);
                h[q * rows + i] = c;
            }
        }
        return h;
    }

    /** Makes w orthogonal to everything, and adds what is removed along the basis to h. */
    private void orthogonalise(int rows, double[] w, int count, double[] h) {
        double[] norm = new double[count];
        for (int q = 0; q < count; q++) {
            norm[q] = Vectors.norm(w, q * n, n);
        }
        boolean again = true;
        for (int pass = 0; again && pass < PASSES; pass++) {
            if (locked != null) {
                locked.orthogonalise(lockedRows, w, 0, count);
            }
            double[] removed = basis.remove(rows, w, 0, count);
            for (int i = 0; i < h.length; i++) {
                h[i] += removed[i];
            }
            again = false;
            for (int q = 0; q < count; q++) {
                double left = Vectors.norm(w, q * n, n);
                again |= left < Math.sqrt(0.5) * norm[q];
                norm[q] = left;
            }
        }
    }

    /** The rows of w, made orthonormal, become the next block; a row without a new direction is dropped. */
    private void accept(double[] w, int count) {
        double negligible = 10 * EPSILON * Math.sqrt(n) * scale;
        coupling = new double[block * count];
        pending = 0;
        int room = Math.min(block, n - lockedRows - size);
        for (int q = 0; q < count; q++) {
            if (pending == room) {
                break;
            }
            double before = Vectors.norm(w, q * n, n);
            double[] done = new double[pending];
            for (int pass = 0; pass < 2; pass++) {
                for (int p = 0; p < pending; p++) {
                    double c = Vectors.dot(basis.data, (size + p) * n, w, q * n, n);
                    Vectors.add(-c, basis.data, (size + p) * n, w, q * n, n);
                    done[p] += c;
                }
            }
            double norm = Vectors.norm(w, q * n, n);
            for (int p = 0; p < pending; p++) {
                coupling[p * count + q] = done[p];
            }
            if (norm <= negligible) {
                continue;
            }
            Vectors.scale(1 / norm, w, q * n, n);
            if (norm < 0.1 * before) {
                clean(w, q * n);
            }
            coupling[pending * count + q] = norm;
            basis.set(size + pending, w, q * n);
            pending++;
        }
    }

    private void clean(double[] w, int start) {
        if (locked != null) {
            locked.orthogonalise(lockedRows, w, start, 1);
        }
        basis.orthogonalise(size + pending, w, start, 1);
        Vectors.scale(1 / Vectors.norm(w, start, n), w, start, n);
    }

    /** Fills the next block with random directions: at the start, and where the space found so far is invariant. */
    private void refill() {
        int room = Math.min(block, n - lockedRows - size);
        while (pending < room) {
            double[] w = new double[n];
            for (int i = 0; i < n; i++) {
                w[i] = random.nextGaussian();
            }
            Vectors.scale(1 / Vectors.norm(w), w, 0, n);
            clean(w, 0);
            clean(w, 0);
            basis.set(size + pending, w, 0);
            pending++;
        }
    }

    private void project() {
        SmallEigen eigen = SmallEigen.of(t, size, capacity);
        theta = eigen.values();
        y = eigen.vectors();
        residual = new double[size];
        double rounding = 4 * EPSILON * Math.sqrt(n) * scale + a.underflow();
        for (int i = 0; i < size; i++) {
            double squares = 0;
            for (int p = 0; p < coupling.length / Math.max(lastSize, 1); p++) {
                double sum = 0;
                for (int q = 0; q < lastSize; q++) {
                    sum += coupling[p * lastSize + q] * y[i * size + lastStart + q];
                }
                squares += sum * sum;
            }
            residual[i] = Math.sqrt(squares) + rounding;
        }
    }

    /**
     * The largest residual among those that matter, in units of what it may be; at most 1 at convergence. Beside the
     * wanted values these are, on request, the next ones, whose residual may be a twentieth of their distance.
     */
    private double excess() {
        if (size < low + high) {
            return Double.POSITIVE_INFINITY;
        }
        if (pending == 0) {
            return 0;
        }
        double excess = 0;
        for (int i : wanted()) {
            excess = Math.max(excess, ratio(residual[i], tolerance()));
        }
        if (beyond && size > low + high) {
            if (low > 0) {
                excess = Math.max(excess, nextTo(low, theta[low] - theta[low - 1]));
            }
            if (high > 0) {
                int next = size - high - 1;
                excess = Math.max(excess, nextTo(next, theta[next + 1] - theta[next]));
            }
        }
        return beyond && size == low + high ? Double.POSITIVE_INFINITY : excess;
    }

    private double nextTo(int i, double distance) {
        return ratio(residual[i], Math.max(tolerance(), 0.05 * distance));
    }

    private static double ratio(double residual, double allowed) {
        return residual == 0 ? 0 : residual / allowed;
    }

    /** The absolute residual to reach. */
    double tolerance() {
        return Math.max(tolerance, 8 * EPSILON * Math.sqrt(n)) * scale;
    }

    /** The indices of the wanted Ritz values among all, ascending. */
    int[] wanted() {
        int lows = Math.min(low, size);
        int highs = Math.min(high, size - lows);
        int[] result = new int[lows + highs];
        for (int i = 0; i < lows; i++) {
            result[i] = i;
        }
        for (int i = 0; i < highs; i++) {
            result[lows + i] = size - highs + i;
        }
        return result;
    }

    private void restart() {
        int wanted = low + high;
        int kept = Math.min(size - 1, Math.min(capacity - block, wanted + Math.max(1, 2 * (capacity - wanted) / 5)));
        int spare = Math.max(0, kept - wanted);
        int lows = high == 0 ? kept : low == 0 ? 0 : low + (int) ((long) spare * low / wanted);
        double[] rotation = new double[kept * size];
        for (int i = 0; i < kept; i++) {
            int source = i < lows ? i : size - kept + i;
            System.arraycopy(y, source * size, rotation, i * size, size);
        }
        double[] next = Arrays.copyOfRange(basis.data, size * n, (size + pending) * n);
        basis.rotate(rotation, kept, size);
        System.arraycopy(next, 0, basis.data, kept * n, next.length);
        Arrays.fill(t, 0);
        for (int i = 0; i < kept; i++) {
            t[i * capacity + i] = theta[i < lows ? i : size - kept + i];
        }
        size = kept;
        restarted = true;
    }

    double[] values() {
        return Arrays.stream(wanted()).mapToDouble(i -> theta[i]).toArray();
    }

    double[] residuals() {
        return Arrays.stream(wanted()).mapToDouble(i -> residual[i]).toArray();
    }

    /** The wanted Ritz vectors, one per row. */
    Matrix vectors() {
        int[] wanted = wanted();
        double[] rotation = new double[wanted.length * size];
        for (int i = 0; i < wanted.length; i++) {
            System.arraycopy(y, wanted[i] * size, rotation, i * size, size);
        }
        Matrix result = Matrix.zeros(wanted.length, n);
        basis.combineInto(rotation, wanted.length, size, result.data());
        return result;
    }

    /** The basis with the next block, {@link #spanned} orthonormal rows. */
    Panel basis() {
        return basis;
    }

    int spanned() {
        return size + pending;
    }

    double scale() {
        return scale;
    }

    /** Whether the basis spans everything, so that no copy of an eigenvalue can be missing. */
    boolean exhausted() {
        return size + lockedRows == n;
    }
}
