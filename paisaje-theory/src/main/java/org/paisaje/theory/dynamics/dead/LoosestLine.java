package org.paisaje.theory.dynamics.dead;

import org.jspecify.annotations.Nullable;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Step;

/** The line of a {@link Relaxation} that lies furthest from the network: where a part is best cut in two. */
final class LoosestLine {
    private LoosestLine() {}

    /**
     * Where the last bound of {@link Relaxation#upper} lies furthest above the network at an input: the step and entry whose line
     * contributes most; where none does, some that is open; null if none is.
     *
     * @param values all values at the input
     * @param value what was bounded
     */
    static int @Nullable [] loosest(Relaxation in, double[][] values, int value) {
        double most = 0;
        int[] found = null;
        for (int s = 0; s < value; s++) {
            double[] c = in.coefficients[s + 1];
            Step step = in.network.steps().get(s);
            for (int i = 0; i < c.length && !(step instanceof Affine); i++) {
                double gap = c[i] == 0 ? 0 : gap(in, step, s, i, c[i], values);
                if (gap > most) {
                    most = gap;
                    found = new int[] {s, i};
                }
            }
        }
        return found == null ? open(in, value) : found;
    }

    /** The step and entry whose lines lie furthest apart, whether or not the bound looks at it; null if every piece is known. */
    private static int @Nullable [] open(Relaxation in, int value) {
        double most = 0;
        int[] found = null;
        for (int s = 0; s < value; s++) {
            for (int i = 0; i < in.low[s + 1].length; i++) {
                double apart = switch (in.network.steps().get(s)) {
                    case Affine _ -> 0;
                    case Kinks kinks -> apart(in, kinks, s, i);
                    case Largest largest -> in.winner[s][i] >= 0 ? 0 : in.high[s + 1][i] - in.low[s + 1][i];
                };
                if (apart > most) {
                    most = apart;
                    found = new int[] {s, i};
                }
            }
        }
        return found;
    }

    private static double apart(Relaxation in, Kinks kinks, int s, int i) {
        double l = in.low[kinks.source()][i];
        double h = in.high[kinks.source()][i];
        double middle = (in.above[s][i][0] - in.below[s][i][0]) * (l / 2 + h / 2) + in.above[s][i][1]
                - in.below[s][i][1];
        return Relaxation.piece(kinks, l, h) >= 0 ? 0 : Math.max(Double.MIN_NORMAL, middle);
    }

    private static double gap(Relaxation in, Step step, int s, int i, double c, double[][] values) {
        double at = values[s + 1][i];
        return switch (step) {
            case Affine _ -> 0;
            case Kinks kinks -> {
                if (Relaxation.piece(kinks, in.low[kinks.source()][i], in.high[kinks.source()][i]) >= 0) {
                    yield 0;
                }
                double[] line = c > 0 ? in.above[s][i] : in.below[s][i];
                yield c * (line[0] * values[kinks.source()][i] + line[1] - at);
            }
            case Largest largest -> in.winner[s][i] >= 0
                    ? 0
                    : c > 0
                            ? c * (in.high[s + 1][i] - at)
                            : c * (values[largest.source()][in.lead(largest, i)] - at);
        };
    }
}
