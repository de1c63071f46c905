package org.paisaje.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * Which hidden units of a network may change places without a change of the function, which may change their sign or be scaled,
 * and where the weights into and out of them lie in theta. Units that are added to each other move together; those that are
 * added to the input or give the outputs stay.
 *
 * @param groups units that may change places with each other
 * @param maps the affine maps
 * @param parameters the entries of theta
 */
public record UnitStructure(List<Group> groups, List<AffineMap> maps, int parameters) {
    /** Copies the lists. */
    public UnitStructure {
        groups = List.copyOf(groups);
        maps = List.copyOf(maps);
    }

    /**
     * Units that may change places.
     *
     * @param name that of the layer whose units they are; of the first one where sums add several
     * @param size how many units
     * @param parity odd: a unit may change its sign, made up for by the weights out of it; even: the weights into it may
     *     change their sign
     * @param degree the k of {@code s(c z) = c^k s(z)}: weights into a unit may be multiplied by c > 0, made up for by
     *     {@code c^-k} behind it; 0 if not
     */
    public record Group(String name, int size, Parity parity, int degree) {}

    /**
     * An affine map, or one of factors of channels.
     *
     * @param layer its place among the layers of a trace, -1 if it is none of them
     * @param weight where its weights start in theta, row by row
     * @param bias where its biases start, -1 without
     * @param rows whose units its results are
     * @param columns whose units its inputs are
     */
    public record AffineMap(int layer, int weight, int bias, Places rows, Places columns) {
        /** Whether there are biases. */
        public boolean hasBias() {
            return bias >= 0;
        }
    }

    /**
     * Whose units rows or columns of weights belong to. A unit has several where it is seen at several pixels or taps; these
     * are numbered, and go where those of the same number of another unit are.
     *
     * @param group of each place, -1 if it stays
     * @param unit within the group
     * @param slot the number among the places of the unit
     * @param scaled whether signs and scales of the unit are seen there; what a normalisation follows has none
     */
    public record Places(int[] group, int[] unit, int[] slot, boolean[] scaled) {
        /** Places that stay. */
        public static Places fixed(int size) {
            return of(size, i -> -1, i -> 0);
        }

        /** The places with the slots counted from the first on; the functions give group and unit of a place. */
        public static Places of(int size, IntUnaryOperator groups, IntUnaryOperator units) {
            return of(size, groups, units, i -> true);
        }

        /** The same, with a function that says where signs and scales of units are seen. */
        public static Places of(int size, IntUnaryOperator groups, IntUnaryOperator units, IntPredicate scales) {
            int[] group = IntStream.range(0, size).map(groups).toArray();
            int[] unit = new int[size];
            int[] slot = new int[size];
            List<int[]> seen = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if (group[i] < 0) {
                    continue;
                }
                unit[i] = units.applyAsInt(i);
                while (seen.size() <= group[i]) {
                    seen.add(new int[0]);
                }
                int[] counts = seen.get(group[i]);
                if (counts.length <= unit[i]) {
                    counts = Arrays.copyOf(counts, 2 * unit[i] + 1);
                    seen.set(group[i], counts);
                }
                slot[i] = counts[unit[i]]++;
            }
            boolean[] scaled = new boolean[size];
            for (int i = 0; i < size; i++) {
                scaled[i] = group[i] >= 0 && scales.test(i);
            }
            return new Places(group, unit, slot, scaled);
        }

        /** How many there are. */
        public int size() {
            return group.length;
        }

        /** Whether some belong to a group. */
        public boolean has(int of) {
            return Arrays.stream(group).anyMatch(g -> g == of);
        }

        /** Whether signs and scales of a group are seen at some of its places. */
        public boolean scales(int of) {
            return IntStream.range(0, size()).anyMatch(i -> group[i] == of && scaled[i]);
        }

        /** The places of a group, for each slot one of each unit: entry {@code slot * size + unit}. */
        public int[] of(int which, int size) {
            int count = (int) Arrays.stream(group).filter(g -> g == which).count();
            int[] result = new int[count];
            for (int i = 0; i < group.length; i++) {
                if (group[i] == which) {
                    result[slot[i] * size + unit[i]] = i;
                }
            }
            return result;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Places p && Arrays.equals(group, p.group) && Arrays.equals(unit, p.unit)
                    && Arrays.equals(slot, p.slot) && Arrays.equals(scaled, p.scaled);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(group) + 31 * Arrays.hashCode(unit);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** That of layers in a row, whose skips tell what is added to what. */
    static UnitStructure ofRow(List<LayerShape> shapes, int parameters) {
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
        List<AffineMap> maps = new ArrayList<>();
        for (LayerShape shape : shapes) {
            int in = group[shape.index()];
            int out = group[shape.index() + 1];
            maps.add(new AffineMap(shape.index(), shape.weight(), shape.bias(),
                    Places.of(shape.outputs(), i -> out, i -> i), Places.of(shape.inputs(), i -> in, i -> i)));
        }
        return new UnitStructure(groups, maps, parameters);
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
}
