package org.paisaje.theory.kernel.flow;

import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.method.RadauMemory;

/**
 * The flow {@code w' = -grad L(w)} of a {@link FeatureModel} by collocation at the s = 7 Radau points (order 13, L-stable;
 * Hairer and Wanner 1996, IV.5), in the time tau of {@link LogTimeFlow}: late phases, which are smooth in log t, cost a
 * fixed number of steps for each decade. The collocation equations are solved by Newton's method in the modes of one
 * decomposition of the Hessian, which serves many steps. The error is the difference to the embedded formula of order 7,
 * damped by {@code (1 + h gamma lambda)^-1}.
 *
 * @param tolerance to which equations are solved, relative to |w|
 */
record RadauFlow(double tolerance) implements Integrator<LogTimeFlow> {
    /** Number of stages. */
    static final int S = 7;
    static final String PLACE = "place of the decomposition";
    /** Beyond, the time factor changes too much within a step for Newton's method. */
    private static final double LONGEST = 10;

    @Override
    public String name() {
        return "Radau 13 in log time";
    }

    @Override
    public int order() {
        return 2 * S - 1;
    }

    @Override
    public boolean estimatesError() {
        return true;
    }

    @Override
    public Controller controller() {
        return new Controller(0.9, 1, 0, 0.2, 5, 5, 1, LONGEST);
    }

    @Override
    public OdeState start(double tau, double[] w) {
        return RadauMemory.start(tau, w, S).with(PLACE, w.length);
    }

    @Override
    public Stepper on(LogTimeFlow field, OdeState state, ErrorNorm norm) {
        return new RadauFlowStepper(field, state, tolerance);
    }
}
