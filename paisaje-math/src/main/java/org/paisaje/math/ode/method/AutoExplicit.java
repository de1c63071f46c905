package org.paisaje.math.ode.method;

import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/**
 * Dormand-Prince 5(4) where the problem is not stiff, Runge-Kutta-Chebyshev where it is: after {@value #NEEDED} steps held down
 * by stability, {@code h |k7 - k6| / |y7 - y6| > 3.25} (Hairer and Wanner, Solving ODEs II, IV.2), the stabilised method takes
 * over, and after as many steps with {@code h rho < 1} the other one again. For Jacobians with eigenvalues near the
 * negative real axis.
 *
 * @param stiffFirst whether it starts with the stabilised method
 */
public record AutoExplicit(boolean stiffFirst) implements Integrator<VectorField> {
    static final String STIFF = "stiff";
    static final String SUSPECTS = "suspects of stiffness";
    static final int NEEDED = 15;

    /** Controlled by relative and absolute tolerances. */
    public static Integration<VectorField> to(double relative, double absolute) {
        return Integration.controlled(new AutoExplicit(false), relative, absolute);
    }

    @Override
    public String name() {
        return "Dormand-Prince 5(4), Runge-Kutta-Chebyshev 2 where stiff";
    }

    /** That of the method for stiff phases. */
    @Override
    public int order() {
        return 2;
    }

    @Override
    public boolean estimatesError() {
        return true;
    }

    @Override
    public Controller controller() {
        return Controller.GUSTAFSSON;
    }

    @Override
    public OdeState start(double t, double[] y) {
        OdeState state = OdeState.at(t, y, STIFF, SUSPECTS, ChebyshevStepper.RADIUS, ChebyshevStepper.AGE)
                .with(ChebyshevStepper.DIRECTION, y.length);
        state.numbers()[state.index(STIFF)] = stiffFirst ? 1 : 0;
        return state;
    }

    @Override
    public Stepper on(VectorField field, OdeState state, ErrorNorm norm) {
        return new AutoStepper(field, state);
    }
}
