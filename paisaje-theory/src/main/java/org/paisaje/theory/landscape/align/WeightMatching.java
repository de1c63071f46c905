package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.linalg.Sizes;
import org.paisaje.math.random.Seed;
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
        this.floor = GAIN * Math.sqrt(dot(a, a) * dot(b, b));
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
        return dot(a, symmetries.apply(map, b));
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
        for (Symmetries.Layer layer : symmetries.layers()) {
            if (layer.out() == group && known(layer.in(), placed)
                    || layer.in() == group && known(layer.out(), placed)) {
                count++;
            }
        }
        return count;
    }

    private static boolean known(int group, boolean[] placed) {
        return group < 0 || placed[group];
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
        Symmetries.Group units = symmetries.groups().get(group);
        int n = units.size();
        double[] moved = symmetries.apply(map, b);
        Matrix rows = Matrix.zeros(n, n);
        Matrix columns = Matrix.zeros(n, n);
        for (Symmetries.Layer layer : symmetries.layers()) {
            if (layer.out() == group) {
                boolean whole = layer.loops() ? placed[group] : known(layer.in(), placed);
                addRows(layer, moved, whole, rows);
            }
            if (layer.in() == group && (layer.loops() ? placed[group] : known(layer.out(), placed))) {
                addColumns(layer, moved, n, columns);
            }
        }
        Matrix gain = Matrix.zeros(n, n);
        for (int i = 0; i < gain.data().length; i++) {
            double row = rows.data()[i];
            double column = columns.data()[i];
            gain.data()[i] = switch (units.parity()) {
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
            units.set(step, i, 1, decides < 0);
        }
        return map.with(group, map.groups().get(group).then(step));
    }

    /** Adds {@code <row i of A, row j of B>}. */
    private void addRows(Symmetries.Layer layer, double[] moved, boolean whole, Matrix rows) {
        var shape = layer.shape();
        if (whole) {
            rows.addScaled(1, weights(layer, a).timesTransposed(weights(layer, moved)));
        }
        if (shape.hasBias()) {
            int n = rows.rows();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    rows.data()[i * n + j] += a[shape.bias() + i] * moved[shape.bias() + j];
                }
            }
        }
    }

    /** Adds {@code <column i of A, column j of B>}, over all taps of a filter. */
    private void addColumns(Symmetries.Layer layer, double[] moved, int n, Matrix columns) {
        columns.addScaled(1, byUnit(layer, a, n).transposedTimes(byUnit(layer, moved, n)));
    }

    static Matrix weights(Symmetries.Layer layer, double[] theta) {
        var shape = layer.shape();
        int size = Sizes.product("weights", shape.outputs(), shape.inputs());
        return Matrix.wrap(shape.outputs(), shape.inputs(),
                Arrays.copyOfRange(theta, shape.weight(), shape.weight() + size));
    }

    /** The weights with a column for each unit of n: a row for each output and tap, as they lie. */
    static Matrix byUnit(Symmetries.Layer layer, double[] theta, int n) {
        Matrix weights = weights(layer, theta);
        return Matrix.wrap(weights.data().length / n, n, weights.data());
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
