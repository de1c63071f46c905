package org.paisaje.theory.landscape.critical;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;

/** A function F of x in R^p with its gradient and its Hessian as a matrix. May keep buffers: one thread at a time. */
public interface SmoothFunction {
    /** The dimension p. */
    int dimension();

    /** F(x); overwrites {@code gradient} (length p). */
    double at(double[] x, double[] gradient);

    /** F(x); overwrites {@code gradient} (length p) and {@code hessian} (p x p, by rows, both triangles). */
    double at(double[] x, double[] gradient, double[] hessian);

    /** A risk: networks of one hidden layer under a squared loss by closed forms without allocation, others by products. */
    static SmoothFunction of(Risk risk) {
        int p = risk.dimension();
        MemoryEstimate.requireMatrix("critical points", p, p,
                "they are searched with all of the Hessian; take a smaller network");
        return ShallowRisk.of(risk).<SmoothFunction>map(shallow -> shallow).orElseGet(() -> byProducts(risk));
    }

    /** A risk whose Hessian comes from p products. */
    static SmoothFunction byProducts(Risk risk) {
        int p = risk.dimension();
        return new SmoothFunction() {
            @Override
            public int dimension() {
                return p;
            }

            @Override
            public double at(double[] x, double[] gradient) {
                return risk.valueAndGradient(x, gradient);
            }

            @Override
            public double at(double[] x, double[] gradient, double[] hessian) {
                RiskPoint point = risk.at(x);
                System.arraycopy(point.gradient(), 0, gradient, 0, p);
                Matrix dense = point.denseHessian();
                System.arraycopy(dense.data(), 0, hessian, 0, p * p);
                return point.value();
            }
        };
    }
}
