package org.paisaje.theory.kernel.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.method.RadauMemory;
import org.paisaje.math.ode.method.RadauScheme;
import org.paisaje.math.simd.Fma;

/** Steps of {@link RadauFlow}. */
final class RadauFlowStepper implements Stepper, RadauMemory.Equations {
    private static final int S = RadauFlow.S;
    private static final double GAMMA = 1 / 8.936832788405216;
    private static final double[] C = RadauScheme.nodes(S);
    private static final double[][] A = RadauScheme.integrals(C);
    private static final double[][] INVERSE = RadauScheme.inverse(A);
    private static final double[] AT_ZERO = RadauScheme.basis(C, 0);
    private static final int NEWTON = 12;
    private static final double ULP = Math.ulp(1.0);

    private final LogTimeFlow field;
    private final FeatureModel model;
    private final OdeState state;
    private final double tolerance;
    private final int n;
    private final StepDraft draft;
    private final double[] stage;
    private final double[] z;
    private final double[] slopes;
    private final double[] rest;
    private final double[] moded;
    private final double[] increments;
    private final double[] inverses;
    private final Lu stageMatrix = new Lu(S);
    private final double[] column = new double[S];
    private final double[] rates = new double[S];
    private final double[] curvatures = new double[S];
    private final RadauMemory memory;
    private final double[] place;
    private @Nullable SymmetricEigen eigen;
    private double convergence;

    RadauFlowStepper(LogTimeFlow field, OdeState state, double tolerance) {
        this.field = field;
        this.model = field.model();
        this.state = state;
        this.tolerance = tolerance;
        this.n = model.dimension();
        this.draft = new StepDraft(field, state);
        this.stage = new double[n];
        this.memory = new RadauMemory(state, draft, C);
        this.z = memory.stages();
        this.slopes = new double[S * n];
        this.rest = new double[S * n];
        this.moded = new double[S * n];
        this.increments = new double[S * n];
        this.inverses = new double[n * S * S];
        this.place = state.vector(RadauFlow.PLACE);
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return S + 1;
    }

    @Override
    public StepAttempt attempt(double step) {
        return memory.attempt(step, this);
    }

    @Override
    public void accepted() {
        memory.accepted();
        memory.keep(convergence <= 0.02);
    }

    @Override
    public void rejected() {
        memory.rejected();
    }

    @Override
    public void differentiate() {
        System.arraycopy(draft.from(), 0, place, 0, n);
        eigen = decomposed();
    }

    @Override
    public RadauMemory.Solved solve(double step) {
        predict(step);
        return newton(step) ? RadauMemory.Solved.YES : RadauMemory.Solved.NO;
    }

    private SymmetricEigen decomposed() {
        state.countFactorisation();
        for (double value : place) {
            if (value != 0) {
                return SymmetricEigen.of(model.hessian(place));
            }
        }
        return field.atZero();
    }

    /** The decomposition at the place that the state remembers, made again after a resumption. */
    private SymmetricEigen eigen() {
        SymmetricEigen made = eigen;
        if (made == null) {
            made = decomposed();
            eigen = made;
        }
        return made;
    }

    /** First guess of the stages: the collocation polynomial of the step before, continued. */
    private void predict(double step) {
        double[] start = draft.slopeFrom();
        double[] w = draft.from();
        double bound = 10 * (Blas.norm(n, w, 0) + step * Blas.norm(n, start, 0));
        Arrays.fill(z, 0);
        for (int i = 0; i < S; i++) {
            if (memory.continues()) {
                memory.addContinued(i, step);
            } else {
                Blas.axpy(n, C[i] * step, start, 0, z, i * n);
            }
            if (!(Blas.norm(n, z, i * n) <= bound)) {
                Arrays.fill(z, i * n, (i + 1) * n, 0);
            }
        }
    }

    /**
     * The factor of the decomposed Hessian at each stage: dt/dtau times its growth along the velocity v,
     * {@code v^T H(w_j) v / v^T H v}. Where gradients fall like 1/t so does H, and the product stays.
     */
    private void curvatures(double step) {
        double[] inModes = increments;
        double[] start = draft.slopeFrom();
        double[] w = draft.from();
        double[] product = draft.error();
        SymmetricEigen modes = eigen();
        Blas.gemv(false, n, n, 1, modes.vectors().data(), 0, n, start, 0, 0, inModes, 0);
        double before = 0;
        for (int m = 0; m < n; m++) {
            before += modes.values()[m] * inModes[m] * inModes[m];
        }
        for (int j = 0; j < S; j++) {
            for (int i = 0; i < n; i++) {
                stage[i] = w[i] + z[j * n + i];
            }
            model.hessianProduct(stage, start, product);
            state.countProducts(1);
            double growth = Blas.dot(n, start, 0, product, 0) / before;
            curvatures[j] = field.rate(draft.start() + C[j] * step)
                    * (growth > 0 && growth < Double.POSITIVE_INFINITY ? Math.clamp(growth, 1e-4, 1e4) : 1);
        }
    }

    private boolean newton(double step) {
        double[] w = draft.from();
        SymmetricEigen modes = eigen();
        for (int j = 0; j < S; j++) {
            rates[j] = field.rate(draft.start() + C[j] * step);
        }
        curvatures(step);
        invert(step);
        double before = 0;
        convergence = 0;
        for (int k = 0; k < NEWTON; k++) {
            for (int j = 0; j < S; j++) {
                for (int i = 0; i < n; i++) {
                    stage[i] = w[i] + z[j * n + i];
                }
                state.countEvaluation();
                model.gradient(stage, 0, slopes, j * n);
                Blas.scale(n, -rates[j], slopes, j * n);
            }
            for (int i = 0; i < S; i++) {
                for (int m = 0; m < n; m++) {
                    double sum = -z[i * n + m];
                    for (int j = 0; j < S; j++) {
                        sum = Fma.fma(step * A[i][j], slopes[j * n + m], sum);
                    }
                    rest[i * n + m] = sum;
                }
            }
            Blas.gemm(false, true, S, n, n, rest, modes.vectors().data(), moded);
            for (int m = 0; m < n; m++) {
                for (int i = 0; i < S; i++) {
                    double sum = 0;
                    for (int j = 0; j < S; j++) {
                        sum += inverses[(m * S + i) * S + j] * moded[j * n + m];
                    }
                    rest[i * n + m] = sum;
                }
            }
            Blas.gemm(false, false, S, n, n, rest, modes.vectors().data(), increments);
            double length = Blas.norm(S * n, increments, 0);
            if (!Double.isFinite(length)) {
                return false;
            }
            double size = Blas.norm(n, w, 0);
            for (int j = 0; j < S; j++) {
                Blas.axpy(n, 1, increments, j * n, z, j * n);
                size = Math.max(size, Blas.norm(n, z, j * n));
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

    /** The error of the step, damped in the modes of the Hessian. */
    @Override
    public void estimate(double step) {
        double[] slope = moded;
        double[] difference = stage;
        SymmetricEigen modes = eigen();
        // h phi at the stages by A^-1 z, which rounding of stiff modes does not spoil
        System.arraycopy(draft.slopeFrom(), 0, difference, 0, n);
        Blas.scale(n, step, difference, 0);
        for (int i = 0; i < S; i++) {
            Arrays.fill(slope, 0, n, 0);
            for (int j = 0; j < S; j++) {
                Blas.axpy(n, INVERSE[i][j], z, j * n, slope, 0);
            }
            Blas.axpy(n, -AT_ZERO[i], slope, 0, difference, 0);
        }
        double[] inModes = increments;
        Blas.gemv(false, n, n, 1, modes.vectors().data(), 0, n, difference, 0, 0, inModes, 0);
        double rate = field.rate(draft.start());
        for (int m = 0; m < n; m++) {
            inModes[m] *= GAMMA / (1 + step * GAMMA * rate * Math.max(0, modes.values()[m]));
        }
        Blas.gemv(true, n, n, 1, modes.vectors().data(), 0, n, inModes, 0, 0, draft.error(), 0);
    }

    /** {@code (I + h lambda A diag(curvatures))^-1} for each mode lambda of the decomposed Hessian. */
    private void invert(double step) {
        double[] values = eigen().values();
        for (int m = 0; m < n; m++) {
            double lambda = values[m];
            for (int i = 0; i < S; i++) {
                for (int j = 0; j < S; j++) {
                    stageMatrix.matrix()[i * S + j] = (i == j ? 1 : 0) + step * lambda * curvatures[j] * A[i][j];
                }
            }
            boolean regular = stageMatrix.factor();
            for (int j = 0; j < S; j++) {
                // Of a matrix that is not finite there is no inverse, and the step is found not to be finite.
                Arrays.fill(column, regular ? 0 : Double.NaN);
                if (regular) {
                    column[j] = 1;
                    stageMatrix.solve(column);
                }
                for (int i = 0; i < S; i++) {
                    inverses[(m * S + i) * S + j] = column[i];
                }
            }
        }
    }
}
