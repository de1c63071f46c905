package org.paisaje.math.ode.method;

import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/** Steps of {@link DormandPrince}. */
final class DormandPrinceStepper implements Stepper {
    private static final double[] C = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1};
    private static final double[][] A = {{}, {1.0 / 5}, {3.0 / 40, 9.0 / 40}, {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
    private static final double[] E = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525,
        -1.0 / 40};
    private static final double[] D = {-12715105075.0 / 11282082432.0, 0, 87487479700.0 / 32700410799.0,
        -10690763975.0 / 1880347072.0, 701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0,
        69997945.0 / 29380423.0};

    private final StepDraft draft;
    private final double[][] k = new double[6][];
    private final double[] stage;
    private final double[] sixth;

    /** @param watchStiffness whether {@link #stiffness} will be asked for */
    DormandPrinceStepper(VectorField field, OdeState state, boolean watchStiffness) {
        int n = state.y().length;
        draft = new StepDraft(field, state, this::interpolate);
        stage = new double[n];
        sixth = watchStiffness ? new double[n] : stage;
        for (int i = 1; i < 6; i++) {
            k[i] = new double[n];
        }
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return 5;
    }

    @Override
    public StepAttempt attempt(double h) {
        draft.begin(h);
        k[0] = draft.slopeFrom();
        double t = draft.start();
        for (int s = 1; s < 6; s++) {
            double[] into = s == 5 ? sixth : stage;
            combine(A[s], s, h, into);
            draft.evaluate(t + C[s] * h, into, k[s]);
        }
        combine(A[6], 6, h, draft.to());
        if (!draft.finite()) {
            return StepAttempt.NOT_FINITE;
        }
        double[] k0 = k[0];
        double[] k2 = k[2];
        double[] k3 = k[3];
        double[] k4 = k[4];
        double[] k5 = k[5];
        double[] k6 = draft.slopeTo();
        double[] error = draft.error();
        for (int i = 0; i < error.length; i++) {
            error[i] = h * (E[0] * k0[i] + E[2] * k2[i] + E[3] * k3[i] + E[4] * k4[i] + E[5] * k5[i] + E[6] * k6[i]);
        }
        return StepAttempt.MADE;
    }

    /** |k7 - k6| / |y7 - y6|, an estimate of the largest eigenvalue met (Hairer and Wanner, Solving ODEs II, IV.2). */
    double stiffness() {
        double[] k6 = draft.slopeTo();
        double[] k5 = k[5];
        double[] to = draft.to();
        double slopes = 0;
        double points = 0;
        for (int i = 0; i < to.length; i++) {
            double dk = k6[i] - k5[i];
            double dy = to[i] - sixth[i];
            slopes += dk * dk;
            points += dy * dy;
        }
        return points == 0 ? 0 : Math.sqrt(slopes) / Math.sqrt(points);
    }

    private void combine(double[] a, int stages, double h, double[] into) {
        double[] base = draft.from();
        int n = base.length;
        double[] k0 = k[0];
        double[] k1 = k[1];
        double[] k2 = k[2];
        double[] k3 = k[3];
        double[] k4 = k[4];
        double[] k5 = k[5];
        switch (stages) {
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i] + h * a[0] * k0[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i] + h * (a[0] * k0[i] + a[1] * k1[i]);
                }
            }
            case 3 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i] + h * (a[0] * k0[i] + a[1] * k1[i] + a[2] * k2[i]);
                }
            }
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i] + h * (a[0] * k0[i] + a[1] * k1[i] + a[2] * k2[i] + a[3] * k3[i]);
                }
            }
            case 5 -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i]
                            + h * (a[0] * k0[i] + a[1] * k1[i] + a[2] * k2[i] + a[3] * k3[i] + a[4] * k4[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    into[i] = base[i]
                            + h * (a[0] * k0[i] + a[2] * k2[i] + a[3] * k3[i] + a[4] * k4[i] + a[5] * k5[i]);
                }
            }
        }
    }

    private void interpolate(double s, double[] out) {
        double h = draft.h();
        double[] from = draft.from();
        double[] to = draft.to();
        double[] k0 = k[0];
        double[] k2 = k[2];
        double[] k3 = k[3];
        double[] k4 = k[4];
        double[] k5 = k[5];
        double[] k6 = draft.slopeTo();
        double rest = 1 - s;
        for (int i = 0; i < from.length; i++) {
            double difference = to[i] - from[i];
            double slope = h * k0[i] - difference;
            double curve = difference - h * k6[i] - slope;
            double fourth = h * (D[0] * k0[i] + D[2] * k2[i] + D[3] * k3[i] + D[4] * k4[i] + D[5] * k5[i]
                    + D[6] * k6[i]);
            out[i] = from[i] + s * (difference + rest * (slope + s * (curve + rest * fourth)));
        }
    }
}
