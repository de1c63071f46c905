package org.paisaje.network.activation;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.special.Elementwise;

/**
 * s(z) = a min(z, 0) + b max(z, 0): ReLU (0, 1), leaky ReLU (slope, 1), the modulus (-1, 1). Positively homogeneous,
 * with a kink at 0 where s'(0) = a.
 * Made by {@link Activation#abRelu}.
 */
final class AbRelu implements Activation {
    private final double a;
    private final double b;

    AbRelu(double a, double b) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException("abRelu: the slopes are " + a + " and " + b + ", both must be finite");
        }
        this.a = a + 0.0;
        this.b = b + 0.0;
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
        if (z > 0) {
            return b * z;
        }
        return a == 0 && z <= 0 ? 0 : a * z;
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
    public Parity parity() {
        return a == b ? Parity.ODD : a == -b ? Parity.EVEN : Parity.NONE;
    }

    @Override
    public boolean increasing() {
        return a > 0 && b > 0;
    }

    @Override
    public double lipschitz() {
        return Math.max(Math.abs(a), Math.abs(b));
    }

    @Override
    public int degree() {
        return 1;
    }

    @Override
    public boolean gate() {
        return a == 0 && b == 1;
    }

    @Override
    public double[] breaks() {
        return a == b ? new double[0] : new double[] {0};
    }

    @Override
    public double weightScale() {
        return Math.sqrt(2);
    }

    @Override
    public double infimum() {
        return a <= 0 && b >= 0 ? 0 : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double supremum() {
        return a >= 0 && b <= 0 ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public Optional<ClosedForm> closedForm() {
        return Optional.of(new ClosedForm.Slopes(a, b));
    }

    @Override
    public void value(double[] z, int zOffset, double[] result, int offset, int n) {
        if (a == 0 && b == 1) {
            Elementwise.relu(z, zOffset, result, offset, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            result[offset + i] = value(z[zOffset + i]);
        }
    }

    @Override
    public void valueAndFirst(double[] z, int zOffset, double[] result, int offset, double[] slope, int slopeOffset,
            int n) {
        if (a == 0 && b == 1) {
            Elementwise.reluWithDerivative(z, zOffset, result, offset, slope, slopeOffset, n);
        } else if (b == 1) {
            Elementwise.leakyReluWithDerivative(z, zOffset, result, offset, slope, slopeOffset, n, a);
        } else {
            for (int i = 0; i < n; i++) {
                double at = z[zOffset + i];
                result[offset + i] = value(at);
                slope[slopeOffset + i] = first(at);
            }
        }
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
