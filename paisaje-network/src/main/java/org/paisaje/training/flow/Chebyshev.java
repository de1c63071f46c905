package org.paisaje.training.flow;

import java.util.Arrays;
import org.paisaje.math.random.Seed;
import org.paisaje.training.Norms;
import org.paisaje.training.OptimizerState;

/**
 * The Runge-Kutta-Chebyshev method of order 2 for {@code y' = -g(y)} (Sommeijer, Shampine and Verwer 1998, section 2)
 * with damping 2/13. Stable for {@code h lambda <= 2/3 (s^2 - 1)(1 - 2/15 damping)} on the real axis.
 */
final class Chebyshev {
    private static final double DAMPING = 2.0 / 13;
    static final int RADIUS_LIFE = 25;
    private static final int MOST_STAGES = 2000;

    private Chebyshev() {}

    /** Tries a step of size h; leaves the new point and its gradient in work arrays 0 and 1 and returns the error. */
    static double attempt(FlowStep flow, double h) {
        double radius = radius(flow);
        int s = (int) Math.max(2, 1 + Math.floor(Math.sqrt(1 + 1.54 * h * radius)));
        if (s > MOST_STAGES) {
            // As an error that makes the controller come back with as many stages as are allowed.
            double allowed = ((double) MOST_STAGES * MOST_STAGES - 1) / 1.54 / radius;
            return Math.max(1.5, Math.pow(0.9 * h / allowed, 3));
        }
        return stages(flow, h, s);
    }

    private static double stages(FlowStep flow, double h, int s) {
        double w0 = 1 + DAMPING / ((double) s * s);
        double[] t = new double[s + 1];
        double[] dt = new double[s + 1];
        double[] ddt = new double[s + 1];
        t[0] = 1;
        t[1] = w0;
        dt[1] = 1;
        for (int j = 2; j <= s; j++) {
            t[j] = 2 * w0 * t[j - 1] - t[j - 2];
            dt[j] = 2 * t[j - 1] + 2 * w0 * dt[j - 1] - dt[j - 2];
            ddt[j] = 4 * dt[j - 1] + 2 * w0 * ddt[j - 1] - ddt[j - 2];
        }
        double w1 = dt[s] / ddt[s];
        double[] b = new double[s + 1];
        for (int j = 2; j <= s; j++) {
            b[j] = ddt[j] / (dt[j] * dt[j]);
        }
        b[0] = b[2];
        b[1] = 1 / w0;

        double[] y0 = flow.theta();
        double[] g0 = flow.gradient();
        int p = y0.length;
        double[] before = flow.work(2);
        double[] y = flow.work(3);
        double[] next = flow.work(0);
        double[] g = flow.work(1);
        System.arraycopy(y0, 0, before, 0, p);
        double first = b[1] * w1 * h;
        for (int i = 0; i < p; i++) {
            y[i] = y0[i] - first * g0[i];
        }
        for (int j = 2; j <= s; j++) {
            if (!Double.isFinite(flow.evaluate(y, g))) {
                return Double.POSITIVE_INFINITY;
            }
            double mu = 2 * b[j] * w0 / b[j - 1];
            double nu = -b[j] / b[j - 2];
            double tilde = 2 * b[j] * w1 / b[j - 1] * h;
            double gamma = -(1 - b[j - 1] * t[j - 1]) * tilde;
            double rest = 1 - mu - nu;
            for (int i = 0; i < p; i++) {
                next[i] = rest * y0[i] + mu * y[i] + nu * before[i] - tilde * g[i] - gamma * g0[i];
            }
            double[] free = before;
            before = y;
            y = next;
            next = free;
        }
        double[] result = flow.work(0);
        if (y != result) {
            System.arraycopy(y, 0, result, 0, p);
        }
        flow.arrive(flow.evaluate(result, g));
        double[] e = flow.work(4);
        for (int i = 0; i < p; i++) {
            e[i] = 0.8 * (y0[i] - result[i]) - 0.4 * h * (g0[i] + g[i]);
        }
        return flow.error(e);
    }

    /** An upper estimate of the spectral radius of the Hessian, renewed every few steps by power iteration on gradients. */
    private static double radius(FlowStep flow) {
        OptimizerState state = flow.state();
        double age = state.number(GradientFlow.RADIUS_AGE);
        if (age > 0) {
            state.number(GradientFlow.RADIUS_AGE, age - 1);
            return state.number(GradientFlow.RADIUS);
        }
        double[] theta = flow.theta();
        double[] g0 = flow.gradient();
        double[] direction = state.vector(0);
        double length = Norms.euclidean(direction);
        if (length == 0) {
            System.arraycopy(Seed.of(1).named("power iteration").gaussians(theta.length), 0, direction, 0,
                    theta.length);
            length = Norms.euclidean(direction);
        }
        double delta = Math.sqrt(Math.ulp(1.0)) * flow.size();
        double[] y = flow.work(2);
        double[] g = flow.work(3);
        double estimate = 0;
        for (int k = 0; k < 50; k++) {
            double scale = delta / length;
            for (int i = 0; i < y.length; i++) {
                y[i] = theta[i] + scale * direction[i];
            }
            flow.evaluate(y, g);
            for (int i = 0; i < y.length; i++) {
                direction[i] = (g[i] - g0[i]) / delta;
            }
            double previous = estimate;
            estimate = Norms.euclidean(direction);
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
        state.number(GradientFlow.RADIUS, estimate);
        state.number(GradientFlow.RADIUS_AGE, RADIUS_LIFE);
        return estimate;
    }
}
