package org.paisaje.study.explain.wiring;

import java.util.List;
import org.paisaje.data.log.LoggedSeries;

/**
 * How far computed numbers agree with logged ones.
 *
 * @param agrees whether all do, to their printed digits
 * @param worst the largest relative deviation
 * @param digits how many digits the least exact of the logged numbers has in which they can be compared
 * @param chance the chance that numbers which are spread evenly between half and twice the logged ones agree at all points,
 *            if they are unrelated from point to point
 * @param chanceOfOne the same where agreement at the most exact point implied all others
 * @param exact whether the numbers are known exactly, and not up to an order that was drawn
 */
record Agreement(boolean agrees, double worst, double digits, double chance, double chanceOfOne, boolean exact) {
    /** Roundings of single precision that a mean of losses may be off by, in units of its size and of the outputs. */
    private static final double SINGLE = 16 * 0x1p-24;
    private static final double DEVIATIONS = 3;
    /** Half to twice a number is an interval of this length times it. */
    private static final double RANGE = 1.5;

    static Agreement of(List<LoggedSeries.Point> logged, List<Values.Value> computed) {
        boolean agrees = true;
        boolean exact = true;
        double worst = 0;
        double digits = Double.POSITIVE_INFINITY;
        double chance = 1;
        double one = 1;
        for (int i = 0; i < logged.size(); i++) {
            double target = logged.get(i).value();
            Values.Value value = computed.get(i);
            double tolerance = tolerance(logged.get(i), value);
            double off = Math.abs(value.value() - target);
            double size = Math.max(Math.abs(target), 1e-300);
            agrees &= off <= tolerance;
            exact &= value.spread() == 0;
            worst = Math.max(worst, off / size);
            digits = Math.min(digits, Math.max(0, -Math.log10(2 * tolerance / size)));
            double p = Math.min(1, 2 * tolerance / (RANGE * size));
            chance *= p;
            one = Math.min(one, p);
        }
        return new Agreement(agrees, worst, digits, chance, one, exact);
    }

    /** With so many numbers of the way read off the points, each of which a point as exact as the most exact then pays for. */
    Agreement freed(int numbers) {
        return new Agreement(agrees, worst, digits, Math.min(1, chance / Math.pow(chanceOfOne, numbers)), 1, exact);
    }

    /** Half a unit of the last printed digit, rounding in single precision, and where an order was drawn its spread. */
    static double tolerance(LoggedSeries.Point point, Values.Value value) {
        return point.halfUnit() * (1 + 1e-9) + SINGLE * (Math.abs(value.value()) + value.scale())
                + DEVIATIONS * value.spread();
    }
}
