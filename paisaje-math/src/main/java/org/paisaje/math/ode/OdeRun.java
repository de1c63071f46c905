package org.paisaje.math.ode;

/**
 * Steps from a state, one at a time: the place where step control is written. Find a step with {@link #find}, look at
 * it, then {@link #commit} to it.
 */
public final class OdeRun {
    /** What {@link #find} came to. */
    public enum Found {
        /** A step within the limit. */
        STEP,
        /** A step that ends at the limit. */
        LAST,
        /** No step is acceptable, however short. */
        STEP_TOO_SMALL,
        /** Nothing is finite beyond the state, however short the step. */
        NOT_FINITE,
        /** The budget of attempts is used up. */
        NO_MORE
    }

    /** Refused attempts in a row that are allowed. */
    private static final int TRIES = 60;

    private final Stepper stepper;
    private final OdeState state;
    private final Stepping stepping;
    private double end;
    private double next;
    private boolean last;

    OdeRun(Stepper stepper, OdeState state, Stepping stepping) {
        this.stepper = stepper;
        this.state = state;
        this.stepping = stepping;
    }

    /** The step found last, until it is committed to. */
    public OdeStep step() {
        return stepper.draft();
    }

    /** Where the run stands. */
    public OdeState state() {
        return state;
    }

    /** Finds the next step, which ends at {@code limit} at the latest; the limit may be infinite. */
    public Found find(double limit) {
        return find(limit, Long.MAX_VALUE);
    }

    /** As {@link #find(double)} with a number of attempts. */
    public Found find(double limit, long attempts) {
        return switch (stepping) {
            case Stepping.Fixed fixed -> equal(fixed.h(), limit, attempts);
            case Stepping.Controlled controlled -> controlled(controlled, limit, attempts);
        };
    }

    /** Moves the state to the end of the step found. */
    public void commit() {
        StepDraft draft = stepper.draft();
        stepper.accepted();
        draft.move(end);
        if (stepping instanceof Stepping.Controlled) {
            state.step(next);
        } else if (last) {
            state.beginEqual();
        } else {
            state.countEqual();
        }
    }

    private Found equal(double length, double limit, long attempts) {
        if (attempts < 1) {
            return Found.NO_MORE;
        }
        double t = state.t();
        double h = Math.copySign(length, limit - t);
        if (state.step() != h) {
            state.step(h);
            state.beginEqual();
        }
        double wanted = state.nextEqual(h);
        double slack = 1e-9 * length + 4 * Math.ulp(Math.max(Math.abs(t), Math.abs(wanted)));
        last = (wanted - limit) * Math.signum(h) >= -slack;
        end = last ? limit : wanted;
        StepAttempt attempt = stepper.attempt(last && Math.abs(wanted - limit) > slack ? limit - t : h);
        if (attempt instanceof StepAttempt.Shorter) {
            return Found.STEP_TOO_SMALL;
        }
        if (attempt instanceof StepAttempt.NotFinite || !stepper.draft().finite()) {
            return Found.NOT_FINITE;
        }
        return last ? Found.LAST : Found.STEP;
    }

    private Found controlled(Stepping.Controlled control, double limit, long attempts) {
        Controller controller = control.controller();
        double t = state.t();
        double left = Math.abs(limit - t);
        double direction = Math.signum(limit - t);
        if (state.step() == 0) {
            double[] slope = stepper.draft().slopeFrom();
            if (!OdeState.finite(slope) || !OdeState.finite(state.y())) {
                return Found.NOT_FINITE;
            }
            state.step(control.firstStep() > 0
                    ? control.firstStep()
                    : stepper.firstStep(Math.min(left, controller.longest()), control.norm(), direction));
        }
        boolean finite = true;
        for (int i = 0; i < TRIES; i++) {
            if (i >= attempts) {
                return Found.NO_MORE;
            }
            double wanted = Math.min(state.step(), controller.longest());
            last = wanted >= left * (1 - 1e-12);
            // Two equal steps rather than a full one and a sliver.
            double h = last ? left : wanted > 0.5 * left ? 0.5 * left : wanted;
            StepAttempt attempt = stepper.attempt(direction * h);
            double error = Double.NaN;
            double factor;
            if (attempt instanceof StepAttempt.Made) {
                error = control.norm().of(stepper.draft());
                if (error <= 1) {
                    factor = controller.afterAccepted(error, state.lastError(), stepper.power(), state.refusedBefore());
                    state.lastError(Controller.remembered(error));
                    state.refusedBefore(false);
                    end = last ? limit : t + direction * h;
                    // A step that was cut to end at the limit says little of the next.
                    next = last ? Math.max(wanted, factor * h) : factor * h;
                    return last ? Found.LAST : Found.STEP;
                }
            }
            finite = attempt instanceof StepAttempt.Shorter || Double.isFinite(error);
            factor = attempt instanceof StepAttempt.Shorter shorter
                    ? shorter.factor()
                    : controller.afterRefused(error, stepper.power());
            state.step(factor * h);
            state.countRejected();
            state.refusedBefore(true);
            stepper.rejected();
            if (state.step() <= 4 * Math.ulp(t)) {
                break;
            }
        }
        return finite ? Found.STEP_TOO_SMALL : Found.NOT_FINITE;
    }
}
