package org.paisaje.data.builtin;

import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * The functions f_m of document 004, appendix C: [-1, 1] is cut into 2m intervals I_1, ..., I_2m of length 1/m, and
 * f_m = 1 on those with odd and 0 on those with even number. x is uniform on [-1, 1); f_m jumps 2m - 1 times.
 *
 * @param m at least 1
 */
public record AlternatingIntervals(int m) implements Distribution {
    /** Checks m >= 1. */
    public AlternatingIntervals {
        Planar.require(m >= 1, "intervals: m " + m + " >= 1 is needed");
    }

    /** f_m(x) for x in [-1, 1]; an end between two intervals belongs to the right one. */
    public int label(double x) {
        int interval = Math.clamp((long) Math.floor((x + 1) * m), 0, 2 * m - 1);
        return 1 - interval % 2;
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        Planar.require(n < 1 || n >= 2L * m, "intervals: n " + n + " points for " + 2L * m
                + " intervals; at least one point for each is needed");
        RandomGenerator points = seed.named("points").generator();
        Matrix x = Planar.matrix("intervals", n, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            x.set(i, 0, 2 * points.nextDouble() - 1);
            labels[i] = label(x.get(i, 0));
        }
        return Dataset.classification("intervals", x, labels, List.of("even", "odd"));
    }
}
