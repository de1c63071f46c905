package org.paisaje.math.stats;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;

/** Spearman's rank correlation, the correlation of the ranks, equal values sharing the mean of theirs. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * The rank correlation of pairs with an interval by Fisher's transformation, whose deviation is
     * {@code sqrt((1 + rho^2 / 2) / (n - 3))} (Bonett and Wright 2000).
     *
     * @throws IllegalArgumentException for fewer than 5 pairs, or where all values of a side are equal
     */
    public static Interval of(double[] x, double[] y, double level) {
        int n = x.length;
        if (y.length != n || n < 5) {
            throw new IllegalArgumentException("RankCorrelation: got " + n + " x and " + y.length
                    + " y; needs the same number of each, at least 5");
        }
        double rho = correlation(ranks(x), ranks(y));
        if (Double.isNaN(rho)) {
            throw new IllegalArgumentException(
                    "RankCorrelation: all values of x or of y are equal, so they have no ranks");
        }
        double deviation = Math.sqrt((1 + rho * rho / 2) / (n - 3));
        double reach = Math.sqrt(2) * Erf.erfInv(level) * deviation;
        // Ranks in perfect order: as far as the interval goes, one exchange of neighbours is taken off.
        double off = 12.0 / (n * (n * (double) n - 1));
        double inner = Math.clamp(rho, off - 1, 1 - off);
        double z = 0.5 * Math.log((1 + inner) / (1 - inner));
        return new Interval(rho, Math.min(Math.tanh(z - reach), rho), Math.max(Math.tanh(z + reach), rho), level);
    }

    /** The rank of every entry, from 1; equal ones share the mean of theirs. */
    public static double[] ranks(double[] x) {
        int n = x.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted((a, b) -> Double.compare(x[a], x[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] result = new double[n];
        for (int from = 0; from < n;) {
            int to = from;
            while (to < n && x[order[to]] == x[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                result[order[i]] = 0.5 * (from + 1 + to);
            }
            from = to;
        }
        return result;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double aa = 0;
        double ab = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            aa += (a[i] - meanA) * (a[i] - meanA);
            ab += (a[i] - meanA) * (b[i] - meanB);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return Math.clamp(ab / Math.sqrt(aa * bb), -1.0, 1.0);
    }
}
