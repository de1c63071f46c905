package org.paisaje.training.optimizer;

import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.paisaje.training.Schedule;

/**
 * A rule that moves theta to lower a function. The value holds settings only and is immutable; what changes from step
 * to step lives in an {@link OptimizerState}, so that a run can be stopped, written and resumed.
 *
 * <p>A new rule implements {@link #start} and {@link #step}; nothing needs registering to run it from code.
 */
public interface Optimizer {
    /** The family this rule is of, such as {@code adam}. */
    String name();

    /** The settings as one string; for the rules of this package {@link Optimizers#parse} reads it back to an equal value. */
    String text();

    /** The base learning rate, which a {@link Schedule} multiplies; 1 for rules that choose their own step. */
    double rate();

    /** A fresh state for a parameter vector of the given length. */
    OptimizerState start(int dimension);

    /**
     * Makes one step from {@code at}: overwrites {@code at.theta()} with the next point. The value and the gradient at
     * the present point have been evaluated; {@code at.gradient()} may be used as scratch.
     */
    Advance step(Point at, OptimizerState state);

    /**
     * What makes a state that was read back one that no run of this rule leaves behind after so many steps, such as {@code v,
     * entry 3 is -1.0}; empty if nothing does.
     */
    default Optional<String> objection(OptimizerState state, long steps) {
        return Optional.empty();
    }

    /** Whether the rule takes a learning rate, so that a {@link Schedule} means something. */
    default boolean usesRate() {
        return true;
    }

    /** The curvature that the rule allows at a rate; empty for rules that choose their own step, or whose bound is not known. */
    default Optional<StepStability> stability(double rate) {
        return Optional.empty();
    }

    /**
     * The diagonal by which the last step was divided, of length p: {@code theta' = theta - eta m / P} with the gradient, or
     * a mean of gradients, m. Null before the first step and for rules that have none.
     */
    default double @Nullable [] preconditioner(OptimizerState state) {
        return null;
    }

    /**
     * The state that is known of a run made elsewhere: what {@link #preconditioner} is made of. Absent for rules that keep no
     * squared gradients.
     *
     * @param squares means or sums of squared gradients, as the rule keeps them, of length p
     * @param steps the steps that were made
     */
    default Optional<OptimizerState> remembering(double[] squares, double steps) {
        return Optional.empty();
    }

    /**
     * The least upper bound on how far any gradients whatever can move a weight in so many steps at a rate, from where decay
     * alone would have left it; empty if there is none, as for rules whose step is in proportion to the gradient.
     */
    default OptionalDouble reach(double rate, long steps) {
        return OptionalDouble.empty();
    }

    /**
     * How many steps at the full rate a gradient of one size and sign comes to in so many steps: all of them, unless the rule
     * divides by more and more.
     */
    default double steady(long steps) {
        return steps;
    }

    /** The number that is added to what a gradient is divided by, so that nothing is divided by 0; empty if nothing is divided. */
    default OptionalDouble floor() {
        return OptionalDouble.empty();
    }

    /**
     * The same rule with weights that decay, as it is usually done for it: by {@code lambda} in the gradient, or, as for
     * Adam, by ten times that beside it. Empty for rules that decay already or cannot.
     */
    default Optional<Optimizer> decaying(double lambda) {
        return Optional.empty();
    }

    /**
     * The same rule on the loss plus {@code lambda |theta|_1}, so that weights which do not matter become 0. Empty for rules that
     * decay already or cannot.
     */
    default Optional<Optimizer> withL1(double lambda) {
        return Optional.empty();
    }

    /** Whether the rule is meaningless on minibatches, as a flow is. */
    default boolean needsFullBatch() {
        return false;
    }

    /** Whether the rule is meant for the function over all samples, so that this is its usual batch. */
    default boolean prefersFullBatch() {
        return needsFullBatch();
    }
}
