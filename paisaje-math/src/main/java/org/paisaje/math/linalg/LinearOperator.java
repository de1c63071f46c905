package org.paisaje.math.linalg;

import java.util.function.BiConsumer;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * A linear map {@code v -> A v} from R^columns to R^rows, known only through its products.
 *
 * <p>Hessians, Gauss-Newton matrices, tangent kernels and Jacobians are all of this type, so that Krylov methods are
 * written once. An operator may keep buffers: it is not safe for concurrent use unless it says so. Those made of others
 * ({@link #negated}, {@link #plus}, {@link #times} and so on) keep none, and are as safe as what they are made of.
 */
public interface LinearOperator {
    /** The dimension of the image space. */
    int rows();

    /** The dimension of the domain. */
    int columns();

    /**
     * Writes {@code A v} to {@code out}.
     *
     * @param v a vector of length {@link #columns()}; not modified
     * @param out a vector of length {@link #rows()}, overwritten; must not be {@code v}
     */
    void apply(double[] v, double[] out);

    /** Returns {@code A v} as a new vector of length {@link #rows()}. */
    default double[] apply(double[] v) {
        double[] out = new double[rows()];
        apply(v, out);
        return out;
    }

    /**
     * Applies the map to many vectors at once: row i of {@code out} becomes A times row i of {@code vectors}.
     * Operators with a cheaper joint product override this.
     *
     * @param vectors m x columns, one vector per row
     * @param out m x rows, overwritten
     */
    default void applyAll(Matrix vectors, Matrix out) {
        double[] result = new double[rows()];
        for (int i = 0; i < vectors.rows(); i++) {
            apply(vectors.row(i), result);
            out.setRow(i, result);
        }
    }

    /** How many vectors {@link #applyAll} takes at little more than the cost of one. */
    default int vectorsAtOnce() {
        return 1;
    }

    /**
     * The matrix of a symmetric map of order n; n products and 8 n^2 bytes.
     *
     * @param operation who asks, at the front of the refusal
     * @throws IllegalArgumentException if it does not fit into memory, with the figure
     */
    default Matrix symmetricMatrix(String operation) {
        int n = rows();
        MemoryEstimate.requireMatrix(operation, n, columns(), "take products with the operator or a smaller network");
        int atOnce = 64;
        Matrix result = Matrix.zeros(n, n);
        for (int from = 0; from < n; from += atOnce) {
            int count = Math.min(atOnce, n - from);
            Matrix units = Matrix.zeros(count, n);
            Matrix out = Matrix.zeros(count, n);
            for (int i = 0; i < count; i++) {
                units.set(i, from + i, 1);
            }
            applyAll(units, out);
            System.arraycopy(out.data(), 0, result.data(), from * n, count * n);
        }
        return result.symmetrise();
    }

    /** A square operator from its product, which writes {@code A v} to its second argument. */
    static LinearOperator of(int order, BiConsumer<double[], double[]> product) {
        return new FunctionOperator(order, order, product);
    }

    /** An operator from its product, which writes {@code A v} to its second argument. */
    static LinearOperator of(int rows, int columns, BiConsumer<double[], double[]> product) {
        return new FunctionOperator(rows, columns, product);
    }

    /** {@code v_i -> d_i v_i}; the array is shared. */
    static LinearOperator diagonal(double... d) {
        return of(d.length, (v, out) -> {
            for (int i = 0; i < d.length; i++) {
                out[i] = d[i] * v[i];
            }
        });
    }

    /** {@code -A}. */
    default LinearOperator negated() {
        return scaled(-1);
    }

    /** {@code factor A}. */
    default LinearOperator scaled(double factor) {
        return Combination.of(this).scale(factor).simplest();
    }

    /** {@code A + shift I} of a square A; one sweep over the vectors more. */
    default LinearOperator shifted(double shift) {
        return Combination.of(this).shift(shift).simplest();
    }

    /** {@code A + B}. */
    default LinearOperator plus(LinearOperator other) {
        return Combination.of(this).add(Combination.of(other)).simplest();
    }

    /** {@code A - B}. */
    default LinearOperator minus(LinearOperator other) {
        return plus(other.negated());
    }

    /** {@code A B}: first B, then A. */
    default LinearOperator times(LinearOperator first) {
        return new Composition(this, first);
    }

    /** {@code D A D} with D the diagonal matrix of d; the array is shared. Symmetric if A is. */
    default LinearOperator congruence(double... d) {
        LinearOperator diagonal = diagonal(d);
        return diagonal.times(times(diagonal));
    }

    /** The block of a square A in the rows and columns from {@code from} on, of this order; it costs a product with A. */
    default LinearOperator restricted(int from, int order) {
        return new DiagonalBlock(this, from, order);
    }

    /** By way of whom products are made; see {@link LinearOperator#by}. */
    @FunctionalInterface
    interface Way {
        /**
         * Makes a product, by running it or otherwise.
         *
         * @param in the vectors, one after another
         * @param out where their images go
         * @param count how many they are
         * @param product makes it
         */
        void product(double[] in, double[] out, int count, Runnable product);
    }

    /** The same map, every product of which is made by way of somebody who counts, keeps or watches it. */
    default LinearOperator by(Way way) {
        return new ByWay(this, way);
    }
}
