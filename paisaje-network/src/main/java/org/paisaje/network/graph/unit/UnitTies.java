package org.paisaje.network.graph.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.math.DisjointSets;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.operation.ChannelScale;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Gather;
import org.paisaje.network.graph.operation.Input;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Normalization;
import org.paisaje.network.graph.operation.Operation;
import org.paisaje.network.graph.operation.ParameterOperation;
import org.paisaje.network.graph.operation.Product;
import org.paisaje.network.graph.operation.Sum;

/**
 * Which entries of values have to move as one unit: what activations, sums, products and rearrangements tie, the pixels of a
 * channel where something slides over them, and what nodes with the same weights read and give. Units that hold an input or an
 * output stay, as do those of a convolution in groups that are more than one channel each.
 */
final class UnitTies {
    private final GraphEntries entries;
    private final DisjointSets sets;
    private final boolean[] frozen;

    UnitTies(GraphStructure structure, GraphEntries entries) {
        this.entries = entries;
        this.sets = new DisjointSets(entries.count());
        this.frozen = new boolean[entries.count()];
        stay(structure.nodes().getFirst());
        stay(structure.nodes().getLast());
        structure.nodes().forEach(this::tie);
        structure.users().forEach(this::tieShared);
    }

    /** The entries of each unit that does not have to stay. */
    List<int[]> units() {
        Map<Integer, List<Integer>> units = new LinkedHashMap<>();
        for (int i = 0; i < frozen.length; i++) {
            units.computeIfAbsent(sets.root(i), key -> new ArrayList<>()).add(i);
        }
        return units.values()
                .stream()
                .filter(unit -> unit.stream().noneMatch(entry -> frozen[entry]))
                .map(unit -> unit.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    private void unite(int nodeA, int a, int nodeB, int b) {
        sets.join(entries.start(nodeA) + a, entries.start(nodeB) + b);
    }

    private void stay(Node node) {
        int start = entries.start(node.index());
        Arrays.fill(frozen, start, start + node.size(), true);
    }

    /** The entries of a channel at all pixels are one. */
    private void slide(int node, int channels) {
        for (int e = channels; e < entries.nodes().get(node).size(); e++) {
            unite(node, e, node, e % channels);
        }
    }

    private void tie(Node node) {
        int own = node.index();
        Operation operation = node.operation();
        if (operation instanceof Input || operation instanceof Dense) {
            return;
        }
        int in = node.input();
        switch (operation) {
            case Nonlinear s -> entryByEntry(node);
            case FixedAffine affine -> entryByEntry(node);
            case Normalization runs -> entryByEntry(node);
            case ChannelScale scale -> {
                entryByEntry(node);
                slide(own, scale.width());
            }
            case Sum sum -> combined(node);
            case Product product -> combined(node);
            case Gather gather -> {
                for (int e = 0; e < node.size(); e++) {
                    unite(own, e, node.inputs()[gather.which(e)], gather.place(e));
                }
            }
            case Convolution map when map.groups() == 1 -> {
                slide(in, map.channels());
                slide(own, map.outputs());
            }
            default -> {
                int channels = GraphEntries.channels(operation);
                if (!GraphEntries.keepsChannels(operation)) {
                    stay(node);
                    for (int input : node.inputs()) {
                        stay(entries.nodes().get(input));
                    }
                    return;
                }
                slide(in, channels);
                slide(own, channels);
                for (int c = 0; c < channels; c++) {
                    unite(own, c, in, c);
                }
            }
        }
    }

    private void entryByEntry(Node node) {
        for (int e = 0; e < node.size(); e++) {
            unite(node.index(), e, node.input(), e);
        }
    }

    private void combined(Node node) {
        for (int k = 0; k < node.inputs().length; k++) {
            int size = entries.nodes().get(node.inputs()[k]).size();
            for (int e = 0; e < node.size() && !entries.spreads(node, k); e++) {
                unite(node.index(), e, node.inputs()[k], e % size);
            }
        }
    }

    private void tieShared(List<Node> users) {
        Node first = users.getFirst();
        for (Node other : users.subList(1, users.size())) {
            ParameterOperation operation = (ParameterOperation) first.operation();
            for (int e = 0; e < operation.width(); e++) {
                unite(first.index(), e, other.index(), e);
            }
            int inputs = operation instanceof Dense dense ? dense.inputs() : GraphEntries.channels(operation);
            for (int e = 0; e < inputs; e++) {
                unite(first.input(), e, other.input(), e);
            }
        }
    }
}
