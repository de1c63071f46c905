package org.paisaje.network.graph.unit;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.activation.ScalarFunction.Parity;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.operation.ChannelScale;
import org.paisaje.network.graph.operation.FixedAffine;
import org.paisaje.network.graph.operation.Gather;
import org.paisaje.network.graph.operation.Maximum;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Normalization;
import org.paisaje.network.graph.operation.ParameterOperation;
import org.paisaje.network.graph.operation.Pooling;
import org.paisaje.network.graph.operation.Sum;

/**
 * Which signs and scales of the units of a group may change. Behind a normalisation a unit has the sign and the scale that the
 * factor of its channel gives it, so that these begin at the factor and not at the weights before it.
 */
final class UnitRescaling {
    private final GraphStructure structure;
    private final GraphEntries entries;

    UnitRescaling(GraphStructure structure, GraphEntries entries) {
        this.structure = structure;
        this.entries = entries;
    }

    /** A group, and the nodes within which its units have their signs and scales. */
    record Scaled(Group group, Set<Node> within) {
        boolean any() {
            return group.parity() != Parity.NONE || group.degree() > 0;
        }
    }

    private List<Node> nodes() {
        return structure.nodes();
    }

    /** What the units of a group can do. */
    Scaled described(List<int[]> members) {
        List<Node> held = Arrays.stream(members.getFirst())
                .map(entry -> entries.owner(entry).index())
                .distinct()
                .mapToObj(nodes()::get)
                .toList();
        List<Node> factors = held.stream().filter(node -> node.operation() instanceof ChannelScale).toList();
        List<Node> starts = held.stream()
                .filter(node -> node.operation() instanceof ChannelScale
                        || GraphEntries.mixes(node) && !normalised(node, held))
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
            if (!GraphEntries.mixes(node)
                    && Arrays.stream(node.inputs()).anyMatch(input -> result.contains(nodes().get(input)))) {
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
                .filter(layer -> held.contains(nodes().get(layer.affine())))
                .findFirst()
                .filter(layer -> within.contains(nodes().get(layer.values())))
                .isPresent();
    }

    /** Whether a value is read by normalisations and factors of channels alone. */
    private boolean normalised(Node node, List<Node> held) {
        List<Node> all = entries.readers(node);
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
        List<Node> producers = held.stream().filter(GraphEntries::mixes).toList();
        String name = producers.isEmpty() ? held.getFirst().name() : producers.getFirst().name();
        boolean odd = shown && all(held, within, List.of(), s -> s.activation().parity() == Parity.ODD, false);
        if (all(held, within, List.of(), s -> s.activation().degree() == 1, true)) {
            return new Scaled(new Group(name, size, odd ? Parity.ODD : Parity.NONE, 1), within);
        }
        List<Node> next = starts.stream().flatMap(node -> entries.readers(node).stream()).toList();
        List<Nonlinear> first = next.stream()
                .filter(node -> node.operation() instanceof Nonlinear)
                .map(node -> (Nonlinear) node.operation())
                .toList();
        boolean hidden = !next.isEmpty() && first.size() == next.size();
        boolean even = shown && hidden && first.stream().allMatch(s -> s.activation().parity() == Parity.EVEN)
                && within.stream()
                        .allMatch(node -> starts.contains(node) || !(node.operation() instanceof ParameterOperation));
        int degree = hidden ? first.getFirst().activation().degree() : 0;
        boolean scales = degree > 0 && first.stream().allMatch(s -> s.activation().degree() == degree)
                && all(held, within, next, s -> s.activation().degree() == 1, true);
        return new Scaled(new Group(name, size, odd ? Parity.ODD : even ? Parity.EVEN : Parity.NONE,
                scales ? degree : 0), within);
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
            for (Node reader : entries.readers(node)) {
                // A rearrangement that does not hold the unit takes other entries.
                if (!within.contains(reader) && !GraphEntries.mixes(reader)
                        && !(reader.operation() instanceof Gather)) {
                    return false;
                }
            }
            boolean through = but.contains(node) || switch (node.operation()) {
                case Nonlinear s -> passes.test(s);
                case FixedAffine affine -> affine.linear();
                case ChannelScale scale -> !within.contains(nodes().get(node.input()));
                case Sum sum -> !entries.spreads(node, 0) && !entries.spreads(node, 1) && allSeen(node, held, within);
                case Maximum pool -> positive;
                case Gather gather -> allSeen(node, held, within);
                case Pooling pool -> true;
                default -> GraphEntries.mixes(node);
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
                .mapToObj(nodes()::get)
                .allMatch(input -> within.contains(input) || !held.contains(input));
    }
}
