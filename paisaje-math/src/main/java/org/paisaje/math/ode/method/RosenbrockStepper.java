package org.paisaje.math.ode.method;

import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.function.FunctionAction;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.special.Reductions;

/** Steps of {@link ExponentialRosenbrock}. */
final class RosenbrockStepper implements Stepper {
    /** The Krylov error as a share of what the step is allowed. */
    private static final double SHARE = 0.01;
    private static final StepAttempt HALF = new StepAttempt.Shorter(0.5);

    private final LinearizableField field;
    private final OdeState state;
    private final ErrorNorm norm;
    private final int krylov;
    private final StepDraft draft;
    private final KrylovPhi arnoldi;
    private final double[] moved;
    private final double[] inner;
    private final double[] defect;
    /** df/dt, and its part of the step; empty where the field does not depend on time. */
    private final double[] drift;
    private final double[] drifted;

    RosenbrockStepper(LinearizableField field, OdeState state, ErrorNorm norm, int krylov) {
        int n = state.y().length;
        this.field = field;
        this.state = state;
        this.norm = norm;
        this.krylov = krylov;
        this.draft = new StepDraft(field, state);
        this.arnoldi = new KrylovPhi(n, field.symmetric() ? 1 : krylov);
        this.moved = new double[n];
        this.inner = new double[n];
        this.defect = new double[n];
        this.drift = new double[field.autonomous() ? 0 : n];
        this.drifted = new double[drift.length];
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return 3;
    }

    /** On which y moves by ten times what an error may be: linear parts are exact. */
    @Override
    public double firstStep(double span, ErrorNorm norm, double direction) {
        double speed = norm.of(draft.slopeFrom(), draft.from(), draft.from());
        return speed > 0 ? Math.min(span, 10 / speed) : span;
    }

    @Override
    public StepAttempt attempt(double h) {
        draft.begin(h);
        double[] y = draft.from();
        double[] slope = draft.slopeFrom();
        int n = y.length;
        LinearOperator jacobian = field.jacobian(draft.start(), y);
        double allowed = SHARE * norm.allowance(y, slope) / Math.abs(h);
        if (!phi(jacobian, h, 1, slope, allowed, moved)) {
            return HALF;
        }
        Reductions.scale(h, moved, 0, n);
        if (!drift(jacobian, h, 0.5 * allowed / Math.abs(h))) {
            return HALF;
        }
        double[] linear = draft.error();
        jacobian.apply(moved, linear);
        state.countProducts(1);
        for (int i = 0; i < n; i++) {
            inner[i] = y[i] + moved[i];
        }
        if (!OdeState.finite(inner)) {
            return StepAttempt.NOT_FINITE;
        }
        draft.evaluate(draft.end(), inner, defect);
        for (int i = 0; i < n; i++) {
            defect[i] -= slope[i] + linear[i];
        }
        for (int i = 0; i < drift.length; i++) {
            defect[i] -= h * drift[i];
        }
        if (!OdeState.finite(defect)) {
            return StepAttempt.NOT_FINITE;
        }
        double[] error = draft.error();
        if (!phi(jacobian, h, 3, defect, 0.5 * allowed, error)) {
            return HALF;
        }
        double[] to = draft.to();
        for (int i = 0; i < n; i++) {
            error[i] *= 2 * h;
            to[i] = inner[i] + error[i];
        }
        return draft.finite() ? StepAttempt.MADE : StepAttempt.NOT_FINITE;
    }

    /** Adds h^2 phi_2(hJ) df/dt to the move, with df/dt by a difference inside the step. */
    private boolean drift(LinearOperator jacobian, double h, double allowed) {
        if (drift.length == 0) {
            return true;
        }
        double t = draft.start();
        double delta = Math.copySign(
                Math.min(Math.abs(h), Math.sqrt(Math.ulp(1.0)) * Math.max(Math.abs(t), Math.abs(h))), h);
        double[] slope = draft.slopeFrom();
        draft.evaluate(t + delta, draft.from(), drift);
        for (int i = 0; i < drift.length; i++) {
            drift[i] = (drift[i] - slope[i]) / delta;
        }
        if (!phi(jacobian, h, 2, drift, allowed, drifted)) {
            return false;
        }
        Reductions.axpy(h * h, drifted, 0, moved, 0, drift.length);
        return true;
    }

    /** phi_k(hJ) v with an error below {@code allowed}; false if that takes too large a space. */
    private boolean phi(LinearOperator jacobian, double h, int k, double[] v, double allowed, double[] out) {
        if (!field.symmetric()) {
            return arnoldi.apply(jacobian, state, h, k, v, allowed, out);
        }
        int n = v.length;
        double length = Math.sqrt(Reductions.dot(v, 0, v, 0, n));
        if (!Double.isFinite(length)) {
            return false;
        }
        if (length == 0) {
            java.util.Arrays.fill(out, 0);
            return true;
        }
        double tolerance = Math.clamp(allowed / length, 1e-14, 0.1);
        LinearOperator turned = h > 0 ? jacobian.negated() : jacobian;
        var outcome = FunctionAction.phi(turned, k, Math.abs(h), v, new SolveSettings(tolerance, krylov));
        state.countProducts(outcome.products());
        double[] value = switch (outcome) {
            case FunctionAction.Outcome.Converged done -> done.value();
            // Rounding may keep the last digit out of reach of the tightest tolerances.
            case FunctionAction.Outcome.NotConverged open when open.error() <= 10 * tolerance * length -> open.value();
            case FunctionAction.Outcome.NotConverged open -> new double[0];
            case FunctionAction.Outcome.Failed failed -> new double[0];
        };
        if (value.length == 0) {
            return false;
        }
        System.arraycopy(value, 0, out, 0, n);
        return true;
    }
}
