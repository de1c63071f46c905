package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.ode.Outcome;
import org.paisaje.math.ode.RungeKutta;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.theory.kernel.width.WidthLaw;

/** The theorem of section 2.2: outputs follow the linearisation at the start. */
final class KernelTaylorClaims {
    private static final String REST = "Taylor rest, ";
    private static final String INTEGRAL = "integral with the frozen kernel, ";
    private static final String GRADIENT = "change of the gradient, ";

    private KernelTaylorClaims() {}

    static List<Claim> all() {
        return List.of(linearization(), lipschitz());
    }

    private static Setting setting(Size size, String activations) {
        return Setting.of(
                "widths", size == Size.SMOKE ? new double[] {64, 256} : new double[] {128, 256, 512, 1024, 2048},
                "activations", activations, "time", size == Size.SMOKE ? 80.0 : 800.0, "step", 2.0, "seeds",
                NetworkClaims.seeds(size, 8, 10), "initialization", "section 3.1");
    }

    private static Claim linearization() {
        return ClaimBuilder.of("001.theorem2.2.linearization", Document001.source("section 2.2, theorem and proof"))
                .statement(
                        "Outputs follow the integral with the frozen kernel, and the Taylor rest vanishes",
                        "Under gradient flow f_t(x) is f_0(x) minus the integral of Theta_0(x, x_i) times the residuals over "
                                + "time, and the second-order rest R of Taylor's expansion at the start tends to 0 as the width "
                                + "grows.",
                        "f_t(x)\\approx f_0(x)-\\int_0^t\\tfrac1n\\sum_i\\Theta_0(x,x_i)(f_s(x_i)-y_i)\\,ds,\\qquad "
                                + "R=f_t-f_0-\\langle\\nabla f_0,\\theta_t-\\theta_0\\rangle\\to0")
                .measured(
                        "Both remainders on the 50 test points along the trained network's own flow, the integral being carried as "
                                + "further unknowns of the scheme: exponents of their largest sizes in the width, with Student's "
                                + "intervals over initialisations at level 0.999, must meet [-1.1, -0.75] for tanh and "
                                + "[-0.8, -0.45] for ReLU.")
                .mistake(
                        "The proof appeals to concentration of measure without naming an inequality. The rest is controlled by "
                                + "|theta_t - theta_0|^2 times the second derivative.")
                .mistake(
                        "The derivative of the loss is written without y_i, and the kernel between theta_0 and theta_s is replaced by "
                                + "that at theta_0 in silence; the error of that is as large as the rest.")
                .seconds(150)
                .standard(size -> setting(size, "tanh relu"))
                .control(setting -> setting.with("initialization", "literal")
                        .noted("all weights of variance 1/m and no factor: the mean-field scaling"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("tanh", new double[] {-1.1, -0.75})
                        .and("relu", new double[] {-0.8, -0.45}))
                .measure(KernelTaylorClaims::remainders)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (Activation activation : KernelDriftClaims.activations(setting)) {
                        double[] range = predicted.list(activation.name());
                        for (String what : List.of(REST, INTEGRAL)) {
                            lines.addAll(KernelDriftClaims.within(
                                    "exponent of the " + what + activation.name(), (range[0] + range[1]) / 2,
                                    (range[1] - range[0]) / 2,
                                    Exponents.of(
                                            setting.reals("widths"), measured, what + activation.name())));
                        }
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "remainders", "What linearisation leaves out",
                        "Largest remainders over the test points and the times of the flow.", "remainder",
                        setting.reals("widths"), measured, names(setting, REST, INTEGRAL))))
                .build();
    }

    private static List<String> names(Setting setting, String... quantities) {
        return KernelDriftClaims.activations(setting)
                .stream()
                .flatMap(activation -> Arrays.stream(quantities).map(what -> what + activation.name()))
                .toList();
    }

    private static Claim lipschitz() {
        return ClaimBuilder.of("001.theorem2.2.lipschitz.printed", Document001.source("section 2.2, hypotheses"))
                .statement(
                        "A Lipschitz activation suffices",
                        "The theorem asks of the activation that it is Lipschitz and of nothing else; its conclusion is then the "
                                + "same for ReLU as for a smooth activation.",
                        "\\sigma\\ \\text{Lipschitz}\\ \\Rightarrow\\ \\text{one rate}")
                .measured(
                        "For two activations the exponents in the width of the Taylor rest on the test points and of the relative "
                                + "change of the gradients in theta there: their differences, with Student's interval over "
                                + "initialisations at level 0.999, must contain 0. Reference: -0.67 (ReLU) against -0.94 (tanh) for "
                                + "the rest, -0.32 against -0.47 for the gradient.")
                .mistake(
                        "The limit holds for ReLU, but more slowly, and not by the printed proof, which needs second derivatives. "
                                + "Theorem 2 of Jacot et al. asks for a bounded second derivative.")
                .refuted()
                .seconds(100)
                .standard(size -> setting(size, "relu tanh")
                        .with("seeds", NetworkClaims.seeds(size, 12, 16))
                        .with("widths", size == Size.SMOKE ? new double[] {64, 512} : new double[] {128, 512, 2048})
                        .with("time", size == Size.SMOKE ? 40.0 : 400.0))
                .control(setting -> setting.with("activations", "erf tanh").noted("two smooth activations"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("difference of exponents", 0))
                .measure(KernelTaylorClaims::remainders)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    List<Activation> two = KernelDriftClaims.activations(setting);
                    for (String what : List.of(REST, GRADIENT)) {
                        double[] differences = measured.stream()
                                .mapToDouble(q -> slope(setting, q.list(what + two.get(0).name()))
                                        - slope(setting, q.list(what + two.get(1).name())))
                                .toArray();
                        lines.add(Comparison.covered(
                                "exponent of the " + what + two.get(0).name() + " less that of " + two.get(1).name(),
                                predicted.scalar("difference of exponents"), Exponents.mean(differences),
                                "Student's interval at level 0.999"));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "rates", "Smoothness and rates",
                        "Taylor rest on the test points and relative change of the gradients there.", "size",
                        setting.reals("widths"), measured, names(setting, REST, GRADIENT))))
                .build();
    }

    private static double slope(Setting setting, double[] values) {
        return WidthLaw.slope(setting.reals("widths"), values);
    }

    private static Quantities remainders(Setting setting, int replicate, Seed seed) {
        Quantities result = Quantities.NONE;
        double[] widths = setting.reals("widths");
        for (Activation activation : KernelDriftClaims.activations(setting)) {
            double[] rests = new double[widths.length];
            double[] integrals = new double[widths.length];
            double[] gradients = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = KernelDriftClaims.network(setting, activation, (int) widths[k]);
                double[] theta = KernelDriftClaims.initial(setting, net.network(), seed.named("init").at(k));
                var path = new Path(setting, net, theta);
                path.follow();
                rests[k] = path.rest;
                integrals[k] = path.integral;
                gradients[k] = path.gradientChange();
            }
            result = result.and(REST + activation.name(), rests)
                    .and(INTEGRAL + activation.name(), integrals)
                    .and(GRADIENT + activation.name(), gradients);
        }
        return result;
    }

    /** One flow of theta together with q = the integral of the residuals / n, and the remainders on the test points. */
    private static final class Path {
        private final Setting setting;
        private final WideNet net;
        private final double[] theta;
        private final Matrix x;
        private final Matrix there;
        private final Linearization start;
        private double[] end;
        private double rest;
        private double integral;

        Path(Setting setting, WideNet net, double[] theta) {
            this.setting = setting;
            this.net = net;
            this.theta = theta;
            this.x = KernelDriftClaims.points(setting, WideNet.points());
            this.there = KernelDriftClaims.points(setting, WideNet.testPoints());
            this.start = net.network().linearize(theta, net.inputs(there));
            this.end = theta;
        }

        void follow() {
            Matrix y = WideNet.labels();
            Risk risk = net.risk(x, y);
            Matrix inputs = net.inputs(x);
            int p = theta.length;
            int n = y.rows();
            double[] parameters = new double[p];
            double[] gradient = new double[p];
            Matrix cross = net.ntk(theta, there, x);
            double[] state = Arrays.copyOf(theta, p + n);
            double now = 0;
            for (double time : WideTraining.geometric(2, setting.real("time"), 10)) {
                int steps = (int) Math.ceil((time - now) / setting.real("step") * (1 - 1e-12));
                Outcome outcome = RungeKutta.RK4.integrate((t, at, out) -> {
                    System.arraycopy(at, 0, parameters, 0, p);
                    risk.valueAndGradient(parameters, gradient);
                    Matrix f = net.network().forward(parameters, inputs);
                    for (int i = 0; i < p; i++) {
                        out[i] = -gradient[i];
                    }
                    for (int i = 0; i < n; i++) {
                        out[p + i] = (f.get(i, 0) - y.get(i, 0)) / n;
                    }
                }, now, state, (time - now) / steps, steps);
                if (!outcome.succeeded()) {
                    throw new IllegalStateException("flow: no finite state after time " + outcome.t());
                }
                state = outcome.y();
                now = time;
                observe(state, cross);
            }
            end = Arrays.copyOf(state, p);
        }

        private void observe(double[] state, Matrix cross) {
            int p = theta.length;
            double[] step = new double[p];
            for (int i = 0; i < p; i++) {
                step[i] = state[i] - theta[i];
            }
            Matrix f = net.outputs(Arrays.copyOf(state, p), there);
            Matrix linear = start.outputs().plus(start.jvp(step));
            double[] moved = cross.times(Arrays.copyOfRange(state, p, state.length));
            for (int i = 0; i < there.rows(); i++) {
                rest = Math.max(rest, Math.abs(f.get(i, 0) - linear.get(i, 0)));
                integral = Math.max(integral, Math.abs(f.get(i, 0) - start.outputs().get(i, 0) + moved[i]));
            }
        }

        /** |J_T - J_0|_F / |J_0|_F on the test points. */
        double gradientChange() {
            Matrix ones = Matrix.zeros(there.rows(), 1);
            Arrays.fill(ones.data(), 1);
            Matrix before = start.perSampleVjp(ones);
            Matrix after = net.network().linearize(end, net.inputs(there)).perSampleVjp(ones);
            return after.minus(before).frobeniusNorm() / before.frobeniusNorm();
        }
    }
}
