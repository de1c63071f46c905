package org.paisaje.network.graph.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Maximum;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Operation;
import org.paisaje.network.graph.operation.Pooling;

/** The entries of the values of all nodes, numbered node after node, with what slides over them and what mixes them. */
final class GraphEntries {
    private final List<Node> nodes;
    private final int[] start;
    private final int[] owner;
    private final List<List<Node>> readers = new ArrayList<>();

    GraphEntries(List<Node> nodes) {
        this.nodes = nodes;
        this.start = new int[nodes.size() + 1];
        for (Node node : nodes) {
            start[node.index() + 1] = start[node.index()] + node.size();
            readers.add(new ArrayList<>());
            for (int input : node.inputs()) {
                readers.get(input).add(node);
            }
        }
        this.owner = new int[start[nodes.size()]];
        for (Node node : nodes) {
            Arrays.fill(owner, start[node.index()], start[node.index() + 1], node.index());
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    int count() {
        return owner.length;
    }

    /** The number of the first entry of a node. */
    int start(int node) {
        return start[node];
    }

    /** The node that an entry belongs to. */
    Node owner(int entry) {
        return nodes.get(owner[entry]);
    }

    /** The nodes that read a node. */
    List<Node> readers(Node node) {
        return readers.get(node.index());
    }

    /** Whether one number is combined with all entries of a value. */
    boolean spreads(Node node, int k) {
        return nodes.get(node.inputs()[k]).size() == 1 && node.size() > 1;
    }

    /** The channels of what slides over an image, channel by channel or over all of them; 0 for other operations. */
    static int channels(Operation operation) {
        return switch (operation) {
            case Pooling pool -> pool.channels();
            case Maximum pool -> pool.channels();
            case Convolution map -> map.channels();
            default -> 0;
        };
    }

    /** Whether channel c of the value is made of channel c of the input alone. */
    static boolean keepsChannels(Operation operation) {
        return operation instanceof Pooling || operation instanceof Maximum
                || operation instanceof Convolution map && map.groups() > 1 && map.groups() == map.channels()
                        && map.groups() == map.outputs();
    }

    /** Whether a node makes its units of all of its input. */
    static boolean mixes(Node node) {
        return node.operation() instanceof Dense || node.operation() instanceof Convolution map && map.groups() == 1;
    }
}
