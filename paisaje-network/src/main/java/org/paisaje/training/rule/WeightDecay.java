package org.paisaje.training.rule;

import org.paisaje.training.Check;
import org.paisaje.training.optimizer.StepStability;

/**
 * Decay of the parameters towards zero by a fraction lambda. Coupled decay is the gradient of
 * {@code lambda/2 |theta|^2} added to that of the loss, so it passes through momentum and preconditioner (the
 * {@code weight_decay} of torch SGD, Adam, RMSprop, Adagrad). Decoupled decay multiplies theta by
 * {@code 1 - eta lambda} before the step (Loshchilov and Hutter 2019, Alg. 2).
 */
public record WeightDecay(Kind kind, double lambda) {
    /** How decay enters the step. */
    public enum Kind {
        /** Through the gradient. */
        COUPLED,
        /** As a factor of theta. */
        DECOUPLED
    }

    /** No decay. */
    public static final WeightDecay NONE = new WeightDecay(Kind.COUPLED, 0);

    /** Checks that lambda is finite and at least 0. */
    public WeightDecay {
        Check.notNegative("WeightDecay", "lambda", lambda);
    }

    /** Decay through the gradient. */
    public static WeightDecay coupled(double lambda) {
        return new WeightDecay(Kind.COUPLED, lambda);
    }

    /** Decay as a factor of theta. */
    public static WeightDecay decoupled(double lambda) {
        return new WeightDecay(Kind.DECOUPLED, lambda);
    }

    /** The recursion of a rule with this decay. */
    StepStability stability(String rule, double rate, double momentum, double keep, boolean nesterov,
            boolean preconditioned) {
        return new StepStability(rule, rate, momentum, keep, nesterov, inGradient(),
                kind == Kind.DECOUPLED ? lambda : 0, preconditioned);
    }

    /** What is added to the gradient per unit of theta. */
    double inGradient() {
        return kind == Kind.COUPLED ? lambda : 0;
    }

    /** The factor theta is multiplied by before a step at rate eta. */
    double factor(double eta) {
        return kind == Kind.DECOUPLED ? 1 - eta * lambda : 1;
    }
}
