package org.paisaje.theory.geometry.metric;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.RungeKutta;

/**
 * What a flow {@code x' = f(x)} does to volume along one trajectory, in two ways: by its Jacobian, {@code M' = df/dx M}, and by
 * Liouville's formula, {@code det M = exp of the integral of tr df/dx}.
 *
 * @param end where the trajectory ends
 * @param determinant det M at the end
 * @param liouville the exponential of the integral
 */
public record FlowVolume(double[] end, double determinant, double liouville) {
    /**
     * Follows the three together by the classical Runge-Kutta method.
     *
     * @param field f, of R^n to R^n
     * @param time how long, positive
     * @param steps in equal steps
     */
    public static FlowVolume of(SmoothMap field, double[] start, double time, int steps) {
        int n = field.inputs();
        if (field.outputs() != n || start.length != n || !(time > 0) || steps < 1) {
            throw new IllegalArgumentException("FlowVolume: a field of " + n + " numbers to " + field.outputs()
                    + ", a start of " + start.length + ", time " + time + ", " + steps
                    + " steps; a field keeps the dimension of its start, time and steps are positive");
        }
        double[] y = new double[n + n * n + 1];
        System.arraycopy(start, 0, y, 0, n);
        for (int i = 0; i < n; i++) {
            y[n + i * n + i] = 1;
        }
        VectorField whole = (t, at, out) -> {
            double[] x = Arrays.copyOf(at, n);
            Matrix j = field.jacobian(x);
            System.arraycopy(field.value(x), 0, out, 0, n);
            double trace = 0;
            for (int i = 0; i < n; i++) {
                trace += j.get(i, i);
                for (int c = 0; c < n; c++) {
                    double sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += j.get(i, k) * at[n + k * n + c];
                    }
                    out[n + i * n + c] = sum;
                }
            }
            out[n + n * n] = trace;
        };
        double[] end = Integration.fixed(RungeKutta.RK4, time / steps).run(whole, 0, y, time).y();
        Matrix m = Matrix.zeros(n, n);
        System.arraycopy(end, n, m.data(), 0, n * n);
        return new FlowVolume(Arrays.copyOf(end, n), LocalChange.determinant(m), Math.exp(end[n + n * n]));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
