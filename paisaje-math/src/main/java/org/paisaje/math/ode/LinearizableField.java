package org.paisaje.math.ode;

import java.util.Arrays;
import org.paisaje.math.linalg.LinearOperator;

/** A field f(t, y) with products with its Jacobian J = df/dy. */
public interface LinearizableField extends VectorField {
    /** Writes J(t, y) v to {@code out}. Must not change y or v. */
    void jvp(double t, double[] y, double[] v, double[] out);

    /** Whether J is symmetric everywhere, as that of a gradient flow is. */
    default boolean symmetric() {
        return false;
    }

    /** Whether f depends on y alone, which saves a method evaluations; false unless said. */
    default boolean autonomous() {
        return false;
    }

    /** J(t, y) as an operator, good as long as y is not changed. */
    default LinearOperator jacobian(double t, double[] y) {
        return LinearOperator.of(y.length, (v, out) -> jvp(t, y, v, out));
    }

    /** Writes J(t, y) to {@code out}, n x n by rows; n products unless a field knows better. */
    default void jacobian(double t, double[] y, double[] out) {
        int n = y.length;
        double[] unit = new double[n];
        double[] column = new double[n];
        for (int j = 0; j < n; j++) {
            Arrays.fill(unit, 0);
            unit[j] = 1;
            jvp(t, y, unit, column);
            for (int i = 0; i < n; i++) {
                out[i * n + j] = column[i];
            }
        }
    }
}
