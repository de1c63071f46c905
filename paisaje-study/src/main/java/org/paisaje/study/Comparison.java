package org.paisaje.study;

import java.util.Arrays;
import java.util.List;

/**
 * One line of predicted against measured.
 *
 * @param quantity what is compared, with its unit unless it has none
 * @param predicted what theory says
 * @param relation how the measured value should stand to the predicted one
 * @param measured what came out
 * @param outcome whether it does
 * @param origin where the tolerance comes from: rounding, a rate, a statistical level with its replicates
 * @param rivals the values that the measurement had to rule out for the prediction to be supported; empty if none are
 *            named
 */
public record Comparison(
        String quantity, Estimate predicted, Relation relation, Estimate measured, Outcome outcome, String origin,
        List<Double> rivals) {
    /** Copies the list. */
    public Comparison {
        rivals = List.copyOf(rivals);
    }

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

    /** What a line says about the statement. */
    public enum Outcome {
        /** The measurement agrees, and excludes what would speak against the statement. */
        AGREES,
        /** The measurement excludes the prediction. */
        CONTRADICTS,
        /** The interval holds the prediction and something that it should be told from. */
        UNDECIDED,
        /** A check of the measurement itself failed: nothing that was measured beside it counts. */
        UNSOUND
    }

    /** A line whose outcome was found otherwise than by the methods below. */
    public static Comparison of(
            String quantity, Estimate predicted, Relation relation, Estimate measured, boolean agrees, String origin) {
        return new Comparison(
                quantity, predicted, relation, measured, agrees ? Outcome.AGREES : Outcome.CONTRADICTS, origin,
                List.of());
    }

    /** Two numbers agree within a tolerance. */
    public static Comparison equal(String quantity, double predicted, double measured, Tolerance tolerance) {
        return of(
                quantity, Estimate.exact(predicted), Relation.EQUAL, Estimate.exact(measured),
                Math.abs(predicted - measured) <= tolerance.bound(), tolerance.shown());
    }

    /**
     * A number told from its rivals by an interval. The line agrees if the interval holds the prediction and none of the
     * rivals, contradicts if it does not hold the prediction, and is undecided if it holds both: then the setting is too
     * small.
     *
     * @param rivals the values that a reader would have to consider if the prediction were wrong, at least one
     */
    public static Comparison told(
            String quantity, double predicted, Estimate measured, String origin, double... rivals) {
        return told(quantity, Estimate.exact(predicted), measured, origin, rivals);
    }

    /**
     * A number told from its rivals, where theory says it only up to an interval, such as an exponent up to what finite
     * widths add to it.
     *
     * @param predicted the number with what theory leaves open; no rival lies in it
     * @param origin where both intervals come from
     */
    public static Comparison told(
            String quantity, Estimate predicted, Estimate measured, String origin, double... rivals) {
        List<Double> others = others("told", quantity, predicted, rivals);
        Outcome outcome = !measured.meets(predicted)
                ? Outcome.CONTRADICTS
                : others.stream().anyMatch(measured::contains) ? Outcome.UNDECIDED : Outcome.AGREES;
        return new Comparison(
                quantity, predicted, Relation.EQUAL, measured, outcome, origin, others);
    }

    private static List<Double> others(String what, String quantity, Estimate predicted, double... rivals) {
        if (rivals.length == 0 || Arrays.stream(rivals).anyMatch(predicted::contains)) {
            throw new IllegalArgumentException(what + ": the rivals of " + quantity + " are " + Arrays.toString(rivals)
                    + "; needed is one at least, and none between " + predicted.low() + " and " + predicted.high()
                    + ", where the prediction is");
        }
        return Arrays.stream(rivals).boxed().toList();
    }

    /** A measured number is at most a bound; with an interval all of it is, and one that holds the bound is undecided. */
    public static Comparison atMost(String quantity, double bound, Estimate measured, String origin) {
        return new Comparison(
                quantity, Estimate.exact(bound), Relation.AT_MOST, measured,
                side(measured.high() <= bound, measured.low() > bound), origin, List.of());
    }

    /** A measured number is at least a bound; with an interval all of it is, and one that holds the bound is undecided. */
    public static Comparison atLeast(String quantity, double bound, Estimate measured, String origin) {
        return new Comparison(
                quantity, Estimate.exact(bound), Relation.AT_LEAST, measured,
                side(measured.low() >= bound, measured.high() < bound), origin, List.of());
    }

    private static Outcome side(boolean within, boolean beyond) {
        return within ? Outcome.AGREES : beyond ? Outcome.CONTRADICTS : Outcome.UNDECIDED;
    }

    /**
     * This line as a check of the measurement itself, such as a law that every sound measurement obeys or a premise that
     * has to occur. If it fails, the claim is inconclusive, never refuted.
     */
    public Comparison asSanity() {
        return new Comparison(
                quantity, predicted, relation, measured, agrees() ? Outcome.AGREES : Outcome.UNSOUND, origin, rivals);
    }

    /** Whether the measurement agrees. */
    public boolean agrees() {
        return outcome == Outcome.AGREES;
    }
}
