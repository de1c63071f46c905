package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.ScalarFunction.Parity;
import org.paisaje.network.architecture.Convolutional;

/**
 * The symmetries of an architecture, read off its layers: which hidden units may change places, which may change their sign
 * and which may be scaled without a change of the function. Units that skips add to each other are one group and move
 * together; units that are added to the input or give the outputs stay. The channels of a convolution are its units.
 *
 * <p>Between layers without an activation every invertible matrix is a symmetry; of those this holds permutations, signs
 * and scales. A head behind the outputs changes nothing.
 */
public final class Symmetries {
    private final List<Group> groups;
    private final List<Layer> layers;
    private final int parameters;

    private Symmetries(List<Group> groups, List<Layer> layers, int parameters) {
        this.groups = List.copyOf(groups);
        this.layers = List.copyOf(layers);
        this.parameters = parameters;
    }

    /**
     * Units that may change places.
     *
     * @param name that of the layer whose units they are; of the first one where skips add several
     * @param size how many units
     * @param parity odd: a unit may change its sign, made up for by the weights out of it; even: the weights into it may
     *     change their sign
     * @param degree the k of {@code s(c z) = c^k s(z)}: weights into a unit may be multiplied by c > 0, made up for by
     *     {@code c^-k} behind it; 0 if not
     */
    public record Group(String name, int size, Parity parity, int degree) {
        /** Multiplies the map of unit i by a scale and a change of sign, as far as the group has them. */
        void set(UnitMap.Units units, int i, double scale, boolean turned) {
            double sign = turned && parity != Parity.NONE ? -1 : 1;
            double factor = degree > 0 ? scale : 1;
            units.in()[i] *= sign * factor;
            units.out()[i] *= (parity == Parity.ODD ? sign : 1) * (degree > 0 ? Math.pow(factor, -degree) : 1);
        }
    }

    /**
     * An affine map between groups.
     *
     * @param shape sizes and places in theta
     * @param in the group of its inputs, -1 if these stay
     * @param out the group of its results, -1 if these stay
     */
    record Layer(LayerShape shape, int in, int out) {
        /** Whether it reads and writes the same units, as a block {@code Y + s(A Y + b)} does. */
        boolean loops() {
            return in >= 0 && in == out;
        }
    }

    /**
     * The symmetries of a network.
     *
     * @throws IllegalArgumentException for a graph, whose layers do not tell what they read
     */
    public static Symmetries of(Architecture network) {
        Architecture plain = network.withoutHead();
        if (!plain.inRow() && !(plain instanceof Convolutional)) {
            throw new IllegalArgumentException(
                    "alignment: " + network + " is a graph, whose symmetries are not derived; "
                            + "those of mlp, linear, resnet and conv are");
        }
        List<LayerShape> shapes = plain.layerShapes();
        int depth = shapes.size();
        int[] root = IntStream.rangeClosed(0, depth).toArray();
        for (LayerShape shape : shapes) {
            if (shape.hasSkip()) {
                int a = root[shape.skip()];
                int b = root[shape.index() + 1];
                for (int i = 0; i <= depth; i++) {
                    root[i] = root[i] == b ? a : root[i];
                }
            }
        }
        int[] group = new int[depth + 1];
        Arrays.fill(group, -1);
        List<Group> groups = new ArrayList<>();
        for (int node = 1; node < depth; node++) {
            int own = root[node];
            if (own == root[0] || own == root[depth] || group[node] >= 0) {
                continue;
            }
            List<LayerShape> producers = new ArrayList<>();
            for (int other = node; other <= depth; other++) {
                if (root[other] == own) {
                    group[other] = groups.size();
                    producers.add(shapes.get(other - 1));
                }
            }
            groups.add(group(producers));
        }
        List<Layer> layers = new ArrayList<>();
        for (LayerShape shape : shapes) {
            layers.add(new Layer(shape, group[shape.index()], group[shape.index() + 1]));
        }
        return new Symmetries(groups, layers, plain.layout().size());
    }

    private static Group group(List<LayerShape> producers) {
        LayerShape first = producers.getFirst();
        if (producers.size() == 1) {
            return new Group(first.name(), first.outputs(), first.activation().parity(), first.activation().degree());
        }
        boolean odd = producers.stream().allMatch(layer -> layer.activation().parity() == Parity.ODD);
        boolean linear = producers.stream().allMatch(layer -> layer.activation().degree() == 1);
        return new Group(first.name(), first.outputs(), odd ? Parity.ODD : Parity.NONE, linear ? 1 : 0);
    }

    /** The groups, from the inputs on. */
    public List<Group> groups() {
        return groups;
    }

    /** The layers in order. */
    List<Layer> layers() {
        return layers;
    }

    /** How many units may change places. */
    public int units() {
        return groups.stream().mapToInt(Group::size).sum();
    }

    /** The logarithm to base 10 of the number of permutations and changes of sign. */
    public double logCount() {
        double sum = 0;
        for (Group group : groups) {
            for (int i = 2; i <= group.size(); i++) {
                sum += Math.log10(i);
            }
            sum += group.parity() == Parity.NONE ? 0 : group.size() * Math.log10(2);
        }
        return sum;
    }

    /** Whether units of some group may be scaled, so that there are infinitely many equal networks. */
    public boolean scales() {
        return groups.stream().anyMatch(group -> group.degree() > 0);
    }

    /** The layer whose values are those of a group, the last of several. */
    Optional<Layer> producer(int group) {
        return layers.reversed().stream().filter(layer -> layer.out() == group).findFirst();
    }

    /** The parameters of the same function that a map makes of theta, as a new array. */
    public double[] apply(UnitMap map, double[] theta) {
        if (theta.length != parameters) {
            throw new IllegalArgumentException("apply: theta has " + theta.length + " entries, the network has "
                    + parameters + " parameters");
        }
        double[] result = theta.clone();
        for (Layer layer : layers) {
            LayerShape shape = layer.shape();
            UnitMap.Units rows = units(map, layer.out(), shape.outputs());
            UnitMap.Units columns = units(map, layer.in(), shape.inputs());
            int period = columns.from().length;
            for (int i = 0; i < shape.outputs(); i++) {
                int to = shape.weight() + i * shape.inputs();
                int from = shape.weight() + rows.from()[i] * shape.inputs();
                double factor = rows.in()[i];
                for (int start = 0; start < shape.inputs(); start += period) {
                    for (int j = 0; j < period; j++) {
                        result[to + start + j] = factor * columns.out()[j] * theta[from + start + columns.from()[j]];
                    }
                }
                if (shape.hasBias()) {
                    result[shape.bias() + i] = factor * theta[shape.bias() + rows.from()[i]];
                }
            }
        }
        return result;
    }

    private UnitMap.Units units(UnitMap map, int group, int size) {
        return group < 0 ? UnitMap.Units.identity(size) : map.groups().get(group);
    }
}
