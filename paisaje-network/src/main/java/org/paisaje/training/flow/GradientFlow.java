package org.paisaje.training.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.risk.Objective;
import org.paisaje.training.Advance;
import org.paisaje.training.Check;
import org.paisaje.training.Norms;
import org.paisaje.training.Optimizer;
import org.paisaje.training.OptimizerState;
import org.paisaje.training.Outcome;
import org.paisaje.training.Point;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.second.Newton;

/**
 * The gradient flow {@code d theta/dt = -grad L(theta)}, integrated with error control; a step of the run is one
 * accepted step of the integrator.
 *
 * <p>Non-stiff phases go by the explicit pair of Dormand and Prince of order 5(4). Where its steps are held down by
 * stability (Hairer and Wanner 1996, IV.2: {@code h |k7 - k6| / |y7 - y6| > 3.25}), the stabilised Runge-Kutta-Chebyshev
 * method of order 2 takes over (Sommeijer, Shampine and Verwer 1998): s stages are stable up to
 * {@code h lambda_max = 0.65 s^2}, which suits the real spectrum of a Hessian and needs gradients only. The exponential
 * method is more exact at the same tolerance and integrates stiff quadratics in one step, but its Krylov spaces make it
 * 3 to 8 times slower on small networks, so it is chosen by hand.
 *
 * <p>A step is accepted when the estimated local error e has {@code |e| <= tol max(|theta|, 1e-3 sqrt(p))} and changes the loss by
 * {@code |<grad L, e>| <= tol L}: the loss along the flow is right to the tolerance, up to the accumulation over
 * steps, which a contracting flow damps.
 *
 * @param tolerance tol, between 1e-13 and 0.1
 * @param until the time at which the flow ends; infinity leaves the end to the stopping rule
 * @param method which integrator
 */
public record GradientFlow(double tolerance, double until, Method method) implements Optimizer {
    /** The integrators. */
    public enum Method {
        /** Explicit, stabilised where the flow is stiff. */
        AUTO,
        /** Dormand-Prince 5(4) throughout. */
        EXPLICIT,
        /** Runge-Kutta-Chebyshev throughout. */
        STABILIZED,
        /** The exponential Rosenbrock pair of order 3(2) throughout; the objective needs second derivatives. */
        EXPONENTIAL
    }

    static final int TIME = 0;
    static final int STEP = 1;
    static final int STIFF = 2;
    static final int RADIUS = 3;
    static final int RADIUS_AGE = 4;
    static final int ERROR = 5;
    static final int SUSPECTS = 6;
    static final int EVALUATIONS = 7;

    private static final int TRIES = 60;
    private static final int SUSPECTS_NEEDED = 15;

    /** Checks the ranges. */
    public GradientFlow {
        Check.that(tolerance >= 1e-13 && tolerance <= 0.1, "GradientFlow", "tolerance", tolerance,
                "a number from 1e-13 to 0.1");
        Check.that(until > 0, "GradientFlow", "until", until, "a time above 0");
    }

    /** The flow to that tolerance, without an end of its own. */
    public static GradientFlow withTolerance(double tolerance) {
        return new GradientFlow(tolerance, Double.POSITIVE_INFINITY, Method.AUTO);
    }

    /** The same flow up to that time. */
    public GradientFlow until(double time) {
        return new GradientFlow(tolerance, time, method);
    }

    /** The same flow by that method. */
    public GradientFlow by(Method other) {
        return new GradientFlow(tolerance, until, other);
    }

    /** What {@link #solve} gives: row k of {@code points} is theta at time k, where the flow got that far. */
    public record Solution(Matrix points, Outcome outcome) {}

    /**
     * The flow at given times.
     *
     * @param times increasing, the first at least 0
     * @return one row per time; fewer when the flow diverged or stalled before
     */
    public Solution solve(Objective objective, double[] theta, double... times) {
        double[][] rows = new double[times.length][];
        double[] at = theta;
        double now = 0;
        Outcome outcome = new Outcome.Finished(0, "no time asked for");
        for (int k = 0; k < times.length; k++) {
            Check.that(times[k] >= now && times[k] < Double.POSITIVE_INFINITY, "solve", "times[" + k + "]", times[k],
                    "a finite time not before " + now);
            if (times[k] > now) {
                Trajectory run = Training.run(until(times[k] - now), objective, at, Stop.never());
                outcome = run.outcome();
                if (!run.completed()) {
                    return new Solution(Matrix.of(Arrays.copyOf(rows, k)), outcome);
                }
                at = run.theta();
                now = times[k];
            }
            rows[k] = at;
        }
        return new Solution(Matrix.of(rows), outcome);
    }

    @Override
    public String name() {
        return "flow";
    }

    @Override
    public String text() {
        return "flow:tol=" + tolerance + (until < Double.POSITIVE_INFINITY ? ",until=" + until : "") + ",method="
                + method.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public double rate() {
        return 1;
    }

    @Override
    public boolean usesRate() {
        return false;
    }

    @Override
    public boolean needsFullBatch() {
        return true;
    }

    @Override
    public OptimizerState start(int dimension) {
        OptimizerState state = OptimizerState.of(dimension, List.of("direction"),
                List.of("time", "step size", "stiff", "spectral radius", "age of spectral radius", "last error",
                        "suspects of stiffness", "evaluations"));
        state.number(STIFF, method == Method.STABILIZED || method == Method.EXPONENTIAL ? 1 : 0);
        state.number(ERROR, 1e-4);
        return state;
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        FlowStep flow = new FlowStep(at, state, tolerance);
        if (method == Method.EXPONENTIAL) {
            Newton.curved("flow", at);
        }
        double slope = Norms.euclidean(at.gradient());
        if (slope == 0) {
            return new Advance.Stuck("the gradient is zero: a stationary point of the flow");
        }
        if (state.number(STEP) == 0) {
            state.number(STEP, flow.firstStep(slope));
        }
        double left = until - state.number(TIME);
        for (int i = 0; i < TRIES; i++) {
            boolean stiff = state.number(STIFF) == 1;
            double h = state.number(STEP);
            boolean last = h >= left * (1 - 1e-12);
            // Two equal steps rather than a full one and a sliver.
            h = last ? left : Math.min(h, h > 0.5 * left ? 0.5 * left : h);
            double error = method == Method.EXPONENTIAL
                    ? Exponential.attempt(flow, h)
                    : stiff ? Chebyshev.attempt(flow, h) : DormandPrince.attempt(flow, h);
            boolean accepted = error <= 1;
            adapt(state, stiff, h, error, accepted, last);
            if (accepted) {
                flow.accept();
                state.number(TIME, last ? until : state.number(TIME) + h);
                if (method == Method.AUTO) {
                    choose(flow, state, stiff, h);
                }
                return last ? new Advance.Finished("flow time " + until) : Advance.MOVED;
            }
            if (stiff && state.number(RADIUS_AGE) < Chebyshev.RADIUS_LIFE - 1) {
                state.number(RADIUS_AGE, 0);
            }
            if (state.number(STEP) * slope < 1e-15 * flow.size() && i > 5) {
                break;
            }
        }
        return new Advance.Stuck("the step size fell to " + state.number(STEP) + " at flow time " + state.number(TIME)
                + "; the gradient is not continuous there or the tolerance is below rounding");
    }

    private static void adapt(OptimizerState state, boolean stiff, double h, double error, boolean accepted,
            boolean last) {
        double order = stiff ? 3 : 5;
        double factor;
        if (!(error < Double.POSITIVE_INFINITY)) {
            factor = 0.1;
        } else if (accepted) {
            // PI control (Gustafsson 1991).
            factor = 0.9 * Math.pow(Math.max(error, 1e-10), -0.7 / order)
                    * Math.pow(Math.max(state.number(ERROR), 1e-10), 0.4 / order);
            factor = Math.clamp(factor, 0.2, 5);
            state.number(ERROR, Math.max(error, 1e-4));
        } else {
            factor = Math.clamp(0.9 * Math.pow(error, -1 / order), 0.1, 0.9);
        }
        if (!last || !accepted) {
            state.number(STEP, h * factor);
        }
    }

    private static void choose(FlowStep flow, OptimizerState state, boolean stiff, double h) {
        if (stiff) {
            if (h * state.number(RADIUS) < 1) {
                state.number(SUSPECTS, state.number(SUSPECTS) - 1);
                if (state.number(SUSPECTS) <= -SUSPECTS_NEEDED) {
                    state.number(STIFF, 0);
                    state.number(SUSPECTS, 0);
                }
            } else {
                state.number(SUSPECTS, 0);
            }
            return;
        }
        if (h * flow.stiffness() > 3.25) {
            state.number(SUSPECTS, state.number(SUSPECTS) + 1);
            if (state.number(SUSPECTS) >= SUSPECTS_NEEDED) {
                state.number(STIFF, 1);
                state.number(SUSPECTS, 0);
                state.number(RADIUS_AGE, 0);
            }
        } else {
            state.number(SUSPECTS, Math.max(0, state.number(SUSPECTS) - 0.25));
        }
    }
}
