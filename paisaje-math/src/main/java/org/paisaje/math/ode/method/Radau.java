package org.paisaje.math.ode.method;

import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.ode.Controller;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;

/**
 * Radau IIA of three stages: implicit, order 5, L-stable, for stiff problems of moderate size (Hairer and Wanner, Solving
 * ODEs II, IV.8). The collocation equations are solved by simplified Newton iterations with one real matrix of order n and
 * one complex one, held as a real one of order 2n; the Jacobian is written out and kept while the iterations converge
 * fast. Memory: 6 n^2 numbers; 6 n^3 flops for a factorisation. Dense output of order 3 is the collocation polynomial.
 */
public record Radau() implements Integrator<LinearizableField> {
    /** Controlled by relative and absolute tolerances. */
    public static Integration<LinearizableField> to(double relative, double absolute) {
        return Integration.controlled(new Radau(), relative, absolute);
    }

    @Override
    public String name() {
        return "Radau IIA 5";
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
        return Controller.INTEGRAL.withHold(1.2);
    }

    @Override
    public OdeState start(double t, double[] y) {
        int n = y.length;
        MemoryEstimate.require("Radau", 6 * MemoryEstimate.ofDoubles(n, n),
                "take a method that needs products with the Jacobian only");
        return RadauMemory.start(t, y, RadauStepper.S).with(RadauStepper.JACOBIAN, n * n);
    }

    @Override
    public Stepper on(LinearizableField field, OdeState state, ErrorNorm norm) {
        return new RadauStepper(field, state, norm);
    }
}
