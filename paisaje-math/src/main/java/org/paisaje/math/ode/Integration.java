package org.paisaje.math.ode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How y' = f(t, y) is integrated: a method and all that surrounds it. A value; the methods return changed copies.
 *
 * <pre>{@code
 * var y = Integration.controlled(new DormandPrince(), 1e-8, 1e-10).run(field, 0, y0, 5).y();
 * var steps = Integration.fixed(RungeKutta.RK4, 0.01).saveAt(SaveAt.everyStep()).run(field, 0, y0, 5).saved();
 * }</pre>
 *
 * @param integrator the method
 * @param stepping how long steps are
 * @param saveAt what is kept on the way
 * @param maxSteps how many steps, accepted or not, one call may try
 * @param event ends the integration, or null
 * @param observer sees the accepted steps, or null
 * @param <F> what the method needs to know of the field
 */
public record Integration<F extends VectorField>(Integrator<F> integrator, Stepping stepping, SaveAt saveAt,
        long maxSteps, @Nullable Event event, @Nullable Observer observer) {
    private static final long MOST = 1_000_000;

    /** Refuses error control for a method without an error estimate, and fewer than one step. */
    public Integration {
        if (stepping instanceof Stepping.Controlled && !integrator.estimatesError()) {
            throw new IllegalArgumentException("Integration: " + integrator.name()
                    + " estimates no error that could control its steps; give it a fixed step");
        }
        if (maxSteps < 1) {
            throw new IllegalArgumentException("Integration: at most " + maxSteps + " steps; needs at least 1");
        }
    }

    /** Steps controlled by relative and absolute tolerances, at most a million. */
    public static <F extends VectorField> Integration<F> controlled(Integrator<F> integrator, double relative,
            double absolute) {
        return controlled(integrator, StepTolerance.of(relative, absolute));
    }

    /** Steps controlled by that norm of the error, at most a million. */
    public static <F extends VectorField> Integration<F> controlled(Integrator<F> integrator, ErrorNorm norm) {
        return new Integration<>(integrator, new Stepping.Controlled(norm, integrator.controller(), 0), SaveAt.end(),
                MOST, null, null);
    }

    /** Equal steps; equations within a step are solved to 1e-12. */
    public static <F extends VectorField> Integration<F> fixed(Integrator<F> integrator, double h) {
        return new Integration<>(integrator, new Stepping.Fixed(h, StepTolerance.of(1e-12, 1e-12)), SaveAt.end(),
                Long.MAX_VALUE, null, null);
    }

    /** With other steps. */
    public Integration<F> stepping(Stepping other) {
        return new Integration<>(integrator, other, saveAt, maxSteps, event, observer);
    }

    /** With states kept on the way. */
    public Integration<F> saveAt(SaveAt other) {
        return new Integration<>(integrator, stepping, other, maxSteps, event, observer);
    }

    /** With at most so many attempts at steps in one call. */
    public Integration<F> maxSteps(long most) {
        return new Integration<>(integrator, stepping, saveAt, most, event, observer);
    }

    /** Until that event, located by the dense output of the method. */
    public Integration<F> until(Event other) {
        return new Integration<>(integrator, stepping, saveAt, maxSteps, other, observer);
    }

    /** With accepted steps shown to the observer. */
    public Integration<F> observedBy(Observer other) {
        return new Integration<>(integrator, stepping, saveAt, maxSteps, event, other);
    }

    /** Single steps from that state, for whoever drives them. */
    public OdeRun on(F field, OdeState state) {
        stepping.norm().require(state.y());
        return new OdeRun(integrator.on(field, state, stepping.norm()), state, stepping);
    }

    /** Integrates from (t0, y0) to t1, in either direction; y0 is not modified. */
    public OdeOutcome run(F field, double t0, double[] y0, double t1) {
        if (!Double.isFinite(t0)) {
            throw new IllegalArgumentException("run: the time of the start is " + t0 + "; needs a finite time");
        }
        return resume(field, integrator.start(t0, y0.clone()), t1);
    }

    /**
     * Goes on from a state to t1 and moves it there. A state of a run that was stopped gives the same bits as the run
     * without the stop.
     */
    public OdeOutcome resume(F field, OdeState state, double t1) {
        if (!Double.isFinite(t1)) {
            throw new IllegalArgumentException("run: the time of the end is " + t1 + "; needs a finite time");
        }
        return new Course(on(field, state), state, t1).go();
    }

    /** One call of {@link #run}. */
    private final class Course {
        private final OdeRun run;
        private final OdeState state;
        private final double end;
        private final double direction;
        private final List<Double> times = new ArrayList<>();
        private final List<double[]> states = new ArrayList<>();
        private final @Nullable DenseSolution dense;
        private int upcoming;
        private long made;

        Course(OdeRun run, OdeState state, double end) {
            this.run = run;
            this.state = state;
            this.end = end;
            this.direction = Math.signum(end - state.t());
            this.dense = saveAt instanceof SaveAt.Dense ? new DenseSolution(state.y().length) : null;
            if (saveAt instanceof SaveAt.Times wanted) {
                requireTimes(wanted.times());
            }
        }

        OdeOutcome go() {
            keep(true);
            if (direction == 0) {
                return new OdeOutcome.Reached(state, saved());
            }
            Event g = event;
            double before = g == null ? 0 : g.value(state.t(), state.y());
            double refused = state.rejected();
            while (true) {
                if (Thread.currentThread().isInterrupted()) {
                    return new OdeOutcome.Cancelled(state, saved());
                }
                double limit = limit();
                long left = maxSteps - made - (long) (state.rejected() - refused);
                OdeRun.Found found = run.find(limit, left);
                switch (found) {
                    case STEP, LAST -> made++;
                    case STEP_TOO_SMALL -> {
                        return new OdeOutcome.StepTooSmall(state, saved(), state.step());
                    }
                    case NOT_FINITE -> {
                        return new OdeOutcome.NotFinite(state, saved());
                    }
                    case NO_MORE -> {
                        return new OdeOutcome.TooManySteps(state, saved(), maxSteps);
                    }
                }
                OdeStep step = run.step();
                double target = found == OdeRun.Found.LAST ? limit : step.end();
                double after = g == null ? 0 : g.value(target, step.to());
                if (observer != null) {
                    observer.accepted(step);
                }
                if (dense != null) {
                    dense.accepted(step);
                }
                if (g != null && before != 0 && before * after <= 0) {
                    return locate(g, before, step, target);
                }
                before = after;
                run.commit();
                keep(false);
                if (state.t() == end) {
                    return new OdeOutcome.Reached(state, saved());
                }
            }
        }

        private double limit() {
            return saveAt instanceof SaveAt.Times wanted && upcoming < wanted.times().length
                    && (wanted.times()[upcoming] - end) * direction < 0 ? wanted.times()[upcoming] : end;
        }

        private void keep(boolean first) {
            if (saveAt instanceof SaveAt.Times wanted) {
                while (upcoming < wanted.times().length && wanted.times()[upcoming] == state.t()) {
                    add(state.t(), state.y());
                    upcoming++;
                }
            } else if (saveAt instanceof SaveAt.Steps steps && (first || made % steps.every() == 0)) {
                add(state.t(), state.y());
            }
        }

        private void add(double t, double[] y) {
            times.add(t);
            states.add(y.clone());
        }

        private Saved saved() {
            return new Saved(times, states, Optional.ofNullable(dense));
        }

        private void requireTimes(double[] wanted) {
            double before = state.t();
            for (double t : wanted) {
                if (!((t - before) * direction >= 0 && (end - t) * direction >= 0)) {
                    throw new IllegalArgumentException("run: asked for the state at t = " + t + " after " + before
                            + "; needs times in the order of the integration from " + state.t() + " to " + end);
                }
                before = t;
            }
        }

        private OdeOutcome locate(Event g, double before, OdeStep step, double target) {
            double left = step.start();
            double right = target;
            double[] y = new double[state.y().length];
            for (int i = 0; i < 200 && Math.abs(right - left) > 2 * Math.ulp(right); i++) {
                double middle = left + 0.5 * (right - left);
                step.at(middle, y);
                if (g.value(middle, y) * before > 0) {
                    left = middle;
                } else {
                    right = middle;
                }
            }
            if (right == target) {
                System.arraycopy(step.to(), 0, y, 0, y.length);
            } else {
                step.at(right, y);
            }
            state.jump(right, y);
            return new OdeOutcome.EventReached(state, saved());
        }
    }
}
