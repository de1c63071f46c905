package org.paisaje.math.ode;

/**
 * How long the next step is. After an accepted step with error err in units of what was allowed, err ~ h^q, and err' the
 * error of the accepted step before, the step is multiplied by
 *
 * <pre>
 * safety err^(-present / q) err'^(past / q)
 * </pre>
 *
 * and after a refused one by {@code safety err^(-1 / q)}, at most 0.9 (Gustafsson 1991; Hairer, Norsett and Wanner, Solving
 * ODEs I, II.4, and II, IV.2).
 *
 * @param safety the share of the step that would just be accepted
 * @param present weight of the present error; 1 for integral control
 * @param past weight of the error before; 0 for integral control
 * @param shrink the smallest factor
 * @param grow the largest factor
 * @param growAfterRefusal the largest factor right after a refused step
 * @param hold factors from 1 to this leave the step as it is, so that a factorisation serves again; 1 to follow all
 * @param longest the longest step
 */
public record Controller(double safety, double present, double past, double shrink, double grow,
        double growAfterRefusal, double hold, double longest) {
    /** The error that counts as the one before the first step, and the least that is remembered. */
    static final double FIRST_ERROR = 1e-4;
    private static final double LEAST = 1e-10;

    /** Integral control: for methods whose error follows h^q closely. */
    public static final Controller INTEGRAL = new Controller(0.9, 1, 0, 0.2, 5, 1, 1, Double.POSITIVE_INFINITY);
    /** Proportional-integral control with the exponents of Hairer's DOPRI5. */
    public static final Controller PROPORTIONAL_INTEGRAL = new Controller(0.9, 0.85, 0.2, 0.2, 10, 1, 1,
            Double.POSITIVE_INFINITY);
    /** Proportional-integral control with the exponents 0.7 and 0.4 of Gustafsson, for steps near the limit of stability. */
    public static final Controller GUSTAFSSON = new Controller(0.9, 0.7, 0.4, 0.2, 5, 5, 1, Double.POSITIVE_INFINITY);

    /** Checks the ranges. */
    public Controller {
        if (!(safety > 0 && safety <= 1 && present > 0 && past >= 0 && shrink > 0 && shrink < 1 && grow >= 1
                && growAfterRefusal >= 1 && hold >= 1 && longest > 0)) {
            throw new IllegalArgumentException("Controller: got safety " + safety + ", exponents " + present + " and "
                    + past + ", factors " + shrink + " to " + grow + " (" + growAfterRefusal
                    + " after a refusal), hold "
                    + hold + ", longest step " + longest + "; needs a safety in (0, 1], a positive exponent of the "
                    + "present error, a shrink factor below 1 and all else at least 1 or positive");
        }
    }

    /** The same with a longest step. */
    public Controller withLongest(double step) {
        return new Controller(safety, present, past, shrink, grow, growAfterRefusal, hold, step);
    }

    /** The same with steps kept while the factor is between 1 and {@code factor}. */
    public Controller withHold(double factor) {
        return new Controller(safety, present, past, shrink, grow, growAfterRefusal, factor, longest);
    }

    double afterAccepted(double error, double before, int power, boolean refusedBefore) {
        double factor = safety * Math.pow(Math.max(error, LEAST), -present / power);
        if (past != 0) {
            factor *= Math.pow(Math.max(before, LEAST), past / power);
        }
        factor = Math.clamp(factor, shrink, grow);
        if (refusedBefore) {
            factor = Math.min(factor, growAfterRefusal);
        }
        return factor >= 1 && factor <= hold ? 1 : factor;
    }

    double afterRefused(double error, int power) {
        return Double.isFinite(error) ? Math.clamp(safety * Math.pow(error, -1.0 / power), 0.1, 0.9) : 0.1;
    }

    /** The error that is remembered for the next step. */
    static double remembered(double error) {
        return Math.max(error, FIRST_ERROR);
    }
}
