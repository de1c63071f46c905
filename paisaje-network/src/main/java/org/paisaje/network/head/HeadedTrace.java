package org.paisaje.network.head;

import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;

/** A trace of a network seen through a head: the layers are those of the network, gradients come back through the head. */
record HeadedTrace(LayerTrace body, Head head) implements LayerTrace {
    @Override
    public List<LayerShape> layers() {
        return body.layers();
    }

    @Override
    public Matrix outputs() {
        return head.value(body.outputs());
    }

    @Override
    public Matrix inputs(int l) {
        return body.inputs(l);
    }

    @Override
    public Matrix arguments(int l) {
        return body.arguments(l);
    }

    @Override
    public Matrix values(int l) {
        return body.values(l);
    }

    @Override
    public Matrix slopes(int l) {
        return body.slopes(l);
    }

    @Override
    public Gradients pullback(Matrix u) {
        return body.pullback(head.slope(body.outputs(), u));
    }

    @Override
    public List<JacobianFactor> factors(Matrix u) {
        return body.factors(head.slope(body.outputs(), u));
    }

    @Override
    public List<JacobianFactor> factors() {
        return body.factors()
                .stream()
                .map(factor -> new JacobianFactor(factor.inputs(), mixed(factor.gradients(), head, body.outputs()),
                        factor.inputWeight(), factor.offset()))
                .toList();
    }

    /** Rows {@code i k + c} that belong to output c of sample i, as rows of the outputs behind the head. */
    static Matrix mixed(Matrix rows, Head head, Matrix f) {
        int n = f.rows();
        int k = f.columns();
        Matrix result = Matrix.zeros(rows.rows(), rows.columns());
        for (int c = 0; c < k; c++) {
            Matrix unit = Matrix.zeros(n, k);
            for (int i = 0; i < n; i++) {
                unit.set(i, c, 1);
            }
            Matrix weights = head.slope(f, unit);
            for (int i = 0; i < n; i++) {
                for (int d = 0; d < k; d++) {
                    add(weights.get(i, d), rows, i * k + d, result, i * k + c);
                }
            }
        }
        return result;
    }

    private static void add(double weight, Matrix from, int row, Matrix to, int at) {
        int m = from.columns();
        for (int j = 0; weight != 0 && j < m; j++) {
            to.data()[at * m + j] += weight * from.data()[row * m + j];
        }
    }
}
