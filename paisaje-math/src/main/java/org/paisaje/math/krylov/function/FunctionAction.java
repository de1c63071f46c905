package org.paisaje.math.krylov.function;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.Brief;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.SmallEigen;
import org.paisaje.math.krylov.core.Tridiagonal;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * {@code exp(-t A) b} and {@code phi_k(-t A) b} for a symmetric operator, by Lanczos with full reorthogonalisation:
 * {@code ||b|| V^T f(-t T) e_1}. The error estimate after m steps is {@code ||b|| t beta_m |e_m^T phi_(k+1)(-t T) e_1|}, the
 * first term of the error's expansion (Saad 1992, Thm 5.1; Hochbruck, Lubich and Selhofer 1998). The number of products
 * grows like sqrt(t ||A||) for positive semidefinite A once it exceeds a few. Memory: 8 n maxProducts bytes.
 */
public final class FunctionAction {
    /** The highest index of a phi function. */
    public static final int HIGHEST = 8;

    private FunctionAction() {}

    /** A vector, an error estimate, or what went wrong. */
    public sealed interface Outcome {
        /** The number of products with the operator. */
        long products();

        /** The estimate of the error's norm is within the tolerance. */
        record Converged(double[] value, double error, long products) implements Outcome {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }

        /** The budget was used up; the best vector there is and its estimated error. */
        record NotConverged(double[] value, double error, long products) implements Outcome {
            @Override
            public String toString() {
                return Brief.of(this);
            }
        }

        /** A product was not finite, or f overflows on the spectrum. */
        record Failed(long products, String reason) implements Outcome {}

        /** The vector if it converged; an {@link ArithmeticException} that says why otherwise. */
        default double[] orThrow() {
            return switch (this) {
                case Converged done -> done.value;
                case NotConverged open -> throw new ArithmeticException("FunctionAction: error about " + open.error
                        + " after " + open.products + " products");
                case Failed failed -> throw new ArithmeticException("FunctionAction: " + failed.reason);
            };
        }
    }

    /**
     * {@code exp(-t A) b}.
     *
     * @param t a time, at least 0
     * @param settings tolerance relative to the norm of b, and the most products
     */
    public static Outcome exp(LinearOperator a, double t, double[] b, SolveSettings settings) {
        return phi(a, 0, t, b, settings);
    }

    /**
     * {@code phi_k(-t A) b} with {@code phi_0(z) = e^z} and {@code phi_k(z) = (phi_(k-1)(z) - 1/(k-1)!) / z}, continued to
     * {@code 1/k!} at zero. {@code t phi_1(-t A) b} is the solution of {@code x' = -A x + b} from zero.
     */
    public static Outcome phi(LinearOperator operator, int k, double t, double[] b, SolveSettings settings) {
        Products a = Products.square("FunctionAction", operator);
        int n = a.order();
        if (b.length != n || k < 0 || k >= HIGHEST || !(t >= 0) || !Double.isFinite(t)) {
            throw new IllegalArgumentException("FunctionAction: b has length " + b.length + ", the operator order " + n
                    + ", k = " + k + " and t = " + t + "; the lengths must agree, k be 0 to " + (HIGHEST - 1)
                    + " and t finite and at least 0");
        }
        int steps = Math.min(n, settings.maxProducts());
        MemoryEstimate.requireVectors("FunctionAction", (long) n * (steps + 4), "a smaller budget of products");
        Tridiagonal run = new Tridiagonal(b, steps, true);
        if (run.startNorm == 0) {
            return new Outcome.Converged(new double[n], 0, 0);
        }
        if (!Double.isFinite(run.startNorm)) {
            throw new IllegalArgumentException("FunctionAction: b is not finite");
        }
        try {
            int check = 1;
            while (true) {
                Tridiagonal.step(a, List.of(run));
                int m = run.size();
                boolean last = m == steps || run.invariant();
                if (m < check && !last) {
                    continue;
                }
                check = m + Math.max(1, m / 6);
                SmallEigen eigen = SmallEigen.tridiagonal(run.alpha, run.beta, m);
                double[] value = first(eigen, m, theta -> phi(k, -t * theta));
                double[] next = first(eigen, m, theta -> phi(k + 1, -t * theta));
                double norm = Vectors.norm(value);
                if (!Double.isFinite(norm) || !Double.isFinite(next[m - 1])) {
                    return new Outcome.Failed(a.count(), "phi_" + k + " overflows: the spectrum reaches "
                            + eigen.values()[0] + " and t = " + t);
                }
                double error = run.beta[m - 1] * t * Math.abs(next[m - 1]) + 4 * Math.ulp(1.0) * Math.sqrt(n) * norm;
                if (last || error <= settings.tolerance()) {
                    double[] out = new double[n];
                    run.basis().combineInto(value, 1, m, out);
                    Vectors.scale(run.startNorm, out, 0, n);
                    error *= run.startNorm;
                    return error <= settings.tolerance() * run.startNorm || run.invariant()
                            ? new Outcome.Converged(out, error, a.count())
                            : new Outcome.NotConverged(out, error, a.count());
                }
            }
        } catch (NonFiniteProduct e) {
            return new Outcome.Failed(a.count(), e.failure().toString());
        }
    }

    private static double[] first(SmallEigen eigen, int m, DoubleUnaryOperator f) {
        double[] result = new double[m];
        for (int i = 0; i < m; i++) {
            double factor = f.applyAsDouble(eigen.values()[i]) * eigen.vectors()[i * m];
            for (int l = 0; l < m; l++) {
                result[l] += factor * eigen.vectors()[i * m + l];
            }
        }
        return result;
    }

    /** {@code phi_k(z)}, by its series near zero and by the recurrence elsewhere. */
    static double phi(int k, double z) {
        if (k == 0) {
            return Math.exp(z);
        }
        if (k == 1) {
            return z == 0 ? 1 : Math.expm1(z) / z;
        }
        double factorial = 1;
        for (int j = 2; j <= k; j++) {
            factorial *= j;
        }
        if (Math.abs(z) <= k) {
            double term = 1 / factorial;
            double sum = 0;
            for (int j = k + 1; Math.abs(term) > 1e-18 / factorial; j++) {
                sum += term;
                term *= z / j;
            }
            return sum;
        }
        double value = Math.expm1(z) / z;
        double inverse = 1;
        for (int j = 2; j <= k; j++) {
            value = (value - inverse) / z;
            inverse /= j;
        }
        return value;
    }
}
