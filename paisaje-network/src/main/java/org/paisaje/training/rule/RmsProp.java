package org.paisaje.training.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
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
 * RMSProp (Tieleman and Hinton 2012) as in torch: {@code s <- alpha s + (1 - alpha) g^2},
 * {@code theta <- theta - eta g / (sqrt(s) + epsilon)}. Centered, the square of a running mean of g is subtracted from
 * s (Graves 2013); with momentum the quotient goes through a buffer {@code b <- mu b + g / (...)} and theta moves by
 * eta b. 40 bytes of traffic per parameter and step in the plain form.
 */
public record RmsProp(double rate, double alpha, double epsilon, double momentum, boolean centered,
        WeightDecay decay) implements Optimizer {
    /** Checks the ranges. */
    public RmsProp {
        Check.rate("RmsProp", rate);
        Check.fraction("RmsProp", "alpha", alpha);
        Check.positive("RmsProp", "epsilon", epsilon);
        Check.fraction("RmsProp", "momentum", momentum);
    }

    /** RMSProp with alpha 0.99 and epsilon 1e-8. */
    public static RmsProp withRate(double rate) {
        return new RmsProp(rate, 0.99, 1e-8, 0, false, WeightDecay.NONE);
    }

    private boolean plain() {
        return momentum == 0 && !centered;
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public String text() {
        return "rmsprop:" + Options.written(rate) + ",alpha=" + Options.written(alpha) + ",eps="
                + Options.written(epsilon)
                + (momentum == 0 ? "" : ",momentum=" + Options.written(momentum)) + (centered ? ",centered=true" : "")
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
        return decay.lambda() > 0
                ? Optional.empty()
                : Optional.of(new RmsProp(rate, alpha, epsilon, momentum, centered, other));
    }

    @Override
    public Optional<StepStability> stability(double eta) {
        return Optional.of(decay.stability(name(), eta, momentum, 1, false, true));
    }

    /** sqrt(s) + epsilon, centered with the square of the mean taken from s. */
    @Override
    public double @Nullable [] preconditioner(OptimizerState state) {
        double[] s = state.vector("squares");
        double[] own = squares(state);
        double[] result = new double[s.length];
        boolean moved = false;
        for (int i = 0; i < s.length; i++) {
            result[i] = Math.sqrt(own[i]) + epsilon;
            moved |= s[i] > 0;
        }
        return moved ? result : null;
    }

    /**
     * {@code eta / sqrt(1 - alpha) sum_t (1 - mu^t) / (1 - mu)}, since s holds at least (1 - alpha) g^2; approached by
     * gradients that grow fast. Centered there is no bound but that of epsilon, and none is given.
     */
    @Override
    public OptionalDouble reach(double eta, long steps) {
        if (centered) {
            return OptionalDouble.empty();
        }
        double lost = momentum * (1 - Math.pow(momentum, steps)) / (1 - momentum);
        return OptionalDouble.of(eta / Math.sqrt(1 - alpha) * (steps - lost) / (1 - momentum));
    }

    @Override
    public Optional<OptimizerState> remembering(double[] squares, double steps) {
        // What is centred needs the means as well.
        return centered ? Optional.empty() : Optional.of(start(squares.length).with("squares", squares));
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, plain() ? List.of("squares") : List.of("squares", "means", "momentum"),
                List.of());
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.negative("squares");
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double eta = at.rate();
        double shrink = decay.factor(eta);
        if (UpdateRanges.pays(theta.length, at.threads())) {
            UpdateRanges.run(theta.length, at.threads(), (from, to) -> update(at, state, eta, shrink, from, to));
        } else {
            update(at, state, eta, shrink, 0, theta.length);
        }
        decay.threshold(theta, eta / (1 - momentum), squares(state), 1, epsilon, at.threads());
        return Advance.MOVED;
    }

    private void update(Point at, OptimizerState state, double eta, double shrink, int from, int to) {
        double l2 = decay.inGradient();
        if (plain()) {
            Updates.rmsProp(at.theta(), at.gradient(), state.vector(0), eta, alpha, epsilon, l2, shrink, from, to);
        } else {
            Updates.rmsPropFull(at.theta(), at.gradient(), state.vector(0), state.vector(1), state.vector(2), eta,
                    alpha, epsilon, momentum, centered, l2, shrink, from, to);
        }
    }

    /** What the root is taken of: s, centered with the square of the mean taken from it. */
    private double[] squares(OptimizerState state) {
        double[] s = state.vector(0);
        return centered
                ? IntStream.range(0, s.length)
                        .mapToDouble(i -> Math.max(0, s[i] - state.vector(1)[i] * state.vector(1)[i]))
                        .toArray()
                : s;
    }
}
