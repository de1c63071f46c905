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
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.kernel.flow.Evolution;
import org.paisaje.theory.kernel.flow.KernelDynamics;

/** Section 3.3, the theorem: how far a trained network is from its linearisation, and how sharp the bound of the proof is. */
final class LinearizationClaims {
    private static final String PLACE = "Section 3.3, Theorem";
    private static final String RATE = "\\sup_{t\\in[0,T]}\\sup_{x\\in\\mathcal D}|f_{\\theta(t)}(x)-f_{\\rm lin}(t,x)|"
            + "\\le\\frac C{\\sqrt m}";

    private static final String THEOREM = "001.3.3.theorem";

    private LinearizationClaims() {}

    static List<Claim> all() {
        return List.of(theorem(), exponents(), bound());
    }

    private static Claim theorem() {
        return ClaimBuilder.of(THEOREM, Document001.source(PLACE))
                .statement(
                        "Trained networks tend to their linearisation at the rate 1 / sqrt m",
                        "The distance of the network to the evolution with the kernel frozen at theta_0, uniform in time and "
                                + "over points of the sphere, is at most C / sqrt m.",
                        RATE)
                .measured(
                        "ReLU and tanh, gradient flow on the 20 points against the closed form with Theta_0: the largest "
                                + "difference over times and over the 20 training and the 50 test points, and its exponent in m over "
                                + "initialisations, which must be at most -1/2. Measured: -0.67 at test and -0.59 at training points for "
                                + "ReLU, -0.94 for tanh.")
                .mistake(
                        "The printed f_lin integrates the residuals of the trained network, the closed form those of its own; both "
                                + "differ from f by the same order. The theorem has T in it, the bound does not need it for the squared loss; it needs the kernel to be "
                                + "positive definite. x and D are said to be arbitrary, but training points are special for ReLU: "
                                + "the flow slides along their kinks, which leaves a systematic part of order m^-1/2.")
                .seconds(60)
                .standard(LinearizationClaims::study)
                .control(setting -> setting.with("growing labels", true)
                        .noted("labels that grow like sqrt m, so that the displacement is not O(1)"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("exponent", -0.5))
                .measure(LinearizationClaims::distances)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : names(setting)) {
                        lines.add(Comparison.overlapAtMost("exponent of the largest difference, " + name,
                                predicted.scalar("exponent"),
                                Exponents.of(setting.reals("widths"), measured, name),
                                "Student's interval over initialisations"));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "linearisation", "The largest distance of a network to its linearisation",
                        "Over all times and over the training or 50 test points. The smooth network comes closer like 1/m, the "
                                + "ReLU network more slowly.",
                        "largest |f - f_lin|", setting.reals("widths"), measured, names(setting))))
                .build();
    }

    private static Setting study(Size size) {
        return Setting.of("activations", "relu,tanh", "widths",
                size == Size.SMOKE ? new double[] {32, 256} : new double[] {128, 512, 2048}, "seeds",
                size == Size.SMOKE ? 8 : 16, "until", size == Size.SMOKE ? 300.0 : 900.0, "growing labels", false);
    }

    private static List<String> names(Setting setting) {
        return Arrays.stream(setting.text("activations").split(","))
                .flatMap(activation -> List.of(activation + " training", activation + " test").stream())
                .toList();
    }

    private static Claim exponents() {
        return ClaimBuilder.of(THEOREM + ".exponents", Document001.source(PLACE))
                .statement(
                        "For a smooth activation the distance to the linearisation is of order 1 / m",
                        "The leading term of the rest is odd in the outer weights and averages out over the neurons, so that the "
                                + "printed 1 / sqrt m is not sharp for tanh: the exponent is near -1. For ReLU the flipped neurons leave "
                                + "an exponent between -0.8 and -0.45.",
                        "\\sup_{t,x}|f_{\\theta(t)}(x)-f_{\\rm lin}(t,x)|\\sim\\frac1m\\quad(\\sigma\\text{ smooth})")
                .measured(
                        "The exponents in m of the largest differences at the training and the test points; their intervals must "
                                + "meet the bands from -1.1 to -0.75 for tanh and from -0.8 to -0.45 for ReLU.")
                .seconds(60)
                .standard(LinearizationClaims::study)
                .control(setting -> setting.with("growing labels", true).noted("labels that grow like sqrt m"))
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("tanh", new double[] {-1.1, -0.75})
                        .and("relu", new double[] {-0.8, -0.45}))
                .measureAs(THEOREM, LinearizationClaims::distances)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String name : names(setting)) {
                        double[] band = predicted.list(name.substring(0, name.indexOf(' ')));
                        Estimate exponent = Exponents.of(setting.reals("widths"), measured, name);
                        lines.add(Comparison.overlapAtLeast("exponent of the largest difference, " + name, band[0],
                                exponent,
                                "Student's interval over initialisations"));
                        lines.add(Comparison.overlapAtMost("exponent of the largest difference, " + name, band[1],
                                exponent,
                                "Student's interval over initialisations"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities distances(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        Quantities result = Quantities.NONE;
        for (String name : setting.text("activations").split(",")) {
            double[] training = new double[widths.length];
            double[] test = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(Activation.parse(name), 10, (int) widths[k]);
                double[] theta = seed.named(name).at((long) widths[k]).gaussians(net.network().layout().size());
                double[] worst = worst(setting, net, theta, Math.sqrt(widths[k] / widths[0]));
                training[k] = worst[0];
                test[k] = worst[1];
            }
            result = result.and(name + " training", training).and(name + " test", test);
        }
        return result;
    }

    /** The largest differences to the evolution with the kernel at theta, at the training and at the test points. */
    private static double[] worst(Setting setting, WideNet net, double[] theta, double growth) {
        Matrix x = WideNet.points();
        Matrix there = WideNet.testPoints();
        Matrix y = WideNet.labels();
        y.scale(setting.flag("growing labels") ? growth : 1);
        KernelDynamics frozen = KernelDynamics.of(net.ntk(theta, x), y, net.outputs(theta, x));
        Matrix cross = net.ntk(theta, there, x);
        Matrix startThere = net.outputs(theta, there);
        double[] worst = new double[2];
        new WideTraining(net, x, y, 4).flow(theta, WideTraining.geometric(4, setting.real("until"), 12), (t, at) -> {
            Evolution evolution = Evolution.flow(t);
            worst[0] = Math.max(worst[0],
                    WideTraining.largestDifference(net.outputs(at, x), frozen.train(evolution)));
            worst[1] = Math.max(worst[1], WideTraining.largestDifference(net.outputs(at, there),
                    frozen.predict(evolution, cross, startThere)));
        });
        return worst;
    }

    private static Claim bound() {
        return ClaimBuilder.of("001.3.3.bound", Document001.source("Section 3.3, step 3"))
                .statement(
                        "The rest is bounded by half the squared displacement times the second derivative",
                        "|R(t, x)| <= |theta_t - theta_0|^2 max |f''| / 2 over the segment between them. It holds, and is never "
                                + "sharp: the displacement is spread over all neurons, the norm of f'' belongs to one.",
                        "|R(t,x)|\\le\\tfrac12\\|\\theta_t-\\theta_0\\|^2\\max_\\xi\\|\\nabla^2_\\theta f_\\xi(x)\\|")
                .measured(
                        "tanh, after gradient flow to T = 300: the rest of the expansion at theta_0 at the 50 test points over the "
                                + "bound, with the largest norm of f'' at 11 points of the segment by its formula, for growing m. At most "
                                + "1, and at the largest width below a tenth.")
                .seconds(10)
                .standard(size -> Setting.of("activation", "tanh", "widths",
                        size == Size.SMOKE ? new double[] {64, 512} : new double[] {64, 512, 4096}, "until", 300.0,
                        "neurons counted", "one"))
                .control(setting -> setting.with("neurons counted", "all")
                        .noted("half the squared displacement divided by m, as if it were spread evenly"))
                .predict(setting -> Quantities.of("bound", 1).and("slack", 0.1))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.reals("widths");
                    double[] ratios = new double[widths.length];
                    for (int k = 0; k < widths.length; k++) {
                        WideNet net = WideNet.of(Activation.parse(setting.text("activation")), 10, (int) widths[k]);
                        double[] theta = seed.at(k).gaussians(net.network().layout().size());
                        double[] end = WideTraining.of(net).withStep(4).flow(theta, setting.real("until"));
                        ratios[k] = restOverBound(net, theta, end)
                                * (setting.text("neurons counted").equals("all") ? widths[k] : 1);
                    }
                    return Quantities.of("ratios", ratios);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] ratios = measured.getFirst().list("ratios");
                    for (int k = 0; k < ratios.length; k++) {
                        lines.add(Comparison.atMost(
                                "largest |R| over the bound, m = " + (long) setting.reals("widths")[k],
                                predicted.scalar("bound"), Estimate.exact(ratios[k]), "Taylor's formula"));
                    }
                    lines.add(Comparison.atMost("largest |R| over the bound at the largest width",
                            predicted.scalar("slack"), Estimate.exact(ratios[ratios.length - 1]), "never sharp"));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double restOverBound(WideNet net, double[] theta, double[] end) {
        Matrix there = WideNet.testPoints();
        double[] step = new double[theta.length];
        for (int i = 0; i < step.length; i++) {
            step[i] = end[i] - theta[i];
        }
        var start = net.network().linearize(theta, net.inputs(there));
        Matrix rest = net.outputs(end, there).minus(start.outputs()).minus(start.jvp(step));
        double largest = 0;
        for (int i = 0; i < there.rows(); i++) {
            double second = 0;
            for (int k = 0; k <= 10; k++) {
                double[] between = theta.clone();
                for (int j = 0; j < step.length; j++) {
                    between[j] += 0.1 * k * step[j];
                }
                second = Math.max(second, CurvatureClaims.blockNorm(between, there.row(i)));
            }
            double bound = Math.pow(WideTraining.norm(step), 2) / 2 * second
                    / Math.sqrt(net.network().hiddenWidths().getFirst());
            largest = Math.max(largest, Math.abs(rest.get(i, 0)) / bound);
        }
        return largest;
    }
}
