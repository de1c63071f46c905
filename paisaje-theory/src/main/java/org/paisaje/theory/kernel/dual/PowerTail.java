package org.paisaje.theory.kernel.dual;

import org.hipparchus.special.Erf;

/**
 * The terms {@code sum_(m >= M) a_m(q1) a_m(q2) c^m} of a series whose coefficients follow the law {@code a_m^2 ~ m^-p}, as
 * those of a function with a jump in a derivative at 0 do. Their sum at c = 1 is known; at other correlations it is that
 * times {@code T_p(y) = y^(p - 1) Gamma(1 - p, y) (p - 1)} with {@code y = -(M - 1/2) log |c|}, by the midpoint rule in m.
 *
 * @param above p - 3/2: 0 for the slopes of a kinked function, one more for each derivative that does not jump
 */
record PowerTail(int above) {
    /** From here on the tail is below rounding. */
    private static final double FAR = 40;
    /** Even and odd terms have sizes of their own; these many at the end tell their shares. */
    private static final int LAST = 64;

    /** The law of the slopes, whose coefficients fall more slowly by one power. */
    PowerTail slopes() {
        return new PowerTail(above - 1);
    }

    /** For each of n points the root of the sum of the tail at c = 1, and after these its signed share at c = -1. */
    static double[] sizes(double[] table, double[] squares) {
        int n = squares.length;
        int terms = table.length / n;
        double[] result = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double rest = squares[i];
            double even = 0;
            double odd = 0;
            for (int m = 0; m < terms; m++) {
                double square = table[m * n + i] * table[m * n + i];
                rest -= square;
                if (m >= terms - LAST) {
                    even += m % 2 == 0 ? square : 0;
                    odd += m % 2 == 0 ? 0 : square;
                }
            }
            result[i] = Math.sqrt(Math.max(0, rest));
            result[n + i] = even + odd == 0 ? 0 : (even - odd) / (even + odd);
        }
        return result;
    }

    /** Adds the tail for the correlations at 0 of scratch to the sums from an index. */
    void add(int length, double[] sizes, int i, int j, int n, double[] scratch, int sum) {
        int points = sizes.length / 2;
        int terms = length / points;
        double start = terms - 0.5;
        for (int l = 0; l < n; l++) {
            double c = scratch[l];
            double y = -start * Math.log(Math.abs(c));
            if (y < FAR) {
                double share = c > 0 ? 1 : sizes[points + i];
                scratch[sum + l] += share * sizes[i] * sizes[j + l] * at(y);
            }
        }
    }

    /** T_p(y) from p = 3/2 upwards, by parts. */
    private double at(double y) {
        double decay = Math.exp(-y);
        double result = decay - Math.sqrt(Math.PI * y) * Erf.erfc(Math.sqrt(y));
        for (int step = 0; step < above; step++) {
            result = decay - y * result / (step + 0.5);
        }
        return result;
    }
}
