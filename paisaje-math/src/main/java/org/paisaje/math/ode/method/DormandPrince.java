package org.paisaje.math.ode.method;

import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/**
 * The explicit pair of Dormand and Prince, order 5(4), with proportional-integral step control and the dense output of
 * order 4 of Shampine (Hairer, Norsett and Wanner, Solving ODEs I, II.4 to II.6). First same as last: six evaluations a
 * step. Holds about 11 vectors; nothing is allocated per step.
 */
public record DormandPrince() implements Integrator<VectorField> {
    /** Controlled by relative and absolute tolerances. */
    public static Integration<VectorField> to(double relative, double absolute) {
        return Integration.controlled(new DormandPrince(), relative, absolute);
    }

    @Override
    public String name() {
        return "Dormand-Prince 5(4)";
    }

    @Override
    public int order() {
        return 5;
    }

    @Override
    public boolean estimatesError() {
        return true;
    }

    @Override
    public Controller controller() {
        return Controller.PROPORTIONAL_INTEGRAL;
    }

    @Override
    public Stepper on(VectorField field, OdeState state, ErrorNorm norm) {
        return new DormandPrinceStepper(field, state, false);
    }
}
