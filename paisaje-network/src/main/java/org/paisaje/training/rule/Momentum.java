package org.paisaje.training.rule;

import java.util.List;
import java.util.Optional;
import org.paisaje.registry.Options;
import org.paisaje.training.Check;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.training.optimizer.Point;
import org.paisaje.training.optimizer.StepStability;
import org.paisaje.training.optimizer.UpdateRanges;

/**
 * Heavy-ball momentum or Nesterov's variant of it, as in torch SGD: {@code b <- mu b + (1 - dampening) g}, in the first
 * step {@code b = g}; then {@code theta <- theta - eta b}, and with Nesterov {@code theta <- theta - eta (g + mu b)}
 * (Sutskever et al. 2013). On a quadratic the optimal {@code mu = ((sqrt(kappa) - 1)/(sqrt(kappa) + 1))^2} gives the
 * rate {@code sqrt(mu)} per step (Polyak 1964). 40 bytes of traffic per parameter and step.
 */
public record Momentum(double rate, double momentum, double dampening, boolean nesterov,
        WeightDecay decay) implements Optimizer {
    /** Checks the ranges; Nesterov's variant has no dampening. */
    public Momentum {
        Check.rate("Momentum", rate);
        Check.fraction("Momentum", "momentum", momentum);
        Check.that(dampening >= 0 && dampening <= 1, "Momentum", "dampening", dampening, "a number in [0, 1]");
        Check.that(!nesterov || dampening == 0, "Momentum", "dampening", dampening, "0 with Nesterov's variant");
    }

    /** Heavy-ball momentum without dampening. */
    public static Momentum withRate(double rate, double momentum) {
        return new Momentum(rate, momentum, 0, false, WeightDecay.NONE);
    }

    /** Nesterov's variant. */
    public static Momentum nesterov(double rate, double momentum) {
        return new Momentum(rate, momentum, 0, true, WeightDecay.NONE);
    }

    @Override
    public String name() {
        return nesterov ? "nesterov" : "momentum";
    }

    @Override
    public String text() {
        return name() + ":" + Options.written(rate) + ",momentum=" + Options.written(momentum)
                + (dampening == 0 ? "" : ",dampening=" + Options.written(dampening))
                + Optimizers.text(decay, WeightDecay.Kind.COUPLED);
    }

    @Override
    public Optional<Optimizer> decaying(double lambda) {
        return decaying(WeightDecay.coupled(lambda));
    }

    @Override
    public Optional<Optimizer> withL1(double lambda) {
        return decaying(WeightDecay.l1(lambda));
    }

    private Optional<Optimizer> decaying(WeightDecay other) {
        return decay.lambda() > 0
                ? Optional.empty()
                : Optional.of(new Momentum(rate, momentum, dampening, nesterov, other));
    }

    @Override
    public Optional<StepStability> stability(double eta) {
        return Optional.of(decay.stability(name(), eta, momentum, 1 - dampening, nesterov, false));
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of("momentum"), List.of("steps"));
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.outside("steps", steps, steps);
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double[] g = at.gradient();
        double[] b = state.vector(0);
        double eta = at.rate();
        double keep = state.number(0) == 0 ? 1 : 1 - dampening;
        state.number(0, state.number(0) + 1);
        double l2 = decay.inGradient();
        double shrink = decay.factor(eta);
        if (UpdateRanges.pays(theta.length, at.threads())) {
            UpdateRanges.run(theta.length, at.threads(),
                    (from, to) -> Updates.momentum(theta, g, b, eta, momentum, keep,
                            nesterov, l2, shrink, from, to));
        } else {
            Updates.momentum(theta, g, b, eta, momentum, keep, nesterov, l2, shrink, 0, theta.length);
        }
        decay.threshold(theta, eta * keep / (1 - momentum), at.threads());
        return Advance.MOVED;
    }
}
