package org.paisaje.math.ode.adjoint;

import java.util.Arrays;
import org.paisaje.math.ode.DenseSolution;
import org.paisaje.math.ode.DifferentiableField;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.SaveAt;

/**
 * Gradient of a function of the final state by the adjoint equation lambda' = -J' lambda, run backwards along the dense
 * forward solution, with the gradient by the parameters as the integral of (df/dtheta)' lambda (Pontryagin; Chen et al.
 * 2018). Any method integrates forward, and backward any that takes a field with Jacobian products. Accurate to their
 * errors, not exact for the discrete forward map; see {@link org.paisaje.math.ode.method.RungeKutta#adjoint} for that.
 * Memory: 5 n numbers for each forward step.
 */
public final class ContinuousAdjoint {
    private ContinuousAdjoint() {}

    /** The gradient, or why there is none. */
    public sealed interface Result {
        /** Both integrations reached their ends. */
        record Found(Sensitivity sensitivity) implements Result {}

        /** The integration forward, or the one backward, stopped before its end. */
        record Stopped(boolean forward, OdeOutcome.Stopped reason) implements Result {}

        /** The gradient; an {@link ArithmeticException} that says why there is none. */
        default Sensitivity orThrow() {
            return switch (this) {
                case Found found -> found.sensitivity;
                case Stopped stopped -> throw new ArithmeticException("ContinuousAdjoint: the integration "
                        + (stopped.forward ? "forward" : "backward") + " ended early: " + stopped.reason.describe());
            };
        }
    }

    /** By the same method forward and backward; its norm of errors must speak of one row. */
    public static Result gradient(Integration<? super LinearizableField> method, DifferentiableField field, double t0,
            double[] y0, double t1, FinalGradient finalGradient) {
        return gradient(method, method, field, t0, y0, t1, finalGradient);
    }

    /** By one method forward, such as leapfrog, and one backward, whose norm of errors must speak of one row. */
    public static <F extends DifferentiableField> Result gradient(Integration<? super F> forward,
            Integration<? super LinearizableField> backward, F field, double t0, double[] y0, double t1,
            FinalGradient finalGradient) {
        int n = y0.length;
        OdeOutcome there = forward.saveAt(SaveAt.dense()).run(field, t0, y0, t1);
        if (there instanceof OdeOutcome.Stopped stopped) {
            return new Result.Stopped(true, stopped);
        }
        double[] end = there.y();
        double[] start = Arrays.copyOf(finalGradient.at(end), n + field.parameters());
        if (t0 == t1) {
            return found(end, start);
        }
        OdeOutcome back = backward.saveAt(SaveAt.end())
                .run(new Costate(field, there.saved().solution(), n), t1, start, t0);
        return back instanceof OdeOutcome.Stopped stopped ? new Result.Stopped(false, stopped) : found(end, back.y());
    }

    private static Result found(double[] end, double[] costate) {
        int n = end.length;
        return new Result.Found(
                new Sensitivity(end, Arrays.copyOf(costate, n), Arrays.copyOfRange(costate, n, costate.length)));
    }

    /** (lambda, gradient)' = -(J' lambda, (df/dtheta)' lambda), linear in its state. */
    private static final class Costate implements LinearizableField {
        private final DifferentiableField field;
        private final DenseSolution solution;
        private final int n;
        private final double[] state;
        private final double[] lambda;
        private final double[] pulled;
        private final double[] gradient;

        Costate(DifferentiableField field, DenseSolution solution, int n) {
            this.field = field;
            this.solution = solution;
            this.n = n;
            this.state = new double[n];
            this.lambda = new double[n];
            this.pulled = new double[n];
            this.gradient = new double[field.parameters()];
        }

        @Override
        public void apply(double t, double[] z, double[] out) {
            solution.at(t, state);
            System.arraycopy(z, 0, lambda, 0, n);
            Arrays.fill(gradient, 0);
            field.vjp(t, state, lambda, pulled, gradient);
            for (int i = 0; i < n; i++) {
                out[i] = -pulled[i];
            }
            for (int i = 0; i < gradient.length; i++) {
                out[n + i] = -gradient[i];
            }
        }

        @Override
        public void jvp(double t, double[] z, double[] v, double[] out) {
            apply(t, v, out);
        }
    }
}
