package org.paisaje.study.explain.cause;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;

/** How often targets oscillate along a single input. */
final class Oscillation {
    private static final int FEWEST = 40;

    private Oscillation() {}

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
