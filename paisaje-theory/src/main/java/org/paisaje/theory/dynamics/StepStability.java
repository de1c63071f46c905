package org.paisaje.theory.dynamics;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.training.Optimizer;
import org.paisaje.training.OptimizerState;
import org.paisaje.training.rule.AdaGrad;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;
import org.paisaje.training.rule.Momentum;
import org.paisaje.training.rule.RmsProp;
import org.paisaje.training.rule.WeightDecay;

/**
 * How large a curvature a rule of steps bears, from its recurrence on the quadratic {@code lambda w^2 / 2}. Below
 * {@code smooth} every mode decays without a change of sign, up to {@code stable} it oscillates and decays, above it
 * grows: the three regimes of document 004, A.1.2.1, with the critical value that the document leaves open.
 *
 * <p>Gradient descent: {@code 1/eta} and {@code 2/eta}. Heavy ball: {@code (1 - sqrt(beta))^2/eta} and
 * {@code 2(1 + beta)/eta}. Nesterov: {@code ((1 - beta)/(1 + beta))^2/eta} and {@code 2(1 + beta)/((1 + 2 beta) eta)}. Adam is a
 * heavy ball with rate {@code eta (1 - beta1)} in the Hessian divided by its preconditioner, hence
 * {@code (2 + 2 beta1)/((1 - beta1) eta)} (Cohen et al. 2021 and 2022).
 *
 * @param rule what the rule is called
 * @param rate eta
 * @param smooth the largest sharpness without oscillation
 * @param stable the largest sharpness without growth
 * @param preconditioned whether the sharpness meant is that of the preconditioned Hessian
 * @param shift what weight decay adds to every eigenvalue of a Hessian without preconditioner
 */
public record StepStability(String rule, double rate, double smooth, double stable, boolean preconditioned,
        double shift) {
    /** The regimes of document 004, A.1.2.1. */
    public enum Regime {
        /** Every mode decays without a change of sign. */
        SMOOTH,
        /** The sharpest mode changes sign at every step and decays. */
        OSCILLATING,
        /** The sharpest mode grows. */
        UNSTABLE
    }

    /** The stability of a rule at a rate; absent for rules that choose their own step. */
    public static Optional<StepStability> of(Optimizer optimizer, double rate) {
        return switch (optimizer) {
            case GradientDescent gd -> Optional.of(
                    new StepStability("gradient descent", rate, 1 / rate, 2 / rate, false, coupled(gd.decay())));
            case Momentum m when m.nesterov() -> Optional.of(nesterov(m, rate));
            case Momentum m -> Optional.of(
                    heavyBall("momentum", rate, rate * (1 - m.dampening()), m.momentum(), false, coupled(m.decay())));
            case Adam adam ->
                Optional.of(heavyBall(adam.name(), rate, rate * (1 - adam.beta1()), adam.beta1(), true, 0));
            case RmsProp rms -> Optional.of(heavyBall("rmsprop", rate, rate, rms.momentum(), true, 0));
            case AdaGrad ada -> Optional.of(heavyBall("adagrad", rate, rate, 0, true, 0));
            default -> Optional.empty();
        };
    }

    private static StepStability heavyBall(String rule, double rate, double effective, double beta,
            boolean preconditioned, double shift) {
        double root = 1 - Math.sqrt(beta);
        return new StepStability(rule, rate, root * root / effective, 2 * (1 + beta) / effective, preconditioned,
                shift);
    }

    private static StepStability nesterov(Momentum m, double rate) {
        double beta = m.momentum();
        double ratio = (1 - beta) / (1 + beta);
        return new StepStability("nesterov", rate, ratio * ratio / rate, 2 * (1 + beta) / ((1 + 2 * beta) * rate),
                false, coupled(m.decay()));
    }

    private static double coupled(WeightDecay decay) {
        return decay.kind() == WeightDecay.Kind.COUPLED ? decay.lambda() : 0;
    }

    /** The regime at a sharpness. */
    public Regime regime(double sharpness) {
        double shifted = sharpness + shift;
        return shifted <= smooth ? Regime.SMOOTH : shifted <= stable ? Regime.OSCILLATING : Regime.UNSTABLE;
    }

    /** The largest rate that bears a sharpness; infinite without positive curvature. */
    public double largestRate(double sharpness) {
        double shifted = sharpness + shift;
        return shifted <= 0 ? Double.POSITIVE_INFINITY : rate * stable / shifted;
    }

    /**
     * The diagonal by which the rule divides its step, from its state; null before the first step and for rules that
     * have none. For Adam {@code (1 - beta1^t) (sqrt(v / (1 - beta2^t)) + epsilon)}.
     */
    public static double @Nullable [] preconditioner(Optimizer optimizer, OptimizerState state) {
        return switch (optimizer) {
            case Adam adam -> {
                double t = state.number("steps");
                double first = 1 - Math.pow(adam.beta1(), t);
                double second = 1 - Math.pow(adam.beta2(), t);
                yield t == 0
                        ? null
                        : Arrays.stream(state.vector(1))
                                .map(v -> first * (Math.sqrt(v / second) + adam.epsilon()))
                                .toArray();
            }
            case RmsProp rms -> roots(state.vector(0), rms.centered() ? state.vector(1) : null, rms.epsilon());
            case AdaGrad ada -> {
                double growth = 1 + state.number("steps") * ada.rateDecay();
                double[] roots = roots(state.vector(0), null, ada.epsilon());
                if (roots != null) {
                    for (int i = 0; i < roots.length; i++) {
                        roots[i] *= growth;
                    }
                }
                yield roots;
            }
            default -> null;
        };
    }

    private static double @Nullable [] roots(double[] squares, double @Nullable [] means, double epsilon) {
        double[] result = new double[squares.length];
        double largest = 0;
        for (int i = 0; i < result.length; i++) {
            double mean = means == null ? 0 : means[i];
            result[i] = Math.sqrt(Math.max(0, squares[i] - mean * mean)) + epsilon;
            largest = Math.max(largest, squares[i]);
        }
        return largest == 0 ? null : result;
    }
}
