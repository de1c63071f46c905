package org.paisaje.training;

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

    /** Whether the rule takes a learning rate, so that a {@link Schedule} means something. */
    default boolean usesRate() {
        return true;
    }

    /** Whether the rule is meaningless on minibatches, as a flow is. */
    default boolean needsFullBatch() {
        return false;
    }
}
