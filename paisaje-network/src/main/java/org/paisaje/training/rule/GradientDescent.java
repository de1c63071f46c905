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
 * Gradient descent, and with minibatches stochastic gradient descent: {@code theta <- theta - eta (g + lambda theta)}.
 * On a quadratic with Hessian H the error shrinks by {@code I - eta H} per step, so it diverges as soon as eta exceeds
 * 2 / lambda_max. Matches torch SGD without momentum. 24 bytes of traffic per parameter and step.
 */
public record GradientDescent(double rate, WeightDecay decay) implements Optimizer {
    /** Checks the rate. */
    public GradientDescent {
        Check.rate("GradientDescent", rate);
    }

    /** Plain gradient descent with learning rate eta. */
    public static GradientDescent withRate(double rate) {
        return new GradientDescent(rate, WeightDecay.NONE);
    }

    @Override
    public String name() {
        return "gd";
    }

    @Override
    public String text() {
        return "gd:" + Options.written(rate) + Optimizers.text(decay, WeightDecay.Kind.COUPLED);
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
        return decay.lambda() > 0 ? Optional.empty() : Optional.of(new GradientDescent(rate, other));
    }

    @Override
    public Optional<StepStability> stability(double eta) {
        return Optional.of(decay.stability("gradient descent", eta, 0, 1, false, false));
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of(), List.of());
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double[] g = at.gradient();
        double eta = at.rate();
        double l2 = decay.inGradient();
        double shrink = decay.factor(eta);
        if (UpdateRanges.pays(theta.length, at.threads())) {
            UpdateRanges.run(theta.length, at.threads(),
                    (from, to) -> Updates.descent(theta, g, eta, l2, shrink, from, to));
        } else {
            Updates.descent(theta, g, eta, l2, shrink, 0, theta.length);
        }
        decay.threshold(theta, eta, at.threads());
        return Advance.MOVED;
    }
}
