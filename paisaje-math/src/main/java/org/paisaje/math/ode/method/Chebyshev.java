package org.paisaje.math.ode.method;

import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/**
 * The explicit Runge-Kutta-Chebyshev method of order 2 with damping 2/13 (Sommeijer, Shampine and Verwer 1998) for stiff
 * problems whose Jacobian has eigenvalues near the negative real axis, such as gradient flow: s stages are stable up to
 * {@code h rho = 0.65 s^2} for the spectral radius rho, which a power iteration on differences of the field estimates
 * every {@value ChebyshevStepper#RADIUS_LIFE} steps. No Jacobian, five vectors.
 */
public record Chebyshev() implements Integrator<VectorField> {
    /** Controlled by relative and absolute tolerances. */
    public static Integration<VectorField> to(double relative, double absolute) {
        return Integration.controlled(new Chebyshev(), relative, absolute);
    }

    @Override
    public String name() {
        return "Runge-Kutta-Chebyshev 2";
    }

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
        return OdeState.at(t, y, ChebyshevStepper.RADIUS, ChebyshevStepper.AGE)
                .with(ChebyshevStepper.DIRECTION, y.length);
    }

    @Override
    public Stepper on(VectorField field, OdeState state, ErrorNorm norm) {
        return new ChebyshevStepper(field, state);
    }
}
