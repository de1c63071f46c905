package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.paisaje.network.UnitStructure;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.UnitStructure.Places;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * The units of a graph and which of them may change places. Entries of values that have to move together are one unit: what
 * activations, sums, products and rearrangements tie, the pixels of a channel where something slides over them, and what nodes
 * with the same weights read and give. Units that hold an input or an output stay, as do those of a convolution in groups that
 * are more than one channel each. Two units may change places if every node then gives the same entries in the other order, which
 * is checked node by node; since exchanges with one unit make all permutations, the units that may change places with it are a
 * group.
 *
 * <p>Behind a normalisation a unit has the sign and the scale that the factor of its channel gives it, so that these begin at the
 * factor and not at the weights before it.
 */
final class UnitSearch {
    private final List<Node> nodes;
    private final GraphStructure structure;
    private final int[] start;
    private final int[] parent;
    private final int[] owner;
    private final boolean[] frozen;
    /** Whether an entry has the sign and the scale of its unit. */
    private final boolean[] scaled;
    private final List<List<Node>> readers = new ArrayList<>();

    UnitSearch(GraphStructure structure) {
        this.structure = structure;
        this.nodes = structure.nodes();
        this.start = new int[nodes.size() + 1];
        for (Node node : nodes) {
            start[node.index() + 1] = start[node.index()] + node.size();
            readers.add(new ArrayList<>());
            for (int input : node.inputs()) {
                readers.get(input).add(node);
            }
        }
        int total = start[nodes.size()];
        this.parent = new int[total];
        this.owner = new int[total];
        this.frozen = new boolean[total];
        this.scaled = new boolean[total];
        Arrays.setAll(parent, i -> i);
        for (Node node : nodes) {
            Arrays.fill(owner, start[node.index()], start[node.index() + 1], node.index());
        }
    }

    UnitStructure found() {
        stay(nodes.getFirst());
        stay(nodes.getLast());
        nodes.forEach(this::tie);
        structure.users().forEach(this::tieShared);
        Map<Integer, List<Integer>> units = new LinkedHashMap<>();
        for (int i = 0; i < parent.length; i++) {
            units.computeIfAbsent(root(i), key -> new ArrayList<>()).add(i);
        }
        int[] group = new int[parent.length];
        int[] unit = new int[parent.length];
        Arrays.fill(group, -1);
        List<List<int[]>> groups = grouped(units.values());
        List<Group> result = new ArrayList<>();
        for (List<int[]> members : groups) {
            for (int u = 0; u < members.size(); u++) {
                for (int entry : members.get(u)) {
                    group[entry] = result.size();
                    unit[entry] = u;
                }
            }
            Scaled found = described(members);
            for (int[] entries : members) {
                for (int entry : entries) {
                    scaled[entry] = found.within().contains(nodes.get(owner[entry]));
                }
            }
            result.add(found.group());
        }
        List<AffineMap> maps = structure.users().stream().map(users -> map(users.getFirst(), group, unit)).toList();
        return new UnitStructure(result, maps, structure.layout().size());
    }

    private int root(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    private void unite(int nodeA, int a, int nodeB, int b) {
        int first = root(start[nodeA] + a);
        int second = root(start[nodeB] + b);
        parent[Math.max(first, second)] = Math.min(first, second);
    }

    private void stay(Node node) {
        Arrays.fill(frozen, start[node.index()], start[node.index() + 1], true);
    }

    /** The entries of a channel at all pixels are one. */
    private void slide(int node, int channels) {
        for (int e = channels; e < nodes.get(node).size(); e++) {
            unite(node, e, node, e % channels);
        }
    }

    /** Whether one number is combined with all entries of a value. */
    private boolean spreads(Node node, int k) {
        return nodes.get(node.inputs()[k]).size() == 1 && node.size() > 1;
    }

    /** The channels of what slides over an image, channel by channel or over all of them; 0 for other operations. */
    private static int channels(Operation operation) {
        return switch (operation) {
            case Pooling pool -> pool.channels();
            case Maximum pool -> pool.channels();
            case Convolution map -> map.channels;
            default -> 0;
        };
    }

    /** Whether channel c of the value is made of channel c of the input alone. */
    private static boolean keepsChannels(Operation operation) {
        return operation instanceof Pooling || operation instanceof Maximum
                || operation instanceof Convolution map && map.groups > 1 && map.groups == map.channels
                        && map.groups == map.outputs;
    }

    private void tie(Node node) {
        int own = node.index();
        Operation operation = node.operation();
        if (operation instanceof Input || operation instanceof Dense) {
            return;
        }
        int in = node.input();
        switch (operation) {
            case Nonlinear s -> entries(node);
            case FixedAffine affine -> entries(node);
            case Normalization runs -> entries(node);
            case ChannelScale scale -> {
                entries(node);
                slide(own, scale.width);
            }
            case Sum sum -> combined(node);
            case Product product -> combined(node);
            case Gather gather -> {
                for (int e = 0; e < node.size(); e++) {
                    unite(own, e, node.inputs()[gather.which(e)], gather.place(e));
                }
            }
            case Convolution map when map.groups == 1 -> {
                slide(in, map.channels);
                slide(own, map.outputs);
            }
            default -> {
                int channels = channels(operation);
                if (!keepsChannels(operation)) {
                    stay(node);
                    for (int input : node.inputs()) {
                        stay(nodes.get(input));
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

    private void entries(Node node) {
        for (int e = 0; e < node.size(); e++) {
            unite(node.index(), e, node.input(), e);
        }
    }

    private void combined(Node node) {
        for (int k = 0; k < node.inputs().length; k++) {
            int size = nodes.get(node.inputs()[k]).size();
            for (int e = 0; e < node.size() && !spreads(node, k); e++) {
                unite(node.index(), e, node.inputs()[k], e % size);
            }
        }
    }

    private void tieShared(List<Node> users) {
        Node first = users.getFirst();
        for (Node other : users.subList(1, users.size())) {
            ParameterOperation operation = (ParameterOperation) first.operation();
            for (int e = 0; e < operation.width; e++) {
                unite(first.index(), e, other.index(), e);
            }
            int inputs = operation instanceof Dense dense ? dense.inputs : channels(operation);
            for (int e = 0; e < inputs; e++) {
                unite(first.input(), e, other.input(), e);
            }
        }
    }

    private List<List<int[]>> grouped(Iterable<List<Integer>> units) {
        List<List<int[]>> groups = new ArrayList<>();
        Map<List<Integer>, List<List<int[]>>> alike = new HashMap<>();
        int[] sigma = new int[parent.length];
        Arrays.setAll(sigma, i -> i);
        for (List<Integer> unit : units) {
            if (unit.stream().anyMatch(entry -> frozen[entry])) {
                continue;
            }
            int[] entries = unit.stream().mapToInt(Integer::intValue).toArray();
            List<Integer> where = unit.stream().map(entry -> owner[entry]).toList();
            List<List<int[]>> candidates = alike.computeIfAbsent(where, key -> new ArrayList<>());
            List<int[]> home = null;
            for (List<int[]> candidate : candidates) {
                if (exchangeable(candidate.getFirst(), entries, sigma)) {
                    home = candidate;
                    break;
                }
            }
            if (home == null) {
                home = new ArrayList<>();
                candidates.add(home);
                groups.add(home);
            }
            home.add(entries);
        }
        return groups;
    }

    private boolean exchangeable(int[] a, int[] b, int[] sigma) {
        for (int k = 0; k < a.length; k++) {
            sigma[a[k]] = b[k];
            sigma[b[k]] = a[k];
        }
        boolean all = true;
        for (int k = 0; k < a.length && all; k++) {
            all = kept(a[k], sigma) && kept(b[k], sigma);
        }
        for (int k = 0; k < a.length; k++) {
            sigma[a[k]] = a[k];
            sigma[b[k]] = b[k];
        }
        return all;
    }

    /** Whether the node gives at the new place of an entry what it gave before, and what slides over it finds it there. */
    private boolean kept(int entry, int[] sigma) {
        Node node = nodes.get(owner[entry]);
        int e = entry - start[node.index()];
        for (Node reader : readers.get(node.index())) {
            int channels = channels(reader.operation());
            if (channels > 0 && !samePixel(node.index(), e, channels, sigma)) {
                return false;
            }
        }
        int f = moved(node.index(), e, sigma);
        return switch (node.operation()) {
            case Nonlinear s -> moved(node.input(), e, sigma) == f;
            case FixedAffine affine -> moved(node.input(), e, sigma) == f && affine.alike(e, f);
            case Normalization runs -> moved(node.input(), e, sigma) == f && f / runs.run() == e / runs.run();
            case ChannelScale scale -> moved(node.input(), e, sigma) == f
                    && samePixel(node.index(), e, scale.width, sigma);
            case Gather gather -> gather.which(f) == gather.which(e)
                    && gather.place(f) == moved(node.inputs()[gather.which(e)], gather.place(e), sigma);
            case Sum sum -> combinedKept(node, e, f, sigma);
            case Product product -> combinedKept(node, e, f, sigma);
            case Convolution map -> samePixel(node.index(), e, map.outputs, sigma)
                    && (map.groups == 1 || sameChannel(node, e, f, map.channels, sigma));
            case Pooling pool -> samePixel(node.index(), e, pool.channels(), sigma)
                    && sameChannel(node, e, f, pool.channels(), sigma);
            case Maximum pool -> samePixel(node.index(), e, pool.channels(), sigma)
                    && sameChannel(node, e, f, pool.channels(), sigma);
            default -> node.operation() instanceof Dense;
        };
    }

    private int moved(int node, int e, int[] sigma) {
        return sigma[start[node] + e] - start[node];
    }

    private boolean samePixel(int node, int e, int channels, int[] sigma) {
        int f = moved(node, e, sigma);
        return f / channels == e / channels && moved(node, e % channels, sigma) == f % channels;
    }

    private boolean sameChannel(Node node, int e, int f, int channels, int[] sigma) {
        return moved(node.input(), e % channels, sigma) == f % channels;
    }

    private boolean combinedKept(Node node, int e, int f, int[] sigma) {
        for (int k = 0; k < node.inputs().length; k++) {
            int size = nodes.get(node.inputs()[k]).size();
            if (!spreads(node, k) && moved(node.inputs()[k], e % size, sigma) != f % size) {
                return false;
            }
        }
        return true;
    }

    /** A group, and the nodes within which its units have their signs and scales. */
    private record Scaled(Group group, Set<Node> within) {
        boolean any() {
            return group.parity() != Parity.NONE || group.degree() > 0;
        }
    }

    private Scaled described(List<int[]> members) {
        List<Node> held = Arrays.stream(members.getFirst())
                .map(entry -> owner[entry])
                .distinct()
                .mapToObj(nodes::get)
                .toList();
        List<Node> factors = held.stream().filter(node -> node.operation() instanceof ChannelScale).toList();
        List<Node> starts = held.stream()
                .filter(node -> node.operation() instanceof ChannelScale || mixes(node) && !normalised(node, held))
                .toList();
        Scaled result = described(held, members.size(), starts);
        if (result.any() || factors.isEmpty()) {
            return result;
        }
        List<Node> last = factors.stream()
                .filter(node -> behind(List.of(node), held).stream()
                        .allMatch(other -> other == node || !factors.contains(other)))
                .toList();
        return described(held, members.size(), last);
    }

    /** Some nodes, and those that hold the unit and are made of them without a map between. */
    private Set<Node> behind(List<Node> starts, List<Node> held) {
        Set<Node> result = new LinkedHashSet<>(starts);
        for (Node node : held) {
            if (!mixes(node)
                    && Arrays.stream(node.inputs()).anyMatch(input -> result.contains(nodes.get(input)))) {
                result.add(node);
            }
        }
        return result;
    }

    /** Whether the values by which units are told show the sign of a unit. */
    private boolean shown(List<Node> held, Set<Node> within) {
        return structure.layers()
                .reversed()
                .stream()
                .filter(layer -> held.contains(nodes.get(layer.affine())))
                .findFirst()
                .filter(layer -> within.contains(nodes.get(layer.values())))
                .isPresent();
    }

    /** Whether a value is read by normalisations and factors of channels alone. */
    private boolean normalised(Node node, List<Node> held) {
        List<Node> all = readers.get(node.index());
        return !all.isEmpty() && all.stream()
                .allMatch(reader -> reader.operation() instanceof ChannelScale
                        || (reader.operation() instanceof FixedAffine || reader.operation() instanceof Normalization)
                                && held.contains(reader) && normalised(reader, held));
    }

    /** What units can do whose signs and scales begin at some nodes. */
    private Scaled described(List<Node> held, int size, List<Node> starts) {
        Set<Node> within = starts.isEmpty() ? new LinkedHashSet<>(held) : behind(starts, held);
        boolean shown = held.stream().noneMatch(node -> node.operation() instanceof ChannelScale)
                || shown(held, within);
        List<Node> producers = held.stream().filter(UnitSearch::mixes).toList();
        String name = producers.isEmpty() ? held.getFirst().name() : producers.getFirst().name();
        boolean odd = shown && all(held, within, List.of(), s -> s.activation.parity() == Parity.ODD, false);
        if (all(held, within, List.of(), s -> s.activation.degree() == 1, true)) {
            return new Scaled(new Group(name, size, odd ? Parity.ODD : Parity.NONE, 1), within);
        }
        List<Node> next = starts.stream().flatMap(node -> readers.get(node.index()).stream()).toList();
        List<Nonlinear> first = next.stream()
                .filter(node -> node.operation() instanceof Nonlinear)
                .map(node -> (Nonlinear) node.operation())
                .toList();
        boolean hidden = !next.isEmpty() && first.size() == next.size();
        boolean even = shown && hidden && first.stream().allMatch(s -> s.activation.parity() == Parity.EVEN)
                && within.stream()
                        .allMatch(node -> starts.contains(node) || !(node.operation() instanceof ParameterOperation));
        int degree = hidden ? first.getFirst().activation.degree() : 0;
        boolean scales = degree > 0 && first.stream().allMatch(s -> s.activation.degree() == degree)
                && all(held, within, next, s -> s.activation.degree() == 1, true);
        return new Scaled(new Group(name, size, odd ? Parity.ODD : even ? Parity.EVEN : Parity.NONE,
                scales ? degree : 0), within);
    }

    /** Whether a node makes its units of all of its input. */
    private static boolean mixes(Node node) {
        return node.operation() instanceof Dense || node.operation() instanceof Convolution map && map.groups == 1;
    }

    /**
     * Whether a factor of the unit passes through all nodes within which it is seen, but for some, and ends in affine maps.
     *
     * @param held all nodes that hold the unit
     * @param positive whether the factor is positive
     */
    private boolean all(List<Node> held, Set<Node> within, List<Node> but, Predicate<Nonlinear> passes,
            boolean positive) {
        for (Node node : within) {
            for (Node reader : readers.get(node.index())) {
                // A rearrangement that does not hold the unit takes other entries.
                if (!within.contains(reader) && !mixes(reader) && !(reader.operation() instanceof Gather)) {
                    return false;
                }
            }
            boolean through = but.contains(node) || switch (node.operation()) {
                case Nonlinear s -> passes.test(s);
                case FixedAffine affine -> affine.linear();
                case ChannelScale scale -> !within.contains(nodes.get(node.input()));
                case Sum sum -> !spreads(node, 0) && !spreads(node, 1) && allSeen(node, held, within);
                case Maximum pool -> positive;
                case Gather gather -> allSeen(node, held, within);
                case Pooling pool -> true;
                default -> mixes(node);
            };
            if (!through) {
                return false;
            }
        }
        return true;
    }

    /** Whether the factor is seen in every input that holds the unit. */
    private boolean allSeen(Node node, List<Node> held, Set<Node> within) {
        return Arrays.stream(node.inputs())
                .mapToObj(nodes::get)
                .allMatch(input -> within.contains(input) || !held.contains(input));
    }

    private AffineMap map(Node node, int[] group, int[] unit) {
        ParameterOperation operation = (ParameterOperation) node.operation();
        int out = start[node.index()];
        int in = start[node.input()];
        Places rows = Places.of(operation.width, i -> group[out + i], i -> unit[out + i], i -> scaled[out + i]);
        Places columns = switch (operation) {
            case Dense dense -> Places.of(dense.inputs, j -> group[in + j], j -> unit[in + j],
                    j -> scaled[in + j]);
            case Convolution map when map.groups == 1 -> Places.of(map.fan, j -> group[in + j % map.channels],
                    j -> unit[in + j % map.channels], j -> scaled[in + j % map.channels]);
            default -> Places.fixed(operation.weights() / operation.width);
        };
        int layer = structure.shapes()
                .stream()
                .filter(shape -> shape.weight() == operation.weight)
                .mapToInt(shape -> shape.index())
                .findFirst()
                .orElse(-1);
        return new AffineMap(layer, operation.weight, operation.bias, rows, columns);
    }
}
