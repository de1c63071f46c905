package org.paisaje.study;

import java.util.Locale;

/**
 * One line of predicted against measured.
 *
 * @param quantity what is compared, with its unit unless it has none
 * @param predicted what theory says
 * @param relation how the measured value should stand to the predicted one
 * @param measured what came out
 * @param agrees whether it does
 * @param origin where the tolerance comes from: rounding, a rate, a statistical level with its replicates
 */
public record Comparison(
        String quantity, Estimate predicted, Relation relation, Estimate measured, boolean agrees, String origin) {
    /** How a measured value should stand to a predicted one. */
    public enum Relation {
        /** Equal within the tolerance. */
        EQUAL("="),
        /** At most the predicted value. */
        AT_MOST("<="),
        /** At least the predicted value. */
        AT_LEAST(">=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        /** The sign in ASCII. */
        public String sign() {
            return sign;
        }
    }

    /** Two numbers agree within an absolute tolerance whose origin is told. */
    public static Comparison equal(
            String quantity, double predicted, double measured, double tolerance, String origin) {
        return new Comparison(
                quantity,
                Estimate.exact(predicted),
                Relation.EQUAL,
                Estimate.exact(measured),
                Math.abs(predicted - measured) <= tolerance,
                tolerance == 0 ? origin : origin + String.format(Locale.ROOT, " (tolerance %.2g)", tolerance));
    }

    /** A measured interval contains the predicted number. */
    public static Comparison covered(String quantity, double predicted, Estimate measured, String origin) {
        return new Comparison(
                quantity, Estimate.exact(predicted), Relation.EQUAL, measured, measured.contains(predicted), origin);
    }

    /** Compares a measured interval with a number and its tolerance: they must meet. */
    public static Comparison near(
            String quantity, double predicted, double tolerance, Estimate measured, String origin) {
        Estimate expected = Estimate.within(predicted, tolerance);
        return new Comparison(quantity, expected, Relation.EQUAL, measured, measured.meets(expected), origin);
    }

    /** A measured number is at most a bound; with an interval, its lower end is. */
    public static Comparison atMost(String quantity, double bound, Estimate measured, String origin) {
        return new Comparison(
                quantity, Estimate.exact(bound), Relation.AT_MOST, measured, measured.low() <= bound, origin);
    }

    /** A measured number is at least a bound; with an interval, its upper end is. */
    public static Comparison atLeast(String quantity, double bound, Estimate measured, String origin) {
        return new Comparison(
                quantity, Estimate.exact(bound), Relation.AT_LEAST, measured, measured.high() >= bound, origin);
    }
}
