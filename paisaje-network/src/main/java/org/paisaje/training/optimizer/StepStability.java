package org.paisaje.training.optimizer;

/**
 * How large a curvature a rule of steps allows, from its linear recursion on the quadratic {@code h w^2 / 2}, where
 * {@code g = h w + lambda_c w} with coupled decay and {@code s = 1 - eta lambda_d} with decoupled decay:
 *
 * <pre>
 * b' = beta b + k g,    w' = s w - eta b',    and with Nesterov    w' = s w - eta (g + beta b').
 * </pre>
 *
 * Up to {@link #smooth} every mode decays without a change of sign, up to {@link #stable} it oscillates and decays, above
 * it grows: the three regimes of document 004, A.1.2.1, with the critical value that the document leaves open. Both follow
 * from the roots of the recursion's characteristic polynomial.
 *
 * <p>Without decay: gradient descent 1/eta and 2/eta; heavy ball {@code (1 - sqrt(beta))^2 / eta} and
 * {@code 2 (1 + beta) / eta}; Nesterov {@code ((1 - beta)/(1 + beta))^2 / eta} and
 * {@code 2 (1 + beta) / ((1 + 2 beta) eta)}. Adam is a heavy ball with {@code k = 1 - beta1} in the Hessian divided by its
 * preconditioner, hence {@code (2 + 2 beta1) / ((1 - beta1) eta)} (Cohen et al. 2021 and 2022).
 *
 * @param rule what the rule is called
 * @param rate eta
 * @param momentum beta, 0 for none
 * @param keep k, the share of the gradient that enters the buffer
 * @param nesterov whether the step looks ahead
 * @param coupled lambda_c, decay through the gradient
 * @param decoupled lambda_d, decay as a factor of w
 * @param preconditioned whether h is an eigenvalue of the Hessian plus lambda_c, divided by the preconditioner, see
 *     {@link Optimizer#preconditioner}; else h is one of the Hessian itself
 */
public record StepStability(String rule, double rate, double momentum, double keep, boolean nesterov, double coupled,
        double decoupled, boolean preconditioned) {
    /** The regimes of document 004, A.1.2.1. */
    public enum Regime {
        /** Every mode decays without a change of sign. */
        SMOOTH,
        /** The sharpest mode changes sign at every step and decays. */
        OSCILLATING,
        /** The sharpest mode grows. */
        UNSTABLE
    }

    /** Plain descent: {@code w' = w - eta g}, without momentum, decay and preconditioner. */
    public boolean plain() {
        return undamped() && momentum == 0 && keep == 1;
    }

    /** A heavy ball that keeps the whole gradient, or plain descent: no decay, preconditioner, dampening or looking ahead. */
    public boolean heavyBall() {
        return undamped() && keep == 1 && !(nesterov && momentum > 0);
    }

    private boolean undamped() {
        return coupled == 0 && decoupled == 0 && !preconditioned;
    }

    /** The largest sharpness without oscillation; minus infinity if decay alone changes signs. */
    public double smooth() {
        double s = shrink();
        if (s < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        double root = Math.sqrt(s) - Math.sqrt(momentum);
        return (nesterov ? smoothAhead(s) : root * root / keep) / rate - inside();
    }

    /** The smaller root q of {@code ((1 + beta) q - s - beta)^2 = 4 beta (s - q)}, or s where there is none. */
    private double smoothAhead(double s) {
        double under = s * (1 + momentum) - momentum;
        double half = (1 + momentum) * (s + momentum) - 2 * momentum;
        double apart = s - momentum;
        return under < 0 ? s : apart * apart / (half + 2 * momentum * Math.sqrt(under));
    }

    /** The largest sharpness without growth. */
    public double stable() {
        return scale() / rate - shift();
    }

    /** {@code eta (stable + shift)}, a property of the rule alone. */
    private double scale() {
        return 2 * (1 + momentum) / (nesterov ? 1 + 2 * momentum : keep);
    }

    /** What decay takes off the threshold, at every rate. */
    private double shift() {
        return inside() + 0.5 * decoupled * scale();
    }

    /** Coupled decay is part of a preconditioned sharpness already. */
    private double inside() {
        return preconditioned ? 0 : coupled;
    }

    private double shrink() {
        return 1 - rate * decoupled;
    }

    /** The regime at a sharpness. */
    public Regime regime(double sharpness) {
        return sharpness <= smooth() ? Regime.SMOOTH : sharpness <= stable() ? Regime.OSCILLATING : Regime.UNSTABLE;
    }

    /** The largest rate at which a sharpness is stable; infinite where neither curvature nor decay sets a bound. */
    public double largestRate(double sharpness) {
        double shifted = sharpness + shift();
        return shifted <= 0 ? Double.POSITIVE_INFINITY : scale() / shifted;
    }

    /** By what a mode of this sharpness is multiplied per step in the long run: the spectral radius of the recursion. */
    public double growth(double sharpness) {
        double s = shrink();
        double q = rate * (sharpness + inside()) * (nesterov ? 1 : keep);
        double trace = s + momentum - q * (nesterov ? 1 + momentum : 1);
        double determinant = momentum * (nesterov ? s - q : s);
        double square = 0.25 * trace * trace - determinant;
        return square < 0 ? Math.sqrt(determinant) : 0.5 * Math.abs(trace) + Math.sqrt(square);
    }

    /** The threshold as a formula, for reports. */
    public String formula() {
        String beta = preconditioned && keep < 1 ? "beta1" : "beta";
        String kept = keep == 1 ? "eta" : preconditioned ? "((1 - beta1) eta)" : "((1 - dampening) eta)";
        String plain = momentum == 0 && keep == 1
                ? "2 / eta"
                : nesterov
                        ? "2 (1 + beta) / ((1 + 2 beta) eta)"
                        : "2 (1 + " + beta + ") / " + kept;
        return plain + (preconditioned && keep < 1 ? ", Cohen et al. 2022" : "")
                + (shift() > 0 ? ", less the weight decay" : "");
    }
}
