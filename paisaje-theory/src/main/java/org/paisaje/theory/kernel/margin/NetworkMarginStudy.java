package org.paisaje.theory.kernel.margin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.Event;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.Saved;
import org.paisaje.math.ode.VectorField;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.network.Architecture;
import org.paisaje.network.Linearization;
import org.paisaje.risk.Risk;
import org.paisaje.theory.kernel.EmpiricalNtk;

/**
 * Gradient flow of a finite network on the logistic loss beside its linearisation at the start and the hard-margin machine
 * of a kernel. At fixed log t and growing width the network follows the machine; at fixed width it leaves it, because loss 0
 * lies at infinity: the kernel moves, and a homogeneous network turns to another margin problem (Lyu and Li 2020).
 *
 * <p>The flow runs as {@code d theta/ds = -grad log L}, the same curve with {@code dt = ds / L}, so that losses of e^-600 are
 * reached; the time t is integrated along, as log(1 + t). One output. Cost: six gradients of the risk a step.
 *
 * @param machine the hard-margin machine
 * @param rows one for each time or loss asked for, in order; fewer if the integration stopped before
 * @param linear the linearised network, with the tangent kernel at the start, at the same times or losses
 * @param outcome how the integration ended
 */
public record NetworkMarginStudy(MaxMargin.Separator machine, List<Row> rows, MarginStudy linear, OdeOutcome outcome) {
    private static final int STEPS = 200_000;

    /** Copies the list. */
    public NetworkMarginStudy {
        rows = List.copyOf(rows);
    }

    /**
     * The network at one time.
     *
     * @param time t
     * @param loss L
     * @param norm {@code |theta_t - theta_0|}
     * @param margin {@code min_i y_i f_t(x_i)}
     * @param marginShare {@code margin / (norm gamma*)}; 0 at the start
     * @param cosine of theta_t - theta_0 with the machine {@code sum_i alpha_i y_i grad f_0(x_i)}; 0 at the start
     * @param outputCosine of the outputs at the other points, {@code f_t - f_0}, with those of the machine; 0 at the start
     * @param lossRate {@code L t gamma*^2}
     * @param drift {@code |Theta_t - Theta_0|_F / |Theta_0|_F} on the training points
     * @param homogeneousMargin {@code margin / |theta|^d} with d the number of affine maps: for a network without biases and
     *     with a homogeneous activation what its gradient flow increases in the end
     */
    public record Row(double time, double loss, double norm, double margin, double marginShare, double cosine,
            double outputCosine, double lossRate, double drift, double homogeneousMargin) {}

    /**
     * A network and what it is trained on.
     *
     * @param network with one output
     * @param theta the start, read in place
     * @param x training points, n x d
     * @param labels n entries of -1 and 1
     * @param there other points, m x d, for the cosine of outputs
     * @param tolerance of a step, relative and absolute for each parameter, such as 1e-7
     */
    public record Problem(Architecture network, double[] theta, Matrix x, double[] labels, Matrix there,
            double tolerance) {
        /** Checks the sizes. */
        public Problem {
            if (network.outputs() != 1 || labels.length != x.rows()) {
                throw new IllegalArgumentException("NetworkMarginStudy: the network has " + network.outputs()
                        + " outputs and there are " + labels.length + " labels for " + x.rows()
                        + " points; needed are 1 output and a label for each point");
            }
        }

        /** Trains to given times, ascending; the machine is that of the tangent kernel at theta. */
        public NetworkMarginStudy atTimes(double... times) {
            EmpiricalNtk ntk = EmpiricalNtk.of(network, theta);
            Matrix kernel = ntk.gram(x);
            MarginStudy linear = MarginStudy.atTimes(kernel, labels, network.forward(theta, x).data(), times);
            return new Run(this, linear.supportVectorMachine(), kernel).run(linear, times, false);
        }

        /** Trains until log(1/L) has given values, ascending; see {@link MarginStudy#atLosses}. */
        public NetworkMarginStudy atLosses(double... levels) {
            EmpiricalNtk ntk = EmpiricalNtk.of(network, theta);
            Matrix kernel = ntk.gram(x);
            MarginStudy linear = MarginStudy.atLosses(kernel, labels, network.forward(theta, x).data(), levels);
            return new Run(this, linear.supportVectorMachine(), kernel).run(linear, levels, true);
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    private static final class Run {
        private final Problem problem;
        private final MaxMargin.Separator machine;
        private final Matrix kernel;
        private final Risk risk;
        private final Linearization start;
        private final double[] theta;
        private final double[] gradient;
        private final Matrix startThere;
        private final double[] machineThere;

        Run(Problem problem, MaxMargin.Separator machine, Matrix kernel) {
            this.problem = problem;
            this.machine = machine;
            this.kernel = kernel;
            int n = problem.labels.length;
            this.risk = Risk.of(problem.network, problem.x, Matrix.wrap(n, 1, problem.labels), Loss.LOGISTIC);
            this.start = problem.network.linearize(problem.theta, problem.x);
            this.theta = problem.theta.clone();
            this.gradient = new double[theta.length];
            this.startThere = problem.network.forward(problem.theta, problem.there);
            this.machineThere = machine.predict(EmpiricalNtk.of(problem.network, problem.theta)
                    .gram(problem.there,
                            problem.x));
        }

        NetworkMarginStudy run(MarginStudy linear, double[] marks, boolean losses) {
            int p = theta.length;
            VectorField field = (s, y, out) -> {
                System.arraycopy(y, 0, theta, 0, p);
                double loss = risk.valueAndGradient(theta, gradient);
                for (int i = 0; i < p; i++) {
                    out[i] = -gradient[i] / loss;
                }
                out[p] = Math.exp(-y[p]) / loss;
            };
            Integration<VectorField> driver = DormandPrince.to(problem.tolerance, problem.tolerance).maxSteps(STEPS);
            double[] y = new double[p + 1];
            System.arraycopy(problem.theta, 0, y, 0, p);
            List<Row> rows = new ArrayList<>();
            OdeOutcome outcome = new OdeOutcome.Reached(OdeState.at(0, y),
                    new Saved(List.of(), List.of(), Optional.empty()));
            double s = 0;
            for (double mark : marks) {
                Event event = losses
                        ? (at, state) -> -Math.log(loss(state)) - mark
                        : (at, state) -> state[p] - Math.log1p(mark);
                if (event.value(s, y) < 0) {
                    outcome = driver.until(event).run(field, s, y, s + 1e12);
                    if (!(outcome instanceof OdeOutcome.EventReached)) {
                        break;
                    }
                    s = outcome.t();
                    y = outcome.y();
                }
                rows.add(row(y));
            }
            return new NetworkMarginStudy(machine, rows, linear, outcome);
        }

        private double loss(double[] state) {
            System.arraycopy(state, 0, theta, 0, theta.length);
            return risk.value(theta);
        }

        private Row row(double[] state) {
            int p = theta.length;
            double loss = loss(state);
            double[] step = new double[p];
            for (int i = 0; i < p; i++) {
                step[i] = theta[i] - problem.theta[i];
            }
            double norm = Blas.norm(p, step, 0);
            double[] f = problem.network.forward(theta, problem.x).data();
            double margin = Double.POSITIVE_INFINITY;
            for (int i = 0; i < f.length; i++) {
                margin = Math.min(margin, problem.labels[i] * f[i]);
            }
            double[] change = problem.network.forward(theta, problem.there).minus(startThere).data();
            double time = Math.expm1(state[p]);
            Matrix now = EmpiricalNtk.of(problem.network, theta).gram(problem.x);
            double drift = now.minus(kernel).frobeniusNorm() / kernel.frobeniusNorm();
            int depth = problem.network.layerShapes().size();
            double length = Blas.norm(p, theta, 0);
            return new Row(time, loss, norm, margin, norm == 0 ? 0 : margin / (norm * machine.margin()),
                    norm == 0 ? 0 : machine.cosine(start.jvp(step).data(), norm), cosine(change, machineThere),
                    loss * time / machine.squaredNorm(), drift, margin / Math.pow(length, depth));
        }

        private static double cosine(double[] a, double[] b) {
            double lengths = Blas.norm(a.length, a, 0) * Blas.norm(b.length, b, 0);
            return lengths == 0 ? 0 : Blas.dot(a.length, a, 0, b, 0) / lengths;
        }
    }
}
