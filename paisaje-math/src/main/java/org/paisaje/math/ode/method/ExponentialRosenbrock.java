package org.paisaje.math.ode.method;

import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Stepper;

/**
 * The exponential Rosenbrock pair exprb32 of order 3(2) for stiff problems, such as gradient flow, with Jacobian
 * products only, here for y' = f(y):
 *
 * <pre>
 * U  = y + h phi_1(hJ) f(y)
 * y+ = U + 2 h phi_3(hJ) (f(U) - f(y) - J (U - y)),   J = f'(y)
 * </pre>
 *
 * The last term estimates the error. Linear parts are integrated exactly (up to the Krylov error, kept a hundredth of the
 * tolerance), whatever their stiffness; the step is bounded by the nonlinearity alone. Chosen over implicit Rosenbrock
 * methods because no linear system needs a preconditioner: for a symmetric J with spectral radius rho the Krylov spaces
 * have a size of the order of sqrt(h rho), by Lanczos where the field says so and by Arnoldi else. Source: Hochbruck,
 * Ostermann and Schweitzer, Exponential Rosenbrock-type methods, SIAM J. Numer. Anal. 47 (2009). A field that
 * depends on t adds h^2 phi_2(hJ) df/dt to U, with df/dt by a difference: one evaluation more. Dense output of order 3; between stiff transients use the ends of the steps.
 *
 * @param krylov largest Krylov space; memory is (krylov + 1) n numbers at worst. A step whose space would be larger is
 * halved
 */
public record ExponentialRosenbrock(int krylov) implements Integrator<LinearizableField> {
    /** Refuses a Krylov space below 4. */
    public ExponentialRosenbrock {
        if (krylov < 4) {
            throw new IllegalArgumentException(
                    "ExponentialRosenbrock: Krylov spaces of " + krylov + "; needs at least 4");
        }
    }

    /** Controlled by relative and absolute tolerances, with Krylov spaces of 60. */
    public static Integration<LinearizableField> to(double relative, double absolute) {
        return Integration.controlled(new ExponentialRosenbrock(60), relative, absolute);
    }

    @Override
    public String name() {
        return "exponential Rosenbrock 3(2)";
    }

    @Override
    public int order() {
        return 3;
    }

    @Override
    public boolean estimatesError() {
        return true;
    }

    @Override
    public Stepper on(LinearizableField field, OdeState state, ErrorNorm norm) {
        return new RosenbrockStepper(field, state, norm, krylov);
    }
}
