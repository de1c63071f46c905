package org.paisaje.training.rule;

import org.paisaje.training.Check;
import org.paisaje.training.optimizer.StepStability;
import org.paisaje.training.optimizer.UpdateRanges;

/**
 * Decay of the parameters towards zero. Coupled decay is the gradient of
 * {@code lambda/2 |theta|^2} added to that of the loss, so it passes through momentum and preconditioner (the
 * {@code weight_decay} of torch SGD, Adam, RMSprop, Adagrad). Decoupled decay multiplies theta by
 * {@code 1 - eta lambda} before the step (Loshchilov and Hutter 2019, Alg. 2). Decay of the kind l1 brings every parameter
 * nearer to 0 after the step, those that are near enough to 0 itself, by {@code lambda} times the length that the rule gives a
 * gradient of size 1: the proximal step of {@code lambda |theta|_1}. Gradient descent becomes iterative soft thresholding
 * (Daubechies, Defrise and De Mol 2004); rules with a rate for each parameter take its own (Duchi, Hazan and Singer 2011,
 * section 5; Yun, Lozano and Yang 2021 for Adam). So every rule comes to rest where the loss plus that penalty is least.
 */
public record WeightDecay(Kind kind, double lambda) {
    /** How decay enters the step. */
    public enum Kind {
        /** Through the gradient. */
        COUPLED,
        /** As a factor of theta. */
        DECOUPLED,
        /** As a distance towards 0. */
        L1
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

    /** Decay as a distance towards 0. */
    public static WeightDecay l1(double lambda) {
        return new WeightDecay(Kind.L1, lambda);
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

    /** Brings parameters nearer to 0 after a step in which a gradient of size 1 moves each by {@code step}, if the kind is l1. */
    void threshold(double[] theta, double step, int threads) {
        if (sparse()) {
            over(theta.length, threads, (from, to) -> Updates.threshold(theta, step * lambda, from, to));
        }
    }

    /** The same where a gradient of size 1 moves a parameter by {@code step / (sqrt(squares) unbias + epsilon)}. */
    void threshold(double[] theta, double step, double[] squares, double unbias, double epsilon, int threads) {
        if (sparse()) {
            over(theta.length, threads,
                    (from, to) -> Updates.threshold(theta, step * lambda, squares, unbias, epsilon, from, to));
        }
    }

    private boolean sparse() {
        return kind == Kind.L1 && lambda > 0;
    }

    private static void over(int length, int threads, UpdateRanges.Range work) {
        if (UpdateRanges.pays(length, threads)) {
            UpdateRanges.run(length, threads, work);
        } else {
            work.run(0, length);
        }
    }
}
