package org.paisaje.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.math.krylov.Lanczos;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.Evolution;
import org.paisaje.theory.kernel.KernelDynamics;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.TrainingCurve;

/** Gradient flow with a frozen kernel at the times of a request, by the way that suits the size of the kernel. */
sealed interface KernelTraining {
    /** Up to this order all eigenvalues are cheap and say more. */
    int DECOMPOSED = 1000;
    double TOLERANCE = 1e-9;
    /** What a figure of four digits needs. */
    double ACCEPTED = 1e-6;

    /** Trains up to the times, infinity among them or not. */
    static KernelTraining of(Matrix kernel, Matrix targets, Matrix start, int samples, double[] times) {
        if (kernel.rows() > DECOMPOSED) {
            double[] finite = Arrays.stream(times).filter(Double::isFinite).toArray();
            List<KernelRegression> limit = finite.length < times.length
                    ? List.of(KernelRegression.of(kernel, targets, start, 0))
                    : List.of();
            if (limit.stream().allMatch(regression -> regression.jitter() == 0)) {
                TrainingCurve curve = TrainingCurve.of(kernel, targets, start, samples, finite, TOLERANCE);
                if (curve.error() <= ACCEPTED) {
                    return new Solved(kernel, targets, samples, times, curve, limit);
                }
            }
        }
        return new Decomposed(KernelDynamics.of(kernel, targets, start, samples), times);
    }

    /** The outputs at the training points at time number i. */
    Matrix train(int i);

    /** The outputs at other points at all times. */
    List<Matrix> predict(Matrix cross, Matrix startThere);

    /** What is known of the eigenvalues, by the names of result.json. */
    Map<String, Object> spectrum();

    /** All eigenvalues and vectors. */
    record Decomposed(KernelDynamics dynamics, double[] times) implements KernelTraining {
        @Override
        public Matrix train(int i) {
            return dynamics.train(Evolution.flow(times[i]));
        }

        @Override
        public List<Matrix> predict(Matrix cross, Matrix startThere) {
            return Arrays.stream(times).mapToObj(t -> dynamics.predict(Evolution.flow(t), cross, startThere)).toList();
        }

        @Override
        public Map<String, Object> spectrum() {
            Map<String, Object> result = new LinkedHashMap<>();
            double[] values = dynamics.eigenvalues();
            result.put("smallestEigenvalue", values[0]);
            result.put("largestEigenvalue", values[values.length - 1]);
            result.put("condition", dynamics.condition());
            result.put("nullity", dynamics.nullity());
            result.put("unreachable", dynamics.unreachable());
            result.put("largestStableRate", dynamics.largestStableRate());
            return result;
        }
    }

    /** Solves: a Krylov space for finite times and a Cholesky factorisation for the limit. */
    record Solved(Matrix kernel, Matrix targets, int samples, double[] times, TrainingCurve curve,
            List<KernelRegression> limit) implements KernelTraining {
        private int finite(int i) {
            return (int) Arrays.stream(times, 0, i).filter(Double::isFinite).count();
        }

        @Override
        public Matrix train(int i) {
            return Double.isInfinite(times[i]) ? targets : curve.train(finite(i));
        }

        @Override
        public List<Matrix> predict(Matrix cross, Matrix startThere) {
            List<Matrix> finite = curve.predict(cross, startThere);
            List<Matrix> result = new ArrayList<>();
            for (int i = 0; i < times.length; i++) {
                result.add(Double.isInfinite(times[i])
                        ? limit.getFirst().predict(cross, startThere)
                        : finite.get(finite(i)));
            }
            return result;
        }

        @Override
        public Map<String, Object> spectrum() {
            Map<String, Object> result = new LinkedHashMap<>();
            double largest = Lanczos.largest(kernel.asOperator(), 1).values()[0];
            result.put("largestEigenvalue", largest);
            result.put("largestStableRate", 2.0 * samples / largest);
            // A solve is off by a few times rounding times the condition number.
            double end = limit.isEmpty() ? 0 : limit.getFirst().conditionEstimate() * Math.ulp(1.0);
            limit.forEach(regression -> result.put("conditionEstimate", regression.conditionEstimate()));
            result.put("error", Math.max(end, curve.error()));
            return result;
        }
    }
}
