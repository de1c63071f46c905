package org.paisaje.training.flow;

import java.util.Arrays;
import org.paisaje.training.Norms;

/** The explicit pair of order 5(4) of Dormand and Prince (1980) for {@code y' = -g(y)}; six gradients per step. */
public final class DormandPrince {
    private static final double[][] A = {{1.0 / 5}, {3.0 / 40, 9.0 / 40}, {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
    private static final double[] E = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525,
        -1.0 / 40};

    private DormandPrince() {}

    /** Tries a step of size h; leaves the new point and its gradient in work arrays 0 and 1 and returns the error. */
    static double attempt(FlowStep flow, double h) {
        double[] theta = flow.theta();
        int p = theta.length;
        double[] y = flow.work(0);
        double[] sixth = flow.work(8);
        double[] last = flow.work(1);
        double[][] k = {flow.gradient(), flow.work(2), flow.work(3), flow.work(4), flow.work(5), flow.work(6), last};
        double value = 0;
        for (int stage = 1; stage < 7; stage++) {
            double[] a = A[stage - 1];
            System.arraycopy(theta, 0, y, 0, p);
            for (int j = 0; j < stage; j++) {
                add(y, -h * a[j], k[j]);
            }
            value = flow.evaluate(y, k[stage]);
            if (!Double.isFinite(value)) {
                return Double.POSITIVE_INFINITY;
            }
            if (stage == 5) {
                System.arraycopy(y, 0, sixth, 0, p);
            }
        }
        flow.arrive(value);
        double between = Norms.distance(y, sixth);
        flow.stiffness(between == 0 ? 0 : Norms.distance(last, k[5]) / between);
        double[] e = flow.work(7);
        Arrays.fill(e, 0);
        for (int j = 0; j < 7; j++) {
            add(e, h * E[j], k[j]);
        }
        return flow.error(e);
    }

    public static void add(double[] y, double factor, double[] x) {
        if (factor == 0) {
            return;
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += factor * x[i];
        }
    }
}
