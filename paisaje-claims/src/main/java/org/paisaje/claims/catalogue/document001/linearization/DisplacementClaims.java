package org.paisaje.claims.catalogue.document001.linearization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Sections 3.1 and 3.3, how far the parameters move. */
public final class DisplacementClaims {
    private DisplacementClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(shallow(), deep());
    }

    private static Claim shallow() {
        return ClaimBuilder.of("001.3.3.displacement", Source001.at("Section 3.3, step 3"))
                .statement(
                        "The parameters move by a distance that does not depend on the width",
                        "|theta_t - theta_0| = O(1): it tends to the norm of the interpolant in the space of the kernel, so that "
                                + "relative to |theta_0| it goes like m^(-1/2).",
                        "\\|\\theta_\\infty-\\theta_0\\|\\to\\sqrt{(y-f_0)^\\top\\Theta_0^{-1}(y-f_0)}=O(1)")
                .measured(
                        "Gradient flow on the 20 points, ReLU to T = 1200 and tanh to 3000 (half of that at the smallest size): "
                                + "the exponent in m of the displacement must hold 0 and exclude 1/4 and -1/4, that of the relative "
                                + "one holding -1/2 and excluding -1/4 and -3/4. The displacement over that of training with the kernel of "
                                + "the start to the same time, without what the last two widths show of a correction of order 1/m (for ReLU "
                                + "the last three, of one of order m^(-1/2) and of one of order 1/m), must be 1 and not what a kernel with all eigenvalues "
                                + "alike would give.")
                .quoted(
                        "se puede probar (véase [4], Thm 2.1) que la trayectoria $\\theta(t) - \\theta(0)$ permanece acotada por "
                                + "$\\mathcal{O}(1)$ en norma euclídea durante $t \\in [0, T]$.",
                        "section 3.3, step 3")
                .mistake(
                        "The text gives no value. Whether [4] has a theorem 2.1 was not looked up here. The constant is a norm in the "
                                + "space of the kernel, 5.6 to 6.0 for ReLU and 8.4 to 9.0 for tanh here, and grows with n, see "
                                + "001.3.3.displacement.samples. With the logistic loss it is not bounded in t.")
                .seconds(60)
                .standard(size -> Setting.of(Keys001.WIDTHS.is(size == Size.SMOKE
                        ? new double[] {32, 128, 512}
                        : size == Size.STANDARD
                                ? new double[] {64, 256, 1024}
                                : new double[] {128, 512, 2048, 8192}),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 20 : 24),
                        Keys001.UNTIL_RELU.is(size == Size.SMOKE ? 600.0 : 1200.0),
                        Keys001.UNTIL_TANH.is(size == Size.SMOKE ? 1500.0 : 3000.0), Keys001.GROWING_LABELS.is(false)))
                .control(setting -> setting.with(Keys001.GROWING_LABELS, true)
                        .with(Keys001.UNTIL_TANH, 300.0)
                        .with(Keys001.UNTIL_RELU, 300.0)
                        .noted("labels that grow like sqrt m"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("displacement", Powers.law(0, -0.25, 0.25))
                        .and("relative", Powers.law(-0.5, -0.25, -0.75))
                        .and("ratio", 1))
                .measure(DisplacementClaims::moved)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String activation : List.of("relu", "tanh")) {
                        for (String what : List.of("displacement", "relative")) {
                            lines.add(Powers.line(
                                    "exponent of the " + what + (what.equals("relative") ? " displacement" : "") + ", "
                                            + activation,
                                    predicted.list(what),
                                    exponent(setting, measured, activation, what),
                                    measured.size(), 6));
                        }
                        double alike = measured.stream()
                                .mapToDouble(q -> last(q.list(activation + " alike")))
                                .average()
                                .orElseThrow();
                        lines.add(Comparison.told(
                                "displacement over that of the kernel at the start, m without end, " + activation,
                                predicted.scalar("ratio"), limit(setting, measured, activation),
                                "Student's intervals over " + measured.size() + " initialisations at " + Level.words(6)
                                        + (activation.equals("tanh")
                                                ? "; a correction of order 1/m taken away"
                                                : ", a correction of order m^(-1/2) and one of order 1/m taken away"),
                                alike));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(Exponents.chart(
                        "displacement", "How far the parameters move",
                        "The displacement does not depend on the width; relative to |theta_0| it falls like m^(-1/2).",
                        "displacement", setting.get(Keys001.WIDTHS), measured,
                        List.of("relu displacement", "relu relative", "tanh displacement", "tanh relative"))))
                .build();
    }

    /** With a correction of relative order 1/m for tanh, which is smooth. */
    private static Estimate exponent(Setting setting, List<Quantities> measured, String activation, String what) {
        double[] widths = setting.get(Keys001.WIDTHS);
        String name = activation + " " + what;
        return activation.equals("tanh")
                ? Exponents.limit(widths, measured, name, 6)
                : Exponents.of(widths, measured, name, 6);
    }

    /** What is left of the ratio without end: by the last two widths, or for ReLU, whose kinks move, by the last three. */
    private static Estimate limit(Setting setting, List<Quantities> measured, String activation) {
        double[] widths = setting.get(Keys001.WIDTHS);
        String name = activation + " ratio";
        if (activation.equals("tanh")) {
            return Exponents.extrapolated(widths, measured, name, 1, 6);
        }
        int n = widths.length;
        List<Quantities> smooth = measured.stream().map(q -> {
            double[] values = q.list(name);
            return Quantities.of(name, IntStream.of(n - 2, n - 1).mapToDouble(k -> {
                double root = Math.sqrt(widths[k] / widths[k - 1]);
                return (root * values[k] - values[k - 1]) / (root - 1);
            }).toArray());
        }).toList();
        return Exponents.extrapolated(new double[] {widths[n - 2], widths[n - 1]}, smooth, name, 1, 6);
    }

    private static double last(double[] values) {
        return values[values.length - 1];
    }

    private static Quantities moved(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        Quantities result = Quantities.NONE;
        for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
            double[] displacement = new double[widths.length];
            double[] relative = new double[widths.length];
            double[] ratio = new double[widths.length];
            double[] alike = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(activation, 10, (int) widths[k]);
                double[] theta = seed.named(activation.name())
                        .at((long) widths[k])
                        .gaussians(net.network().layout().size());
                Matrix y = WideNet.labels();
                y.scale(setting.get(Keys001.GROWING_LABELS) ? Math.sqrt(widths[k] / widths[0]) : 1);
                var training = new WideTraining(net, WideNet.points(), y, 8);
                double until = setting.get(activation.piecewiseLinear() ? Keys001.UNTIL_RELU : Keys001.UNTIL_TANH);
                double[] end = training.flow(theta, until);
                displacement[k] = WideTraining.distance(end, theta);
                relative[k] = displacement[k] / WideTraining.norm(theta);
                Matrix kernel = net.ntk(theta, WideNet.points());
                Matrix residual = y.minus(net.outputs(theta, WideNet.points()));
                double formula = moved(SymmetricEigen.of(kernel), residual, until);
                ratio[k] = displacement[k] / formula;
                double trace = 0;
                for (int i = 0; i < kernel.rows(); i++) {
                    trace += kernel.get(i, i);
                }
                alike[k] = residual.frobeniusNorm() / Math.sqrt(trace / kernel.rows()) / formula;
            }
            String name = activation.name();
            result = result.and(name + " displacement", displacement)
                    .and(name + " relative", relative)
                    .and(name + " ratio", ratio)
                    .and(name + " alike", alike);
        }
        return result;
    }

    /** What the parameters move until time t while the kernel stays: the norm of {@code Theta^-1/2 (1 - exp(-t Theta / n)) r}. */
    private static double moved(SymmetricEigen kernel, Matrix residual, double t) {
        double[] values = kernel.values();
        double[] parts = kernel.vectors().times(residual.data());
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double gone = -Math.expm1(-t * values[i] / values.length) * parts[i];
            squares += gone * gone / values[i];
        }
        return Math.sqrt(squares);
    }

    private static Claim deep() {
        return ClaimBuilder.of("001.3.3.displacement.deep", Source001.at("Section 3.3, step 3"))
                .statement(
                        "With two hidden layers the weights between them move least",
                        "Relative to its start the first and the last layer move like m^(-1/2), the matrix between the hidden layers "
                                + "like 1/m: its displacement is O(1) as well, but its norm is m.",
                        "\\frac{\\|\\Delta W^1\\|}{\\|W^1\\|},\\frac{\\|\\Delta a\\|}{\\|a\\|}\\sim m^{-1/2},\\qquad "
                                + "\\frac{\\|\\Delta W^2\\|_F}{\\|W^2\\|_F}\\sim m^{-1}")
                .measured(
                        "Gradient flow of networks with two hidden layers on the 20 points to T = 400 (200 at the smallest size): the exponents of the "
                                + "relative displacement of each layer, with Student's interval over initialisations. Those of the first and the last layer must "
                                + "meet -1/2 to -2/5 and exclude 0 and -1, that of the middle one must meet -1 to -9/10 and exclude -1/2 and "
                                + "-3/2: corrections of order 1/m make powers shallower at these widths (the first layer has -0.45 from 32 to 128 "
                                + "neurons, -0.48 from there to 256).")
                .quoted(
                        "la trayectoria $\\theta(t) - \\theta(0)$ permanece acotada por $\\mathcal{O}(1)$ en norma euclídea",
                        "section 3.3, step 3, for two layers")
                .seconds(60)
                .standard(size -> Setting.of(Keys001.ACTIVATION.is(Activation.RELU),
                        Keys001.WIDTHS.is(size == Size.SMOKE ? new double[] {24, 192} : new double[] {32, 128, 256}),
                        Keys001.SEEDS.is(size == Size.SMOKE ? 16 : 20),
                        Keys001.UNTIL.is(size == Size.SMOKE ? 200.0 : 400.0),
                        Keys001.GROWING_LABELS.is(false)))
                .control(setting -> setting.with(Keys001.GROWING_LABELS, true).noted("labels that grow like sqrt m"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("first", Powers.between(-0.5, -0.4, 0, -1))
                        .and("middle", Powers.between(-1, -0.9, -0.5, -1.5))
                        .and("last", Powers.between(-0.5, -0.4, 0, -1)))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    double[][] relative = new double[3][widths.length];
                    for (int k = 0; k < widths.length; k++) {
                        WideNet net = WideNet.of(setting.get(Keys001.ACTIVATION), 10, 2, (int) widths[k]);
                        double[] theta = seed.at((long) widths[k]).gaussians(net.network().layout().size());
                        Matrix y = WideNet.labels();
                        y.scale(setting.get(Keys001.GROWING_LABELS) ? Math.sqrt(widths[k] / widths[0]) : 1);
                        double[] end = new WideTraining(net, WideNet.points(), y, 4).flow(theta,
                                setting.get(Keys001.UNTIL));
                        for (int l = 0; l < 3; l++) {
                            Layout.Slice slice = net.network().layout().slices().get(l);
                            double[] before = part(theta, slice);
                            relative[l][k] = WideTraining.distance(part(end, slice), before)
                                    / WideTraining.norm(before);
                        }
                    }
                    return Quantities.of("first", relative[0]).and("middle", relative[1]).and("last", relative[2]);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String layer : List.of("first", "middle", "last")) {
                        lines.add(Powers.line(
                                "exponent of the relative displacement, " + layer + " layer", predicted.list(layer),
                                setting.get(Keys001.WIDTHS), measured, layer, 3));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double[] part(double[] theta, Layout.Slice slice) {
        return Arrays.copyOfRange(theta, slice.offset(), slice.offset() + slice.size());
    }
}
