package org.paisaje.theory.kernel.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.krylov.function.RationalKrylov;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.special.Phi;
import org.paisaje.theory.kernel.KernelRegression;

/**
 * Gradient flow with a frozen kernel at given times, without the eigenvalues of the kernel: the outputs of
 * {@link KernelDynamics} for {@link Evolution.Flow} from a {@link RationalKrylov} space of the residual f_0 - y. For a few
 * outputs this takes some Cholesky factorisations and solves in place of 9 n^3 flops, and one space serves all times.
 *
 * <p>With {@code A = Theta / n} and residual {@code r(s)} of the approximate {@code u(s) = e^(-sA) u_0} in {@code u' = -A u},
 * the error at time t is at most {@code int_0^t |r(s)| ds} on the training points, and elsewhere at most
 * {@code sqrt(Theta(x, x) / n) int_0^t w(t - s) |r(s)| ds} with {@code w(s) = max_l (1 - e^(-ls)) / sqrt l}, at most
 * {@code 0.64 sqrt(s)} and {@code 1 / sqrt(l_min)}. The integrals are taken by the trapezoidal rule on {@value #PER_DECADE}
 * points per decade and l_min from the space, which makes {@link #error} an estimate. The space grows until it is below
 * the tolerance, no longer falls, or the space is full.
 */
public final class TrainingCurve {
    private static final int PER_DECADE = 6;
    private static final int STEPS = 12;
    private static final int FEWEST_STEPS = 4;
    private static final double TOGETHER = 6;
    private static final int MOST_VECTORS = 1500;
    /** What rounding leaves of a weighted residual grows with time; a factor less than this per round is no progress. */
    private static final double PROGRESS = 0.5;

    private final Matrix targets;
    private final double[] times;
    private final int samples;
    private final double size;
    private final double root;
    private final RationalKrylov space;
    private final int factorisations;
    private final double[] errors;

    private TrainingCurve(Matrix kernel, Matrix targets, Matrix start, int samples, double[] times, double tolerance) {
        this.targets = targets;
        this.times = times;
        this.samples = samples;
        Matrix residual = start.minus(targets);
        this.size = residual.frobeniusNorm();
        double trace = 0;
        for (int i = 0; i < kernel.rows(); i++) {
            trace += kernel.get(i, i);
        }
        this.root = Math.sqrt(trace / kernel.rows());
        this.space = new RationalKrylov(kernel, residual, Math.max(MOST_VECTORS, residual.columns()));
        double[] poles = poles();
        int steps = Math.max(FEWEST_STEPS, STEPS / Math.max(1, poles.length));
        int count = 0;
        for (double pole : poles) {
            space.extend(pole, steps);
            count++;
        }
        double[] now = estimates();
        double before = Double.POSITIVE_INFINITY;
        while (worst(now) > tolerance && worst(now) < PROGRESS * before && !space.exhausted()) {
            before = worst(now);
            int at = 0;
            for (int i = 0; i < now.length; i++) {
                at = now[i] > now[at] ? i : at;
            }
            space.extend(pole(times[at]), FEWEST_STEPS);
            count++;
            now = estimates();
        }
        this.factorisations = count;
        this.errors = now;
    }

    /**
     * Trains from f_0(X) on targets, both n x k, up to several times.
     *
     * @param kernel Theta(X, X), positive semidefinite; rows may be pairs of sample and output
     * @param samples what the loss divides by
     * @param times finite, at least 0
     * @param tolerance of {@link #error}, such as 1e-10
     * @throws IllegalArgumentException if sizes differ or a time is infinite: that limit is {@link KernelRegression}
     */
    public static TrainingCurve of(Matrix kernel, Matrix targets, Matrix start, int samples, double[] times,
            double tolerance) {
        int n = kernel.rows();
        if (n == 0 || kernel.columns() != n || targets.rows() != n || start.rows() != n
                || start.columns() != targets.columns() || targets.columns() == 0) {
            throw new IllegalArgumentException("TrainingCurve: the kernel is " + n + " x " + kernel.columns()
                    + ", the targets " + targets.rows() + " x " + targets.columns() + " and f_0 " + start.rows()
                    + " x " + start.columns() + "; needed are n x n, n x k and n x k with n and k at least 1");
        }
        if (samples < 1 || !(tolerance > 0)) {
            throw new IllegalArgumentException("TrainingCurve: " + samples + " samples and the tolerance " + tolerance
                    + "; the first is at least 1, the second positive");
        }
        for (double time : times) {
            if (!(time >= 0) || !Double.isFinite(time)) {
                throw new IllegalArgumentException("TrainingCurve: the time is " + time
                        + ", it must be finite and at least 0; KernelRegression is the limit of all times");
            }
        }
        for (Matrix a : new Matrix[] {targets, start}) {
            for (double value : a.data()) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "TrainingCurve: targets or f_0 hold " + value + "; every entry must be finite");
                }
            }
        }
        return new TrainingCurve(kernel, targets.copy(), start, samples, times.clone(), tolerance);
    }

    /** The shift that serves a time: about the decay rate that the flow resolves then, with the fastest steps on average. */
    private double pole(double time) {
        return 10 * samples / time;
    }

    /** Shifts for the times, those within a factor of {@value #TOGETHER} sharing one, fastest first. */
    private double[] poles() {
        double[] sorted = Arrays.stream(times).filter(t -> t > 0).sorted().toArray();
        List<Double> result = new ArrayList<>();
        for (int i = 0; i < sorted.length;) {
            int j = i;
            while (j < sorted.length && sorted[j] <= TOGETHER * sorted[i]) {
                j++;
            }
            result.add(pole(Math.sqrt(sorted[i] * sorted[j - 1])));
            i = j;
        }
        return result.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double worst(double[] values) {
        return Arrays.stream(values).max().orElse(0);
    }

    private double[] estimates() {
        double[] result = new double[times.length];
        double longest = worst(times);
        if (size == 0 || longest == 0 || space.invariant()) {
            return result;
        }
        double[] ritz = space.ritzValues();
        double fastest = Math.max(ritz[ritz.length - 1] / samples, Double.MIN_NORMAL);
        double cap = 1 / Math.sqrt(Math.max(ritz[0] / samples, Double.MIN_NORMAL));
        double first = Math.min(0.01 / fastest, longest);
        int count = 2 + (int) Math.ceil(PER_DECADE * Math.log10(longest / first));
        double[] s = new double[count];
        double[] r = new double[count];
        for (int i = 0; i < count; i++) {
            s[i] = i == 0 ? 0 : first * Math.pow(longest / first, (i - 1) / (double) Math.max(1, count - 2));
            double at = s[i];
            r[i] = space.residual(lambda -> Math.exp(-lambda * at / samples)) / samples / size;
        }
        for (int t = 0; t < times.length; t++) {
            double here = 0;
            double elsewhere = 0;
            for (int i = 1; i < count && s[i - 1] < times[t]; i++) {
                double width = Math.min(s[i], times[t]) - s[i - 1];
                double middle = 0.5 * (r[i - 1] + r[i]) * width;
                here += middle;
                elsewhere += Math.min(cap, 0.64 * Math.sqrt(times[t] - s[i - 1])) * middle;
            }
            result[t] = Math.max(here, root * elsewhere);
        }
        return result;
    }

    /** The times. */
    public double[] times() {
        return times.clone();
    }

    /**
     * The estimated error at time number i: of the outputs on the training points relative to {@code ||f_0 - y||}, and of
     * a prediction with {@code Theta(x, x)} of the average size relative to {@code ||f_0 - y|| / sqrt n}, whichever is
     * larger.
     */
    public double error(int i) {
        return errors[i];
    }

    /** The largest error estimate of all times. */
    public double error() {
        return worst(errors);
    }

    /** The dimension of the space that was built. */
    public int dimension() {
        return space.dimension();
    }

    /** The number of Cholesky factorisations. */
    public int factorisations() {
        return factorisations;
    }

    /** The largest Ritz value of the kernel: its largest eigenvalue from below, close where times are many. */
    public double largestEigenvalue() {
        double[] ritz = space.ritzValues();
        return ritz.length == 0 ? 0 : ritz[ritz.length - 1];
    }

    /** The outputs at the training points at time number i, n x k. */
    public Matrix train(int i) {
        double time = times[i];
        Matrix result = space.apply(lambda -> Math.exp(-lambda * time / samples));
        result.addScaled(1, targets);
        return result;
    }

    /**
     * The outputs at m other points at all times; 2 m n times the dimension of the space flops, then next to nothing for
     * each time.
     *
     * @param cross Theta(x, X), m x n
     * @param startThere f_0(x), m x k
     */
    public List<Matrix> predict(Matrix cross, Matrix startThere) {
        if (cross.columns() != targets.rows() || startThere.rows() != cross.rows()
                || startThere.columns() != targets.columns()) {
            throw new IllegalArgumentException("predict: the cross kernel is " + cross.rows() + " x "
                    + cross.columns() + " and f_0 " + startThere.rows() + " x " + startThere.columns()
                    + "; needed are m x " + targets.rows() + " and m x " + targets.columns());
        }
        Matrix projected = space.project(cross);
        List<Matrix> result = new ArrayList<>();
        for (double time : times) {
            Matrix outputs = space.applyTo(projected, lambda -> time / samples * Phi.of(1, -lambda * time / samples));
            outputs.scale(-1);
            outputs.addScaled(1, startThere);
            result.add(outputs);
        }
        return result;
    }
}
