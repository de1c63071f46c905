package org.paisaje.claims.catalogue.document001.setup;

import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.training.flow.GradientField;

/**
 * Training of a wide network on {@code (1/2n) sum (f(x_i) - y_i)^2}: gradient flow by the classical Runge-Kutta scheme
 * with a fixed step, and gradient descent. The Hessian of such a loss is close to Theta / n, whose largest eigenvalue on
 * the 20 points is 0.21 for infinite width, so that steps of 2 are accurate and steps of 10 still stable. A fixed step is
 * taken because the flow of ReLU networks has kinks, on which error control would spend all its time; where the kernel of
 * the way asks for shorter ones, as that of few neurons may, it is cut. One step of width m on the 20 points costs about
 * 4,000 m flops.
 *
 * @param net the network
 * @param x points of the text, n x d
 * @param y labels, n x 1
 * @param step the longest step of the flow
 */
public record WideTraining(WideNet net, Matrix x, Matrix y, double step) {
    /** Sees theta, which it must not change, at time t; the array is valid until the observer returns. */
    @FunctionalInterface
    public interface Watcher {
        void at(double t, double[] theta);
    }

    /** How many steps are taken until the kernel is looked at again. */
    private static final int LOOK = 25;

    /**
     * The largest step times an eigenvalue of Theta / n. The scheme is stable on the negative axis to 2.785; what is left is
     * for the growth of the kernel until the next look and for the part of the Hessian that it leaves out.
     */
    private static final double STABLE = 2;

    /** A flow that asks for more steps in place of one has left what these networks do. */
    private static final int MOST_PARTS = 10_000;

    /** Training on the 20 points and labels that most claims use, with steps of 2. */
    public static WideTraining of(WideNet net) {
        return new WideTraining(net, WideNet.points(), WideNet.labels(), 2);
    }

    /** The same with another longest step. */
    public WideTraining withStep(double other) {
        return new WideTraining(net, x, y, other);
    }

    /** The same with other labels, n x 1. */
    public WideTraining withLabels(Matrix other) {
        return new WideTraining(net, x, other, step);
    }

    /**
     * The flow d theta/dt = -grad L from theta at time 0, in equal steps between the times.
     *
     * @param times increasing, positive
     * @param observer sees each of the times, not 0
     * @return theta at the last time
     * @throws IllegalStateException if the flow leaves the finite numbers
     */
    public double[] flow(double[] theta, double[] times, Watcher observer) {
        Risk risk = risk();
        double[] at = theta;
        double now = 0;
        for (double time : times) {
            if (!(time > now)) {
                throw new IllegalArgumentException("flow: the times must increase from 0; " + time + " follows " + now);
            }
            at = interval(GradientField.of(risk), at, now, time);
            now = time;
            observer.at(time, at);
        }
        return at;
    }

    private double[] interval(VectorField field, double[] theta, double from, double to) {
        int steps = (int) Math.ceil((to - from) / step * (1 - 1e-12));
        double each = (to - from) / steps;
        double[] at = theta;
        for (int done = 0; done < steps; done += LOOK) {
            int next = Math.min(LOOK, steps - done);
            double parts = Math.max(1, Math.ceil(each * curvature(at) / STABLE));
            if (!(parts <= MOST_PARTS)) {
                throw new IllegalStateException(
                        "flow: at time " + (from + done * each) + " the kernel asks for steps of " + each / parts);
            }
            OdeOutcome outcome = RungeKutta.RK4.integrate(field, from + done * each, at, each / parts,
                    (int) (next * parts));
            if (!outcome.succeeded()) {
                throw new IllegalStateException("flow: no finite state after time " + outcome.t());
            }
            at = outcome.y();
        }
        return at;
    }

    /** The largest eigenvalue of Theta / n. */
    private double curvature(double[] theta) {
        double[] values = SymmetricEigen.values(net.ntk(theta, x));
        return values[values.length - 1] / x.rows();
    }

    /** The flow up to a time, unobserved. */
    public double[] flow(double[] theta, double time) {
        return flow(theta, new double[] {time}, (t, parameters) -> {});
    }

    /** Gradient descent: theta after that many steps theta - eta grad L. */
    public double[] descent(double[] theta, double eta, int steps) {
        Risk risk = risk();
        double[] at = theta.clone();
        double[] gradient = new double[at.length];
        for (int k = 0; k < steps; k++) {
            risk.valueAndGradient(at, gradient);
            for (int i = 0; i < at.length; i++) {
                at[i] -= eta * gradient[i];
            }
        }
        return at;
    }

    /** The risk {@code (1/2n) sum (f(x_i) - y_i)^2}; for one thread. */
    public Risk risk() {
        return net.risk(x, y);
    }

    /** The loss at theta. */
    public double loss(double[] theta) {
        return risk().value(theta);
    }

    /** The dynamics that a frozen kernel predicts from the outputs at theta. */
    public KernelDynamics frozen(Matrix kernel, double[] theta) {
        return KernelDynamics.of(kernel, y, net.outputs(theta, x));
    }

    /** Times from first to last with equal ratios. */
    public static double[] geometric(double first, double last, int count) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = first * Math.pow(last / first, (double) i / (count - 1));
        }
        times[count - 1] = last;
        return times;
    }

    /** The largest absolute difference of entries. */
    public static double largestDifference(Matrix a, Matrix b) {
        double largest = 0;
        for (int i = 0; i < a.data().length; i++) {
            largest = Math.max(largest, Math.abs(a.data()[i] - b.data()[i]));
        }
        return largest;
    }

    /** The Euclidean distance of two points. */
    public static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    /** The Euclidean norm. */
    public static double norm(double[] v) {
        return distance(v, new double[v.length]);
    }
}
