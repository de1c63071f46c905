package org.paisaje.theory.kernel.flow;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * The linear model {@code f = f_0 + B^T w} with {@code B = Lambda^(1/2) V} from Theta = V^T Lambda V without its null modes,
 * whose gradient flow {@code w' = -B dL/df} is that of the kernel: {@code f' = -Theta dL/df}, and |w| is the norm of f - f_0.
 * A kernel that outputs share makes w a matrix, modes x k. One thread at a time.
 */
final class FeatureModel {
    private final Loss loss;
    private final Matrix targets;
    private final Matrix start;
    private final Matrix features;
    private final Matrix dual;
    private final int columns;
    private final Matrix outputs;
    private final Matrix slope;
    private final Matrix change;

    FeatureModel(SymmetricEigen eigen, int nullity, Matrix targets, Matrix start, Loss loss) {
        int order = eigen.values().length;
        int modes = order - nullity;
        this.loss = loss;
        this.targets = targets;
        this.start = start;
        this.columns = targets.data().length / order;
        this.features = eigen.vectors().rowRange(nullity, order).copy();
        this.dual = features.copy();
        for (int a = 0; a < modes; a++) {
            double root = Math.sqrt(eigen.values()[nullity + a]);
            Blas.scale(order, root, features.data(), a * order);
            Blas.scale(order, 1 / root, dual.data(), a * order);
        }
        this.outputs = start.copy();
        this.slope = Matrix.zeros(start.rows(), start.columns());
        this.change = Matrix.zeros(start.rows(), start.columns());
    }

    /** The length of w. */
    int dimension() {
        return features.rows() * columns;
    }

    /** f(w), n x k; live. */
    Matrix outputs(double[] w, int offset) {
        product(true, w, offset, outputs.data(), 0);
        Blas.axpy(start.data().length, 1, start.data(), 0, outputs.data(), 0);
        return outputs;
    }

    double loss(double[] w) {
        return loss.value(outputs(w, 0), targets);
    }

    /** Writes B dL/df at the slice of w to that of out. */
    void gradient(double[] w, int offset, double[] out, int outOffset) {
        loss.valueAndGradient(outputs(w, offset), targets, slope);
        product(false, slope.data(), 0, out, outOffset);
    }

    /** {@code B L'' B^T} at w, symmetric; 2 modes^2 n k^2 flops. */
    Matrix hessian(double[] w) {
        int size = dimension();
        outputs(w, 0);
        Matrix result = Matrix.zeros(size, size);
        if (columns == 1) {
            int order = features.columns();
            Matrix curved = Matrix.zeros(size, order);
            for (int a = 0; a < size; a++) {
                System.arraycopy(features.data(), a * order, change.data(), 0, order);
                loss.curvature(outputs, targets, change, slope);
                System.arraycopy(slope.data(), 0, curved.data(), a * order, order);
            }
            Blas.gemm(false, true, size, size, order, curved.data(), features.data(), result.data());
        } else {
            double[] unit = new double[size];
            for (int j = 0; j < size; j++) {
                unit[j] = 1;
                curvature(unit, result.data(), j * size);
                unit[j] = 0;
            }
        }
        return result.symmetrise();
    }

    /** Writes {@code B L'' B^T v} at w. */
    void hessianProduct(double[] w, double[] v, double[] out) {
        outputs(w, 0);
        curvature(v, out, 0);
    }

    private void curvature(double[] v, double[] out, int outOffset) {
        product(true, v, 0, change.data(), 0);
        loss.curvature(outputs, targets, change, slope);
        product(false, slope.data(), 0, out, outOffset);
    }

    /** {@code Theta^+ (f - f_0)}, with as many entries as f. */
    Matrix weights(double[] w) {
        Matrix result = Matrix.zeros(start.rows(), start.columns());
        apply(dual, true, w, 0, result.data(), 0);
        return result;
    }

    private void product(boolean toOutputs, double[] v, int offset, double[] out, int outOffset) {
        apply(features, toOutputs, v, offset, out, outOffset);
    }

    private void apply(Matrix map, boolean transpose, double[] v, int offset, double[] out, int outOffset) {
        int modes = map.rows();
        int order = map.columns();
        if (columns == 1) {
            Blas.gemv(transpose, modes, order, 1, map.data(), 0, order, v, offset, 0, out, outOffset);
        } else if (transpose) {
            Blas.gemm(true, false, order, columns, modes, 1, map.data(), 0, order, v, offset, columns, 0, out,
                    outOffset,
                    columns);
        } else {
            Blas.gemm(false, false, modes, columns, order, 1, map.data(), 0, order, v, offset, columns, 0, out,
                    outOffset,
                    columns);
        }
    }
}
