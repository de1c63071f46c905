package org.paisaje.study.explain.run;

import java.util.Optional;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;
import org.paisaje.training.optimizer.StepStability;

/**
 * A rule of the steps as far as it is known of a run that is over. What a rule allows is kept where it does not rest on its
 * state, as for gradient descent with or without momentum; Adam and its kin divide by means of gradients, which few checkpoints
 * hold.
 *
 * @param rule the rule, if it was told
 * @param remembers whether the checkpoints hold what it divides by
 */
record WithoutState(Optional<Optimizer> rule, boolean remembers) implements Optimizer {
    @Override
    public String name() {
        return rule.map(Optimizer::name).orElse("not told");
    }

    @Override
    public String text() {
        return rule.map(Optimizer::text).orElse("not told");
    }

    @Override
    public double rate() {
        return rule.map(Optimizer::rate).orElse(Double.NaN);
    }

    @Override
    public OptimizerState start(int dimension) {
        throw new IllegalStateException("a run that is over makes no steps");
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        throw new IllegalStateException("a run that is over makes no steps");
    }

    @Override
    public boolean usesRate() {
        return rule.map(Optimizer::usesRate).orElse(false);
    }

    @Override
    public Optional<StepStability> stability(double rate) {
        return rule.flatMap(known -> known.stability(rate)).filter(bound -> remembers || !bound.preconditioned());
    }
}
