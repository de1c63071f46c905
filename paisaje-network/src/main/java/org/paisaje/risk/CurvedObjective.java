package org.paisaje.risk;

import org.paisaje.math.linalg.LinearOperator;

/** An objective with second derivatives as operators, for rules of second order. */
public interface CurvedObjective extends Objective {
    /** The p x p Hessian at theta, symmetric. */
    LinearOperator hessian(double[] theta);

    /**
     * The p x p Gauss-Newton matrix at theta, {@code J^T L'' J} with J the Jacobian of the outputs and L'' the second
     * derivative of a loss that is convex in them; symmetric and positive semidefinite.
     */
    LinearOperator gaussNewton(double[] theta);
}
