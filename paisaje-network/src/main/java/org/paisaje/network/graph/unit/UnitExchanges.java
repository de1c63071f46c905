package org.paisaje.network.graph.unit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.network.graph.operation.ChannelScale;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Gather;
import org.paisaje.network.graph.operation.Maximum;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Normalization;
import org.paisaje.network.graph.operation.Pooling;
import org.paisaje.network.graph.operation.Product;
import org.paisaje.network.graph.operation.Sum;

/**
 * Which units may change places. Two may if every node then gives the same entries in the other order, which is checked node by
 * node; since exchanges with one unit make all permutations, the units that may change places with it are a group.
 */
final class UnitExchanges {
    private final GraphEntries entries;
    /** Where each entry goes. */
    private final int[] sigma;

    UnitExchanges(GraphEntries entries) {
        this.entries = entries;
        this.sigma = new int[entries.count()];
        Arrays.setAll(sigma, i -> i);
    }

    /** The groups, each the entries of its units. */
    List<List<int[]>> groups(List<int[]> units) {
        List<List<int[]>> groups = new ArrayList<>();
        Map<List<Integer>, List<List<int[]>>> alike = new HashMap<>();
        for (int[] unit : units) {
            List<Integer> where = Arrays.stream(unit).mapToObj(entry -> entries.owner(entry).index()).toList();
            List<List<int[]>> candidates = alike.computeIfAbsent(where, key -> new ArrayList<>());
            List<int[]> home = null;
            for (List<int[]> candidate : candidates) {
                if (exchangeable(candidate.getFirst(), unit)) {
                    home = candidate;
                    break;
                }
            }
            if (home == null) {
                home = new ArrayList<>();
                candidates.add(home);
                groups.add(home);
            }
            home.add(unit);
        }
        return groups;
    }

    private boolean exchangeable(int[] a, int[] b) {
        for (int k = 0; k < a.length; k++) {
            sigma[a[k]] = b[k];
            sigma[b[k]] = a[k];
        }
        boolean all = true;
        for (int k = 0; k < a.length && all; k++) {
            all = kept(a[k]) && kept(b[k]);
        }
        for (int k = 0; k < a.length; k++) {
            sigma[a[k]] = a[k];
            sigma[b[k]] = b[k];
        }
        return all;
    }

    /** Whether the node gives at the new place of an entry what it gave before, and what slides over it finds it there. */
    private boolean kept(int entry) {
        Node node = entries.owner(entry);
        int e = entry - entries.start(node.index());
        for (Node reader : entries.readers(node)) {
            int channels = GraphEntries.channels(reader.operation());
            if (channels > 0 && !samePixel(node.index(), e, channels)) {
                return false;
            }
        }
        int f = moved(node.index(), e);
        return switch (node.operation()) {
            case Nonlinear s -> moved(node.input(), e) == f;
            case FixedAffine affine -> moved(node.input(), e) == f && affine.alike(e, f);
            case Normalization runs -> moved(node.input(), e) == f && f / runs.run() == e / runs.run();
            case ChannelScale scale -> moved(node.input(), e) == f
                    && samePixel(node.index(), e, scale.width());
            case Gather gather -> gather.which(f) == gather.which(e)
                    && gather.place(f) == moved(node.inputs()[gather.which(e)], gather.place(e));
            case Sum sum -> combinedKept(node, e, f);
            case Product product -> combinedKept(node, e, f);
            case Convolution map -> samePixel(node.index(), e, map.outputs())
                    && (map.groups() == 1 || sameChannel(node, e, f, map.channels()));
            case Pooling pool -> samePixel(node.index(), e, pool.channels())
                    && sameChannel(node, e, f, pool.channels());
            case Maximum pool -> samePixel(node.index(), e, pool.channels())
                    && sameChannel(node, e, f, pool.channels());
            default -> node.operation() instanceof Dense;
        };
    }

    private int moved(int node, int e) {
        return sigma[entries.start(node) + e] - entries.start(node);
    }

    private boolean samePixel(int node, int e, int channels) {
        int f = moved(node, e);
        return f / channels == e / channels && moved(node, e % channels) == f % channels;
    }

    private boolean sameChannel(Node node, int e, int f, int channels) {
        return moved(node.input(), e % channels) == f % channels;
    }

    private boolean combinedKept(Node node, int e, int f) {
        for (int k = 0; k < node.inputs().length; k++) {
            int size = entries.nodes().get(node.inputs()[k]).size();
            if (!entries.spreads(node, k) && moved(node.inputs()[k], e % size) != f % size) {
                return false;
            }
        }
        return true;
    }
}
