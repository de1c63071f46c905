package org.paisaje.claims.catalogue.document001.function;

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
import org.paisaje.claims.catalogue.document001.kernel.KernelDriftClaims;
import org.paisaje.claims.catalogue.document001.setup.DefiniteKernel;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/** Section 2.3: the trained network against what the kernel predicts. */
public final class FunctionClaims {
    private FunctionClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(empirical(), limitKernel(), limitPrinted(), limitCorrected());
    }

    private static ClaimBuilder deviating(String id) {
        return DefiniteKernel.required(ClaimBuilder.of(id, Source001.at("section 2.3, theorem")))
                .seconds(120)
                .control(
                        setting -> setting.with(Keys001.START, false)
                                .noted("predictors that start from 0 instead of f_0"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .measure(FunctionClaims::deviations)
                .judge((setting, predicted, measured) -> {
                    List<Activation> activations = KernelDriftClaims.activations(setting);
                    return Judgement.all(activations.stream()
                            .map(activation -> Powers.line(
                                    "exponent of the largest deviation, " + activation.name(),
                                    predicted.list(activation.name()), setting.get(Keys001.WIDTHS), measured,
                                    activation.name(), activations.size()))
                            .toList());
                })
                .figures((setting, predicted, measured) -> {
                    var series = new ArrayList<Series>();
                    for (Activation activation : KernelDriftClaims.activations(setting)) {
                        series.add(new Series.Line(
                                activation.name(), Role.MEASURED, times(setting),
                                Exponents.law(times(setting), measured, "over time, " + activation.name()).means()));
                    }
                    return List.of(
                            Exponents.chart(
                                    "deviation", "Deviation from the kernel's prediction",
                                    "Largest deviation over the 50 test points and all times.", "deviation",
                                    setting.get(Keys001.WIDTHS), measured,
                                    KernelDriftClaims.activations(setting).stream().map(Activation::name).toList()),
                            new Figure.Chart(
                                    "over-time", "Deviation over time at the largest width",
                                    "Largest deviation over the test points, geometric mean over " + measured.size()
                                            + " initialisations.",
                                    Axis.log("time t"), Axis.log("deviation"), series));
                });
    }

    static Setting setting(Size size, String kernel) {
        return Setting.of(Keys001.WIDTHS.is(switch (size) {
            case SMOKE -> new double[] {64, 512};
            case STANDARD -> new double[] {128, 512, 2048};
            case FULL -> new double[] {128, 256, 512, 1024, 2048, 4096};
        }), Keys001.KERNEL.among("empirical", "limit").is(kernel),
                Keys001.ACTIVATIONS.is(List.of(Activation.RELU, Activation.TANH)), Keys001.START.is(true),
                Keys001.TIME.is(size == Size.SMOKE ? 100.0 : 1000.0), Keys001.STEP.is(2.5),
                Keys001.SEEDS.is(size == Size.SMOKE ? 24 : 20));
    }

    static double[] times(Setting setting) {
        return WideTraining.geometric(1, setting.get(Keys001.TIME), 8);
    }

    static Quantities deviations(Setting setting, int replicate, Seed seed) {
        Quantities result = Quantities.NONE;
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] times = times(setting);
        Matrix x = WideNet.points();
        Matrix there = WideNet.testPoints();
        for (Activation activation : KernelDriftClaims.activations(setting)) {
            double[] largest = new double[widths.length];
            double[] last = new double[times.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(activation, 10, (int) widths[k]);
                double[] theta = seed.named("init").at(k).gaussians(net.network().layout().size());
                var training = WideTraining.of(net).withStep(setting.get(Keys001.STEP));
                boolean empirical = setting.get(Keys001.KERNEL).equals("empirical");
                Matrix kernel = empirical ? net.ntk(theta, x) : net.limit(x);
                Matrix cross = empirical ? net.ntk(theta, there, x) : net.limit(there, x);
                Matrix start = net.outputs(theta, there);
                KernelDynamics frozen = training.frozen(kernel, theta);
                if (!setting.get(Keys001.START)) {
                    start = Matrix.zeros(50, 1);
                    frozen = KernelDynamics.of(kernel, WideNet.labels());
                }
                var dynamics = frozen;
                Matrix from = start;
                int[] at = {0};
                training.flow(theta, times, (t, parameters) -> last[at[0]++] = WideTraining.largestDifference(
                        net.outputs(parameters, there), dynamics.predict(Evolution.flow(t), cross, from)));
                largest[k] = Arrays.stream(last).max().orElseThrow();
            }
            result = result.and(activation.name(), largest).and("over time, " + activation.name(), last);
        }
        return result;
    }

    private static Claim empirical() {
        return deviating("001.theorem2.3.empirical")
                .statement(
                        "The trained network follows the dynamics of its own initial kernel",
                        "At every time the outputs of the network differ from the closed form with the empirical kernel at the start "
                                + "by an amount that vanishes with the width: close to 1/m for tanh, between m^(-1/2) and m^(-3/4) for "
                                + "ReLU.",
                        "\\sup_{t,x}|f_{\\theta(t)}(x)-f^{\\Theta_0}_t(x)|\\sim m^{-\\alpha}")
                .measured(
                        "Gradient flow on the 20 points against the closed form on the 50 test points: the exponent of the largest "
                                + "deviation. Its interval over initialisations must for tanh meet -1 to -3/4 (next terms are smaller by the root of m) and exclude -1/2 and -3/2; for ReLU "
                                + "meet -3/4 to -1/2 and exclude 0 and -1. At m = 4096 the reference finds 2.2e-2 (ReLU) and "
                                + "8.8e-3 (tanh) at t = 1000.")
                .quoted(
                        "la dinámica sigue: $f_{\\theta(t)}(x) = f_{\\theta(0)}(x) - \\Theta(x, X) \\left( I - e^{-t\\Theta(X, X)} "
                                + "\\right) \\left( f_{\\theta(0)}(X) - y \\right).$",
                        "section 2.3, theorem; Theta(X, X)^-1 is missing in it, see 001.2.3.closed-form")
                .mistake("Which kernel is meant, the empirical or the limit, is not said; it decides the exponent.")
                .standard(size -> setting(size, "empirical"))
                .predict(setting -> Quantities.of("tanh", Powers.between(-1, -0.75, -0.5, -1.5))
                        .and("relu", Powers.between(-0.75, -0.5, 0, -1)))
                .build();
    }

    private static Claim limitKernel() {
        return deviating("001.theorem2.3.limit-kernel")
                .statement(
                        "Against the kernel of infinite width the deviation falls like m^(-1/2)",
                        "The network differs from the closed form with the kernel of infinite width, started at its own f_0, by an "
                                + "amount of order m^(-1/2) for both activations: the distance of the kernels at the start decides.",
                        "\\sup_{t,x}|f_{\\theta(t)}(x)-f^{\\Theta_\\infty}_t(x)|\\sim m^{-1/2}")
                .measured(
                        "Gradient flow on the 20 points against the closed form on the 50 test points: the exponent of the largest "
                                + "deviation. Its interval over initialisations must hold -1/2 and exclude 0 and -1. Reference: -0.47 +- 0.03 and -0.50 +- 0.04.")
                .quoted("Además, se tiene convergencia funcional en norma $L^2$ sobre compactos",
                        "section 2.3, theorem")
                .mistake(
                        "The convergence in L2 on compact sets is claimed without saying in which mode over initialisations; here it is "
                                + "the largest deviation over 50 points of the sphere.")
                .standard(size -> setting(size, "limit"))
                .predict(setting -> Quantities.of("tanh", Powers.law(-0.5, 0, -1))
                        .and("relu", Powers.law(-0.5, 0, -1)))
                .build();
    }

    private static ClaimBuilder limit(String id) {
        return DefiniteKernel.required(ClaimBuilder.of(id, Source001.at("section 2.3, theorem, limit in time")))
                .seconds(60)
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .measure(FunctionClaims::limits)
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "limit", "Trained network against the formula for its limit",
                        "Root mean square over the 50 test points at the end of the flow.", "rms difference",
                        setting.get(Keys001.WIDTHS), measured, List.of("rms"))));
    }

    private static Setting limits(Size size, boolean start) {
        return Setting.of(Keys001.WIDTHS.is(switch (size) {
            case SMOKE -> new double[] {64, 1024};
            case STANDARD -> new double[] {128, 512, 2048};
            case FULL -> new double[] {128, 512, 2048, 4096};
        }), Keys001.ACTIVATION.is(Activation.RELU), Keys001.START.is(start), Keys001.DOUBLED.is(false),
                Keys001.TIME.is(size == Size.SMOKE ? 300.0 : 1000.0), Keys001.STEP.is(4.0),
                Keys001.SEEDS.is(size == Size.SMOKE ? 24 : 20));
    }

    private static Quantities limits(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] errors = new double[widths.length];
        Matrix there = WideNet.testPoints();
        for (int k = 0; k < widths.length; k++) {
            int m = (int) widths[k];
            Seed draw = seed.named("init").at(k);
            boolean doubled = setting.get(Keys001.DOUBLED);
            WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, doubled ? 2 * m : m);
            double[] theta = doubled ? doubled(draw, m) : draw.gaussians(11 * m);
            var training = WideTraining.of(net).withStep(setting.get(Keys001.STEP));
            Matrix kernel = net.ntk(theta, WideNet.points());
            Matrix cross = net.ntk(theta, there, WideNet.points());
            Matrix limit = setting.get(Keys001.START)
                    ? training.frozen(kernel, theta)
                            .predict(
                                    Evolution.flow(Double.POSITIVE_INFINITY), cross, net.outputs(theta, there))
                    : KernelDynamics.of(kernel, WideNet.labels())
                            .predict(Evolution.flow(Double.POSITIVE_INFINITY), cross);
            Matrix f = net.outputs(training.flow(theta, setting.get(Keys001.TIME)), there);
            errors[k] = f.minus(limit).frobeniusNorm() / Math.sqrt(there.rows());
        }
        return Quantities.of("rms", errors);
    }

    /** Every neuron twice, with opposite readouts: f_0 = 0 and a kernel of the same law. */
    static double[] doubled(Seed seed, int m) {
        double[] half = seed.gaussians(11 * m);
        double[] theta = new double[22 * m];
        System.arraycopy(half, 0, theta, 0, 10 * m);
        System.arraycopy(half, 0, theta, 10 * m, 10 * m);
        for (int r = 0; r < m; r++) {
            theta[20 * m + r] = half[10 * m + r];
            theta[21 * m + r] = -half[10 * m + r];
        }
        return theta;
    }

    private static Claim limitPrinted() {
        return limit("001.theorem2.3.limit.printed")
                .statement(
                        "The network tends to Theta(x, X) Theta^-1 y",
                        "Trained to the end, a wide network is the kernel interpolant of the labels.",
                        "f_{\\theta(t)}(x)\\to\\Theta(x,X)\\Theta(X,X)^{-1}y")
                .measured(
                        "The root mean square over the test points of the difference between the trained ReLU network and the formula "
                                + "with its own initial kernel: a difference that vanishes between the rates of the kernels, -1/2 and -1, has "
                                + "an exponent in the width that meets these and excludes 0, a difference that stays. Reference: 0.392 "
                                + "(ReLU) and 0.185 (tanh) at m = 2048.")
                .quoted(
                        "Entonces, en el límite $n \\to \\infty$, se cumple que: $f_{\\theta(t)}(x) \\to f^{\\infty}(x) := \\Theta(x, "
                                + "X)\\Theta(X, X)^{-1}y$ para toda entrada $x \\in \\mathbb{R}^d$",
                        "section 2.3, theorem")
                .mistake(
                        "Measured on the network of section 3.1, for which f_0 has order 1 at every width and the kernel stays constant. "
                                + "f_0 is left out here, in 5.2, in 5.3 and in the conclusion. Right only where f_0 = 0, as with every neuron "
                                + "doubled and opposite readouts.")
                .refuted()
                .standard(size -> limits(size, false))
                .control(setting -> setting.with(Keys001.DOUBLED, true)
                        .noted("neurons doubled with opposite readouts: f_0 = 0"))
                .predict(setting -> Quantities.of("exponent", Powers.between(-1, -0.5, 0)))
                .judge(FunctionClaims::judgeLimit)
                .build();
    }

    private static Judgement judgeLimit(Setting setting, Quantities predicted, List<Quantities> measured) {
        return Judgement.all(Powers.line(
                "exponent of the rms difference", predicted.list("exponent"), setting.get(Keys001.WIDTHS), measured,
                "rms",
                1));
    }

    private static Claim limitCorrected() {
        return limit("001.theorem2.3.limit.corrected")
                .statement(
                        "The network tends to f_0(x) + Theta(x, X) Theta^-1 (y - f_0(X))",
                        "Trained to the end, a wide network is its start plus the kernel interpolant of what is left of the labels.",
                        "f_{\\theta(t)}(x)\\to f_0(x)+\\Theta(x,X)\\Theta(X,X)^{-1}\\bigl(y-f_0(X)\\bigr)")
                .measured(
                        "The root mean square over the test points of the difference between the trained ReLU network and the formula "
                                + "with its own initial kernel: the interval of its exponent in the width over initialisations must hold "
                                + "-3/4 to -1/2, as for the deviation at all times, and exclude 0, a difference that stays.")
                .standard(size -> limits(size, true))
                .control(setting -> setting.with(Keys001.START, false).noted("f_0 left out, as printed"))
                .predict(setting -> Quantities.of("exponent", Powers.between(-0.75, -0.5, 0)))
                .judge(FunctionClaims::judgeLimit)
                .build();
    }
}
