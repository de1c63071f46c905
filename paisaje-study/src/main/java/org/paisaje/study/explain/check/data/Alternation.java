package org.paisaje.study.explain.check.data;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Reference;

/**
 * Whether targets turn from a row to the nearest rows with other inputs, more often than if they were dealt at random: what a
 * parity, a remainder or a wave as long as the distance between samples does. The correlation of the targets of neighbours
 * (Moran 1950, with the nearest rows as neighbours) is about 0 for targets that do not depend on the inputs, and above 0 for
 * those that change slowly.
 *
 * @param rows how many different inputs were compared
 * @param correlation that of the target with the mean target of the nearest other inputs, for classes of their indicators
 * @param deviations the same in standard deviations of what chance gives
 */
public record Alternation(int rows, double correlation, double deviations) {
    private static final int MOST = 1000;
    /** With fewer different inputs a small network can hold them all. */
    private static final int FEWEST = 48;
    /** So many standard deviations below 0 are no chance, though rows are looked at in pairs. */
    private static final double CLEAR = 5;
    /** Squared distances that differ by this share are told apart by nothing but rounding. */
    private static final double EQUAL = 1e-6;

    /**
     * Compares rows with their neighbours; absent for few different inputs and for constant targets.
     *
     * @param x the inputs, scaled alike
     * @param y the targets, for classes a column for each
     */
    public static Optional<Alternation> of(Matrix x, Matrix y) {
        Map<DoubleBuffer, List<Integer>> groups = new LinkedHashMap<>();
        for (int i : Reference.spread(x.rows(), MOST)) {
            groups.computeIfAbsent(DoubleBuffer.wrap(x.row(i)), none -> new ArrayList<>()).add(i);
        }
        List<List<Integer>> different = List.copyOf(groups.values());
        int n = different.size();
        if (n < FEWEST) {
            return Optional.empty();
        }
        int[] rows = different.stream().mapToInt(List::getFirst).toArray();
        Matrix targets = Matrix.zeros(n, y.columns());
        for (int i = 0; i < n; i++) {
            for (int member : different.get(i)) {
                for (int c = 0; c < y.columns(); c++) {
                    targets.set(i, c, targets.get(i, c) + y.get(member, c) / different.get(i).size());
                }
            }
        }
        return of(Reference.distances(x.rows(rows), x.rows(rows)), Standardization.of(targets).apply(targets), n);
    }

    private static Optional<Alternation> of(Matrix distances, Matrix targets, int n) {
        double variance = 0;
        double products = 0;
        double weights = 0;
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                least = j == i ? least : Math.min(least, distances.get(i, j));
            }
            int near = 0;
            double own = 0;
            for (int j = 0; j < n; j++) {
                if (j != i && distances.get(i, j) <= least * (1 + EQUAL)) {
                    near++;
                    own += inner(targets, i, j);
                }
            }
            products += own / near;
            weights += 1.0 / near;
            variance += inner(targets, i, i);
        }
        if (!(variance > 0)) {
            return Optional.empty();
        }
        double correlation = products / variance;
        // Two rows are mostly neighbours of each other, so that products come twice.
        double chance = Math.sqrt(2 * weights) / n * spread(targets) / variance;
        return Optional.of(new Alternation(n, correlation, correlation / chance));
    }

    /** The standard deviation of the inner product of two rows that have nothing to do with each other, times n. */
    private static double spread(Matrix y) {
        return Math.sqrt(Arrays.stream(y.transposedTimes(y).data()).map(v -> v * v).sum());
    }

    private static double inner(Matrix y, int i, int j) {
        double sum = 0;
        for (int c = 0; c < y.columns(); c++) {
            sum += y.get(i, c) * y.get(j, c);
        }
        return sum;
    }

    /** Whether targets turn more often than chance turns them. */
    public boolean shows() {
        return deviations < -CLEAR;
    }
}
