package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.memory.Sizes;
import org.paisaje.network.Architecture;
import org.paisaje.network.Network;

/**
 * The tangent kernel {@code Theta(x, x') = J(x) J(x')^T} of a finite network at theta. The n x p Jacobian is never formed:
 * per layer the kernel is {@code (s^2 A A^T + b^2) o (G G^T)} with A the inputs of the layer, G the gradients of the
 * outputs in its affine image, and s, b the factors before weights and biases. With k outputs all logits cost
 * {@code (n k)^2} times the sum of the widths in flops, the trace and a single output {@code n^2 k} and {@code n^2} times
 * it. Samples are taken in groups, so that besides the result memory stays below about half a gigabyte.
 */
public final class EmpiricalNtk {
    private static final String REMEDY = "take the trace or one output, fewer samples at a time, or the operator";

    private final Architecture network;
    private final double[] theta;

    private EmpiricalNtk(Architecture network, double[] theta) {
        this.network = network;
        this.theta = theta;
    }

    /** The kernel at theta, which is read in place. */
    public static EmpiricalNtk of(Architecture network, double[] theta) {
        if (theta.length != network.layout().size()) {
            throw new IllegalArgumentException("EmpiricalNtk: theta has " + theta.length + " entries, the network "
                    + network.text() + " has " + network.layout().size() + " parameters");
        }
        return new EmpiricalNtk(network, theta);
    }

    /** All logits of the rows of x: nk x nk, row {@code i * k + c} for output c of sample i; exactly symmetric. */
    public Matrix gram(Matrix x) {
        return gram(x, x);
    }

    /** All logits of the rows of x with those of y: nk x mk, ordered as in {@link #gram(Matrix)}. */
    public Matrix gram(Matrix x, Matrix y) {
        int k = network.outputs();
        Matrix result = result("gram", Math.multiplyExact(x.rows(), k), Math.multiplyExact(y.rows(), k));
        new LayerGrams(network, theta, LayerGrams.Form.ALL, 0).fill(x, y, result.data());
        return result;
    }

    /** The sum over outputs c of Theta_cc(x, x'), n x n, exactly symmetric; k times the mean kernel of one output. */
    public Matrix trace(Matrix x) {
        return trace(x, x);
    }

    /** The sum over outputs c of Theta_cc(x, y), n x m. */
    public Matrix trace(Matrix x, Matrix y) {
        Matrix result = result("trace", x.rows(), y.rows());
        new LayerGrams(network, theta, LayerGrams.Form.TRACE, 0).fill(x, y, result.data());
        return result;
    }

    /** Theta_cc of output c alone, n x n, exactly symmetric. */
    public Matrix output(int c, Matrix x) {
        return output(c, x, x);
    }

    /** Theta_cc of output c alone between the rows of x and those of y, n x m. */
    public Matrix output(int c, Matrix x, Matrix y) {
        if (c < 0 || c >= network.outputs()) {
            throw new IllegalArgumentException("output: c is " + c + ", the network has " + network.outputs()
                    + " outputs, counted from 0");
        }
        Matrix result = result("output", x.rows(), y.rows());
        new LayerGrams(network, theta, LayerGrams.Form.ONE, c).fill(x, y, result.data());
        return result;
    }

    /**
     * All logits in single precision: the forward pass in double, of an MLP all that follows in float; see
     * {@link #gram(Matrix)}. Of 784-512-512-10 it takes 0.54 of the time of double precision at 64 points and 0.51 at 256.
     */
    public SingleMatrix gramSingle(Matrix x) {
        return gramSingle(x, x);
    }

    /** All logits in single precision of the rows of x with those of y. */
    public SingleMatrix gramSingle(Matrix x, Matrix y) {
        int k = network.outputs();
        int rows = Math.multiplyExact(x.rows(), k);
        int columns = Math.multiplyExact(y.rows(), k);
        MemoryEstimate.require("gramSingle", Float.BYTES * (long) rows * columns, REMEDY);
        SingleMatrix result = new SingleMatrix(rows, columns, new float[Sizes.product("gramSingle", rows, columns)]);
        new LayerGrams(network, theta, LayerGrams.Form.ALL, 0).fill(x, y, result.data());
        return result;
    }

    /** Theta of the rows of x as products {@code J (J^T v)}, nk x nk; 12 n p flops each, nothing of size n^2. */
    public LinearOperator operator(Matrix x) {
        return operator(network, theta, x);
    }

    /** The kernel of any network as products; see {@link #operator(Matrix)}. */
    public static LinearOperator operator(Network network, double[] theta, Matrix x) {
        return new NtkOperator(network.linearize(theta, x));
    }

    private static Matrix result(String operation, int rows, int columns) {
        MemoryEstimate.requireMatrix(operation, rows, columns, REMEDY);
        return Matrix.zeros(rows, columns);
    }
}
