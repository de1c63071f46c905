package org.paisaje.network;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * s(z) = a min(z, 0) + b max(z, 0): ReLU (0, 1), leaky ReLU (slope, 1), the modulus (-1, 1). Positively homogeneous,
 * with a kink at 0 where s'(0) = a.
 * Made by {@link Activation#abRelu}.
 */
public final class AbRelu implements Activation {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;

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
    public void value(double[] z, int zOffset, double[] result, int offset, int n) {
        int i = 0;
        for (; i <= n - LANES.length(); i += LANES.length()) {
            DoubleVector at = DoubleVector.fromArray(LANES, z, zOffset + i);
            value(at, at.compare(VectorOperators.GT, 0)).intoArray(result, offset + i);
        }
        for (; i < n; i++) {
            result[offset + i] = value(z[zOffset + i]);
        }
    }

    @Override
    public void valueAndFirst(double[] z, int zOffset, double[] result, int offset, double[] slope, int slopeOffset,
            int n) {
        DoubleVector left = DoubleVector.broadcast(LANES, a);
        int i = 0;
        for (; i <= n - LANES.length(); i += LANES.length()) {
            DoubleVector at = DoubleVector.fromArray(LANES, z, zOffset + i);
            VectorMask<Double> positive = at.compare(VectorOperators.GT, 0);
            value(at, positive).intoArray(result, offset + i);
            left.blend(b, positive).intoArray(slope, slopeOffset + i);
        }
        for (; i < n; i++) {
            double at = z[zOffset + i];
            result[offset + i] = value(at);
            slope[slopeOffset + i] = first(at);
        }
    }

    private DoubleVector value(DoubleVector z, VectorMask<Double> positive) {
        // + 0 makes the zeros of both forms positive
        return z.mul(a).add(0).blend(b == 1 ? z : z.mul(b), positive);
    }

    @Override
    public void second(double[] z, int zOffset, double[] out, int outOffset, int n) {
        Arrays.fill(out, outOffset, outOffset + n, 0);
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
