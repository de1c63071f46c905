package org.paisaje.study.explain.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Standardization;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;

/** How often targets oscillate over the range of the inputs. */
public final class Oscillation {
    private static final int FEWEST = 40;
    private static final int MOST_INPUTS = 6;
    private static final int MOST_SAMPLES = 800;
    /** A wave with the length w reaches 0.8 of the variance of independent values at this share of w. */
    private static final double REACH = 0.22;
    private static final double INDEPENDENT = 0.8;
    private static final int BINS = 24;
    /** A class with less than this share of the variance of all inputs lies in one place. */
    private static final double WIDE = 0.4;

    private Oscillation() {}

    /**
     * The same for any number of inputs. For several it is read from the distance at which samples no longer know of each other:
     * half the mean squared difference of two targets over their variance (Matheron 1963), as a function of the distance of their
     * standardised inputs, reaches 0.8. 0 where even nearest neighbours differ as much, and beyond {@value #MOST_INPUTS} inputs.
     */
    public static double over(Dataset data) {
        int n = Math.min(data.size(), MOST_SAMPLES);
        if (data.inputs() == 1) {
            return periods(data);
        }
        if (data.inputs() > MOST_INPUTS || n < FEWEST) {
            return 0;
        }
        Dataset some = data.subset(Reference.spread(data.size(), n));
        Matrix x = Standardization.of(some.x()).apply(some.x());
        Matrix y = some.y();
        double variance = Arrays.stream(DataSignals.spreads(y, Score.means(y))).map(s -> s * s).sum();
        if (!(data.task() instanceof Task.Regression) && spread(x, some.labels(), some.classCounts().length) < 2) {
            return 0;
        }
        Matrix distances = Reference.distances(x, x);
        double[] nearest = new double[n];
        double farthest = 0;
        for (int i = 0; i < n; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                least = j == i ? least : Math.min(least, distances.get(i, j));
                farthest = Math.max(farthest, distances.get(i, j));
            }
            nearest[i] = Math.sqrt(least);
        }
        Arrays.sort(nearest);
        // Bins of equal width from 0 to half the diameter; the first holds at least the nearest neighbours.
        double width = Math.max(nearest[n / 2] * 1.5, 0.5 * Math.sqrt(farthest) / BINS);
        double[] sums = new double[BINS];
        long[] counts = new long[BINS];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                int bin = (int) (Math.sqrt(distances.get(i, j)) / width);
                if (bin < BINS) {
                    double square = 0;
                    for (int c = 0; c < y.columns(); c++) {
                        square += Math.pow(y.get(i, c) - y.get(j, c), 2);
                    }
                    sums[bin] += 0.5 * square;
                    counts[bin]++;
                }
            }
        }
        if (counts[0] < n / 4 || !(variance > 0) || sums[0] / counts[0] > 0.6 * variance) {
            return 0;
        }
        double before = sums[0] / counts[0] / variance;
        for (int b = 1; b < BINS; b++) {
            double now = counts[b] == 0 ? before : sums[b] / counts[b] / variance;
            if (now >= INDEPENDENT) {
                double share = now > before ? (INDEPENDENT - before) / (now - before) : 1;
                double reach = (b - 0.5 + Math.clamp(share, 0, 1)) * width;
                // Inputs spread over about four standard deviations.
                return 4 * REACH / reach;
            }
            before = now;
        }
        return 0;
    }

    /**
     * How many classes spread over the inputs: a class that lies in one place ends there, however near, and does not come again.
     */
    private static int spread(Matrix x, int[] labels, int classes) {
        int result = 0;
        for (int c = 0; c < classes; c++) {
            int own = c;
            int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] == own).toArray();
            Matrix inside = x.rows(rows);
            double variance = Arrays.stream(DataSignals.spreads(inside, Score.means(inside))).map(s -> s * s).sum();
            result += rows.length > 1 && variance > WIDE * x.columns() ? 1 : 0;
        }
        return result;
    }

    /**
     * Half the number of times that the targets cross their mean along the input, by a margin of half their spread so that
     * noise does not count; 0 for more than one input. Where neighbours agree no better than strangers there is no wave to count
     * and the answer is 0 as well.
     */
    static double periods(Dataset data) {
        int n = data.size();
        if (data.inputs() != 1 || n < FEWEST) {
            return 0;
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> data.x().get(i, 0)))
                .mapToInt(Integer::intValue)
                .toArray();
        double most = 0;
        for (int c = 0; c < data.outputs(); c++) {
            double[] column = data.y().column(c);
            double mean = Score.means(data.y())[c];
            double spread = DataSignals.spreads(data.y(), Score.means(data.y()))[c];
            double steps = 0;
            int sign = 0;
            int crossings = 0;
            for (int i = 0; i < n; i++) {
                double value = column[order[i]] - mean;
                steps += i == 0 ? 0 : Math.pow(column[order[i]] - column[order[i - 1]], 2);
                int now = value > 0.5 * spread ? 1 : value < -0.5 * spread ? -1 : 0;
                crossings += now != 0 && sign != 0 && now != sign ? 1 : 0;
                sign = now != 0 ? now : sign;
            }
            // Independent neighbours differ by 2 spread^2 in the mean of squares.
            boolean smooth = steps / (n - 1) < spread * spread;
            most = smooth ? Math.max(most, crossings / 2.0) : most;
        }
        return most;
    }
}
