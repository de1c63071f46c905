package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Cholesky;
import org.paisaje.math.linalg.factor.CholeskyResult;

/** Minimisation that sees only the values of a function: Newton's method with differences, damped so that values fall. */
final class ValueDescent {
    private static final int MOST = 60;
    /** A shift that no Hessian here needs. */
    private static final double LARGEST_SHIFT = 1e6;

    private ValueDescent() {}

    /**
     * Goes down from a start until no step decreases the function.
     *
     * @param step of the differences
     */
    static double[] from(double[] start, ToDoubleFunction<double[]> function, double step) {
        double[] at = start.clone();
        double value = function.applyAsDouble(at);
        int polished = 0;
        for (int k = 0; k < MOST && polished < 2; k++) {
            double[] slope = gradient(at, function, step);
            Matrix curvature = hessian(at, function, step);
            double shift = 0;
            double[] next = at;
            double lower = value;
            while (shift < LARGEST_SHIFT) {
                CholeskyResult factored = Cholesky.shifted(curvature, shift);
                if (factored instanceof Cholesky cholesky) {
                    next = minus(at, cholesky.solve(slope));
                    lower = function.applyAsDouble(next);
                    // Near the minimum the value is at its rounding, while the step still improves the point.
                    if (lower <= value + 4 * Math.ulp(Math.abs(value) + 1)) {
                        break;
                    }
                }
                shift = shift == 0 ? 1e-3 : 4 * shift;
            }
            if (shift >= LARGEST_SHIFT) {
                return at;
            }
            polished = shift == 0 && lower > value - 1e-13 * (Math.abs(value) + 1) ? polished + 1 : 0;
            at = next;
            value = lower;
        }
        return at;
    }

    /** The gradient by differences of two steps, extrapolated. */
    static double[] gradient(double[] at, ToDoubleFunction<double[]> function, double step) {
        double[] result = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            int entry = i;
            result[i] = slope(moved -> {
                double[] point = at.clone();
                point[entry] = moved;
                return function.applyAsDouble(point);
            }, at[i], step);
        }
        return result;
    }

    /** The derivative by central differences of two steps, extrapolated; the error is step^4 / 30 times the fifth. */
    static double slope(DoubleUnaryOperator function, double at, double step) {
        return (8 * (function.applyAsDouble(at + step) - function.applyAsDouble(at - step))
                - (function.applyAsDouble(at + 2 * step) - function.applyAsDouble(at - 2 * step))) / (12 * step);
    }

    private static Matrix hessian(double[] at, ToDoubleFunction<double[]> function, double step) {
        int n = at.length;
        double[] entries = new double[n * n];
        double[] point = at.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int corner = 0; corner < 4; corner++) {
                    double first = corner < 2 ? step : -step;
                    double second = corner % 2 == 0 ? step : -step;
                    point[i] += first;
                    point[j] += second;
                    sum += (corner == 0 || corner == 3 ? 1 : -1) * function.applyAsDouble(point);
                    point[i] = at[i];
                    point[j] = at[j];
                }
                entries[i * n + j] = sum / (4 * step * step);
                entries[j * n + i] = entries[i * n + j];
            }
        }
        return Matrix.wrap(n, n, entries);
    }

    private static double[] minus(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] - b[i];
        }
        return result;
    }
}
