package org.paisaje.math.ode.method;

import java.util.Arrays;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.ode.ErrorNorm;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;

/** Steps of {@link Radau}. */
final class RadauStepper implements Stepper, RadauMemory.Equations {
    /** Number of stages. */
    static final int S = 3;
    static final String JACOBIAN = "jacobian";

    private static final double[] C = RadauScheme.nodes(S);
    private static final double[] WITH_ZERO = RadauScheme.withZero(C);
    private static final RadauTransform T = new RadauTransform(RadauScheme.inverse(RadauScheme.integrals(C)));
    /** Of the embedded formula of order 3, for the stages. */
    private static final double[] E = {(-13 - 7 * Math.sqrt(6)) / 3, (-13 + 7 * Math.sqrt(6)) / 3, -1.0 / 3};
    private static final int NEWTON = 10;
    /** The error of the collocation equations as a share of what the step is allowed. */
    private static final double SHARE = 0.01;
    private static final double FAST = 1e-3;

    private final LinearizableField field;
    private final OdeState state;
    private final ErrorNorm norm;
    private final int n;
    private final StepDraft draft;
    private final Lu real;
    private final Lu complex;
    private final RadauMemory memory;
    private final double[] jacobian;
    private final double[] z;
    private final double[] w;
    private final double[] slopes;
    private final double[] right;
    private final double[] pair;
    private final double[] point;
    private final double[] weights = new double[S + 1];
    private double factoredStep;
    private boolean factoredCurrent;

    RadauStepper(LinearizableField field, OdeState state, ErrorNorm norm) {
        this.field = field;
        this.state = state;
        this.norm = norm;
        this.n = state.y().length;
        this.draft = new StepDraft(field, state, this::interpolate);
        this.real = new Lu(n);
        this.complex = new Lu(2 * n);
        this.memory = new RadauMemory(state, draft, C);
        this.jacobian = state.vector(JACOBIAN);
        this.z = memory.stages();
        this.w = new double[S * n];
        this.slopes = new double[S * n];
        this.right = new double[n];
        this.pair = new double[2 * n];
        this.point = new double[n];
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return 4;
    }

    @Override
    public StepAttempt attempt(double h) {
        return memory.attempt(h, this);
    }

    @Override
    public void accepted() {
        memory.accepted();
    }

    @Override
    public void rejected() {
        memory.rejected();
    }

    @Override
    public void differentiate() {
        field.jacobian(draft.start(), draft.from(), jacobian);
        factoredCurrent = false;
    }

    @Override
    public RadauMemory.Solved solve(double h) {
        return factored(h) ? newton(h) : RadauMemory.Solved.NO;
    }

    /** (gamma/h - J) and [[alpha/h - J, beta/h], [-beta/h, alpha/h - J]]. */
    private boolean factored(double h) {
        if (factoredCurrent && factoredStep == h) {
            return true;
        }
        double[] a = real.matrix();
        double[] b = complex.matrix();
        Arrays.fill(b, 0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double entry = -jacobian[i * n + j];
                a[i * n + j] = entry;
                b[i * 2 * n + j] = entry;
                b[(n + i) * 2 * n + n + j] = entry;
            }
            a[i * n + i] += T.gamma / h;
            b[i * 2 * n + i] += T.alpha / h;
            b[(n + i) * 2 * n + n + i] += T.alpha / h;
            b[i * 2 * n + n + i] = T.beta / h;
            b[(n + i) * 2 * n + i] = -T.beta / h;
        }
        state.countFactorisation();
        factoredStep = h;
        factoredCurrent = real.factor() && complex.factor();
        return factoredCurrent;
    }

    /** First guess of the stages: the collocation polynomial of the step before, continued. */
    private void predict(double h) {
        Arrays.fill(z, 0);
        if (memory.continues()) {
            for (int i = 0; i < S; i++) {
                memory.addContinued(i, h);
            }
        }
        transform(T.inverse, z, w);
    }

    /** out_i = sum_j m_ij in_j over blocks of length n. */
    private void transform(double[][] m, double[] in, double[] out) {
        for (int k = 0; k < n; k++) {
            double a = in[k];
            double b = in[n + k];
            double c = in[2 * n + k];
            out[k] = m[0][0] * a + m[0][1] * b + m[0][2] * c;
            out[n + k] = m[1][0] * a + m[1][1] * b + m[1][2] * c;
            out[2 * n + k] = m[2][0] * a + m[2][1] * b + m[2][2] * c;
        }
    }

    private RadauMemory.Solved newton(double h) {
        predict(h);
        double[] y = draft.from();
        double before = 0;
        double worst = 0;
        for (int k = 0; k < NEWTON; k++) {
            for (int i = 0; i < S; i++) {
                for (int m = 0; m < n; m++) {
                    point[m] = y[m] + z[i * n + m];
                }
                draft.evaluate(draft.start() + C[i] * h, point, right);
                System.arraycopy(right, 0, slopes, i * n, n);
            }
            transform(T.inverse, slopes, slopes);
            for (int m = 0; m < n; m++) {
                double second = w[n + m];
                double third = w[2 * n + m];
                right[m] = slopes[m] - T.gamma / h * w[m];
                pair[m] = slopes[n + m] - (T.alpha * second + T.beta * third) / h;
                pair[n + m] = slopes[2 * n + m] - (T.alpha * third - T.beta * second) / h;
            }
            real.solve(right);
            complex.solve(pair);
            double length = 0;
            double square = sized(right, 0);
            for (int part = 0; part < S; part++) {
                double[] change = part == 0 ? right : pair;
                int at = part == 2 ? n : 0;
                square += part == 0 ? 0 : sized(pair, at);
                for (int m = 0; m < n; m++) {
                    w[part * n + m] += change[at + m];
                    length = Math.max(length, Math.abs(change[at + m]));
                }
            }
            if (!Double.isFinite(length)) {
                return RadauMemory.Solved.NOT_FINITE;
            }
            transform(T.t, w, z);
            double size = Math.sqrt(square / S);
            double rate = k == 0 ? 0 : size / before;
            worst = Math.max(worst, rate);
            if (size == 0 || length <= 8 * Math.ulp(largest(y))
                    || k > 0 && rate < 1 && rate / (1 - rate) * size <= SHARE) {
                memory.keep(k <= 1 || worst < FAST);
                return RadauMemory.Solved.YES;
            }
            if (rate >= 1 || k > 0 && Math.pow(rate, NEWTON - 1 - k) / (1 - rate) * size > SHARE) {
                return RadauMemory.Solved.NO;
            }
            before = size;
        }
        return RadauMemory.Solved.NO;
    }

    private double sized(double[] v, int at) {
        System.arraycopy(v, at, point, 0, n);
        double size = norm.of(point, draft.from(), draft.from());
        return size * size;
    }

    private static double largest(double[] v) {
        double result = 0;
        for (double value : v) {
            result = Math.max(result, Math.abs(value));
        }
        return result;
    }

    /** (gamma/h - J)^-1 (f(t, y) + E z / h), once more filtered where stiff components would spoil it. */
    @Override
    public void estimate(double h) {
        double[] slope = draft.slopeFrom();
        double[] y = draft.from();
        double[] error = draft.error();
        for (int m = 0; m < n; m++) {
            right[m] = (E[0] * z[m] + E[1] * z[n + m] + E[2] * z[2 * n + m]) / h;
            error[m] = slope[m] + right[m];
        }
        real.solve(error);
        boolean delicate = state.refusedBefore() || state.statistics().steps() == 0;
        if (delicate && norm.of(draft) > 1) {
            for (int m = 0; m < n; m++) {
                point[m] = y[m] + error[m];
            }
            draft.evaluate(draft.start(), point, error);
            for (int m = 0; m < n; m++) {
                error[m] += right[m];
            }
            real.solve(error);
        }
    }

    /** The collocation polynomial. */
    private void interpolate(double s, double[] out) {
        RadauScheme.basis(WITH_ZERO, s, weights);
        double[] y = draft.from();
        for (int m = 0; m < n; m++) {
            out[m] = y[m] + weights[1] * z[m] + weights[2] * z[n + m] + weights[3] * z[2 * n + m];
        }
    }
}
