package org.paisaje.math.krylov.eigen;

import org.paisaje.math.linalg.LinearOperator;
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
        return new LanczosSearch("Lanczos.largest", operator, 0, k, settings).run(true);
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
        var search = new LanczosSearch("Lanczos.largest", operator, 0, k, settings);
        search.startNear(start);
        return search.run(true);
    }

    /** The k algebraically smallest eigenvalues, ascending, with the standard settings. */
    public static RitzPairs smallest(LinearOperator operator, int k) {
        return smallest(operator, k, Settings.standard());
    }

    /** The k algebraically smallest eigenvalues, ascending, repeated ones as often as they occur. */
    public static RitzPairs smallest(LinearOperator operator, int k, Settings settings) {
        return new LanczosSearch("Lanczos.smallest", operator, k, 0, settings).run(false);
    }

    /** The {@code low} smallest and the {@code high} largest eigenvalues together, ascending, from one run. */
    public static RitzPairs bothEnds(LinearOperator operator, int low, int high, Settings settings) {
        return new LanczosSearch("Lanczos.bothEnds", operator, low, high, settings).run(false);
    }
}
