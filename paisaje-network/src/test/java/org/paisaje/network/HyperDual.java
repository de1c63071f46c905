package org.paisaje.network;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * A number {@code a + b e1 + c e2 + d e1 e2} with e1^2 = e2^2 = 0: arithmetic on it gives first and second directional
 * derivatives without truncation error (Fike and Alonso 2011).
 */
public record HyperDual(double a, double b, double c, double d) {
    /** The constant a. */
    public static HyperDual of(double a) {
        return new HyperDual(a, 0, 0, 0);
    }

    /** One part of all entries, row by row. */
    public static double[] parts(HyperDual[][] f, ToDoubleFunction<HyperDual> part) {
        return Arrays.stream(f).flatMap(Arrays::stream).mapToDouble(part).toArray();
    }

    /** The sum. */
    public HyperDual plus(HyperDual o) {
        return new HyperDual(a + o.a, b + o.b, c + o.c, d + o.d);
    }

    /** The difference. */
    public HyperDual minus(HyperDual o) {
        return plus(o.times(-1));
    }

    /** The product with a number. */
    public HyperDual times(double s) {
        return new HyperDual(s * a, s * b, s * c, s * d);
    }

    /** The product. */
    public HyperDual times(HyperDual o) {
        return new HyperDual(a * o.a, a * o.b + b * o.a, a * o.c + c * o.a, a * o.d + b * o.c + c * o.b + d * o.a);
    }

    /** A function with its first two derivatives. */
    public HyperDual map(DoubleUnaryOperator s, DoubleUnaryOperator first, DoubleUnaryOperator second) {
        double s1 = first.applyAsDouble(a);
        return new HyperDual(s.applyAsDouble(a), s1 * b, s1 * c, s1 * d + second.applyAsDouble(a) * b * c);
    }

    /** e^this. */
    public HyperDual exp() {
        return map(Math::exp, Math::exp, Math::exp);
    }

    /** log(this). */
    public HyperDual log() {
        return map(Math::log, z -> 1 / z, z -> -1 / (z * z));
    }
}
