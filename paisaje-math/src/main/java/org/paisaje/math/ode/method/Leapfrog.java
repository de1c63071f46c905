package org.paisaje.math.ode.method;

import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.SecondOrderField;
import org.paisaje.math.ode.Stepper;

/**
 * Stoermer-Verlet for q'' = a(t, q) on y = (q, v): half a kick, a drift, half a kick. Order 2, symplectic and time-reversible;
 * the energy stays within O(h^2) for exponentially long times (Hairer, Lubich and Wanner, Geometric Numerical Integration,
 * IX). One evaluation a step, which is fixed.
 */
public record Leapfrog() implements Integrator<SecondOrderField> {
    @Override
    public String name() {
        return "leapfrog";
    }

    @Override
    public int order() {
        return 2;
    }

    @Override
    public boolean estimatesError() {
        return false;
    }

    @Override
    public Stepper on(SecondOrderField field, OdeState state, ErrorNorm norm) {
        int n = state.y().length;
        if (n % 2 != 0) {
            throw new IllegalArgumentException("Leapfrog: the state has " + n
                    + " entries; needs positions and as many velocities, one after the other");
        }
        return new LeapfrogStepper(field, state);
    }
}
