package org.paisaje.training.flow;

import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.risk.Objective;

/**
 * The field {@code -grad L} on parameters, whose Jacobian is minus the Hessian. Remembers the loss of its last evaluation,
 * which comes with the gradient.
 */
public final class GradientField implements LinearizableField {
    private final Objective objective;
    private double value = Double.NaN;

    private GradientField(Objective objective) {
        this.objective = objective;
    }

    /** The field of an objective; products need a {@link CurvedObjective}. */
    public static GradientField of(Objective objective) {
        return new GradientField(objective);
    }

    /** The loss at the point evaluated last. */
    public double value() {
        return value;
    }

    @Override
    public void apply(double t, double[] theta, double[] out) {
        value = objective.valueAndGradient(theta, out);
        for (int i = 0; i < out.length; i++) {
            out[i] = -out[i];
        }
    }

    @Override
    public void jvp(double t, double[] theta, double[] v, double[] out) {
        jacobian(t, theta).apply(v, out);
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public boolean autonomous() {
        return true;
    }

    @Override
    public LinearOperator jacobian(double t, double[] theta) {
        if (!(objective instanceof CurvedObjective curved)) {
            throw new IllegalArgumentException("flow: the objective has no second derivatives; needs a CurvedObjective,"
                    + " such as a Risk");
        }
        return curved.hessian(theta).negated();
    }
}
