package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.architecture.PatchMap;
import org.paisaje.network.graph.GraphStructure.GraphLayer;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.ParameterOperation;

/** The trace of a graph: its affine maps as layers, each with the activation that follows it. */
final class GraphTrace implements LayerTrace {
    private final GraphStructure structure;
    private final Matrix x;
    private final Pass pass;

    GraphTrace(GraphStructure structure, double[] theta, Matrix x) {
        this.structure = structure;
        this.x = x;
        this.pass = new Pass(structure, x.rows(), true);
        pass.run(theta, x.data(), 0, x.rows());
    }

    @Override
    public List<LayerShape> layers() {
        return structure.shapes();
    }

    @Override
    public Matrix outputs() {
        return Matrix.wrap(x.rows(), structure.outputs(), pass.outputs());
    }

    private Matrix rows(LayerShape layer, double[] values) {
        return Matrix.wrap(x.rows() * layer.positions(), layer.outputs(), values);
    }

    @Override
    public Matrix inputs(int l) {
        GraphLayer layer = structure.layers().get(l);
        Node node = structure.nodes().get(layer.affine());
        double[] h = pass.values()[node.input()];
        int fan = layer.shape().inputs();
        if (node.operation() instanceof Convolution convolution) {
            PatchMap map = convolution.map();
            int rows = x.rows() * map.pixels();
            Matrix result = Matrix.zeros(rows * convolution.groups(), fan);
            int each = convolution.channels() / convolution.groups();
            for (int g = 0; g < convolution.groups(); g++) {
                double[] patches = new double[rows * fan];
                map.gather(h, convolution.channels(), g * each, each, 0, rows, patches);
                System.arraycopy(patches, 0, result.data(), g * patches.length, patches.length);
            }
            return result;
        }
        return Matrix.wrap(x.rows(), fan, h);
    }

    @Override
    public Matrix arguments(int l) {
        GraphLayer layer = structure.layers().get(l);
        return rows(layer.shape(), pass.values()[layer.arguments()]);
    }

    @Override
    public Matrix values(int l) {
        GraphLayer layer = structure.layers().get(l);
        return rows(layer.shape(), pass.values()[layer.values()]);
    }

    @Override
    public Matrix slopes(int l) {
        GraphLayer layer = structure.layers().get(l);
        return layer.arguments() == layer.values()
                ? Matrix.zeros(0, 0)
                : rows(layer.shape(), pass.kept()[layer.values()]);
    }

    private double[][] back(Matrix u) {
        structure.checkOutputs("pullback", "u", u, x.rows());
        double[][] gradient = pass.buffers(structure.trains());
        pass.back(u.data(), gradient);
        return gradient;
    }

    @Override
    public Gradients pullback(Matrix u) {
        double[][] gradient = back(u);
        List<Matrix> values = new ArrayList<>();
        List<Matrix> deltas = new ArrayList<>();
        for (GraphLayer layer : structure.layers()) {
            values.add(rows(layer.shape(), gradient[layer.values()]));
            deltas.add(rows(layer.shape(), gradient[layer.arguments()]));
        }
        return new Gradients(values, deltas);
    }

    @Override
    public List<JacobianFactor> factors(Matrix u) {
        return factors(Collections.singletonList(back(u)));
    }

    @Override
    public List<JacobianFactor> factors() {
        int k = structure.outputs();
        List<double[][]> gradients = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            Matrix u = Matrix.zeros(x.rows(), k);
            for (int i = 0; i < x.rows(); i++) {
                u.set(i, c, 1);
            }
            gradients.add(back(u));
        }
        return factors(gradients);
    }

    /** The factors of several gradients of each sample, which follow each other. */
    private List<JacobianFactor> factors(List<double[][]> gradients) {
        List<JacobianFactor> result = new ArrayList<>();
        for (List<Node> users : structure.users()) {
            Node node = users.getFirst();
            result.add(users.size() == 1 && node.operation() instanceof Dense dense
                    ? dense(node, dense, gradients)
                    : shared(users, gradients));
        }
        return result;
    }

    private JacobianFactor dense(Node node, Dense dense, List<double[][]> gradients) {
        int outputs = gradients.size();
        int width = dense.outputs();
        Matrix deltas = Matrix.zeros(x.rows() * outputs, width);
        for (int i = 0; i < x.rows(); i++) {
            for (int c = 0; c < outputs; c++) {
                System.arraycopy(gradients.get(c)[node.index()], i * width, deltas.data(), (i * outputs + c) * width,
                        width);
            }
        }
        return new JacobianFactor(Matrix.wrap(x.rows(), dense.inputs(), pass.values()[node.input()]), deltas,
                dense.scale() * dense.scale(), dense.bias() < 0 ? 0 : dense.biasScale() * dense.biasScale());
    }

    /** Parameters that are used at several positions or by several nodes: the gradients themselves. */
    private JacobianFactor shared(List<Node> users, List<double[][]> gradients) {
        int outputs = gradients.size();
        ParameterOperation operation = (ParameterOperation) users.getFirst().operation();
        int p = operation.parameters();
        Matrix rows = Matrix.zeros(x.rows() * outputs, p);
        pass.inBlocks((from, count) -> {
            for (int i = from; i < from + count; i++) {
                for (int c = 0; c < outputs; c++) {
                    // Parameters of a node follow each other, the weights first.
                    for (Node node : users) {
                        node.operation()
                                .gradient(pass, node, gradients.get(c), i, 1, rows.data(),
                                        (i * outputs + c) * p - operation.weight());
                    }
                }
            }
        });
        return JacobianFactor.of(rows, x.rows());
    }
}
