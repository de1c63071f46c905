package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.explain.attempt.Reference;

/**
 * Whole numbers that stand for classes: they follow each other, neighbours mostly share one, and where a sample lies beside
 * another class, the numbers of the two are as far apart as if the classes had been numbered at random. Amounts, such as a number
 * of rooms or of stars, differ by one there.
 *
 * @param count how many there are
 * @param low the least
 * @param agreement the share of the samples whose nearest neighbour has the same number
 * @param distance how far apart the numbers of a sample and of its nearest neighbour with another one are, on average
 * @param byChance the mean of that over random numberings
 */
public record ClassNumbers(int count, double low, double agreement, double distance, double byChance) {
    private static final int FEWEST = 3;
    private static final int MOST = 30;
    private static final int MOST_SAMPLES = 800;
    private static final int EACH = 5;
    private static final int NUMBERINGS = 400;
    /** So few random numberings may be as much in order. */
    private static final double ORDERED = 0.1;
    private static final double AGREE = 0.6;
    private static final double ROUNDING = 1e-6;

    /** That of targets; absent if they are not numbers of classes. */
    public static Optional<ClassNumbers> of(Matrix inputs, double[] targets, Seed seed) {
        double low = Arrays.stream(targets).min().orElse(0);
        double high = Arrays.stream(targets).max().orElse(0);
        boolean whole = Arrays.stream(targets)
                .allMatch(v -> Math.abs(v - Math.rint(v)) <= ROUNDING * Math.max(1, Math.abs(v)));
        if (!whole || high - low + 1.5 < FEWEST || high - low + 0.5 > MOST) {
            return Optional.empty();
        }
        int k = (int) Math.rint(high - low) + 1;
        int[] kept = Reference.spread(targets.length, MOST_SAMPLES);
        int[] labels = Arrays.stream(kept).map(i -> (int) Math.rint(targets[i] - low)).toArray();
        int[] counts = new int[k];
        Arrays.stream(labels).forEach(label -> counts[label]++);
        if (Arrays.stream(counts).anyMatch(count -> count < EACH)) {
            return Optional.empty();
        }
        Matrix x = inputs.rows(kept);
        Matrix z = Standardization.of(x).apply(x);
        Matrix distances = Reference.distances(z, z);
        int n = labels.length;
        int same = 0;
        int[] beside = new int[n];
        for (int i = 0; i < n; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            double other = Double.POSITIVE_INFINITY;
            int first = i;
            for (int j = 0; j < n; j++) {
                double d = distances.get(i, j);
                if (j != i && d < nearest) {
                    nearest = d;
                    first = j;
                }
                if (labels[j] != labels[i] && d < other) {
                    other = d;
                    beside[i] = labels[j];
                }
            }
            same += labels[first] == labels[i] ? 1 : 0;
        }
        double agreement = (double) same / n;
        double largest = (double) Arrays.stream(counts).max().orElse(0) / n;
        if (agreement < Math.max(AGREE, largest + 0.5 * (1 - largest))) {
            return Optional.empty();
        }
        int[] order = new int[k];
        Arrays.setAll(order, c -> c);
        double distance = apart(labels, beside, order);
        RandomGenerator random = seed.generator();
        double sum = 0;
        int asOrdered = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < NUMBERINGS; t++) {
            for (int c = k - 1; c > 0; c--) {
                int swap = random.nextInt(c + 1);
                int held = order[c];
                order[c] = order[swap];
                order[swap] = held;
            }
            double own = apart(labels, beside, order);
            sum += own;
            least = Math.min(least, own);
            asOrdered += own <= distance ? 1 : 0;
        }
        return asOrdered <= ORDERED * NUMBERINGS || distance <= least
                ? Optional.empty()
                : Optional.of(new ClassNumbers(k, low, agreement, distance, sum / NUMBERINGS));
    }

    private static double apart(int[] labels, int[] beside, int[] order) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += Math.abs(order[labels[i]] - order[beside[i]]);
        }
        return sum / labels.length;
    }
}
