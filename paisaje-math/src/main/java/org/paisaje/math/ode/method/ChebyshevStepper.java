package org.paisaje.math.ode.method;

import java.util.Arrays;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.random.Seed;
import org.paisaje.math.special.Reductions;

/** Steps of {@link Chebyshev}. */
final class ChebyshevStepper implements Stepper {
    static final String RADIUS = "spectral radius";
    static final String AGE = "age of spectral radius";
    static final String DIRECTION = "direction";
    /** Steps for which an estimate of the spectral radius serves. */
    static final int RADIUS_LIFE = 25;
    private static final double DAMPING = 2.0 / 13;
    private static final int MOST_STAGES = 2000;

    private final StepDraft draft;
    private final OdeState state;
    private final int radius;
    private final int age;
    private final double[] direction;
    private final double[] first;
    private final double[] second;
    private final double[] slope;
    private double[] t = new double[0];
    private double[] dt = new double[0];
    private double[] ddt = new double[0];
    private double[] b = new double[0];

    ChebyshevStepper(VectorField field, OdeState state) {
        int n = state.y().length;
        this.draft = new StepDraft(field, state);
        this.state = state;
        this.radius = state.index(RADIUS);
        this.age = state.index(AGE);
        this.direction = state.vector(DIRECTION);
        this.first = new double[n];
        this.second = new double[n];
        this.slope = new double[n];
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return 3;
    }

    @Override
    public StepAttempt attempt(double h) {
        draft.begin(h);
        double rho = radius();
        int s = (int) Math.max(2, 1 + Math.floor(Math.sqrt(1 + 1.54 * Math.abs(h) * rho)));
        if (s > MOST_STAGES) {
            double allowed = ((double) MOST_STAGES * MOST_STAGES - 1) / 1.54 / rho;
            return new StepAttempt.Shorter(Math.clamp(allowed / Math.abs(h), 0.1, 0.8));
        }
        coefficients(s);
        return stages(h, s);
    }

    @Override
    public void rejected() {
        if (state.numbers()[age] < RADIUS_LIFE - 1) {
            state.numbers()[age] = 0;
        }
    }

    /** Makes the next step estimate the spectral radius anew. */
    void forgetRadius() {
        state.numbers()[age] = 0;
    }

    /** The spectral radius that the last step was made with. */
    double lastRadius() {
        return state.numbers()[radius];
    }

    /** Chebyshev polynomials at w0 with their derivatives, and b_j = T_j'' / T_j'^2. */
    private void coefficients(int s) {
        if (t.length <= s) {
            int room = Math.max(s + 1, Math.min(2 * s, MOST_STAGES + 1));
            t = new double[room];
            dt = new double[room];
            ddt = new double[room];
            b = new double[room];
        }
        double w0 = 1 + DAMPING / ((double) s * s);
        t[0] = 1;
        t[1] = w0;
        dt[1] = 1;
        for (int j = 2; j <= s; j++) {
            t[j] = 2 * w0 * t[j - 1] - t[j - 2];
            dt[j] = 2 * t[j - 1] + 2 * w0 * dt[j - 1] - dt[j - 2];
            ddt[j] = 4 * dt[j - 1] + 2 * w0 * ddt[j - 1] - ddt[j - 2];
            b[j] = ddt[j] / (dt[j] * dt[j]);
        }
        b[0] = b[2];
        b[1] = 1 / w0;
    }

    private StepAttempt stages(double h, int s) {
        double w0 = 1 + DAMPING / ((double) s * s);
        double w1 = dt[s] / ddt[s];
        double[] y0 = draft.from();
        double[] f0 = draft.slopeFrom();
        int n = y0.length;
        double start = draft.start();
        double[] before = first;
        double[] y = second;
        double[] next = draft.to();
        System.arraycopy(y0, 0, before, 0, n);
        double initial = b[1] * w1 * h;
        for (int i = 0; i < n; i++) {
            y[i] = y0[i] + initial * f0[i];
        }
        // The share of the step at which each stage lies, by the recursion itself for y' = 1.
        double cBefore = 0;
        double c = b[1] * w1;
        for (int j = 2; j <= s; j++) {
            draft.evaluate(start + c * h, y, slope);
            double mu = 2 * b[j] * w0 / b[j - 1];
            double nu = -b[j] / b[j - 2];
            double tilde = 2 * b[j] * w1 / b[j - 1] * h;
            double gamma = -(1 - b[j - 1] * t[j - 1]) * tilde;
            double rest = 1 - mu - nu;
            for (int i = 0; i < n; i++) {
                next[i] = rest * y0[i] + mu * y[i] + nu * before[i] + tilde * slope[i] + gamma * f0[i];
            }
            double cNext = mu * c + nu * cBefore + (tilde + gamma) / h;
            cBefore = c;
            c = cNext;
            double[] free = before;
            before = y;
            y = next;
            next = free;
        }
        double[] to = draft.to();
        if (y != to) {
            System.arraycopy(y, 0, to, 0, n);
        }
        if (!draft.finite()) {
            return StepAttempt.NOT_FINITE;
        }
        double[] f1 = draft.slopeTo();
        double[] error = draft.error();
        for (int i = 0; i < n; i++) {
            error[i] = 0.8 * (y0[i] - to[i]) + 0.4 * h * (f0[i] + f1[i]);
        }
        return StepAttempt.MADE;
    }

    /** An upper estimate of the spectral radius of the Jacobian, by power iteration on differences of the field. */
    private double radius() {
        double[] numbers = state.numbers();
        if (numbers[age] > 0) {
            numbers[age]--;
            return numbers[radius];
        }
        double[] y0 = draft.from();
        double[] f0 = draft.slopeFrom();
        int n = y0.length;
        double length = length(direction);
        if (length == 0) {
            System.arraycopy(Seed.of(1).named("power iteration").gaussians(n), 0, direction, 0, n);
            length = length(direction);
        }
        double delta = Math.sqrt(Math.ulp(1.0)) * Math.max(length(y0), 1e-3 * Math.sqrt(n));
        double[] y = first;
        double estimate = 0;
        for (int k = 0; k < 50; k++) {
            double scale = delta / length;
            for (int i = 0; i < n; i++) {
                y[i] = y0[i] + scale * direction[i];
            }
            draft.evaluate(draft.start(), y, slope);
            for (int i = 0; i < n; i++) {
                direction[i] = (f0[i] - slope[i]) / delta;
            }
            double previous = estimate;
            estimate = length(direction);
            if (!(estimate > 0 && estimate < Double.POSITIVE_INFINITY)) {
                Arrays.fill(direction, 0);
                estimate = Math.max(previous, Double.MIN_NORMAL);
                break;
            }
            length = estimate;
            if (k > 0 && Math.abs(estimate - previous) <= 0.01 * estimate) {
                break;
            }
        }
        // Safety for what the iteration has not yet seen and for growth until the next estimate.
        estimate *= 1.2;
        numbers[radius] = estimate;
        numbers[age] = RADIUS_LIFE;
        return estimate;
    }

    private static double length(double[] v) {
        return Math.sqrt(Reductions.dot(v, 0, v, 0, v.length));
    }
}
