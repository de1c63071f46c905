package org.paisaje.math.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Averages over a normal variable, {@code E f(z)}, by Gauss-Legendre quadrature with 16 nodes on panels that end where f or
 * one of its derivatives jumps. Between such breaks the error falls by about 2^-32 when panels are halved, so two
 * refinements that agree are exact to rounding.
 */
public final class NormalAverage {
    /** Beyond 13 deviations a normal variable has probability below 1e-37. */
    private static final double REACH = 13;
    private static final int FIRST_PANELS = 52;
    private static final int MOST_REFINEMENTS = 5;
    private static final double ROUNDING = 32 * Math.ulp(1.0);
    private static final double[] NODES = {0.0950125098376374, 0.2816035507792589, 0.4580167776572274,
        0.6178762444026438, 0.755404408355003, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499};
    private static final double[] WEIGHTS = {0.1894506104550685, 0.1826034150449236, 0.1691565193950025,
        0.1495959888165767, 0.1246289712555339, 0.0951585116824928, 0.0622535239386479, 0.0271524594117541};

    private NormalAverage() {}

    /**
     * {@code E f(z)} for z normal of mean 0.
     *
     * @param f finite where z has weight
     * @param variance at least 0
     * @param breaks where f or one of its derivatives jumps
     */
    public static double of(DoubleUnaryOperator f, double variance, double... breaks) {
        if (!(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "NormalAverage: the variance is " + variance + ", it must be finite and at least 0");
        }
        double deviation = Math.sqrt(variance);
        if (deviation == 0) {
            return f.applyAsDouble(0);
        }
        double[] ends = ends(deviation, breaks);
        double last = onPanels(f, deviation, ends, FIRST_PANELS);
        for (int refinement = 1; refinement <= MOST_REFINEMENTS; refinement++) {
            double next = onPanels(f, deviation, ends, FIRST_PANELS << refinement);
            if (!(Math.abs(next - last) > ROUNDING * Math.abs(next))) {
                return next;
            }
            last = next;
        }
        return last;
    }

    /** The ends of the pieces in units of the deviation, ascending. */
    private static double[] ends(double deviation, double[] breaks) {
        double[] inside = Arrays.stream(breaks)
                .map(at -> at / deviation)
                .filter(at -> Math.abs(at) < REACH)
                .toArray();
        double[] ends = Arrays.copyOf(inside, inside.length + 2);
        ends[inside.length] = -REACH;
        ends[inside.length + 1] = REACH;
        Arrays.sort(ends);
        return ends;
    }

    private static double onPanels(DoubleUnaryOperator f, double deviation, double[] ends, int panels) {
        double sum = 0;
        for (int piece = 0; piece + 1 < ends.length; piece++) {
            double length = ends[piece + 1] - ends[piece];
            int count = (int) Math.ceil(panels * length / (2 * REACH));
            double half = count == 0 ? 0 : 0.5 * length / count;
            for (int panel = 0; panel < count; panel++) {
                double middle = ends[piece] + (2 * panel + 1) * half;
                double part = 0;
                for (int i = 0; i < NODES.length; i++) {
                    part += WEIGHTS[i] * (weighted(f, deviation, middle - half * NODES[i])
                            + weighted(f, deviation, middle + half * NODES[i]));
                }
                sum += half * part;
            }
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    private static double weighted(DoubleUnaryOperator f, double deviation, double z) {
        return Math.exp(-0.5 * z * z) * f.applyAsDouble(deviation * z);
    }
}
