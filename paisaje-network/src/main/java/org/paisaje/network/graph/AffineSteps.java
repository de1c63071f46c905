package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Term;
import org.paisaje.network.graph.operation.LinearOperation;
import org.paisaje.network.graph.operation.Maximum;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.ParameterOperation;

/** Reads the affine maps of nodes off their images of unit vectors. */
final class AffineSteps {
    /** Unit vectors that go through a node at a time. */
    private static final int BLOCK = 64;

    private final GraphStructure structure;
    private final String network;
    private final double[] theta;
    private final Pass pass;

    AffineSteps(GraphStructure structure, String network, double[] theta) {
        this.structure = structure;
        this.network = network;
        this.theta = theta;
        this.pass = new Pass(structure, BLOCK, false);
        pass.setTheta(theta);
        pass.values()[0] = new double[BLOCK * structure.inputs()];
    }

    PiecewiseLinear steps() {
        var builder = new PiecewiseLinear.Builder(network, structure.inputs());
        int[] place = new int[structure.nodes().size()];
        for (Node node : structure.nodes()) {
            if (node.index() == 0) {
                continue;
            }
            place[node.index()] = switch (node.operation()) {
                case Nonlinear s -> builder.activation(node.name(), place[node.input()], node.size(), s.activation());
                case Maximum maximum -> builder.largest(node.name(), place[node.input()], maximum.windows());
                case LinearOperation linear -> affine(builder, node, place, true);
                case ParameterOperation parameters -> affine(builder, node, place, false);
                default -> throw new IllegalArgumentException("regions: " + node.name() + " of " + network
                        + " multiplies or divides values, so that the network is not made of linear pieces");
            };
        }
        return builder.build();
    }

    private int affine(PiecewiseLinear.Builder builder, Node node, int[] place, boolean linear) {
        double[][] zeros = new double[structure.nodes().size()][0];
        for (int input : node.inputs()) {
            zeros[input] = new double[structure.nodes().get(input).size()];
        }
        double[] offset = image(node, zeros, 1, linear, true);
        List<Term> terms = new ArrayList<>();
        int[] inputs = Arrays.stream(node.inputs()).distinct().toArray();
        for (int input : inputs) {
            terms.add(term(node, input, place[input], zeros, linear));
        }
        return builder.affine(node.name(), offset, terms.toArray(Term[]::new));
    }

    /** Column by column, then compressed by rows. */
    private Term term(Node node, int input, int source, double[][] zeros, boolean linear) {
        int columns = zeros[input].length;
        int rows = node.size();
        List<List<double[]>> entries = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            entries.add(new ArrayList<>());
        }
        for (int from = 0; from < columns; from += BLOCK) {
            int count = Math.min(BLOCK, columns - from);
            double[][] units = new double[zeros.length][];
            for (int k = 0; k < zeros.length; k++) {
                units[k] = new double[count * zeros[k].length];
            }
            for (int s = 0; s < count; s++) {
                units[input][s * columns + from + s] = 1;
            }
            double[] image = image(node, units, count, linear, false);
            for (int s = 0; s < count; s++) {
                for (int i = 0; i < rows; i++) {
                    if (image[s * rows + i] != 0) {
                        entries.get(i).add(new double[] {from + s, image[s * rows + i]});
                    }
                }
            }
        }
        int[] starts = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            starts[i + 1] = starts[i] + entries.get(i).size();
        }
        List<double[]> all = entries.stream().flatMap(List::stream).toList();
        return new Term(source, starts, all.stream().mapToInt(entry -> (int) entry[0]).toArray(),
                all.stream().mapToDouble(entry -> entry[1]).toArray());
    }

    /** The images of samples, with the constant part of the node or without. */
    private double[] image(Node node, double[][] values, int count, boolean linear, boolean whole) {
        double[] out = new double[count * node.size()];
        if (whole) {
            for (int input : node.inputs()) {
                System.arraycopy(values[input], 0, pass.values()[input], 0, values[input].length);
            }
            node.operation().forward(pass, node, 0, count);
            System.arraycopy(pass.values()[node.index()], 0, out, 0, out.length);
        } else if (linear) {
            ((LinearOperation) node.operation()).apply(pass, node, values, out, 0, count);
        } else {
            ((ParameterOperation) node.operation()).product(pass, theta, values[node.input()], 0, count, 0, out);
        }
        return out;
    }
}
