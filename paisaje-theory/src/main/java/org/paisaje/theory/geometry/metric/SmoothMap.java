package org.paisaje.theory.geometry.metric;

import org.paisaje.math.linalg.Matrix;

/** A map of R^n to R^m with its Jacobian; at kinks one of those beside them. */
public interface SmoothMap {
    /** n. */
    int inputs();

    /** m. */
    int outputs();

    /** f(x). */
    double[] value(double[] x);

    /** df/dx, m x n. */
    Matrix jacobian(double[] x);

    /** First this map, then the other one. */
    default SmoothMap then(SmoothMap next) {
        if (next.inputs() != outputs()) {
            throw new IllegalArgumentException("then: the first map gives " + outputs() + " numbers, the next takes "
                    + next.inputs());
        }
        SmoothMap first = this;
        return new SmoothMap() {
            @Override
            public int inputs() {
                return first.inputs();
            }

            @Override
            public int outputs() {
                return next.outputs();
            }

            @Override
            public double[] value(double[] x) {
                return next.value(first.value(x));
            }

            @Override
            public Matrix jacobian(double[] x) {
                return next.jacobian(first.value(x)).times(first.jacobian(x));
            }
        };
    }
}
