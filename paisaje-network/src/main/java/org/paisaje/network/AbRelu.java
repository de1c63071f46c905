package org.paisaje.network;

import org.jspecify.annotations.Nullable;

/**
 * s(z) = a min(z, 0) + b max(z, 0): ReLU (0, 1), leaky ReLU (slope, 1), the modulus (-1, 1). Positively homogeneous,
 * with a kink at 0 where s'(0) = a.
 * Made by {@link Activation#abRelu}.
 */
public final class AbRelu implements Activation {
    private final double a;
    private final double b;

    AbRelu(double a, double b) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException("abRelu: the slopes are " + a + " and " + b + ", both must be finite");
        }
        this.a = a + 0.0;
        this.b = b + 0.0;
    }

    /** The slope on the left and at 0. */
    public double a() {
        return a;
    }

    /** The slope on the right. */
    public double b() {
        return b;
    }

    @Override
    public String name() {
        if (b == 1) {
            return a == 0 ? "relu" : "leaky-relu(" + Numerals.print(a) + ")";
        }
        return "abrelu(" + Numerals.print(a) + "," + Numerals.print(b) + ")";
    }

    @Override
    public double value(double z) {
        return z > 0 ? b * z : a * z + 0.0;
    }

    @Override
    public double first(double z) {
        return z > 0 ? b : a;
    }

    @Override
    public double second(double z) {
        return 0;
    }

    @Override
    public boolean piecewiseLinear() {
        return true;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AbRelu that && a == that.a && b == that.b;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(a) + Double.hashCode(b);
    }

    @Override
    public String toString() {
        return name();
    }
}
