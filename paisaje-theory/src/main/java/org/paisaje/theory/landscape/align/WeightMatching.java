package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;
import org.paisaje.network.UnitStructure.AffineMap;
import org.paisaje.network.UnitStructure.Group;
import org.paisaje.network.UnitStructure.Places;
import org.paisaje.network.activation.ScalarFunction.Parity;

/**
 * The symmetry that brings one parameter vector near another: it maximises {@code <theta_A, pi(theta_B)>}, which for
 * permutations and signs minimises the distance. One group of units after another is assigned anew with the others fixed,
 * each an exact linear assignment problem, until nothing improves (Ainsworth et al. 2023, "weight matching"). In groups whose
 * weights read the units that they write (blocks Y + s(A Y + b)) the problem is linearised and a step kept only if it
 * improves.
 *
 * <p>The local search starts where units are told apart by the weights that tie them to inputs or outputs, which stay in
 * place, spreading from there: a permuted copy is found exactly if its units differ. Random orders are tried besides, and the
 * best end is kept. The problem as a whole is NP-hard; {@link AlignmentBound} says what no symmetry can exceed.
 */
final class WeightMatching {
    private static final int SWEEPS = 100;
    /** An improvement counts from this share of the norms on. */
    private static final double GAIN = 1e-12;

    private final Symmetries symmetries;
    private final double[] a;
    private final double[] b;
    private final double floor;

    WeightMatching(Symmetries symmetries, double[] a, double[] b) {
        this.symmetries = symmetries;
        this.a = a;
        this.b = b;
        this.floor = GAIN * Math.sqrt(Norms.dot(a, a) * Norms.dot(b, b));
    }

    /** The best end of searches from inputs, from outputs, from a given map and in so many random orders. */
    UnitMap best(List<UnitMap> starts, int random, Seed seed) {
        int count = symmetries.groups().size();
        int[] forward = IntStream.range(0, count).toArray();
        int[] backward = IntStream.range(0, count).map(i -> count - 1 - i).toArray();
        List<Supplier<UnitMap>> searches = new ArrayList<>();
        searches.add(() -> improved(anchored(forward), forward));
        searches.add(() -> improved(anchored(backward), forward));
        starts.forEach(start -> searches.add(() -> improved(start, forward)));
        for (int r = 0; r < random; r++) {
            int[] order = seed.at(r).permutation(count);
            searches.add(() -> improved(UnitMap.identity(symmetries), order));
        }
        UnitMap[] ends = new UnitMap[searches.size()];
        Parallel.run(ends.length, i -> ends[i] = searches.get(i).get());
        return Arrays.stream(ends).max(Comparator.comparingDouble(this::value)).orElseThrow();
    }

    /** What is maximised. */
    double value(UnitMap map) {
        return Norms.dot(a, symmetries.apply(map, b));
    }

    /** Groups in order, each by the weights that tie it to what is already in place. */
    private UnitMap anchored(int[] order) {
        UnitMap map = UnitMap.identity(symmetries);
        boolean[] placed = new boolean[order.length];
        for (int left = order.length; left > 0; left--) {
            int next = -1;
            for (int g : order) {
                if (!placed[g] && (next < 0 || ties(g, placed) > 0 && ties(next, placed) == 0)) {
                    next = g;
                }
            }
            map = assigned(map, next, placed);
            placed[next] = true;
        }
        return map;
    }

    private int ties(int group, boolean[] placed) {
        int count = 0;
        for (AffineMap map : symmetries.maps()) {
            if (map.rows().has(group) && known(map.columns(), placed).length > 0
                    || map.columns().has(group) && known(map.rows(), placed).length > 0) {
                count++;
            }
        }
        return count;
    }

    /** The places of groups that are placed, and those that stay. */
    private static int[] known(Places places, boolean[] placed) {
        return IntStream.range(0, places.size())
                .filter(i -> places.group()[i] < 0 || placed[places.group()[i]])
                .toArray();
    }

    private UnitMap improved(UnitMap start, int[] order) {
        boolean[] all = new boolean[order.length];
        Arrays.fill(all, true);
        UnitMap map = start;
        double value = value(map);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double before = value;
            for (int g : order) {
                UnitMap next = assigned(map, g, all);
                double reached = value(next);
                if (reached > value + floor) {
                    map = next;
                    value = reached;
                }
            }
            if (value <= before + floor) {
                break;
            }
        }
        return map;
    }

    /** The best places of the units of a group, by the weights between it and placed groups. */
    private UnitMap assigned(UnitMap map, int group, boolean[] placed) {
        Group units = symmetries.groups().get(group);
        int n = units.size();
        double[] moved = symmetries.apply(map, b);
        Matrix rows = Matrix.zeros(n, n);
        Matrix columns = Matrix.zeros(n, n);
        // What keeps its sign when the unit turns.
        Matrix still = Matrix.zeros(n, n);
        for (AffineMap affine : symmetries.maps()) {
            if (affine.rows().has(group)) {
                addRows(affine, moved, group, known(affine.columns(), placed),
                        affine.rows().scales(group) ? rows : still);
            }
            if (affine.columns().has(group)) {
                int[] known = known(affine.rows(), placed);
                (affine.columns().scales(group) ? columns : still).addScaled(1, byUnit(affine, a, group, n, known)
                        .transposedTimes(byUnit(affine, moved, group, n, known)));
            }
        }
        Matrix gain = Matrix.zeros(n, n);
        for (int i = 0; i < gain.data().length; i++) {
            double row = rows.data()[i];
            double column = columns.data()[i];
            gain.data()[i] = still.data()[i] + switch (units.parity()) {
                case ODD -> Math.abs(row + column);
                case EVEN -> Math.abs(row) + column;
                case NONE -> row + column;
            };
        }
        int[] best = Assignment.best(gain).columns();
        UnitMap.Units step = UnitMap.Units.identity(n);
        for (int i = 0; i < n; i++) {
            step.from()[i] = best[i];
            double row = rows.get(i, best[i]);
            double decides = units.parity() == Parity.EVEN ? row : row + columns.get(i, best[i]);
            Symmetries.set(units, step, i, 1, decides < 0);
        }
        return map.with(group, map.groups().get(group).then(step));
    }

    /** Adds {@code <row i of A, row j of B>} over some columns, and the biases. */
    private void addRows(AffineMap map, double[] moved, int group, int[] columns, Matrix rows) {
        int n = rows.rows();
        int[] places = map.rows().of(group, n);
        for (int start = 0; start < places.length; start += n) {
            if (columns.length > 0) {
                rows.addScaled(1, rows(map, a, places, start, n, columns)
                        .timesTransposed(rows(map, moved, places, start, n, columns)));
            }
            for (int i = 0; map.hasBias() && i < n; i++) {
                for (int j = 0; j < n; j++) {
                    rows.data()[i * n + j] += a[map.bias() + places[start + i]] * moved[map.bias() + places[start + j]];
                }
            }
        }
    }

    private static Matrix rows(AffineMap map, double[] theta, int[] places, int start, int n, int[] columns) {
        Matrix result = Matrix.zeros(n, columns.length);
        for (int i = 0; i < n; i++) {
            int from = map.weight() + places[start + i] * map.columns().size();
            for (int j = 0; j < columns.length; j++) {
                result.data()[i * columns.length + j] = theta[from + columns[j]];
            }
        }
        return result;
    }

    /** The weights out of the units of a group, a column for each of n: a row for each known result and place of the units. */
    private static Matrix byUnit(AffineMap map, double[] theta, int group, int n, int[] rows) {
        int[] places = map.columns().of(group, n);
        Matrix result = Matrix.zeros(rows.length * (places.length / n), n);
        for (int i = 0; i < rows.length; i++) {
            int from = map.weight() + rows[i] * map.columns().size();
            for (int j = 0; j < places.length; j++) {
                result.data()[i * places.length + j] = theta[from + places[j]];
            }
        }
        return result;
    }

    static Matrix weights(AffineMap map, double[] theta) {
        int size = Sizes.product("weights", map.rows().size(), map.columns().size());
        return Matrix.wrap(map.rows().size(), map.columns().size(),
                Arrays.copyOfRange(theta, map.weight(), map.weight() + size));
    }
}
