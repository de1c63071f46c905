package org.paisaje.network;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * A network at one (theta, x): the outputs and exact derivatives in theta, each reusing the stored primal pass.
 * J is the nk x p Jacobian of all outputs; it is never formed unless asked for. Theta and x are read in place and must
 * not change while the linearization is in use. One thread at a time.
 */
public interface Linearization {
    /** The outputs f_theta(x), n x k. */
    Matrix outputs();

    /** The directional derivative J v, n x k. */
    default Matrix jvp(double[] v) {
        return tangent(v).outputs();
    }

    /** The pullback {@code J^T u} of u (n x k), of length p. */
    double[] vjp(Matrix u);

    /** The forward tangent pass along v, kept for second-order products. */
    Tangent tangent(double[] v);

    /**
     * Whether some second derivative of an output in a single parameter may differ from 0. It does not where activations are
     * made of lines and no parameter acts behind itself: then every output is, piece by piece, an affine function of each
     * parameter alone, and the diagonal of {@code sum_ic u_ic d^2 f_ic / d theta^2} is 0.
     */
    default boolean curved() {
        return true;
    }

    /** The mixed second derivative {@code a^T (d^2 f_ic / d theta^2) b} of every output, n x k. */
    Matrix second(double[] a, double[] b);

    /** The Jacobian of the outputs, nk x p; row {@code i * k + c} is the gradient of output c of sample i. */
    Matrix jacobian();

    /** The gradients of {@code <u_i, f(x_i)>} sample by sample, n x p. */
    Matrix perSampleVjp(Matrix u);

    /**
     * Adds {@code factor sum_i (J_i^T u_i)^2}, the squares entry by entry, to {@code sum}, of length p: what one direction of
     * the outputs contributes to the diagonal of {@code J^T U J}. Engines of dense layers need no gradient by sample, as the
     * square of an outer product is that of its factors; else n p numbers are held.
     */
    default void addSquaredVjp(double factor, Matrix u, double[] sum) {
        MemoryEstimate.requireMatrix("addSquaredVjp", u.rows(), sum.length, "take fewer samples at a time");
        Matrix gradients = perSampleVjp(u);
        double[] g = gradients.data();
        for (int i = 0; i < g.length; i++) {
            sum[i % sum.length] += factor * g[i] * g[i];
        }
    }

    /** The pullback of u to the inputs: row i is the gradient of {@code <u_i, f(x_i)>} in x_i; n x d. */
    Matrix inputVjp(Matrix u);

    /** The backward pass of u, kept for many second-order products. */
    default Pullback pullback(Matrix u) {
        return new TangentPullback(this, u);
    }

    /**
     * Products with {@code J^T B J} for a symmetric map B of the outputs: row j of {@code out} becomes the product with
     * row j of {@code vectors} (both m x p).
     */
    default void gaussNewton(Matrix vectors, OutputMap b, Matrix out) {
        Matrix du = Matrix.zeros(outputs().rows(), outputs().columns());
        for (int j = 0; j < vectors.rows(); j++) {
            b.apply(jvp(vectors.row(j)), du);
            out.setRow(j, vjp(du));
        }
    }

    /** A symmetric linear map of output directions (n x k to n x k), such as the curvature of a loss. */
    @FunctionalInterface
    interface OutputMap {
        /** Writes the image of {@code direction} to {@code out}. */
        void apply(Matrix direction, Matrix out);
    }

    /** A tangent pass along v through a stored primal pass. */
    interface Tangent {
        /** J v, n x k. */
        Matrix outputs();

        /**
         * The tangent of the pullback: {@code J^T du + sum_ic u_ic (d^2 f_ic / d theta^2) v}, of length p.
         * With u the gradient and du = L'' J v of a loss this is a Hessian-vector product (Pearlmutter 1994).
         */
        double[] vjp(Matrix u, Matrix du);
    }

    /** A backward pass of u through a stored primal pass. */
    interface Pullback {
        /** {@code J^T u}, of length p. */
        double[] gradient();

        /**
         * Products with {@code J^T B J + sum_ic u_ic (d^2 f_ic / d theta^2)}: row j of {@code out} becomes the product with
         * row j of {@code vectors} (both m x p). With u the gradient and B the curvature of a loss this is its Hessian;
         * with B = 0 it is the part that the second derivatives of the outputs make.
         */
        void second(Matrix vectors, OutputMap b, Matrix out);
    }
}
