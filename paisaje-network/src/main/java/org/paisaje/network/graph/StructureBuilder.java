package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerShape.Place;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.GraphStructure.GraphLayer;
import org.paisaje.network.graph.operation.ChannelScale;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Input;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Normalization;
import org.paisaje.network.graph.operation.Operation;
import org.paisaje.network.graph.operation.ParameterOperation;
import org.paisaje.network.graph.operation.Sum;

/** Collects the nodes of a graph; those that the output does not need are left out. */
public final class StructureBuilder {
    private record Draft(String name, Operation operation, NodeShape shape, int[] inputs) {}

    private final List<Draft> drafts = new ArrayList<>();

    public StructureBuilder(NodeShape input) {
        drafts.add(new Draft("input", new Input(), input, new int[0]));
    }

    /** Adds a node and returns its number. */
    public int add(String name, Operation operation, NodeShape shape, int... inputs) {
        drafts.add(new Draft(name, operation, shape, inputs.clone()));
        return drafts.size() - 1;
    }

    /** The graph that ends with a node; its parameters are those of the layout, which all belong to nodes it needs. */
    public GraphStructure build(int output, Layout layout, String description) {
        boolean[] needed = new boolean[drafts.size()];
        needed[output] = true;
        needed[0] = true;
        for (int i = output; i >= 0; i--) {
            for (int input : needed[i] ? drafts.get(i).inputs() : new int[0]) {
                needed[input] = true;
            }
        }
        int[] place = new int[drafts.size()];
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i <= output; i++) {
            if (needed[i]) {
                Draft draft = drafts.get(i);
                place[i] = nodes.size();
                int[] inputs = Arrays.stream(draft.inputs()).map(input -> place[input]).toArray();
                boolean trains = draft.operation().parameters() > 0
                        || Arrays.stream(inputs).anyMatch(input -> nodes.get(input).trains());
                nodes.add(new Node(place[i], draft.name(), draft.operation(), inputs, draft.shape(),
                        new boolean[inputs.length], trains));
            }
        }
        boolean[] written = new boolean[nodes.size()];
        int[] readers = new int[nodes.size()];
        for (Node node : nodes.reversed()) {
            for (int k = 0; k < node.inputs().length; k++) {
                int input = node.inputs()[k];
                node.adds()[k] = written[input];
                written[input] = true;
                readers[input]++;
            }
        }
        return new GraphStructure(nodes, layout, layers(nodes, readers), description);
    }

    /** The affine maps, each with the activation that it reaches through factors, normalisations and sums alone. */
    private static List<GraphLayer> layers(List<Node> nodes, int[] readers) {
        Map<Integer, Node> activation = new HashMap<>();
        for (Node node : nodes) {
            if (node.operation() instanceof Nonlinear) {
                Node owner = owner(nodes, readers, node);
                if (owner != null) {
                    activation.putIfAbsent(owner.index(), node);
                }
            }
        }
        // What is used again shows where it is used first.
        Set<Integer> weights = new HashSet<>();
        List<Node> first = nodes.stream()
                .filter(node -> node.operation() instanceof Dense || node.operation() instanceof Convolution)
                .filter(node -> node.operation() instanceof ParameterOperation operation
                        && weights.add(operation.weight()))
                .toList();
        List<GraphLayer> result = new ArrayList<>();
        for (Node node : first) {
            Place place = Place.of(result.size(), first.size(), false);
            Node follows = activation.get(node.index());
            Activation s = follows != null && follows.operation() instanceof Nonlinear nonlinear
                    ? nonlinear.activation()
                    : Activation.IDENTITY;
            int arguments = follows == null ? node.index() : follows.input();
            int values = follows == null ? node.index() : follows.index();
            if (node.operation() instanceof Dense a) {
                result.add(
                        new GraphLayer(
                                new LayerShape(result.size(), node.name(), a.inputs(), a.outputs(), 1, a.weight(),
                                        a.bias(), a.scale(), a.biasScale(), s, -1, 1, place),
                                node.index(), arguments, values));
            } else if (node.operation() instanceof Convolution a) {
                result.add(new GraphLayer(
                        new LayerShape(result.size(), node.name(), a.fan(), a.outputs(), a.map().pixels(),
                                a.weight(), a.bias(), a.scale(), a.biasScale(), s, -1, 1, place),
                        node.index(), arguments, values));
            }
        }
        return result;
    }

    private static @Nullable Node owner(List<Node> nodes, int[] readers, Node node) {
        for (int k = node.inputs().length - 1; k >= 0; k--) {
            Node before = nodes.get(node.inputs()[k]);
            if (readers[before.index()] > 1 || before.size() != node.size()) {
                continue;
            }
            Operation operation = before.operation();
            if (operation instanceof Dense || operation instanceof Convolution) {
                return before;
            }
            Node further = operation instanceof ChannelScale || operation instanceof FixedAffine
                    || operation instanceof Sum || operation instanceof Normalization
                            ? owner(nodes, readers, before)
                            : null;
            if (further != null) {
                return further;
            }
        }
        return null;
    }
}
