package org.paisaje.theory.kernel.flow;

import java.util.Arrays;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;

/**
 * Training of a model with a frozen kernel Theta on the loss {@code (1/2n) ||f - y||^2} (Jacot et al. 2018, section 5;
 * Lee et al. 2019, equations 8 to 11):
 *
 * <pre>
 * f_t(X) = y + e^(-t Theta / n) (f_0(X) - y)
 * f_t(x) = f_0(x) - Theta(x, X) Theta^-1 (I - e^(-t Theta / n)) (f_0(X) - y)
 * </pre>
 *
 * and likewise for the other rules of {@link Evolution}. One decomposition, about 9 n^3 flops, then 2 n^2 k for each
 * evolution and 2 m n k for m further points. Eigenvalues within n ulp of the largest from 0 count as 0: such modes keep
 * their residual at all times, and {@link #nullity} and {@link #unreachable} say how many there are and what of the
 * targets lies in them. Immutable.
 */
public final class KernelDynamics {
    private final SymmetricEigen eigen;
    private final Matrix targets;
    private final Matrix start;
    private final Matrix coefficients;
    private final int samples;
    private final double threshold;
    private final int nullity;

    private KernelDynamics(SymmetricEigen eigen, Matrix targets, Matrix start, int samples) {
        this.eigen = eigen;
        this.targets = targets;
        this.start = start;
        this.samples = samples;
        double[] values = eigen.values();
        double largest = values.length == 0 ? 0 : values[values.length - 1];
        this.threshold = values.length * Math.ulp(1.0) * Math.max(largest, -values[0]);
        if (values[0] < -100 * threshold || largest <= 0) {
            throw new IllegalArgumentException("KernelDynamics: the kernel has eigenvalues from " + values[0] + " to "
                    + largest + "; a kernel is positive semidefinite, so rows and points do not match");
        }
        int zeros = 0;
        while (zeros < values.length && values[zeros] <= threshold) {
            zeros++;
        }
        this.nullity = zeros;
        this.coefficients = eigen.vectors().times(start.minus(targets));
    }

    /** Training from f_0 = 0 on n targets of k outputs that share the n x n kernel. */
    public static KernelDynamics of(Matrix kernel, Matrix targets) {
        return of(kernel, targets, Matrix.zeros(targets.rows(), targets.columns()));
    }

    /** Training from f_0(X) on the targets, both n x k. */
    public static KernelDynamics of(Matrix kernel, Matrix targets, Matrix start) {
        return of(kernel, targets, start, kernel.rows());
    }

    /**
     * As above for a kernel of all logits: its rows are pairs of sample and output, and the loss divides by the number of
     * samples.
     */
    public static KernelDynamics of(Matrix kernel, Matrix targets, Matrix start, int samples) {
        int n = kernel.rows();
        if (n == 0 || kernel.columns() != n || targets.rows() != n || start.rows() != n
                || start.columns() != targets.columns()) {
            throw new IllegalArgumentException("KernelDynamics: the kernel is " + n + " x " + kernel.columns()
                    + ", the targets " + targets.rows() + " x " + targets.columns() + " and f_0 " + start.rows()
                    + " x " + start.columns() + "; needed are n x n, n x k and n x k with n at least 1");
        }
        if (samples < 1) {
            throw new IllegalArgumentException("KernelDynamics: " + samples + " samples, at least 1 is needed");
        }
        for (Matrix a : new Matrix[] {targets, start}) {
            for (double value : a.data()) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "KernelDynamics: targets or f_0 hold " + value + "; every entry must be finite");
                }
            }
        }
        return new KernelDynamics(SymmetricEigen.of(kernel), targets.copy(), start.copy(), samples);
    }

    /** The same kernel and loss with other targets and start; no further decomposition. */
    public KernelDynamics with(Matrix otherTargets, Matrix otherStart) {
        if (otherTargets.rows() != targets.rows() || otherStart.rows() != targets.rows()
                || otherTargets.columns() != otherStart.columns()) {
            throw new IllegalArgumentException("with: targets are " + otherTargets.rows() + " x "
                    + otherTargets.columns() + " and f_0 " + otherStart.rows() + " x " + otherStart.columns()
                    + "; both need " + targets.rows() + " rows and as many columns as each other");
        }
        return new KernelDynamics(eigen, otherTargets.copy(), otherStart.copy(), samples);
    }

    /** The eigenvalues of the kernel, ascending, as computed. */
    public double[] eigenvalues() {
        return eigen.values().clone();
    }

    /** The rate lambda / n at which each mode decays under gradient flow, ascending; 0 for null modes. */
    public double[] rates() {
        double[] rates = new double[eigen.values().length];
        for (int i = nullity; i < rates.length; i++) {
            rates[i] = eigen.values()[i] / samples;
        }
        return rates;
    }

    /** The number of modes with eigenvalue 0 up to rounding. */
    public int nullity() {
        return nullity;
    }

    /** The largest eigenvalue over the smallest one that is not 0 up to rounding. */
    public double condition() {
        double[] values = eigen.values();
        return values[values.length - 1] / values[nullity];
    }

    /** The norm of what of y - f_0 lies in null modes, which no training reaches; 0 for a positive definite kernel. */
    public double unreachable() {
        return Blas.norm(nullity * targets.columns(), coefficients.data(), 0);
    }

    /** The rate above which gradient descent diverges, 2 n / lambda_max. */
    public double largestStableRate() {
        return 2.0 * samples / eigen.values()[eigen.values().length - 1];
    }

    /**
     * The squared norm {@code (y - f_0)^T Theta^+ (y - f_0)} of f_inf - f_0 in the space of the kernel, per output: the
     * least among all functions with these values (and of theta_inf - theta_0 for a linear model).
     */
    public double[] squaredNorms() {
        double[] result = new double[targets.columns()];
        for (int i = nullity; i < eigen.values().length; i++) {
            for (int c = 0; c < result.length; c++) {
                double coefficient = coefficients.get(i, c);
                result[c] += coefficient * coefficient / eigen.values()[i];
            }
        }
        return result;
    }

    /** The outputs at the training points, n x k. */
    public Matrix train(Evolution evolution) {
        checkStable(evolution);
        Matrix scaled = coefficients.copy();
        scaleRows(scaled, remaining(evolution));
        Matrix result = eigen.vectors().transposedTimes(scaled);
        result.addScaled(1, targets);
        return result;
    }

    /**
     * The outputs at m other points, m x k.
     *
     * @param evolution how the model was trained
     * @param cross Theta(x, X), m x n
     * @param startThere f_0(x), m x k
     */
    public Matrix predict(Evolution evolution, Matrix cross, Matrix startThere) {
        checkStable(evolution);
        checkCross("predict", cross);
        if (startThere.rows() != cross.rows() || startThere.columns() != targets.columns()) {
            throw new IllegalArgumentException("predict: f_0 is " + startThere.rows() + " x " + startThere.columns()
                    + ", needed is " + cross.rows() + " x " + targets.columns());
        }
        Matrix scaled = coefficients.copy();
        scaleRows(scaled, response(evolution));
        Matrix result = cross.times(eigen.vectors().transposedTimes(scaled));
        result.scale(-1);
        result.addScaled(1, startThere);
        return result;
    }

    /** The outputs at m other points from f_0 = 0. */
    public Matrix predict(Evolution evolution, Matrix cross) {
        return predict(evolution, cross, Matrix.zeros(cross.rows(), targets.columns()));
    }

    /**
     * Mean and covariance over initialisations at m points, f_0 being a Gaussian process with covariance K (Lee et al.
     * 2019, equations 14 to 16): with {@code M = Theta(x, X) Theta^-1 (I - e^(-t Theta / n))}, the mean is M y and the
     * covariance {@code K(x, x) - M K(X, x) - K(x, X) M^T + M K(X, X) M^T}. The start given to this object is not used.
     *
     * @param evolution how the models were trained
     * @param cross Theta(x, X), m x n
     * @param nngp K(X, X), n x n
     * @param nngpCross K(x, X), m x n
     * @param nngpThere K(x, x), m x m
     */
    public Ensemble ensemble(Evolution evolution, Matrix cross, Matrix nngp, Matrix nngpCross, Matrix nngpThere) {
        checkStable(evolution);
        checkCross("ensemble", cross);
        int n = targets.rows();
        int m = cross.rows();
        if (nngp.rows() != n || nngp.columns() != n || nngpCross.rows() != m || nngpCross.columns() != n
                || nngpThere.rows() != m || nngpThere.columns() != m) {
            throw new IllegalArgumentException("ensemble: K(X, X) is " + nngp.rows() + " x " + nngp.columns()
                    + ", K(x, X) " + nngpCross.rows() + " x " + nngpCross.columns() + ", K(x, x) " + nngpThere.rows()
                    + " x " + nngpThere.columns() + "; needed are " + n + " x " + n + ", " + m + " x " + n + ", " + m
                    + " x " + m);
        }
        Matrix modes = eigen.vectors().timesTransposed(cross);
        scaleRows(modes, response(evolution));
        Matrix map = modes.transposedTimes(eigen.vectors());
        Matrix covariance = nngpThere.copy();
        Matrix mixed = map.timesTransposed(nngpCross);
        covariance.addScaled(-1, mixed);
        covariance.addScaled(-1, mixed.transpose());
        covariance.addScaled(1, map.times(nngp).timesTransposed(map));
        Matrix transposed = covariance.transpose();
        covariance.addScaled(1, transposed);
        covariance.scale(0.5);
        return new Ensemble(map.times(targets), covariance);
    }

    /**
     * The law of the outputs over initialisations.
     *
     * @param mean the mean, m x k
     * @param covariance the covariance of each output, m x m, symmetric
     */
    public record Ensemble(Matrix mean, Matrix covariance) {}

    private double[] remaining(Evolution evolution) {
        double[] factors = new double[eigen.values().length];
        Arrays.fill(factors, 0, nullity, 1);
        for (int i = nullity; i < factors.length; i++) {
            factors[i] = evolution.remaining(eigen.values()[i], samples);
        }
        return factors;
    }

    /** Null modes of a kernel have no part in Theta(x, X), so what is not 0 there is rounding. */
    private double[] response(Evolution evolution) {
        double[] factors = new double[eigen.values().length];
        for (int i = nullity; i < factors.length; i++) {
            factors[i] = evolution.response(eigen.values()[i], samples);
        }
        return factors;
    }

    private void checkStable(Evolution evolution) {
        double largest = eigen.values()[eigen.values().length - 1];
        if (!Double.isFinite(evolution.remaining(largest, samples))) {
            throw new IllegalArgumentException(evolution + ": the outputs overflow; rates above "
                    + evolution.largestStableRate(largest, samples) + " diverge for this kernel");
        }
    }

    private void checkCross(String operation, Matrix cross) {
        if (cross.columns() != targets.rows()) {
            throw new IllegalArgumentException(operation + ": the cross kernel is " + cross.rows() + " x "
                    + cross.columns() + ", it needs " + targets.rows() + " columns, one per training point");
        }
    }

    private static void scaleRows(Matrix a, double[] factors) {
        for (int i = 0; i < factors.length; i++) {
            Blas.scale(a.columns(), factors[i], a.data(), i * a.columns());
        }
    }
}
