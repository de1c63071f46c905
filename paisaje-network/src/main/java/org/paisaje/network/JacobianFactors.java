package org.paisaje.network;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.dense.BackwardPass;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.dense.PrimalPass;

/**
 * The Jacobian of an architecture at one (theta, x), factored by layers: with h_l(x_i) the input of layer l and
 * delta_l(x_i) the gradient of {@code <u_i, f(x_i)>} in its affine image z, the gradient in the weights is
 * {@code weightScale delta h^T} and in the biases {@code biasScale delta}. Products of gradients of two samples are thus
 * {@code sum_l (weightScale^2 h . h' + biasScale^2) (delta . delta')}, without any vector of length p. Theta and x are
 * read in place and must not change while the factors are in use. One thread at a time.
 */
public final class JacobianFactors {
    private final LayerStack stack;
    private final double[] theta;
    private final Matrix x;
    private final PrimalPass primal;
    private final BackwardPass backward;

    private JacobianFactors(LayerStack stack, double[] theta, Matrix x) {
        this.stack = stack;
        this.theta = theta;
        this.x = x;
        this.primal = new PrimalPass(stack, x.rows(), PrimalPass.Keep.SLOPES);
        primal.run(theta, x.data(), 0, x.rows());
        this.backward = new BackwardPass(primal, x.rows(), false, false);
    }

    /** The factors at (theta, x); one forward pass, 2 n p flops. */
    public static JacobianFactors of(Architecture architecture, double[] theta, Matrix x) {
        LayerStack stack = switch (architecture) {
            case Mlp net -> net.stack();
            case Residual net -> net.stack();
        };
        stack.checkTheta("JacobianFactors", theta);
        stack.checkInputs("JacobianFactors", x);
        return new JacobianFactors(stack, theta, x);
    }

    /** The layers with their factors. */
    public List<LayerShape> layers() {
        return stack.shapes();
    }

    /** The outputs f_theta(x), n x k. */
    public Matrix outputs() {
        return Matrix.wrap(x.rows(), stack.outputs(), primal.outputs());
    }

    /** The inputs h_l of layer l, n x fan-in; live, not to be changed. */
    public Matrix inputs(int l) {
        return l == 0 ? x : Matrix.wrap(x.rows(), stack.layer(l).inputs(), primal.node[l]);
    }

    /**
     * The gradients delta_l of {@code <u_i, f(x_i)>}, layer by layer n x width; 2 n flops per weight behind the first
     * layer. Live: the next call overwrites them.
     */
    public List<Matrix> pullback(Matrix u) {
        stack.checkOutputs("pullback", "u", u, x.rows());
        System.arraycopy(u.data(), 0, backward.outputs(), 0, u.data().length);
        backward.run(theta);
        List<Matrix> result = new ArrayList<>();
        for (int l = 0; l < stack.depth(); l++) {
            result.add(Matrix.wrap(x.rows(), stack.layer(l).outputs(), backward.delta[l]));
        }
        return result;
    }

    /**
     * The gradients delta_l of every output at once, layer by layer nk x width, row {@code i * k + c} for output c of
     * sample i; 2 n k flops per weight behind the first layer, in products of nk rows.
     */
    public List<Matrix> pullbackAll() {
        int n = x.rows();
        int k = stack.outputs();
        BackwardPass pass = new BackwardPass(primal.repeated(k), Math.multiplyExact(n, k), false, false);
        double[] u = pass.outputs();
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                u[(i * k + c) * k + c] = 1;
            }
        }
        pass.run(theta);
        List<Matrix> result = new ArrayList<>();
        for (int l = 0; l < stack.depth(); l++) {
            result.add(Matrix.wrap(n * k, stack.layer(l).outputs(), pass.delta[l]));
        }
        return result;
    }

    /** The slopes s'(z_l), n x width, times the step of a block that ends with layer l; no entries where s is linear. */
    public Matrix slopes(int l) {
        boolean linear = primal.slope[l].length == 0;
        return Matrix.wrap(linear ? 0 : x.rows(), linear ? 0 : stack.layer(l).outputs(), primal.slope[l]);
    }
}
