package org.paisaje.training.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.method.AutoExplicit;
import org.paisaje.math.ode.method.Chebyshev;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.ExponentialRosenbrock;
import org.paisaje.risk.Objective;
import org.paisaje.training.Check;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * The gradient flow {@code d theta/dt = -grad L(theta)}, integrated with error control; a step of the run is one
 * accepted step of the integrator.
 *
 * <p>The integrators are those of {@code math.ode}. Non-stiff phases go by the explicit pair of Dormand and Prince; where
 * its steps are held down by stability the stabilised Runge-Kutta-Chebyshev method takes over, which suits the real
 * spectrum of a Hessian and needs gradients only ({@link AutoExplicit}). The exponential method is more exact at the same
 * tolerance and integrates stiff quadratics in one step, but its Krylov spaces make it 3 to 8 times slower on small
 * networks, so it is chosen by hand.
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
        AUTO(new AutoExplicit(false)),
        /** Dormand-Prince 5(4) throughout. */
        EXPLICIT(new DormandPrince()),
        /** Runge-Kutta-Chebyshev throughout. */
        STABILIZED(new Chebyshev()),
        /** The exponential Rosenbrock pair of order 3(2) throughout; the objective needs second derivatives. */
        EXPONENTIAL(new ExponentialRosenbrock(120));

        private final Integrator<? super LinearizableField> integrator;

        Method(Integrator<? super LinearizableField> integrator) {
            this.integrator = integrator;
        }

        /** The method as {@code math.ode} has it. */
        public Integrator<? super LinearizableField> integrator() {
            return integrator;
        }
    }

    /** Proportional-integral: the stabilised and the explicit method run at the limit of their stability. */
    static final Controller CONTROLLER = Controller.GUSTAFSSON;

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
        OdeState blank = method.integrator.start(0, new double[dimension]);
        OptimizerState state = OptimizerState.of(dimension, List.copyOf(blank.vectors().keySet()), blank.names());
        System.arraycopy(blank.numbers(), 0, state.numbers(), 0, blank.numbers().length);
        return state;
    }

    @Override
    public Optional<String> objection(OptimizerState state, long steps) {
        return state.outside("time", 0, until)
                .or(() -> state.outside("step size", 0, Double.MAX_VALUE))
                .or(() -> state.outside("accepted steps", 0, Double.MAX_VALUE))
                .or(() -> state.outside("rejected steps", 0, Double.MAX_VALUE))
                .or(() -> state.outside("evaluations", 0, Double.MAX_VALUE));
    }

    @Override
    public Advance step(Point at, OptimizerState state) {
        return state.companion(FlowRun.class, () -> new FlowRun(this, at, state)).step(at, state);
    }
}
