package org.paisaje.theory.kernel;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.network.activation.Activation;

/**
 * The part of the tangent kernel that the outer layer of {@code Phi(x) = sum_k a_k s(<w_k, (x, 1)>)} makes:
 *
 * <pre>
 * K = sum_k v_k v_k^T = V V^T,     v_k = (s(<w_k, (x_i, 1)>))_i
 * </pre>
 *
 * With the risk {@code r = (1/m) sum_i (Phi(x_i) - y_i)^2} and the residuals e, the gradient in a alone has the square
 * {@code (4/m^2) e^T K e}, so that {@code |grad r|^2 >= (4/m) lambda_min(K) r} (document 000, section 3.3.2; Berner et al.
 * 2021, section 5.1). For independent w_k ~ N(0, I), K / n tends to the {@link #limit} E[v v^T]; s positively
 * homogeneous and w_k ~ N(0, sigma^2 I) multiply it by sigma^2. Formed in 2 m n (d + 1) + m^2 n flops. Immutable.
 */
public final class OuterLayerKernel {
    private final Matrix features;
    private final Matrix kernel;

    private OuterLayerKernel(Matrix features) {
        this.features = features;
        this.kernel = features.gram();
    }

    /**
     * The kernel on the rows of x.
     *
     * @param s the activation
     * @param x points, m x d
     * @param inner the rows w_k = (weights, bias), n x (d + 1)
     */
    public static OuterLayerKernel of(Activation s, Matrix x, Matrix inner) {
        if (x.rows() == 0 || inner.columns() != x.columns() + 1) {
            throw new IllegalArgumentException("OuterLayerKernel: x is " + x.rows() + " x " + x.columns()
                    + " and the inner layer has rows of " + inner.columns()
                    + "; needed are at least one point and rows of "
                    + (x.columns() + 1) + ", weights and bias");
        }
        Matrix features = lifted(x).timesTransposed(inner);
        double[] values = features.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = s.value(values[i]);
        }
        return new OuterLayerKernel(features);
    }

    /** The points (x, 1), m x (d + 1). */
    public static Matrix lifted(Matrix x) {
        Matrix ones = Matrix.zeros(x.rows(), 1);
        java.util.Arrays.fill(ones.data(), 1);
        return Matrix.stackColumns(x, ones);
    }

    /**
     * E[s(<w, (x_i, 1)>) s(<w, (x_j, 1)>)] for w ~ N(0, I): for ReLU the arc-cosine kernel of degree 1 (Cho and Saul
     * 2009), {@code |u| |v| (sin t + (pi - t) cos t) / (2 pi)} with t the angle of u = (x_i, 1) and v = (x_j, 1).
     */
    public static Matrix limit(Activation s, Matrix x) {
        Matrix lifted = lifted(x);
        return InfiniteNetwork.builder(lifted.columns())
                .dense(Math.sqrt(lifted.columns()), 0)
                .activation(s)
                .build()
                .nngp(lifted);
    }

    /** V, m x n; column k is v_k. */
    public Matrix features() {
        return features;
    }

    /** K, m x m, exactly symmetric. */
    public Matrix kernel() {
        return kernel;
    }

    /** The eigenvalues of K, ascending. */
    public double[] eigenvalues() {
        return SymmetricEigen.values(kernel);
    }

    /** {@code (4/m^2) e^T K e}: the squared norm of the gradient of r in the outer weights alone, for residuals e. */
    public double outerGradientSquared(double[] residuals) {
        int m = kernel.rows();
        double[] image = kernel.times(residuals);
        double sum = 0;
        for (int i = 0; i < m; i++) {
            sum += residuals[i] * image[i];
        }
        return 4 * sum / ((double) m * m);
    }
}
