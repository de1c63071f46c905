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
 * Adam (Kingma and Ba 2015, Alg. 1) in the form of torch: {@code m <- beta1 m + (1 - beta1) g},
 * {@code v <- beta2 v + (1 - beta2) g^2}, and at step t = 1, 2, ...
 * {@code theta <- theta - eta/(1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)}. With decoupled decay this is AdamW
 * (Loshchilov and Hutter 2019). 56 bytes of traffic per parameter and step.
 */
public record Adam(double rate, double beta1, double beta2, double epsilon, WeightDecay decay) implements Optimizer {
    /** Beside steps of about one size decay is chosen larger than inside a gradient, by about this factor. */
    private static final double DECOUPLED = 10;

    /** Checks the ranges. */
    public Adam {
        Check.rate("Adam", rate);
        Check.fraction("Adam", "beta1", beta1);
        Check.fraction("Adam", "beta2", beta2);
        Check.positive("Adam", "epsilon", epsilon);
    }

    /** Adam with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 and no decay. */
    public static Adam withRate(double rate) {
        return new Adam(rate, 0.9, 0.999, 1e-8, WeightDecay.NONE);
    }

    /** AdamW: Adam with decoupled weight decay. */
    public static Adam w(double rate, double lambda) {
        return withRate(rate).with(WeightDecay.decoupled(lambda));
    }

    /** The same with another decay. */
    public Adam with(WeightDecay other) {
        return new Adam(rate, beta1, beta2, epsilon, other);
    }

    @Override
    public String name() {
        return decay.kind() == WeightDecay.Kind.DECOUPLED ? "adamw" : "adam";
    }

    @Override
    public String text() {
        return name() + ":" + Options.written(rate) + ",beta1=" + Options.written(beta1) + ",beta2="
                + Options.written(beta2) + ",eps=" + Options.written(epsilon)
                + (decay.kind() == WeightDecay.Kind.DECOUPLED
                        ? ",decay=" + Options.written(decay.lambda())
                        : Optimizers.text(decay, WeightDecay.Kind.COUPLED));
    }

    @Override
    public OptionalDouble floor() {
        return OptionalDouble.of(epsilon);
    }

    @Override
    public Optional<Optimizer> decaying(double lambda) {
        return decaying(WeightDecay.decoupled(DECOUPLED * lambda));
    }

    @Override
    public Optional<Optimizer> withL1(double lambda) {
        return decaying(WeightDecay.l1(lambda));
    }

    private Optional<Optimizer> decaying(WeightDecay other) {
        return decay.lambda() > 0 ? Optional.empty() : Optional.of(with(other));
    }

    @Override
    public Optional<StepStability> stability(double eta) {
        return Optional.of(decay.stability(name(), eta, beta1, 1 - beta1, false, true));
    }

    /** {@code (1 - beta1^t) (sqrt(v / (1 - beta2^t)) + epsilon)}. */
    @Override
    public double @Nullable [] preconditioner(OptimizerState state) {
        double t = state.number("steps");
        double first = 1 - Math.pow(beta1, t);
        double second = 1 - Math.pow(beta2, t);
        return t == 0
                ? null
                : Arrays.stream(state.vector("v")).map(v -> first * (Math.sqrt(v / second) + epsilon)).toArray();
    }

    /**
     * {@code eta sum_t c_t}, where {@code |m_t| / sqrt(v_t)} is at most
     * {@code c_t = (1 - beta1) / sqrt(1 - beta2) sqrt(sum_(j < t) r^j)} with {@code r = beta1^2 / beta2}, by the inequality of
     * Cauchy and Schwarz on the sums that m and v are, times the bias corrections {@code sqrt(1 - beta2^t) / (1 - beta1^t)}.
     * Gradients that grow by {@code beta2 / beta1} in every step attain all c_t at once as epsilon tends to 0; gradients of
     * one size and sign move a weight by {@code eta} per step. Kingma and Ba 2015, section 2.1, state c_1 without the
     * corrections.
     */
    @Override
    public OptionalDouble reach(double eta, long steps) {
        double sum = 0;
        double series = 0;
        double power = 1;
        double ratio = beta1 * beta1 / beta2;
        double factor = (1 - beta1) / Math.sqrt(1 - beta2);
        for (long t = 1; t <= steps; t++) {
            series += power;
            power *= ratio;
            double bound = factor * Math.sqrt(series * (1 - Math.pow(beta2, t))) / (1 - Math.pow(beta1, t));
            sum += bound;
            boolean settled = power < Math.ulp(series) && Math.pow(Math.max(beta1, beta2), t) < Math.ulp(0.5);
            if (settled) {
                return OptionalDouble.of(eta * (sum + (steps - t) * bound));
            }
        }
        return OptionalDouble.of(eta * sum);
    }

    @Override
    public Optional<OptimizerState> remembering(double[] squares, double steps) {
        OptimizerState state = start(squares.length).with("v", squares);
        state.number(0, steps);
        return Optional.of(state);
    }

    @Override
    public OptimizerState start(int dimension) {
        return OptimizerState.of(dimension, List.of("m", "v"), List.of("steps"));
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.outside("steps", steps, steps).or(() -> state.negative("v"));
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double[] g = at.gradient();
        double[] m = state.vector(0);
        double[] v = state.vector(1);
        double t = state.number(0) + 1;
        state.number(0, t);
        double eta = at.rate();
        double step = eta / (1 - Math.pow(beta1, t));
        double unbias = 1 / Math.sqrt(1 - Math.pow(beta2, t));
        double l2 = decay.inGradient();
        double shrink = decay.factor(eta);
        if (UpdateRanges.pays(theta.length, at.threads())) {
            UpdateRanges.run(theta.length, at.threads(), (from, to) -> Updates.adam(theta, g, m, v, step, unbias, beta1,
                    beta2, epsilon, l2, shrink, from, to));
        } else {
            Updates.adam(theta, g, m, v, step, unbias, beta1, beta2, epsilon, l2, shrink, 0, theta.length);
        }
        decay.threshold(theta, eta, v, unbias, epsilon, at.threads());
        return Advance.MOVED;
    }
}
