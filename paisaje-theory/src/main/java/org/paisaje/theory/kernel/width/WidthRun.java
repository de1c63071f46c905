package org.paisaje.theory.kernel.width;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.method.RungeKutta;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;
import org.paisaje.training.flow.GradientField;

/**
 * Gradient flow of a network of one output on {@code (1/2n) |f - y|^2} beside its linearisation at the start, by the
 * classical Runge-Kutta scheme with steps of a tenth of the time, at most {@value #SAFETY} n / lambda_max and at least a
 * tenth of that; they are chosen beforehand, because an error control would spend all its time on the kinks of ReLU
 * networks. On modes of the linearised flow the scheme errs by about 2e-5 of their size. Kernel and outputs are compared at
 * times that grow by a factor of 1.3.
 *
 * @param network the network
 * @param drift {@code sup_t |Theta_t - Theta_0|_F / |Theta_0|_F} on the training points
 * @param trainGap {@code sup_t max_i |f_t(x_i) - f_lin,t(x_i)|}
 * @param testGap the same at the other points
 * @param displacement {@code |theta_T - theta_0|}
 * @param predictedDisplacement that of the linearised network at infinity, {@code sqrt((y - f_0)^T Theta_0^+ (y - f_0))}
 * @param loss the loss at the end
 * @param time the time at the end
 * @param gradients how many gradients were computed
 * @param completed whether the loss asked for was reached; an interrupt of the thread ends the run before
 */
public record WidthRun(Architecture network, double drift, double trainGap, double testGap, double displacement,
        double predictedDisplacement, double loss, double time, long gradients, boolean completed) {
    private static final double SAFETY = 2.2;
    private static final double GROWTH = 1.3;
    private static final double SLOWEST = 60;

    /**
     * Trains from theta until the loss is below a bound, or for 60 times the slowest time scale of the linearised flow.
     *
     * @param x training points, n x d
     * @param y targets, n x 1
     * @param there other points, m x d
     */
    public static WidthRun of(Architecture network, double[] theta, Matrix x, Matrix y, Matrix there,
            double lossBelow) {
        if (network.outputs() != 1 || y.columns() != 1 || y.rows() != x.rows() || !(lossBelow > 0)) {
            throw new IllegalArgumentException("WidthRun: the network has " + network.outputs() + " outputs, y is "
                    + y.rows() + " x " + y.columns() + " for " + x.rows() + " points and the loss asked for is "
                    + lossBelow
                    + "; needed are one output, a target for each point and a positive loss");
        }
        EmpiricalNtk start = EmpiricalNtk.of(network, theta);
        Matrix kernel = start.gram(x);
        Matrix cross = start.gram(there, x);
        Matrix f0 = network.forward(theta, x);
        Matrix f0There = network.forward(theta, there);
        KernelDynamics linear = KernelDynamics.of(kernel, y, f0);
        double fastest = linear.rates()[x.rows() - 1];
        double slowest = linear.rates()[linear.nullity()];
        double most = SAFETY / fastest;
        for (int attempt = 0; attempt < 4; attempt++) {
            WidthRun run = attempt(network, theta, x, y, there, lossBelow, most, SLOWEST / slowest, kernel, cross,
                    f0There,
                    linear);
            if (Double.isFinite(run.loss)) {
                return run;
            }
            // The kernel grew: the step was beyond the stable one.
            most /= 2;
        }
        throw new IllegalStateException("WidthRun: " + network.text() + " diverges even with steps of " + 2 * most);
    }

    private static WidthRun attempt(Architecture network, double[] theta, Matrix x, Matrix y, Matrix there,
            double lossBelow, double most, double horizon, Matrix kernel, Matrix cross, Matrix f0There,
            KernelDynamics linear) {
        Risk risk = Risk.of(network, x, y, Loss.SQUARED);
        GradientField field = GradientField.of(risk);
        double size = kernel.frobeniusNorm();
        double[] at = theta;
        double now = 0;
        double next = most;
        double drift = 0;
        double trainGap = 0;
        double testGap = 0;
        double loss = risk.value(theta);
        double before = loss;
        long gradients = 0;
        while (loss >= lossBelow && now < horizon && !Thread.currentThread().isInterrupted()) {
            while (now < next) {
                double step = Math.clamp(0.1 * now, 0.1 * most, most);
                int steps = step < most ? 1 : (int) Math.max(1, Math.ceil((next - now) / most));
                double h = Math.min(step, (next - now) / steps);
                OdeOutcome outcome = RungeKutta.RK4.integrate(field, now, at, h, steps);
                gradients += outcome.statistics().evaluations();
                if (outcome instanceof OdeOutcome.Cancelled) {
                    at = outcome.y();
                    now = outcome.t();
                    break;
                }
                if (!outcome.succeeded()) {
                    return failed(network, now, gradients);
                }
                at = outcome.y();
                now = Math.abs(now + h * steps - next) < 1e-9 * next ? next : now + h * steps;
            }
            loss = risk.value(at);
            if (!(loss <= 1.5 * before)) {
                return failed(network, now, gradients);
            }
            before = loss;
            Evolution flow = Evolution.flow(now);
            trainGap = Math.max(trainGap, distance(network.forward(at, x), linear.train(flow)));
            testGap = Math.max(testGap, distance(network.forward(at, there), linear.predict(flow, cross, f0There)));
            drift = Math.max(drift, EmpiricalNtk.of(network, at).gram(x).minus(kernel).frobeniusNorm() / size);
            next *= GROWTH;
        }
        double[] change = at.clone();
        Blas.axpy(change.length, -1, theta, 0, change, 0);
        return new WidthRun(network, drift, trainGap, testGap, Blas.norm(change.length, change, 0),
                Math.sqrt(linear.squaredNorms()[0]), loss, now, gradients, loss < lossBelow);
    }

    private static WidthRun failed(Architecture network, double now, long gradients) {
        return new WidthRun(network, 0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, now, gradients, false);
    }

    private static double distance(Matrix a, Matrix b) {
        double most = 0;
        for (int i = 0; i < a.data().length; i++) {
            most = Math.max(most, Math.abs(a.data()[i] - b.data()[i]));
        }
        return most;
    }
}
