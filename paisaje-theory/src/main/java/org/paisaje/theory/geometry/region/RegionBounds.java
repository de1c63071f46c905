package org.paisaje.theory.geometry.region;

import java.math.BigInteger;
import java.util.Arrays;

/** The most linear regions that a ReLU network with these widths can have. */
public final class RegionBounds {
    private RegionBounds() {}

    /** The most cells that n hyperplanes cut R^d into: {@code sum over j <= d of C(n, j)} (Zaslavsky 1975). */
    public static BigInteger zaslavsky(int n, int d) {
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j <= Math.min(n, d); j++) {
            sum = sum.add(binomial(n, j));
        }
        return sum;
    }

    /**
     * {@code sum over j of the products of C(n_l, j_l)}, where {@code j_l <= min(n_0, n_1 - j_1, ..., n_(l-1) - j_(l-1), n_l)}
     * (Serra, Tjandraatmadja and Ramalingam 2018, Thm 1). With one hidden layer it is Zaslavsky's number.
     *
     * @param inputs n_0
     * @param widths the numbers of ReLUs of the hidden layers
     */
    public static BigInteger serra(int inputs, int... widths) {
        // ways[m]: the sum over the layers so far with min(n_0, n_1 - j_1, ...) = m.
        BigInteger[] ways = new BigInteger[inputs + 1];
        Arrays.fill(ways, BigInteger.ZERO);
        ways[inputs] = BigInteger.ONE;
        for (int n : widths) {
            BigInteger[] next = new BigInteger[inputs + 1];
            Arrays.fill(next, BigInteger.ZERO);
            for (int m = 0; m <= inputs; m++) {
                for (int j = 0; j <= Math.min(m, n) && ways[m].signum() > 0; j++) {
                    int rest = Math.min(m, n - j);
                    next[rest] = next[rest].add(ways[m].multiply(binomial(n, j)));
                }
            }
            ways = next;
        }
        return Arrays.stream(ways).reduce(BigInteger.ZERO, BigInteger::add);
    }

    private static BigInteger binomial(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1L));
        }
        return result;
    }
}
