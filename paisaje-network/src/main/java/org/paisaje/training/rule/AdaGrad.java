package org.paisaje.training.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
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
 * AdaGrad (Duchi, Hazan and Singer 2011): {@code s <- s + g^2},
 * {@code theta <- theta - eta / (1 + (t - 1) rateDecay) g / (sqrt(s) + epsilon)} at step t = 1, 2, ..., as torch
 * Adagrad. 40 bytes of traffic per parameter and step.
 */
public record AdaGrad(double rate, double rateDecay, double epsilon, WeightDecay decay) implements Optimizer {
    /** Checks the ranges. */
    public AdaGrad {
        Check.rate("AdaGrad", rate);
        Check.notNegative("AdaGrad", "rateDecay", rateDecay);
        Check.positive("AdaGrad", "epsilon", epsilon);
    }

    /** AdaGrad with epsilon 1e-10. */
    public static AdaGrad withRate(double rate) {
        return new AdaGrad(rate, 0, 1e-10, WeightDecay.NONE);
    }

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public String text() {
        return "adagrad:" + Options.written(rate) + ",rate-decay=" + Options.written(rateDecay) + ",eps="
                + Options.written(epsilon)
                + Optimizers.text(decay, WeightDecay.Kind.COUPLED);
    }

    @Override
    public OptionalDouble floor() {
        return OptionalDouble.of(epsilon);
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
        return decay.lambda() > 0 ? Optional.empty() : Optional.of(new AdaGrad(rate, rateDecay, epsilon, other));
    }

    @Override
    public Optional<StepStability> stability(double eta) {
        return Optional.of(decay.stability(name(), eta, 0, 1, false, true));
    }

    /** {@code (1 + (t - 1) rateDecay) (sqrt(s) + epsilon)} after t steps. */
    @Override
    public double @Nullable [] preconditioner(OptimizerState state) {
        double t = state.number("steps");
        double growth = 1 + (t - 1) * rateDecay;
        return t == 0
                ? null
                : Arrays.stream(state.vector("squares")).map(s -> growth * (Math.sqrt(s) + epsilon)).toArray();
    }

    /** {@code eta sum_t 1 / (1 + (t - 1) rateDecay)}, since s holds at least g^2; approached by gradients that grow fast. */
    @Override
    public OptionalDouble reach(double eta, long steps) {
        double sum = 0;
        for (long t = 0; t < steps; t++) {
            sum += 1 / (1 + t * rateDecay);
        }
        return OptionalDouble.of(eta * sum);
    }

    /** {@code sum_t 1 / ((1 + (t - 1) rateDecay) sqrt(t))}, about 2 sqrt(steps) without decay of the rate. */
    @Override
    public double steady(long steps) {
        double sum = 0;
        for (long t = 0; t < steps; t++) {
            sum += 1 / ((1 + t * rateDecay) * Math.sqrt(t + 1.0));
        }
        return sum;
    }

    @Override
    public Optional<OptimizerState> remembering(double[] squares, double steps) {
        OptimizerState state = start(squares.length).with("squares", squares);
        state.number(0, steps);
        return Optional.of(state);
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of("squares"), List.of("steps"));
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.outside("steps", steps, steps).or(() -> state.negative("squares"));
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double[] g = at.gradient();
        double[] s = state.vector(0);
        double eta = at.rate() / (1 + state.number(0) * rateDecay);
        state.number(0, state.number(0) + 1);
        double l2 = decay.inGradient();
        double shrink = decay.factor(at.rate());
        if (UpdateRanges.pays(theta.length, at.threads())) {
            UpdateRanges.run(theta.length, at.threads(),
                    (from, to) -> Updates.adaGrad(theta, g, s, eta, epsilon, l2, shrink, from, to));
        } else {
            Updates.adaGrad(theta, g, s, eta, epsilon, l2, shrink, 0, theta.length);
        }
        decay.threshold(theta, eta, s, 1, epsilon, at.threads());
        return Advance.MOVED;
    }
}
