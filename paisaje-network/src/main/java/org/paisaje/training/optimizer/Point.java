package org.paisaje.training.optimizer;

import org.paisaje.risk.Objective;

/**
 * Where a run stands: what optimizers, probes and stopping rules see. One object serves the whole run; its values are
 * those of the present step and change with it, so whoever keeps them copies them.
 */
public interface Point {
    /** The number of steps made so far; the initial point has step 0. */
    long step();

    /** The number of complete passes over the data so far; equals {@link #step()} without minibatches. */
    long epoch();

    /** The live parameter vector, length p. Only the optimizer writes to it. */
    double[] theta();

    /** The point where the run began (the first start, not the resume), length p. Not to be written to. */
    double[] initial();

    /** The value of {@link #objective()} at theta. */
    double value();

    /** The gradient of {@link #objective()} at theta, length p; probes see it before clipping, the optimizer after. */
    double[] gradient();

    /** The Euclidean norm of the gradient before clipping; computed on first use in a step, p flops. */
    double gradientNorm();

    /** The learning rate of this step: base rate times schedule. */
    double rate();

    /** The function that is stepped on: with minibatches, that of the present batch. */
    Objective objective();

    /** The value over all samples at theta; with minibatches one pass over the data, once per step. */
    double fullValue();

    /** The norm of the gradient over all samples at theta; with minibatches one pass over the data, once per step. */
    double fullGradientNorm();

    /** The state of the optimizer. */
    OptimizerState state();

    /** The number of threads an update may use. */
    int threads();

    /**
     * Tells the run that theta is already evaluated: the value there is {@code value} and {@link #gradient()} holds
     * the gradient there. An optimizer that looked at its new point says so and saves one evaluation.
     */
    void arrived(double value);
}
