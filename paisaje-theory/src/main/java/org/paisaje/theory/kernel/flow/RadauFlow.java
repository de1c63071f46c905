package org.paisaje.theory.kernel.flow;

import java.util.Arrays;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.simd.Fma;

/**
 * The flow {@code w' = -grad L(w)} of a {@link FeatureModel} by collocation at the s = 7 Radau points (order 13, L-stable;
 * Hairer and Wanner 1996, IV.5), in the time tau of {@code t = c (e^tau - 1)}: late phases, which are smooth in log t, cost a
 * fixed number of steps for each decade. The collocation equations are solved by Newton's method in the modes of one
 * decomposition of the Hessian, which serves many steps. A step is accepted when the difference to the embedded formula of
 * order 7, damped by {@code (1 + h gamma lambda)^-1}, is at most the tolerance times |w|.
 */
final class RadauFlow {
    /** Number of stages. */
    private static final int S = 7;
    private static final double GAMMA = 1 / 8.936832788405216;
    private static final double[] C = RadauScheme.nodes(S);
    private static final double[][] A = RadauScheme.integrals(C);
    private static final double[][] INVERSE = RadauScheme.inverse(A);
    private static final double[] AT_ZERO = RadauScheme.basis(C, 0);
    private static final double[] WITH_ZERO = RadauScheme.withZero(C);
    private static final int NEWTON = 12;
    private static final double LONGEST = 10;
    private static final double ULP = Math.ulp(1.0);

    private final FeatureModel model;
    private final double tolerance;
    private final int n;
    private final double scale;
    private final double[] w;
    private final double[] start;
    private final double[] stage;
    private final double[][] z = new double[S][];
    private final double[] slopes;
    private final double[] rest;
    private final double[] moded;
    private final double[] increments;
    private final double[][] old = new double[S][];
    private final double[] error;
    private double[] inverses = new double[0];
    private SymmetricEigen eigen;
    private boolean fresh;
    private double tau;
    private double h;
    private double oldStep;
    private double accumulated;
    private double convergence;
    private int steps;
    private int rejected;
    private int decompositions;

    RadauFlow(FeatureModel model, double tolerance) {
        this.model = model;
        this.tolerance = tolerance;
        this.n = model.dimension();
        this.w = new double[n];
        this.start = new double[n];
        this.stage = new double[n];
        this.slopes = new double[S * n];
        this.rest = new double[S * n];
        this.moded = new double[S * n];
        this.increments = new double[S * n];
        this.error = new double[n];
        for (int i = 0; i < S; i++) {
            z[i] = new double[n];
            old[i] = new double[n];
        }
        this.eigen = decompose();
        double largest = 0;
        for (double value : eigen.values()) {
            largest = Math.max(largest, Math.abs(value));
        }
        // Without curvature at the start the gradient gives the scale: 1 in the norm of the space.
        model.gradient(w, 0, start, 0);
        double speed = Blas.norm(n, start, 0);
        this.scale = largest > 0 ? 1 / largest : speed > 0 ? 1 / speed : 1;
        this.h = 0.1;
    }

    /** w at the time reached; live. */
    double[] position() {
        return w;
    }

    /** The sum of the estimated local errors, an estimate of that of w where the loss is convex. */
    double accumulated() {
        return accumulated;
    }

    int steps() {
        return steps;
    }

    int rejected() {
        return rejected;
    }

    int decompositions() {
        return decompositions;
    }

    double time() {
        return scale * Math.expm1(tau);
    }

    /** Goes on to time t; false if the steps became too small. */
    boolean advance(double t, int most) {
        double end = Math.log1p(t / scale);
        int failures = 0;
        while (tau < end) {
            if (steps + rejected >= most || h < 1e-10 || failures > 60) {
                return false;
            }
            double wanted = h;
            boolean last = tau + 1.01 * h >= end;
            double step = last ? end - tau : Math.min(h, 0.5 * (end - tau));
            // Beyond, the time factor changes too much within a step for Newton's method.
            if (step > LONGEST) {
                step = LONGEST;
                last = false;
            }
            double factor = attempt(step);
            if (factor > 0) {
                steps++;
                failures = 0;
                tau = last ? end : tau + step;
                h = last ? Math.max(Math.min(wanted, factor * step * 5), factor * step) : factor * step;
            } else {
                rejected++;
                failures++;
                h = -factor * step;
            }
        }
        return true;
    }

    /** Tries a step; the factor for the next one, negative after a failure. */
    private double attempt(double step) {
        model.gradient(w, 0, start, 0);
        Blas.scale(n, -scale * Math.exp(tau), start, 0);
        predict(step);
        if (!newton(step)) {
            if (!fresh) {
                eigen = decompose();
                oldStep = 0;
                return -1;
            }
            oldStep = 0;
            return -0.5;
        }
        double[] end = z[S - 1];
        double size = 0;
        for (int i = 0; i < n; i++) {
            double next = w[i] + end[i];
            size += next * next;
        }
        double allowed = tolerance * Math.max(Math.sqrt(size), Blas.norm(n, w, 0));
        double estimate = estimate(step);
        if (!(estimate <= allowed)) {
            oldStep = 0;
            return Double.isFinite(estimate)
                    ? -Math.clamp(0.9 * Math.pow(estimate / allowed, -1.0 / (S + 1)), 0.1, 0.9)
                    : -0.1;
        }
        accumulated += estimate;
        Blas.axpy(n, 1, end, 0, w, 0);
        for (int i = 0; i < S; i++) {
            double[] swap = old[i];
            old[i] = z[i];
            z[i] = swap;
        }
        oldStep = step;
        if (convergence > 0.02) {
            eigen = decompose();
        } else {
            fresh = false;
        }
        return allowed == 0
                ? 5
                : Math.clamp(0.9 * Math.pow(Math.max(estimate / allowed, 1e-10), -1.0 / (S + 1)), 0.2, 5);
    }

    /** First guess of the stages: the collocation polynomial of the step before, continued. */
    private void predict(double step) {
        for (int i = 0; i < S; i++) {
            Arrays.fill(z[i], 0);
            if (oldStep == 0) {
                Blas.axpy(n, C[i] * step, start, 0, z[i], 0);
                continue;
            }
            double[] weights = RadauScheme.basis(WITH_ZERO, 1 + C[i] * step / oldStep);
            for (int j = 0; j < S; j++) {
                Blas.axpy(n, j == S - 1 ? weights[j + 1] - 1 : weights[j + 1], old[j], 0, z[i], 0);
            }
        }
        for (double[] one : z) {
            if (!(Blas.norm(n, one, 0) <= 10 * (Blas.norm(n, w, 0) + step * Blas.norm(n, start, 0)))) {
                Arrays.fill(one, 0);
            }
        }
    }

    /**
     * The factor of the decomposed Hessian at each stage: dt/dtau times its growth along the velocity v,
     * {@code v^T H(w_j) v / v^T H v}. Where gradients fall like 1/t so does H, and the product stays.
     */
    private double[] curvatures(double step) {
        double[] result = new double[S];
        double[] inModes = increments;
        Blas.gemv(false, n, n, 1, eigen.vectors().data(), 0, n, start, 0, 0, inModes, 0);
        double before = 0;
        for (int m = 0; m < n; m++) {
            before += eigen.values()[m] * inModes[m] * inModes[m];
        }
        for (int j = 0; j < S; j++) {
            for (int i = 0; i < n; i++) {
                stage[i] = w[i] + z[j][i];
            }
            model.hessianProduct(stage, start, error);
            double growth = Blas.dot(n, start, 0, error, 0) / before;
            result[j] = scale * Math.exp(tau + C[j] * step)
                    * (growth > 0 && growth < Double.POSITIVE_INFINITY ? Math.clamp(growth, 1e-4, 1e4) : 1);
        }
        return result;
    }

    private boolean newton(double step) {
        double[] rates = new double[S];
        for (int j = 0; j < S; j++) {
            rates[j] = scale * Math.exp(tau + C[j] * step);
        }
        invert(step, curvatures(step));
        double before = 0;
        convergence = 0;
        for (int k = 0; k < NEWTON; k++) {
            for (int j = 0; j < S; j++) {
                for (int i = 0; i < n; i++) {
                    stage[i] = w[i] + z[j][i];
                }
                model.gradient(stage, 0, slopes, j * n);
                Blas.scale(n, -rates[j], slopes, j * n);
            }
            for (int i = 0; i < S; i++) {
                for (int m = 0; m < n; m++) {
                    double sum = -z[i][m];
                    for (int j = 0; j < S; j++) {
                        sum = Fma.fma(step * A[i][j], slopes[j * n + m], sum);
                    }
                    rest[i * n + m] = sum;
                }
            }
            Blas.gemm(false, true, S, n, n, rest, eigen.vectors().data(), moded);
            for (int m = 0; m < n; m++) {
                for (int i = 0; i < S; i++) {
                    double sum = 0;
                    for (int j = 0; j < S; j++) {
                        sum += inverses[(m * S + i) * S + j] * moded[j * n + m];
                    }
                    rest[i * n + m] = sum;
                }
            }
            Blas.gemm(false, false, S, n, n, rest, eigen.vectors().data(), increments);
            double length = Blas.norm(S * n, increments, 0);
            if (!Double.isFinite(length)) {
                return false;
            }
            double size = Blas.norm(n, w, 0);
            for (int j = 0; j < S; j++) {
                Blas.axpy(n, 1, increments, j * n, z[j], 0);
                size = Math.max(size, Blas.norm(n, z[j], 0));
            }
            double floor = Math.max(0.01 * tolerance, 8 * ULP) * size;
            if (k > 0 && before > 0) {
                double ratio = length / before;
                convergence = Math.max(convergence, ratio);
                if (ratio >= 1 && length > floor) {
                    return false;
                }
                if (length * Math.min(1, ratio / Math.max(1 - ratio, 0.1)) <= floor) {
                    return true;
                }
            }
            if (length <= 8 * ULP * size) {
                return true;
            }
            before = length;
        }
        return false;
    }

    private double estimate(double step) {
        double[] slope = moded;
        double[] difference = error;
        // h phi at the stages by A^-1 z, which rounding of stiff modes does not spoil
        System.arraycopy(start, 0, difference, 0, n);
        Blas.scale(n, step, difference, 0);
        for (int i = 0; i < S; i++) {
            Arrays.fill(slope, 0, n, 0);
            for (int j = 0; j < S; j++) {
                Blas.axpy(n, INVERSE[i][j], z[j], 0, slope, 0);
            }
            Blas.axpy(n, -AT_ZERO[i], slope, 0, difference, 0);
        }
        double[] inModes = increments;
        Blas.gemv(false, n, n, 1, eigen.vectors().data(), 0, n, difference, 0, 0, inModes, 0);
        double rate = scale * Math.exp(tau);
        for (int m = 0; m < n; m++) {
            inModes[m] *= GAMMA / (1 + step * GAMMA * rate * Math.max(0, eigen.values()[m]));
        }
        return Blas.norm(n, inModes, 0);
    }

    /** {@code (I + h lambda A diag(rates))^-1} for each mode lambda of the decomposed Hessian. */
    private void invert(double step, double[] rates) {
        if (inverses.length == 0) {
            inverses = new double[n * S * S];
        }
        double[][] matrix = new double[S][2 * S];
        for (int m = 0; m < n; m++) {
            double lambda = eigen.values()[m];
            for (int i = 0; i < S; i++) {
                for (int j = 0; j < S; j++) {
                    matrix[i][j] = (i == j ? 1 : 0) + step * lambda * rates[j] * A[i][j];
                    matrix[i][S + j] = i == j ? 1 : 0;
                }
            }
            RadauScheme.eliminate(matrix);
            for (int i = 0; i < S; i++) {
                System.arraycopy(matrix[i], S, inverses, (m * S + i) * S, S);
            }
        }
    }

    private SymmetricEigen decompose() {
        fresh = true;
        decompositions++;
        return SymmetricEigen.of(model.hessian(w));
    }
}
