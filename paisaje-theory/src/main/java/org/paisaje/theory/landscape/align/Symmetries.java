package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.network.Architecture;
import org.paisaje.network.UnitStructure;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.UnitStructure.Places;
import org.paisaje.network.activation.ScalarFunction.Parity;
import org.paisaje.network.architecture.ChannelStatistics;
import org.paisaje.network.architecture.Graph;

/**
 * The symmetries of an architecture: which hidden units may change places, which may change their sign
 * and which may be scaled without a change of the function. Units that skips add to each other are one group and move
 * together; units that are added to the input or give the outputs stay. The channels of a convolution are its units. Those of a
 * graph are found by following its nodes.
 *
 * <p>Between layers without an activation every invertible matrix is a symmetry; of those this holds permutations, signs
 * and scales. A head behind the outputs changes nothing.
 */
public final class Symmetries {
    private final UnitStructure structure;

    private Symmetries(UnitStructure structure) {
        this.structure = structure;
    }

    /** The symmetries of a network. Channels with batch statistics of their own stay: {@link Architecture#absorbing} has them free. */
    public static Symmetries of(Architecture network) {
        return new Symmetries(network.withoutHead().unitStructure());
    }

    /** The groups, from the inputs on. */
    public List<Group> groups() {
        return structure.groups();
    }

    /** The affine maps in order. */
    List<AffineMap> maps() {
        return structure.maps();
    }

    /** How many units may change places. */
    public int units() {
        return groups().stream().mapToInt(Group::size).sum();
    }

    /** The logarithm to base 10 of the number of permutations and changes of sign. */
    public double logCount() {
        double sum = 0;
        for (Group group : groups()) {
            for (int i = 2; i <= group.size(); i++) {
                sum += Math.log10(i);
            }
            sum += group.parity() == Parity.NONE ? 0 : group.size() * Math.log10(2);
        }
        return sum;
    }

    /** Whether units of some group may be scaled, so that there are infinitely many equal networks. */
    public boolean scales() {
        return groups().stream().anyMatch(group -> group.degree() > 0);
    }

    /** Multiplies the map of unit i of a group by a scale and a change of sign, as far as the group has them. */
    static void set(Group group, UnitMap.Units units, int i, double scale, boolean flipped) {
        double sign = flipped && group.parity() != Parity.NONE ? -1 : 1;
        double factor = group.degree() > 0 ? scale : 1;
        units.in()[i] *= sign * factor;
        units.out()[i] *= (group.parity() == Parity.ODD ? sign : 1)
                * (group.degree() > 0 ? Math.pow(factor, -group.degree()) : 1);
    }

    /** The layer of a trace whose values are those of a group, the last of several. */
    Optional<AffineMap> producer(int group) {
        return maps().reversed().stream().filter(map -> map.layer() >= 0 && map.rows().has(group)).findFirst();
    }

    /** Whether anything but the identity is among them. */
    public boolean any() {
        return groups().stream()
                .anyMatch(group -> group.size() > 1 || group.degree() > 0 || group.parity() != Parity.NONE);
    }

    /** The parameters of the same function that a map makes of theta, as a new array. */
    public double[] apply(UnitMap map, double[] theta) {
        if (theta.length != structure.parameters()) {
            throw new IllegalArgumentException("apply: theta has " + theta.length + " entries, the network has "
                    + structure.parameters() + " parameters");
        }
        double[] result = theta.clone();
        for (AffineMap affine : maps()) {
            int inputs = affine.columns().size();
            int[] rows = sources(map, affine.rows());
            int[] columns = sources(map, affine.columns());
            double[] in = factors(map, affine.rows(), true);
            double[] out = factors(map, affine.columns(), false);
            for (int i = 0; i < rows.length; i++) {
                int to = affine.weight() + i * inputs;
                int from = affine.weight() + rows[i] * inputs;
                for (int j = 0; j < inputs; j++) {
                    result[to + j] = in[i] * out[j] * theta[from + columns[j]];
                }
                if (affine.hasBias()) {
                    result[affine.bias() + i] = in[i] * theta[affine.bias() + rows[i]];
                }
            }
        }
        return result;
    }

    /**
     * The network with what its batch normalisations normalise by, which changes places with the channels: with the parameters that
     * the map makes of theta it has the function that the network has with theta. These symmetries are those of
     * {@link Architecture#absorbing}.
     */
    public Architecture apply(UnitMap map, Architecture network) {
        if (!(network instanceof Graph graph) || graph.statistics().isEmpty()) {
            return network;
        }
        UnitMap places = map.places();
        List<ChannelStatistics> moved = new ArrayList<>();
        for (ChannelStatistics one : graph.statistics()) {
            int at = graph.layout().slice(one.name() + ".weight").offset();
            moved.add(new ChannelStatistics(one.name(), moved(places, at, one.mean()),
                    moved(places, at, one.variance()), one.epsilon()));
        }
        return graph.withStatistics(moved);
    }

    /** Numbers of channels whose factors begin at a place in theta, in their new order. */
    private double[] moved(UnitMap places, int at, double[] channels) {
        double[] theta = new double[structure.parameters()];
        System.arraycopy(channels, 0, theta, at, channels.length);
        return Arrays.copyOfRange(apply(places, theta), at, at + channels.length);
    }

    /** Where the entry at each place comes from. */
    private int[] sources(UnitMap map, Places places) {
        int[] result = new int[places.size()];
        int[][] of = new int[groups().size()][];
        for (int i = 0; i < result.length; i++) {
            int g = places.group()[i];
            if (g < 0) {
                result[i] = i;
                continue;
            }
            int size = groups().get(g).size();
            if (of[g] == null) {
                of[g] = places.of(g, size);
            }
            result[i] = of[g][places.slot()[i] * size + map.groups().get(g).from()[places.unit()[i]]];
        }
        return result;
    }

    private static double[] factors(UnitMap map, Places places, boolean in) {
        double[] result = new double[places.size()];
        for (int i = 0; i < result.length; i++) {
            int g = places.group()[i];
            int u = places.unit()[i];
            result[i] = g < 0 || !places.scaled()[i]
                    ? 1
                    : in ? map.groups().get(g).in()[u] : map.groups().get(g).out()[u];
        }
        return result;
    }
}
