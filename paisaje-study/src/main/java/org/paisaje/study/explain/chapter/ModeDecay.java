package org.paisaje.study.explain.chapter;

import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.StepStability;

/**
 * How fast a rule lets a mode of a frozen kernel decay.
 *
 * @param rate eta
 * @param momentum beta of a heavy ball, else 0
 * @param exact whether that is the rule that was run; otherwise the rates are those of gradient descent at its rate
 */
record ModeDecay(double rate, double momentum, boolean exact) {
    /** The rule of an optimizer; scale multiplies all eigenvalues. */
    static ModeDecay of(Optimizer optimizer, double scale) {
        double rate = optimizer.rate();
        return optimizer.stability(rate)
                .filter(StepStability::heavyBall)
                .map(rule -> new ModeDecay(scale * rate, rule.momentum(), true))
                .orElseGet(() -> new ModeDecay(scale * rate, 0, false));
    }

    /** Training for that many steps; eigenvalues are those with the 1/n of the loss in them. */
    Evolution after(long steps) {
        return momentum == 0
                ? Evolution.descent(rate, steps)
                : Evolution.heavyBall(rate, momentum, steps);
    }

    /** What a mode loses per step, as -log of the factor; negative for modes that grow. */
    double decay(double eigenvalue) {
        double effective = rate * eigenvalue;
        if (momentum == 0) {
            return -Math.log(Math.abs(1 - effective));
        }
        // The larger root of z^2 - (1 + beta - eta a) z + beta.
        double half = 0.5 * (1 + momentum - effective);
        double square = half * half - momentum;
        return square <= 0
                ? -0.5 * Math.log(momentum)
                : -Math.log(Math.abs(half) + Math.sqrt(square));
    }

    /** About how many steps a mode takes to a tenth, {@code ln 10 / (eta a)} for slow ones; infinite if it never gets there. */
    double toTenth(double eigenvalue) {
        double decay = eigenvalue == 0 ? 0 : decay(eigenvalue);
        return decay > 0 ? Math.max(1, Math.log(10) / decay) : Double.POSITIVE_INFINITY;
    }
}
