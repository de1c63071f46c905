package org.paisaje.theory.kernel.dual;

import org.hipparchus.special.Erf;

/**
 * The terms {@code sum_(m >= M) a_m(q1) a_m(q2) c^m} of the Hermite series of a function whose derivatives jump at 0. Jumps of
 * successive derivatives take turns in even and odd m: the first makes {@code a_m^2 ~ m^-p} in one parity, the next
 * {@code m^-(p + 1)} in the other. The sum over both at c = 1 is known; at other correlations each is its own times
 * {@code T_p(y) = (p - 1) y^(p - 1) Gamma(1 - p, y)} with {@code y = -(M - 1/2) log |c|}, by the midpoint rule in m.
 *
 * @param above p - 3/2: 0 for the slopes of a kinked function, one more for each derivative that does not jump
 */
record PowerTail(int above) {
    /** From here on the tail is below rounding. */
    private static final double FAR = 40;
    /** The size of the smaller tail is that of its law through these many terms at the end. */
    private static final int LAST = 64;

    /** The law of the slopes, whose coefficients fall more slowly by one power. */
    PowerTail slopes() {
        return new PowerTail(above - 1);
    }

    /** Even m for p = 5/2, odd m for 3/2 and 7/2: h_m(0) is 0 for odd m, and each derivative shifts m by 1. */
    private boolean evenLeads() {
        return above % 2 == 1;
    }

    /** For each of n points the root of the sum of the leading tail at c = 1, then for each that of the other. */
    double[] sizes(double[] table, double[] squares) {
        int n = squares.length;
        int terms = table.length / n;
        double power = above + 2.5;
        double[] result = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double rest = squares[i];
            double other = 0;
            double law = 0;
            for (int m = 0; m < terms; m++) {
                double square = table[m * n + i] * table[m * n + i];
                rest -= square;
                if (m >= terms - LAST && (m % 2 == 0) != evenLeads()) {
                    other += square;
                    law += Math.pow(m, -power);
                }
            }
            double beyond = 0.5 * Math.pow(terms - 0.5, 1 - power) / (power - 1);
            double small = Math.min(Math.max(0, rest), other / law * beyond);
            result[i] = Math.sqrt(Math.max(0, rest - small));
            result[n + i] = Math.sqrt(small);
        }
        return result;
    }

    /** Adds the tail for the correlations at 0 of scratch to the sums from an index. */
    void add(int length, double[] sizes, int i, int j, int n, double[] scratch, int sum) {
        int points = sizes.length / 2;
        int terms = length / points;
        for (int l = 0; l < n; l++) {
            double c = scratch[l];
            double y = -(terms - 0.5) * Math.log(Math.abs(c));
            if (y < FAR) {
                double leading = c > 0 || evenLeads() ? 1 : -1;
                double following = c > 0 || !evenLeads() ? 1 : -1;
                double lead = at(y, above);
                double next = Math.exp(-y) - y * lead / (above + 0.5);
                scratch[sum + l] += leading * sizes[i] * sizes[j + l] * lead
                        + following * sizes[points + i] * sizes[points + j + l] * next;
            }
        }
    }

    /** T_p(y) from p = 3/2 upwards, by parts. */
    private static double at(double y, int above) {
        double decay = Math.exp(-y);
        double result = decay - Math.sqrt(Math.PI * y) * Erf.erfc(Math.sqrt(y));
        for (int step = 0; step < above; step++) {
            result = decay - y * result / (step + 0.5);
        }
        return result;
    }
}
