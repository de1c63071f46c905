package org.paisaje.theory.kernel.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.Observer;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.SaveAt;
import org.paisaje.math.ode.Statistics;
import org.paisaje.math.ode.StepTolerance;
import org.paisaje.math.ode.Stepping;
import org.paisaje.math.ode.method.ExponentialRosenbrock;
import org.paisaje.theory.kernel.margin.MaxMargin;

/**
 * Gradient flow of any {@link Loss} with a frozen kernel Theta (Jacot et al. 2018, section 4; Lee et al. 2019, equations 3
 * and 4):
 *
 * <pre>
 * df_t(X)/dt = -Theta(X, X) dL/df,    f_t(x) = f_0(x) + Theta(x, X) alpha_t,    alpha_t = -int_0^t dL/df ds.
 * </pre>
 *
 * The integration runs in an orthonormal basis of the space H of the kernel, where it is the gradient flow of a linear model
 * and {@code ||f_t - f_0||_H} is the length of the state. There a convex loss brings solutions closer together, so the sum
 * of the local errors, {@link State#error}, bounds the error of the state up to the quality of their estimates; the error
 * of {@code f_t(x)} is at most {@code sqrt(Theta(x, x))} times it. Null modes of the kernel are left out, as in
 * {@link KernelDynamics}, which has the closed form for the squared loss.
 *
 * <p>Up to {@value #DENSE} unknowns (modes times outputs that share a kernel) by a collocation method of order 13 in
 * log(1 + t / c): some ten steps for each decade of t, each a few evaluations of the loss on all samples, and now and then
 * a decomposition of the Hessian, 9 N^3 flops for N unknowns. More unknowns by {@link ExponentialRosenbrock}, which needs
 * products only. Times up to 1e300 are allowed; an integration that rounding, or an interrupt of the thread, stops before is
 * reported as not completed.
 * Immutable.
 */
public final class KernelFlow {
    static final int DENSE = 1000;

    private static final int STEPS = 20_000;
    private static final int KRYLOV = 60;
    /** In log(1 + t / c). */
    private static final double FIRST_STEP = 0.1;

    private final SymmetricEigen eigen;
    private final int nullity;
    private final Matrix targets;
    private final Matrix start;
    private final Loss loss;
    private final double tolerance;

    private KernelFlow(SymmetricEigen eigen, int nullity, Matrix targets, Matrix start, Loss loss, double tolerance) {
        this.eigen = eigen;
        this.nullity = nullity;
        this.targets = targets;
        this.start = start;
        this.loss = loss;
        this.tolerance = tolerance;
    }

    /** Training from f_0 = 0; see {@link #of(Matrix, Matrix, Matrix, Loss)}. */
    public static KernelFlow of(Matrix kernel, Matrix targets, Loss loss) {
        return of(kernel, targets, Matrix.zeros(targets.rows(), targets.columns()), loss);
    }

    /**
     * Training from f_0(X), to the tolerance 1e-10.
     *
     * @param kernel n x n where the k outputs share it, or of all logits, nk x nk with row {@code i * k + c} for output c
     *     of sample i
     * @param targets what the loss takes, n x k
     * @param start f_0(X), n x k
     */
    public static KernelFlow of(Matrix kernel, Matrix targets, Matrix start, Loss loss) {
        int n = targets.rows();
        int k = targets.columns();
        int order = kernel.rows();
        if (n == 0 || k == 0 || kernel.columns() != order || order != n && order != n * k || start.rows() != n
                || start.columns() != k) {
            throw new IllegalArgumentException("KernelFlow: the kernel is " + order + " x " + kernel.columns()
                    + ", the targets " + n + " x " + k + " and f_0 " + start.rows() + " x " + start.columns()
                    + "; needed are n x n (or nk x nk for all logits), n x k and n x k");
        }
        for (Matrix a : new Matrix[] {targets, start}) {
            for (double value : a.data()) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "KernelFlow: targets or f_0 hold " + value + "; every entry must be finite");
                }
            }
        }
        loss.value(start, targets);
        SymmetricEigen eigen = SymmetricEigen.of(kernel);
        double[] values = eigen.values();
        double largest = values[order - 1];
        double threshold = order * Math.ulp(1.0) * Math.max(largest, -values[0]);
        if (values[0] < -100 * threshold || largest <= 0) {
            throw new IllegalArgumentException("KernelFlow: the kernel has eigenvalues from " + values[0] + " to "
                    + largest + "; a kernel is positive semidefinite, so rows and points do not match");
        }
        int nullity = 0;
        while (values[nullity] <= threshold) {
            nullity++;
        }
        return new KernelFlow(eigen, nullity, targets.copy(), start.copy(), loss, 1e-10);
    }

    /** The same problem with another tolerance of a step, relative to {@code ||f_t - f_0||_H}; 1e-13 to 0.01. */
    public KernelFlow withTolerance(double other) {
        if (!(other >= 1e-13 && other <= 0.01)) {
            throw new IllegalArgumentException(
                    "withTolerance: the tolerance is " + other + ", it must lie between 1e-13 and 0.01");
        }
        return new KernelFlow(eigen, nullity, targets, start, loss, other);
    }

    /** The same kernel and loss with other targets and start, both n x k; no further decomposition. */
    public KernelFlow with(Matrix otherTargets, Matrix otherStart) {
        if (otherTargets.rows() != targets.rows() || otherTargets.columns() != targets.columns()
                || otherStart.rows() != targets.rows() || otherStart.columns() != targets.columns()) {
            throw new IllegalArgumentException("with: targets are " + otherTargets.rows() + " x "
                    + otherTargets.columns() + " and f_0 " + otherStart.rows() + " x " + otherStart.columns()
                    + "; both must be " + targets.rows() + " x " + targets.columns());
        }
        return new KernelFlow(eigen, nullity, otherTargets.copy(), otherStart.copy(), loss, tolerance);
    }

    /** The number of modes with eigenvalue 0 up to rounding; they keep f_0. */
    public int nullity() {
        return nullity;
    }

    /**
     * The model at one time.
     *
     * @param time t
     * @param outputs f_t(X), n x k
     * @param weights alpha_t of least norm, n x k: {@code f_t(X) = f_0(X) + Theta alpha_t}
     * @param loss L(f_t(X))
     * @param norm {@code ||f_t - f_0||_H = sqrt(alpha^T Theta alpha)}
     * @param margin the least margin over the samples, see {@link Loss#margin}
     * @param error the sum of the estimated local errors so far, in the norm of H; see {@link KernelFlow}
     */
    public record State(double time, Matrix outputs, Matrix weights, double loss, double norm, OptionalDouble margin,
            double error) {
        /** {@code margin / norm}, which tends to gamma* of {@link MaxMargin} from f_0 = 0; empty at the start. */
        public OptionalDouble normalizedMargin() {
            return margin.isEmpty() || norm == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(margin.getAsDouble() / norm);
        }

        /**
         * The outputs at m other points, m x k.
         *
         * @param cross Theta(x, X), m x n where outputs share the kernel, mk x nk for all logits
         * @param startThere f_0(x), m x k
         */
        public Matrix predict(Matrix cross, Matrix startThere) {
            int n = weights.rows();
            int k = weights.columns();
            int m = startThere.rows();
            boolean shared = cross.columns() == n && cross.rows() == m;
            if (!shared && (cross.columns() != n * k || cross.rows() != m * k) || startThere.columns() != k) {
                throw new IllegalArgumentException("predict: the cross kernel is " + cross.rows() + " x "
                        + cross.columns() + " and f_0 " + m + " x " + startThere.columns() + "; needed are m x " + n
                        + " (or mk x " + n * k + " for all logits) and m x " + k);
            }
            Matrix step = cross.times(shared ? weights : Matrix.wrap(n * k, 1, weights.data()));
            Matrix result = startThere.copy();
            Blas.axpy(result.data().length, 1, step.data(), 0, result.data(), 0);
            return result;
        }

        /** The outputs at m other points from f_0 = 0. */
        public Matrix predict(Matrix cross) {
            int k = weights.columns();
            int m = cross.columns() == weights.rows() ? cross.rows() : cross.rows() / k;
            return predict(cross, Matrix.zeros(m, k));
        }
    }

    /**
     * What {@link #solve} gives.
     *
     * @param states one for each time asked for, in order; fewer if the integration stopped before
     * @param completed whether all times were reached
     * @param steps accepted steps
     * @param rejected rejected steps
     * @param reached the time at which the integration ended
     */
    public record Path(List<State> states, boolean completed, int steps, int rejected, double reached) {
        /** The state at the last time reached among those asked for. */
        public State last() {
            return states.getLast();
        }
    }

    /**
     * The model at given times.
     *
     * @param times ascending, from 0 to 1e300; for the limit under the squared loss see {@link KernelDynamics}
     */
    public Path solve(double... times) {
        double before = 0;
        for (double t : times) {
            if (!(t >= before && t <= 1e300)) {
                throw new IllegalArgumentException("solve: the times are " + Arrays.toString(times)
                        + ", they must ascend from 0 or more and end at 1e300 or before; other losses than the squared "
                        + "one have no finite limit");
            }
            before = t;
        }
        FeatureModel model = new FeatureModel(eigen, nullity, targets, start, loss);
        return model.dimension() <= DENSE ? dense(model, times) : byProducts(model, times);
    }

    private Path dense(FeatureModel model, double[] times) {
        int n = model.dimension();
        MemoryEstimate.require("KernelFlow", 4 * MemoryEstimate.ofDoubles(n, n), "take fewer samples");
        LogTimeFlow flow = LogTimeFlow.of(model);
        ErrorNorm norm = ErrorNorm.relative(tolerance);
        RadauFlow method = new RadauFlow(tolerance);
        double[] taus = Arrays.stream(times).map(flow::tau).toArray();
        double[] errors = new double[times.length];
        double[] accumulated = new double[1];
        Observer observer = step -> {
            accumulated[0] += Blas.norm(n, step.error(), 0);
            for (int i = 0; i < taus.length; i++) {
                if (taus[i] >= step.end()) {
                    errors[i] = accumulated[0];
                }
            }
        };
        Integration<LogTimeFlow> integration = new Integration<>(method,
                new Stepping.Controlled(norm, method.controller(), FIRST_STEP), SaveAt.times(taus), STEPS, null,
                observer);
        OdeOutcome outcome = integration.run(flow, 0, new double[n], taus.length == 0 ? 0 : taus[taus.length - 1]);
        List<State> states = new ArrayList<>();
        for (int i = 0; i < outcome.saved().states().size(); i++) {
            states.add(state(model, times[i], outcome.saved().states().get(i), errors[i]));
        }
        Statistics spent = outcome.statistics();
        boolean completed = states.size() == times.length;
        double reached = completed && times.length > 0 ? times[times.length - 1] : flow.time(outcome.t());
        return new Path(states, completed, (int) spent.steps(), (int) spent.rejected(), reached);
    }

    private Path byProducts(FeatureModel model, double[] times) {
        int n = model.dimension();
        LinearizableField field = new LinearizableField() {
            @Override
            public void apply(double t, double[] w, double[] out) {
                model.gradient(w, 0, out, 0);
                Blas.scale(n, -1, out, 0);
            }

            @Override
            public void jvp(double t, double[] w, double[] v, double[] out) {
                model.hessianProduct(w, v, out);
                Blas.scale(n, -1, out, 0);
            }

            @Override
            public boolean autonomous() {
                return true;
            }
        };
        double[] w = new double[n];
        double[] slope = new double[n];
        model.gradient(w, 0, slope, 0);
        // Where |w| is small the fastest mode sets what an error is measured by.
        double natural = Blas.norm(n, slope, 0) / eigen.values()[eigen.values().length - 1] / Math.sqrt(n);
        Integration<LinearizableField> integration = Integration
                .controlled(new ExponentialRosenbrock(KRYLOV),
                        StepTolerance.of(tolerance, tolerance * Math.max(natural, 1e-300)))
                .maxSteps(STEPS);
        OdeState at = integration.integrator().start(0, w);
        List<State> states = new ArrayList<>();
        double error = 0;
        for (double t : times) {
            long before = at.statistics().steps();
            OdeOutcome outcome = integration.resume(field, at, t);
            if (!outcome.succeeded()) {
                break;
            }
            // A step is accepted only below the tolerance.
            error += (at.statistics().steps() - before) * tolerance
                    * (Blas.norm(n, at.y(), 0) + natural * Math.sqrt(n));
            states.add(state(model, t, at.y().clone(), error));
        }
        Statistics spent = at.statistics();
        return new Path(states, states.size() == times.length, (int) spent.steps(), (int) spent.rejected(), at.t());
    }

    private State state(FeatureModel model, double t, double[] w, double error) {
        Matrix outputs = model.outputs(w, 0).copy();
        OptionalDouble margin = loss.margin(outputs, targets);
        double value = loss.value(outputs, targets);
        return new State(t, outputs, model.weights(w), value, Blas.norm(w.length, w, 0), margin, error);
    }
}
