package org.paisaje.network.graph;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;
import org.paisaje.network.Linearization;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Tangents;

/** The linearization of a graph; keeps the values of all nodes and samples. */
final class GraphLinearization implements Linearization {
    private final GraphStructure structure;
    private final int samples;
    private final Pass pass;
    private final Matrix outputs;

    GraphLinearization(GraphStructure structure, double[] theta, Matrix x) {
        this.structure = structure;
        this.samples = x.rows();
        this.pass = new Pass(structure, samples, true);
        pass.run(theta, x.data(), 0, samples);
        this.outputs = Matrix.wrap(samples, structure.outputs(), pass.outputs());
    }

    private int parameters() {
        return structure.layout().size();
    }

    @Override
    public Matrix outputs() {
        return outputs;
    }

    @Override
    public double[] vjp(Matrix u) {
        structure.checkOutputs("vjp", "u", u, samples);
        double[] result = new double[parameters()];
        pass.backGradient(u.data(), pass.buffers(structure.trains()), result);
        return result;
    }

    private double[][] back(String operation, Matrix u) {
        structure.checkOutputs(operation, "u", u, samples);
        double[][] gradient = pass.buffers(structure.trains());
        pass.back(u.data(), gradient);
        return gradient;
    }

    @Override
    public Matrix inputVjp(Matrix u) {
        structure.checkOutputs("inputVjp", "u", u, samples);
        boolean[] all = new boolean[structure.nodes().size()];
        Arrays.fill(all, true);
        double[][] gradient = pass.buffers(all);
        pass.back(u.data(), gradient);
        return Matrix.wrap(samples, structure.inputs(), gradient[0]);
    }

    @Override
    public Matrix perSampleVjp(Matrix u) {
        Matrix result = Matrix.zeros(samples, parameters());
        perSample("perSampleVjp", u, result, 0, 1);
        return result;
    }

    @Override
    public void addSquaredVjp(double factor, Matrix u, double[] sum) {
        double[] squares = new double[parameters()];
        pass.squares(back("addSquaredVjp", u), squares);
        for (int j = 0; j < squares.length; j++) {
            sum[j] += factor * squares[j];
        }
    }

    @Override
    public boolean curved() {
        return structure.curved();
    }

    private void perSample(String operation, Matrix u, Matrix out, int first, int step) {
        double[][] gradient = back(operation, u);
        pass.inBlocks((from, count) -> {
            for (int i = from; i < from + count; i++) {
                int at = (first + i * step) * parameters();
                for (Node node : structure.nodes()) {
                    node.operation().gradient(pass, node, gradient, i, 1, out.data(), at);
                }
            }
        });
    }

    @Override
    public Matrix jacobian() {
        int k = structure.outputs();
        long entries = (long) samples * k * parameters();
        if (entries > Sizes.LARGEST) {
            throw new IllegalArgumentException("jacobian: " + samples * (long) k + " x " + parameters() + " is "
                    + (entries >> 27) + " GiB; take fewer samples at a time, or products with jvp and vjp");
        }
        Matrix result = Matrix.zeros(samples * k, parameters());
        for (int c = 0; c < k; c++) {
            perSample("jacobian", unit(c), result, c, k);
        }
        return result;
    }

    private Matrix unit(int c) {
        Matrix u = Matrix.zeros(samples, structure.outputs());
        for (int i = 0; i < samples; i++) {
            u.set(i, c, 1);
        }
        return u;
    }

    @Override
    public Matrix second(double[] a, double[] b) {
        structure.checkLength("second", "a", a);
        structure.checkLength("second", "b", b);
        Tangents one = pass.tangents(a);
        return Matrix.wrap(samples, structure.outputs(), pass.second(one, a == b ? one : pass.tangents(b)));
    }

    @Override
    public Tangent tangent(double[] v) {
        structure.checkLength("tangent", "v", v);
        Tangents tangents = pass.tangents(v);
        Matrix image = Matrix.wrap(samples, structure.outputs(), tangents.values()[tangents.values().length - 1]);
        return new Tangent() {
            @Override
            public Matrix outputs() {
                return image;
            }

            @Override
            public double[] vjp(Matrix u, Matrix du) {
                structure.checkOutputs("vjp", "du", du, samples);
                return reverse(tangents, back("vjp", u), du);
            }
        };
    }

    private double[] reverse(Tangents tangents, double[][] gradient, Matrix du) {
        double[] result = new double[parameters()];
        pass.gradientTangent(tangents, gradient, du.data(), result);
        return result;
    }

    @Override
    public Pullback pullback(Matrix u) {
        double[][] gradient = back("pullback", u);
        return new Pullback() {
            @Override
            public double[] gradient() {
                double[] result = new double[parameters()];
                pass.gradient(gradient, result);
                return result;
            }

            @Override
            public void second(Matrix vectors, OutputMap b, Matrix out) {
                Matrix du = Matrix.zeros(samples, structure.outputs());
                for (int j = 0; j < vectors.rows(); j++) {
                    double[] v = vectors.row(j);
                    structure.checkLength("second", "row " + j + " of vectors", v);
                    Tangents tangents = pass.tangents(v);
                    b.apply(Matrix.wrap(samples, structure.outputs(), tangents.values()[tangents.values().length - 1]),
                            du);
                    out.setRow(j, reverse(tangents, gradient, du));
                }
            }
        };
    }
}
