package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.network.UnitStructure;

/**
 * A symmetry of an architecture: in each group of units unit i becomes what unit pi(i) was, the weights into it times
 * {@code in(i)} and those out of it times {@code out(i)}, which makes up for it. These maps are a group: they compose and
 * have inverses.
 *
 * @param groups one for each group of the {@link Symmetries}
 */
public record UnitMap(List<Units> groups) {
    /**
     * The map within a group.
     *
     * @param from pi
     * @param in the factors of the weights and biases into the units
     * @param out the factors of the weights out of them
     */
    public record Units(int[] from, double[] in, double[] out) {
        /** Nothing changes. */
        static Units identity(int size) {
            double[] ones = new double[size];
            Arrays.fill(ones, 1);
            int[] from = new int[size];
            Arrays.setAll(from, i -> i);
            return new Units(from, ones, ones.clone());
        }

        /** First this, then the other. */
        Units then(Units next) {
            int n = from.length;
            int[] order = new int[n];
            double[] into = new double[n];
            double[] onward = new double[n];
            for (int i = 0; i < n; i++) {
                int j = next.from[i];
                order[i] = from[j];
                into[i] = next.in[i] * in[j];
                onward[i] = next.out[i] * out[j];
            }
            return new Units(order, into, onward);
        }

        Units inverse() {
            int n = from.length;
            var result = identity(n);
            for (int i = 0; i < n; i++) {
                result.from[from[i]] = i;
                result.in[from[i]] = 1 / in[i];
                result.out[from[i]] = 1 / out[i];
            }
            return result;
        }

        boolean isIdentity(double tolerance) {
            for (int i = 0; i < from.length; i++) {
                if (from[i] != i || !(Math.abs(in[i] - 1) <= tolerance) || !(Math.abs(out[i] - 1) <= tolerance)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Units u && Arrays.equals(from, u.from) && Arrays.equals(in, u.in)
                    && Arrays.equals(out, u.out);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(from);
        }

        @Override
        public String toString() {
            return "Units[" + Arrays.toString(from) + ", in=" + Arrays.toString(in) + ", out=" + Arrays.toString(out)
                    + "]";
        }
    }

    /** Copies the list. */
    public UnitMap {
        groups = List.copyOf(groups);
    }

    /** Nothing changes. */
    public static UnitMap identity(Symmetries of) {
        return new UnitMap(of.groups().stream().map(group -> Units.identity(group.size())).toList());
    }

    /**
     * A symmetry drawn at random: a permutation in every group, signs where they may change, and factors
     * {@code exp(spread z)} with normal z where units may be scaled.
     *
     * @param spread of the logarithm of the factors; 0 for none
     */
    public static UnitMap random(Symmetries of, double spread, Seed seed) {
        List<Units> result = new ArrayList<>();
        for (UnitStructure.Group group : of.groups()) {
            Generator draw = seed.named(group.name()).generator();
            var units = Units.identity(group.size());
            System.arraycopy(draw.permutation(group.size()), 0, units.from, 0, group.size());
            for (int i = 0; i < group.size(); i++) {
                double factor = group.degree() > 0 ? Math.exp(spread * draw.nextGaussian()) : 1;
                boolean flipped = draw.nextBoolean();
                Symmetries.set(group, units, i, factor, flipped);
            }
            result.add(units);
        }
        return new UnitMap(result);
    }

    /** First this, then the other. */
    public UnitMap then(UnitMap next) {
        List<Units> result = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            result.add(groups.get(g).then(next.groups.get(g)));
        }
        return new UnitMap(result);
    }

    /** What undoes this. */
    public UnitMap inverse() {
        return new UnitMap(groups.stream().map(Units::inverse).toList());
    }

    /** The same with another map within a group. */
    UnitMap with(int group, Units units) {
        List<Units> result = new ArrayList<>(groups);
        result.set(group, units);
        return new UnitMap(result);
    }

    /** The same without factors. */
    UnitMap places() {
        return new UnitMap(groups.stream().map(units -> {
            var same = Units.identity(units.from.length);
            return new Units(units.from, same.in, same.out);
        }).toList());
    }

    /** Whether nothing changes, the factors within a tolerance. */
    public boolean isIdentity(double tolerance) {
        return groups.stream().allMatch(units -> units.isIdentity(tolerance));
    }

    /** How many units get another place. */
    public int moved() {
        return groups.stream().mapToInt(units -> {
            int count = 0;
            for (int i = 0; i < units.from.length; i++) {
                count += units.from[i] == i ? 0 : 1;
            }
            return count;
        }).sum();
    }

    /** How many units change their sign. */
    public int flipped() {
        return groups.stream().mapToInt(units -> (int) Arrays.stream(units.in).filter(f -> f < 0).count()).sum();
    }
}
