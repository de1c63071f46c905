package org.paisaje.network.dense;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;

/** The trace of a {@link LayerStack}; keeps nodes and slopes, and computes arguments anew where they are asked for. */
final class DenseTrace implements LayerTrace {
    private final LayerStack stack;
    private final double[] theta;
    private final Matrix x;
    private final PrimalPass primal;
    private final @Nullable Matrix[] arguments;

    DenseTrace(LayerStack stack, double[] theta, Matrix x) {
        this.stack = stack;
        this.theta = theta;
        this.x = x;
        this.primal = new PrimalPass(stack, x.rows(), PrimalPass.Keep.SLOPES);
        primal.run(theta, x.data(), 0, x.rows());
        this.arguments = new Matrix[stack.depth()];
    }

    @Override
    public List<LayerShape> layers() {
        return stack.shapes();
    }

    @Override
    public Matrix outputs() {
        return values(stack.depth() - 1);
    }

    @Override
    public Matrix inputs(int l) {
        return l == 0 ? x : values(l - 1);
    }

    @Override
    public Matrix values(int l) {
        return Matrix.wrap(x.rows(), stack.layer(l).outputs(), primal.node[l + 1]);
    }

    @Override
    public Matrix slopes(int l) {
        boolean linear = primal.slope[l].length == 0;
        return Matrix.wrap(linear ? 0 : x.rows(), linear ? 0 : stack.layer(l).outputs(), primal.slope[l]);
    }

    @Override
    public Matrix arguments(int l) {
        DenseLayer layer = stack.layer(l);
        if (layer.linear() && !layer.hasSkip()) {
            return values(l);
        }
        Matrix known = arguments[l];
        if (known == null) {
            known = Matrix.zeros(x.rows(), layer.outputs());
            double[] z = known.data();
            Gemm.timesTransposed(x.rows(), layer.outputs(), layer.inputs(), layer.weightScale(), primal.node[l], 0,
                    theta, layer.weight(), 0, z, 0);
            if (layer.hasBias()) {
                Rows.addToEach(z, 0, x.rows(), layer.outputs(), layer.biasScale(), theta, layer.bias());
            }
            arguments[l] = known;
        }
        return known;
    }

    @Override
    public Gradients pullback(Matrix u) {
        BackwardPass pass = backward(u, true);
        return new Gradients(matrices(pass, x.rows(), true), matrices(pass, x.rows(), false));
    }

    private BackwardPass backward(Matrix u, boolean keepNodes) {
        stack.checkOutputs("pullback", "u", u, x.rows());
        BackwardPass pass = new BackwardPass(primal, x.rows(), false, false, keepNodes);
        System.arraycopy(u.data(), 0, pass.outputs(), 0, u.data().length);
        pass.run(theta);
        return pass;
    }

    private List<Matrix> matrices(BackwardPass pass, int rows, boolean nodes) {
        List<Matrix> result = new ArrayList<>();
        for (int l = 0; l < stack.depth(); l++) {
            result.add(Matrix.wrap(rows, stack.layer(l).outputs(), nodes ? pass.node[l + 1] : pass.delta[l]));
        }
        return result;
    }

    @Override
    public List<JacobianFactor> factors(Matrix u) {
        return factors(matrices(backward(u, false), x.rows(), false));
    }

    @Override
    public List<JacobianFactor> factors() {
        int n = x.rows();
        int k = stack.outputs();
        BackwardPass pass = new BackwardPass(primal.repeated(k), Math.multiplyExact(n, k), false, false, false);
        double[] u = pass.outputs();
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                u[(i * k + c) * k + c] = 1;
            }
        }
        pass.run(theta);
        return factors(matrices(pass, n * k, false));
    }

    private List<JacobianFactor> factors(List<Matrix> deltas) {
        List<JacobianFactor> result = new ArrayList<>();
        for (int l = 0; l < stack.depth(); l++) {
            DenseLayer layer = stack.layer(l);
            result.add(new JacobianFactor(inputs(l), deltas.get(l), layer.weightScale() * layer.weightScale(),
                    layer.hasBias() ? layer.biasScale() * layer.biasScale() : 0));
        }
        return result;
    }
}
