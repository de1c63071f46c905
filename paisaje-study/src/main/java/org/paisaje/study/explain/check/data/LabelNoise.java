package org.paisaje.study.explain.check.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Proportions;

/**
 * Labels that differ from those around them in the middle of classes. Of the rows whose neighbours answer a class, the half in
 * which they agree most lies away from borders; a row there with another label is noise. Unlike what {@link Neighbours} say of
 * all rows, this tells labels that are wrong from classes that overlap, and says which way they go.
 *
 * @param around one for each class that enough rows lie in the middle of
 */
public record LabelNoise(List<Around> around) {
    private static final int MOST = 1200;
    private static final int NEIGHBOURS = 15;
    private static final int FEWEST = 30;
    private static final double LEVEL = 0.99;
    /** Less noise than that is not worth telling. */
    private static final double NOTICEABLE = 0.1;

    /**
     * The middle of a class.
     *
     * @param label the class that the neighbours answer
     * @param rows how many rows lie there
     * @param share the share of them that has another label
     * @param interval that share at 99 %
     * @param instead the most frequent of the other labels
     */
    public record Around(int label, int rows, double share, Interval interval, int instead) {}

    /** Copies the list. */
    public LabelNoise {
        around = List.copyOf(around);
    }

    /** That of rows of inputs with labels; absent where too few rows lie in the middle of two classes. */
    public static Optional<LabelNoise> of(Matrix x, int[] labels, int classes) {
        int n = Math.min(x.rows(), MOST);
        if (n < 2 * FEWEST || classes < 2) {
            return Optional.empty();
        }
        int all = x.rows();
        int[] rows = IntStream.range(0, n).map(i -> (int) ((long) i * all / n)).toArray();
        Matrix some = x.rows(rows);
        Matrix gram = some.gram();
        int[] answer = new int[n];
        double[] agreement = new double[n];
        for (int i = 0; i < n; i++) {
            int[] votes = new int[classes];
            for (int j : nearest(gram, i)) {
                votes[labels[rows[j]]]++;
            }
            for (int c = 1; c < classes; c++) {
                answer[i] = votes[c] > votes[answer[i]] ? c : answer[i];
            }
            agreement[i] = votes[answer[i]];
        }
        List<Around> found = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            int label = c;
            int[] sure = IntStream.range(0, n)
                    .filter(i -> answer[i] == label)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -agreement[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            sure = Arrays.copyOf(sure, sure.length / 2);
            if (sure.length < FEWEST / 2) {
                continue;
            }
            int[] counts = new int[classes];
            Arrays.stream(sure).forEach(i -> counts[labels[rows[i]]]++);
            int other = sure.length - counts[label];
            counts[label] = -1;
            int instead = IntStream.range(0, classes).reduce(0, (a, b) -> counts[b] > counts[a] ? b : a);
            found.add(new Around(label, sure.length, (double) other / sure.length,
                    Proportions.wilson(other, sure.length, LEVEL), instead));
        }
        return found.size() < 2 ? Optional.empty() : Optional.of(new LabelNoise(found));
    }

    private static int[] nearest(Matrix gram, int i) {
        int n = gram.rows();
        double[] distances = IntStream.range(0, n)
                .mapToDouble(j -> j == i ? Double.POSITIVE_INFINITY : gram.get(j, j) - 2 * gram.get(i, j))
                .toArray();
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        double bound = sorted[NEIGHBOURS - 1];
        return IntStream.range(0, n).filter(j -> distances[j] <= bound).limit(NEIGHBOURS).toArray();
    }

    /** The share of the labels that is noise, by the rows in the middle of all classes. */
    public double share() {
        return around.stream().mapToDouble(one -> one.share() * one.rows()).sum()
                / around.stream().mapToDouble(Around::rows).sum();
    }

    /** Whether in the middle of some class more labels are noise than chance explains. */
    public boolean shows() {
        return around.stream().anyMatch(one -> one.interval().low() > NOTICEABLE);
    }

    /** The class in whose middle most labels are noise, if in that of another hardly any is. */
    public Optional<Around> oneWay() {
        Around most = around.stream().max(Comparator.comparingDouble(Around::share)).orElseThrow();
        return around.stream().anyMatch(one -> one.interval().high() < 0.5 * most.interval().low())
                ? Optional.of(most)
                : Optional.empty();
    }
}
