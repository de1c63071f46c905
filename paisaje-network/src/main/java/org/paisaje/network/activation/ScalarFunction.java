package org.paisaje.network.activation;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.stats.NormalAverage;

/**
 * A function s of one variable with its first two derivatives, one number at a time and in bulk. Apart from
 * {@link Activation}, whose constants are of its own subtypes: an interface with default methods is initialised with each
 * class that implements it, and the two could wait for each other.
 */
public interface ScalarFunction {
    /** s(z). */
    double value(double z);

    /** s'(z). */
    double first(double z);

    /** s''(z), zero at a kink. */
    double second(double z);

    /** Whether s'' vanishes away from finitely many kinks; second-order passes then leave it out. */
    default boolean piecewiseLinear() {
        return false;
    }

    /** Whether this is s(z) = z, so that a layer of it is affine. */
    default boolean identity() {
        return false;
    }

    /** How s(-z) follows from s(z). */
    enum Parity {
        /** s(-z) = -s(z). */
        ODD,
        /** s(-z) = s(z). */
        EVEN,
        /** Neither. */
        NONE
    }

    /** Whether s is odd or even, so that a unit whose weights change their sign can be made up for. */
    default Parity parity() {
        return identity() ? Parity.ODD : Parity.NONE;
    }

    /** The k with {@code s(c z) = c^k s(z)} for all z and all c > 0, so that a unit can be scaled; 0 if there is none. */
    default int degree() {
        return identity() ? 1 : 0;
    }

    /** The least c with {@code |s(z) - s(u)| <= c |z - u|} for all z and u; infinite if there is none or it is not known. */
    default double lipschitz() {
        return identity() ? 1 : Double.POSITIVE_INFINITY;
    }

    /**
     * A bound on the absolute derivative of this order, 1 to 3, at all z, from which s, s' and s'' are enclosed on an interval;
     * infinite if there is none or it is not known.
     */
    default double derivativeBound(int order) {
        if (identity()) {
            return order == 1 ? 1 : 0;
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Whether s(z) < s(u) for all z < u, so that s can be undone; false also where it is not known. */
    default boolean increasing() {
        return identity();
    }

    /** Whether s(z) is z or 0 by the sign of z: the slope is 1 where the value is positive, and 0 elsewhere. */
    default boolean gate() {
        return false;
    }

    /** Where s, s' or a higher derivative jumps, ascending; between these points s is smooth. */
    default double[] breaks() {
        return new double[0];
    }

    /** The {@link #breaks} at which s' itself jumps, so that a derivative there is a choice. */
    default double[] kinks() {
        return Arrays.stream(breaks())
                .filter(z -> Math.abs(first(z + 1e-9) - first(z - 1e-9)) > 1e-6)
                .toArray();
    }

    /**
     * What the standard deviation {@code scale / sqrt(fan-in)} of usual random weights has as its scale: 1 unless half of the
     * signal is lost, sqrt(2) for ReLU and its kin (He et al. 2015).
     */
    default double weightScale() {
        return 1;
    }

    /**
     * The deviation of weights, times the root of the fan-in, at which the difference of two near inputs, and a gradient,
     * keep their size from layer to layer where arguments have this variance q: {@code 1 / sqrt(E[s'(sqrt(q) z)^2])}, the
     * critical line of the mean-field theory (Poole et al. 2016, Schoenholz et al. 2017). sqrt(2) for ReLU at every q; for tanh
     * 1 and for the sigmoid 4 as q tends to 0. Infinite where the slope is 0.
     */
    default double criticalGain(double variance) {
        double square = NormalAverage.of(z -> first(z) * first(z), variance, breaks());
        return 1 / Math.sqrt(square);
    }

    /** The infimum of s. */
    default double infimum() {
        return Double.NEGATIVE_INFINITY;
    }

    /** The supremum of s. */
    default double supremum() {
        return Double.POSITIVE_INFINITY;
    }

    /** What s is, where its Gaussian averages have closed forms; without one they are expanded numerically. */
    default Optional<ClosedForm> closedForm() {
        return Optional.empty();
    }

    /** Writes s(z) to {@code a} for n entries from the given offsets; {@code a} may be {@code z} at the same offset. */
    default void value(double[] z, int zOffset, double[] a, int aOffset, int n) {
        for (int i = 0; i < n; i++) {
            a[aOffset + i] = value(z[zOffset + i]);
        }
    }

    /** Writes s(z) to {@code a}, which may be {@code z} at the same offset, and s'(z) to {@code slope}, which may not. */
    default void valueAndFirst(
            double[] z, int zOffset, double[] a, int aOffset, double[] slope, int slopeOffset, int n) {
        for (int i = 0; i < n; i++) {
            double at = z[zOffset + i];
            a[aOffset + i] = value(at);
            slope[slopeOffset + i] = first(at);
        }
    }

    /** Writes s''(z) to {@code out}, which must not be {@code z}. */
    default void second(double[] z, int zOffset, double[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = second(z[zOffset + i]);
        }
    }
}
