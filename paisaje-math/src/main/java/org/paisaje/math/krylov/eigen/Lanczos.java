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
import org.paisaje.math.random.Seed;

/**
 * Extreme eigenvalues of a symmetric operator by thick-restart Lanczos with full reorthogonalisation, single-vector or
 * block. Orthogonality to rounding excludes ghost copies.
 *
 * <p>A Krylov space of b random vectors holds b copies of each eigenvalue, which converge alike. So, unless
 * {@link Settings#copies} is off, a group of b or more values that agree to a hundred times the tolerance may lack a
 * member. Then a run from new random vectors looks in the complement of the whole Krylov space whether anything lies beyond
 * the wanted values, and if so, runs in the complement of the converged vectors find it, until there is no more.
 * Eigenvalues closer than twice the tolerance are not told apart: which of them is returned is open.
 *
 * <p>Where squares of the entries would leave the range of numbers, products are multiplied by a power of two, so that
 * norms from 1e-300 to 1e300 are treated alike; below 1e-307 the residuals contain what underflow takes from the digits.
 *
 * <p>Cost besides the products: about 4 m n flops per product for a basis of m vectors of length n, and
 * 8 n (m + blockSize) bytes, twice that during the search for copies. Sources: Wu and Simon 2000 (thick restart); Parlett
 * 1998, ch. 13; Cullum and Donath 1974 (blocks).
 */
public final class Lanczos {
    private Lanczos() {}

    /**
     * How to run.
     *
     * @param tolerance residual norm wanted, relative to the largest {@code ||A q||} seen, which estimates the norm of A
     * @param maxProducts budget of products, the search for copies and the probe of symmetry included
     * @param basisSize vectors kept before a restart; 0 chooses 2k + 1 to 2k + 60 by the memory they take
     * @param blockSize vectors multiplied at a time; 0 chooses as many as the operator multiplies at little more than
     *     the price of one, see {@link LinearOperator#vectorsAtOnce}
     * @param vectors whether eigenvectors are returned
     * @param copies whether to look for further copies of repeated eigenvalues after convergence
     * @param probeSymmetry whether to spend two products on refusing operators that are not symmetric
     * @param seed where the start vectors come from
     */
    public record Settings(double tolerance, long maxProducts, int basisSize, int blockSize, boolean vectors,
            boolean copies, boolean probeSymmetry, Seed seed) {
        /** Refuses a tolerance outside [0, 1), a budget below 1, a negative basis and a negative block. */
        public Settings {
            if (!(tolerance >= 0 && tolerance < 1)) {
                throw new IllegalArgumentException("Lanczos: tolerance is " + tolerance + ", it must be in [0, 1)");
            }
            if (maxProducts < 1 || basisSize < 0 || blockSize < 0) {
                throw new IllegalArgumentException("Lanczos: maxProducts = " + maxProducts + ", basisSize = "
                        + basisSize + ", blockSize = " + blockSize + "; at least 1, 0 and 0 are needed");
            }
        }

        /** Tolerance 1e-9, 20,000 products, block and basis chosen, no vectors returned, all checks on. */
        public static Settings standard() {
            return new Settings(1e-9, 20_000, 0, 0, false, true, true, Seed.of(0).named("lanczos"));
        }

        /** These settings with another tolerance. */
        public Settings withTolerance(double relative) {
            return new Settings(relative, maxProducts, basisSize, blockSize, vectors, copies, probeSymmetry, seed);
        }

        /** These settings with another budget of products. */
        public Settings withMaxProducts(long products) {
            return new Settings(tolerance, products, basisSize, blockSize, vectors, copies, probeSymmetry, seed);
        }

        /** These settings with another number of basis vectors. */
        public Settings withBasisSize(int size) {
            return new Settings(tolerance, maxProducts, size, blockSize, vectors, copies, probeSymmetry, seed);
        }

        /** These settings with another block size. */
        public Settings withBlockSize(int size) {
            return new Settings(tolerance, maxProducts, basisSize, size, vectors, copies, probeSymmetry, seed);
        }

        /** These settings, eigenvectors returned. */
        public Settings withVectors() {
            return new Settings(tolerance, maxProducts, basisSize, blockSize, true, copies, probeSymmetry, seed);
        }

        /** These settings without the search for further copies of repeated eigenvalues. */
        public Settings withoutCopies() {
            return new Settings(tolerance, maxProducts, basisSize, blockSize, vectors, false, probeSymmetry, seed);
        }

        /** These settings without the probe of symmetry. */
        public Settings withoutSymmetryProbe() {
            return new Settings(tolerance, maxProducts, basisSize, blockSize, vectors, copies, false, seed);
        }

        /** These settings with another seed. */
        public Settings withSeed(Seed other) {
            return new Settings(tolerance, maxProducts, basisSize, blockSize, vectors, copies, probeSymmetry, other);
        }
    }

    /** The k algebraically largest eigenvalues, descending, with the standard settings. */
    public static RitzPairs largest(LinearOperator operator, int k) {
        return largest(operator, k, Settings.standard());
    }

    /** The k algebraically largest eigenvalues, descending, repeated ones as often as they occur. */
    public static RitzPairs largest(LinearOperator operator, int k, Settings settings) {
        return new Search("Lanczos.largest", operator, 0, k, settings).run(true);
    }

    /**
     * As {@link #largest(LinearOperator, int, Settings)}, started from a vector near the first eigenvector, such as that of an
     * operator nearby. A random part of a tenth of its length is added, so that no eigenvalue is out of sight.
     *
     * @param start of length n, finite; random if it is zero
     */
    public static RitzPairs largest(LinearOperator operator, int k, Settings settings, double... start) {
        if (start.length != operator.rows()) {
            throw new IllegalArgumentException("Lanczos.largest: start has " + start.length
                    + " entries, the operator has order " + operator.rows());
        }
        var search = new Search("Lanczos.largest", operator, 0, k, settings);
        search.start = start;
        return search.run(true);
    }

    /** The k algebraically smallest eigenvalues, ascending, with the standard settings. */
    public static RitzPairs smallest(LinearOperator operator, int k) {
        return smallest(operator, k, Settings.standard());
    }

    /** The k algebraically smallest eigenvalues, ascending, repeated ones as often as they occur. */
    public static RitzPairs smallest(LinearOperator operator, int k, Settings settings) {
        return new Search("Lanczos.smallest", operator, k, 0, settings).run(false);
    }

    /** The {@code low} smallest and the {@code high} largest eigenvalues together, ascending, from one run. */
    public static RitzPairs bothEnds(LinearOperator operator, int low, int high, Settings settings) {
        return new Search("Lanczos.bothEnds", operator, low, high, settings).run(false);
    }

    /** Whether there are eigenvalues beyond the wanted ones; open where the budget of products ends the search. */
    private enum Outlook {
        NONE, SOME, OPEN
    }

    private static final class Search {
        private final Products a;
        private final int n;
        private final int low;
        private final int high;
        private final Settings settings;
        private final int most;
        private final int block;
        private double[] values = new double[0];
        private double[] residuals = new double[0];
        private Matrix vectors;
        private @Nullable ProductFailure failureOfProbe;
        private double @Nullable [] start;

        Search(String operation, LinearOperator operator, int low, int high, Settings settings) {
            this.a = Products.normalised(operation, operator);
            this.n = a.order();
            this.low = low;
            this.high = high;
            this.settings = settings;
            this.most = Math.max(low, high);
            this.block = settings.blockSize > 0 ? settings.blockSize : chosenBlock(operator, low + high);
            this.vectors = Matrix.zeros(0, n);
            int k = low + high;
            if (low < 0 || high < 0 || k < 1 || k > n) {
                throw new IllegalArgumentException(operation + ": " + k + " eigenvalues were asked of an operator of"
                        + " order " + n + "; 1 to " + n + " can be had");
            }
            if (settings.basisSize != 0 && settings.basisSize < Math.min(n, k + block + 1)) {
                throw new IllegalArgumentException(operation + ": basisSize is " + settings.basisSize + ", " + k
                        + " eigenvalues in blocks of " + block + " need at least " + Math.min(n, k + block + 1));
            }
            MemoryEstimate.requireVectors(operation,
                    (basisSize(k) + (settings.copies ? basisSize(2) : 0) + 3L * block + 2L * k) * n,
                    "a smaller basisSize or fewer eigenvalues");
            if (settings.probeSymmetry && n > 1) {
                try {
                    SymmetryProbe.require(operation, a, settings.seed);
                } catch (NonFiniteProduct e) {
                    failureOfProbe = e.failure();
                }
            }
        }

        private int chosenBlock(LinearOperator operator, int k) {
            int cheap = operator.vectorsAtOnce();
            return settings.basisSize == 0 || settings.basisSize >= k + cheap + 1 ? cheap : 1;
        }

        private int basisSize(int k) {
            if (settings.basisSize > 0) {
                return Math.min(n, settings.basisSize);
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
                        settings.tolerance, settings.maxProducts, settings.copies && block >= Math.min(2, most),
                        settings.seed.named("start"), null, 0, 0);
                double[] near = start;
                if (near != null) {
                    run.startNear(near);
                }
                boolean done = run.run(null);
                boolean search = done && settings.copies && !run.exhausted() && low + high < n
                        && mayLackCopies(run.values(), run.tolerance());
                tolerance = run.tolerance();
                values = run.values();
                residuals = run.residuals();
                if (search || settings.vectors) {
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
            return new ThickRestart(a, lows, highs, basisSize(2), block, settings.tolerance, settings.maxProducts,
                    false,
                    settings.seed.named("copies").at(round), locked, rows, scale);
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
            vectors = settings.vectors && vectors.rows() == k ? vectors.rows(rows) : Matrix.zeros(0, n);
        }

        private static int[] order(double[] values) {
            return IntStream.range(0, values.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> values[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }
}
