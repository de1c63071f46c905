package org.paisaje.math.krylov.eigen;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/** One search for extreme eigenvalues: the run, then the search for copies of repeated ones that it may have missed. */
final class LanczosSearch {
    /** Whether there are eigenvalues beyond the wanted ones; open where the budget of products ends the search. */
    private enum Outlook {
        NONE, SOME, OPEN
    }

    private final Products a;
    private final int n;
    private final int low;
    private final int high;
    private final Lanczos.Settings settings;
    private final int most;
    private final int block;
    private double[] values = new double[0];
    private double[] residuals = new double[0];
    private Matrix vectors;
    private @Nullable ProductFailure failureOfProbe;
    private double @Nullable [] start;

    LanczosSearch(String operation, LinearOperator operator, int low, int high, Lanczos.Settings settings) {
        this.a = Products.normalised(operation, operator);
        this.n = a.order();
        this.low = low;
        this.high = high;
        this.settings = settings;
        this.most = Math.max(low, high);
        this.block = settings.blockSize() > 0 ? settings.blockSize() : chosenBlock(operator, low + high);
        this.vectors = Matrix.zeros(0, n);
        int k = low + high;
        if (low < 0 || high < 0 || k < 1 || k > n) {
            throw new IllegalArgumentException(operation + ": " + k + " eigenvalues were asked of an operator of"
                    + " order " + n + "; 1 to " + n + " can be had");
        }
        if (settings.basisSize() != 0 && settings.basisSize() < Math.min(n, k + block + 1)) {
            throw new IllegalArgumentException(operation + ": basisSize is " + settings.basisSize() + ", " + k
                    + " eigenvalues in blocks of " + block + " need at least " + Math.min(n, k + block + 1));
        }
        MemoryEstimate.requireVectors(operation,
                (basisSize(k) + (settings.copies() ? basisSize(2) : 0) + 3L * block + 2L * k) * n,
                "a smaller basisSize or fewer eigenvalues");
        if (settings.probeSymmetry() && n > 1) {
            try {
                SymmetryProbe.require(operation, a, settings.seed());
            } catch (NonFiniteProduct e) {
                failureOfProbe = e.failure();
            }
        }
    }

    /** Starts from a vector of length n. */
    void startNear(double... vector) {
        start = vector;
    }

    private int chosenBlock(LinearOperator operator, int k) {
        int cheap = operator.vectorsAtOnce();
        return settings.basisSize() == 0 || settings.basisSize() >= k + cheap + 1 ? cheap : 1;
    }

    private int basisSize(int k) {
        if (settings.basisSize() > 0) {
            return Math.min(n, settings.basisSize());
        }
        long affordable = (1L << 24) / n;
        int least = Math.max(2 * k + 1, 20) + 2 * (block - 1);
        return (int) Math.min(n, Math.max(least, Math.min(affordable, 2L * k + 60)));
    }

    RitzPairs run(boolean descending) {
        if (failureOfProbe != null) {
            return new RitzPairs.Failed(values, residuals, vectors, a.count(), failureOfProbe);
        }
        double tolerance = 0;
        try {
            var run = new ThickRestart(a, low, high, basisSize(low + high), block,
                    settings.tolerance(), settings.maxProducts(), settings.copies() && block >= Math.min(2, most),
                    settings.seed().named("start"), null, 0, 0);
            double[] near = start;
            if (near != null) {
                run.startNear(near);
            }
            boolean done = run.run(null);
            boolean search = done && settings.copies() && !run.exhausted() && low + high < n
                    && mayLackCopies(run.values(), run.tolerance());
            tolerance = run.tolerance();
            values = run.values();
            residuals = run.residuals();
            if (search || settings.vectors()) {
                vectors = run.vectors();
            }
            if (search) {
                done = switch (beyond(run.basis(), run.spanned(), run.scale())) {
                    case NONE -> true;
                    case SOME -> addCopies(run.scale());
                    case OPEN -> false;
                };
            }
            sort(descending);
            return done
                    ? new RitzPairs.Converged(values, residuals, vectors, a.count())
                    : new RitzPairs.NotConverged(values, residuals, vectors, a.count(), a.original(tolerance));
        } catch (NonFiniteProduct e) {
            sort(descending);
            return new RitzPairs.Failed(values, residuals, vectors, a.count(), e.failure());
        }
    }

    /**
     * Whether a repeated value may be missing. A Krylov space of b random vectors holds b copies of each eigenvalue,
     * which converge alike; so only groups of b or more can be incomplete, and only beyond the innermost value, since
     * more copies of that one change nothing. Groups are drawn a hundred times wider than the residuals allow.
     */
    private boolean mayLackCopies(double[] ascending, double tolerance) {
        double[] highs = new double[high];
        for (int i = 0; i < high; i++) {
            highs[i] = -ascending[low + high - 1 - i];
        }
        return incompleteGroup(Arrays.copyOf(ascending, low), tolerance) || incompleteGroup(highs, tolerance);
    }

    /** Of ascending values, the last being the innermost wanted one. */
    private boolean incompleteGroup(double[] ascending, double tolerance) {
        int start = 0;
        for (int i = 0; i < ascending.length; i++) {
            if (ascending[i] - ascending[Math.max(0, i - 1)] > 100 * tolerance) {
                start = i;
            }
            if (i - start + 1 >= block && ascending[ascending.length - 1] - ascending[start] > 2 * tolerance) {
                return true;
            }
        }
        return false;
    }

    /**
     * Looks for eigenvalues beyond the innermost wanted ones in the complement of the whole Krylov space. A copy that
     * was missed is orthogonal to that space, as the start vector has no other part in its eigenspace, and the space
     * holds what lies close below the wanted values; so the search converges faster there than in the complement of
     * the converged vectors. A Ritz value beyond proves that there is something to find.
     */
    private Outlook beyond(Panel known, int rows, double scale) {
        if (rows >= n) {
            return Outlook.NONE;
        }
        var probe = probe(0, known, rows, scale);
        double innerLow = innerLow();
        double innerHigh = innerHigh();
        double margin = 2 * probe.tolerance();
        boolean done = probe.run((theta, residual) -> theta[0] < innerLow - margin
                || theta[theta.length - 1] > innerHigh + margin
                || clear(theta, residual, innerLow, innerHigh));
        double[] outermost = probe.values();
        for (int i = 0; i < outermost.length; i++) {
            if (low > 0 && i == 0 ? outermost[i] < innerLow - margin : outermost[i] > innerHigh + margin) {
                return Outlook.SOME;
            }
        }
        return done ? Outlook.NONE : Outlook.OPEN;
    }

    private ThickRestart probe(int round, Panel locked, int rows, double scale) {
        int lows = Math.min(low, 1);
        int highs = Math.min(high, Math.min(1, n - rows - lows));
        return new ThickRestart(a, lows, highs, basisSize(2), block, settings.tolerance(), settings.maxProducts(),
                false,
                settings.seed().named("copies").at(round), locked, rows, scale);
    }

    private double innerLow() {
        return low > 0 ? nth(low - 1) : Double.NEGATIVE_INFINITY;
    }

    private double innerHigh() {
        return high > 0 ? nth(low) : Double.POSITIVE_INFINITY;
    }

    /** Whether the outermost Ritz values lie inside the wanted ones by twenty times what they may be wrong. */
    private static boolean clear(double[] theta, double[] residual, double innerLow, double innerHigh) {
        int last = theta.length - 1;
        boolean lowClear = innerLow == Double.NEGATIVE_INFINITY
                || theta[0] > innerLow && residual[0] <= 0.05 * (theta[0] - innerLow);
        boolean highClear = innerHigh == Double.POSITIVE_INFINITY
                || theta[last] < innerHigh && residual[last] <= 0.05 * (innerHigh - theta[last]);
        return theta.length >= 2 && lowClear && highClear;
    }

    /** Looks in the complement of all vectors found for eigenvalues beyond the innermost wanted ones. */
    private boolean addCopies(double scale) {
        double[] locked = vectors.data().clone();
        for (int round = 1;; round++) {
            int rows = locked.length / n;
            if (rows >= n) {
                return true;
            }
            double innerLow = innerLow();
            double innerHigh = innerHigh();
            var probe = probe(round, new Panel(rows, n, locked), rows, scale);
            double margin = 2 * probe.tolerance();
            if (!probe.run((theta, residual) -> clear(theta, residual, innerLow, innerHigh))) {
                return false;
            }
            double[] theta = probe.values();
            Matrix x = probe.vectors();
            boolean found = false;
            for (int i = 0; i < theta.length; i++) {
                boolean atLow = low > 0 && i == 0;
                if (atLow ? theta[i] < innerLow - margin : theta[i] > innerHigh + margin) {
                    double[] vector = x.row(i);
                    replace(atLow, theta[i], vector);
                    locked = Arrays.copyOf(locked, locked.length + n);
                    System.arraycopy(vector, 0, locked, locked.length - n, n);
                    found = true;
                }
            }
            if (!found) {
                return true;
            }
        }
    }

    private double nth(int i) {
        return values[order(values)[i]];
    }

    private void replace(boolean atLow, double theta, double[] vector) {
        int out = order(values)[atLow ? low - 1 : low];
        double[] image = new double[n];
        a.apply(vector, image);
        Vectors.add(-theta, vector, image);
        values[out] = theta;
        residuals[out] = Vectors.norm(image) + 4 * Math.ulp(1.0) * Math.sqrt(n) * Math.abs(theta);
        vectors.setRow(out, vector);
    }

    private void sort(boolean descending) {
        int[] order = order(values);
        int k = order.length;
        double[] v = new double[k];
        double[] r = new double[k];
        int[] rows = new int[k];
        for (int i = 0; i < k; i++) {
            rows[i] = order[descending ? k - 1 - i : i];
            v[i] = a.original(values[rows[i]]);
            r[i] = a.original(residuals[rows[i]]);
        }
        values = v;
        residuals = r;
        vectors = settings.vectors() && vectors.rows() == k ? vectors.rows(rows) : Matrix.zeros(0, n);
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
