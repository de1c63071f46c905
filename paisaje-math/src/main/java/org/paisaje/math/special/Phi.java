package org.paisaje.math.special;

/**
 * The phi-functions of exponential integrators: phi_0(z) = e^z, phi_{k+1}(z) = (phi_k(z) - 1/k!) / z, continued to
 * phi_k(0) = 1/k!; that is {@code sum_j z^j / (j + k)!} (Hochbruck and Ostermann 2010, section 2.1).
 */
public final class Phi {
    private static final int LARGEST_ORDER = 3;

    private Phi() {}

    /**
     * phi_k(z) for k = 0 to {@value #LARGEST_ORDER}. For {@code |z| < 2} the series is summed, otherwise the recursion
     * starts from expm1; the relative error is a few units in the last place.
     */
    public static double of(int k, double z) {
        if (k < 0 || k > LARGEST_ORDER) {
            throw new IllegalArgumentException("Phi: the order is " + k + ", it must be 0 to " + LARGEST_ORDER);
        }
        if (k == 0) {
            return Math.exp(z);
        }
        if (k == 1) {
            return z == 0 ? 1 : z == Double.NEGATIVE_INFINITY ? 0 : Math.expm1(z) / z;
        }
        if (Math.abs(z) < 2) {
            return series(k, z);
        }
        if (Double.isInfinite(z)) {
            return z > 0 ? z : 0;
        }
        double one = Math.expm1(z) / z;
        double two = (one - 1) / z;
        return k == 2 ? two : (two - 0.5) / z;
    }

    /** Horner from the term where 2^j k! / (j + k)! is below rounding. */
    private static double series(int k, double z) {
        double sum = 1;
        for (int j = 24; j >= 1; j--) {
            sum = 1 + sum * z / (j + k);
        }
        return k == 2 ? sum / 2 : sum / 6;
    }
}
