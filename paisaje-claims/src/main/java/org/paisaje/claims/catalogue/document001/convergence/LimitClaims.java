package org.paisaje.claims.catalogue.document001.convergence;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.document001.kernel.KernelDriftClaims;
import org.paisaje.claims.catalogue.document001.setup.DefiniteKernel;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Powers;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;

/** Section 3.1: that wide networks reach loss 0, and that the smallest eigenvalue stays where it started. */
final class LimitClaims {
    private LimitClaims() {}

    static Claim limit() {
        return DefiniteKernel
                .required(ClaimBuilder.of("001.3.1.limit", Source001.at(RateClaims.THEOREM)), Activation.RELU,
                        Activation.TANH)
                .statement(
                        "Wide networks reach loss 0",
                        "If the width is large, L(theta(t)) tends to 0 and f(x_i) to y_i, with high probability over the "
                                + "initialisation, a and W being standard normal.",
                        "\\lim_{t\\to\\infty}\\mathcal L(\\theta(t))=0,\\quad f_{\\theta(t)}(x_i)\\to y_i")
                .quoted(
                        "En particular, la red converge a una solución global de la pérdida empírica: $\\lim_{t \\to \\infty} "
                                + "\\mathcal{L}(\\theta(t)) = 0, \\quad \\lim_{t \\to \\infty} f_{\\theta(t)}(x_i) = y_i$",
                        "section 3.1, theorem")
                .measured(
                        "The loss at T = 1200 for ReLU and 3000 for tanh on the 20 points: the share of initialisations at each width "
                                + "for which L(T) / L(0) is above exp(-lambda T / n), lambda being the smallest eigenvalue of the kernel of "
                                + "infinite width, which is half of its rate (1e-5). High probability is read as at least 9 of 10; the "
                                + "share that fails must be told from 1/2 by its Wilson interval.")
                .mistake(
                        "The text excludes ReLU by asking for s differentiable, and does not say which variance is adequate; "
                                + "here both activations are run with variance 1.")
                .seconds(15)
                .standard(size -> Setting.of(Keys001.WIDTHS
                        .is(RateClaims.widths(size, new double[] {128}, new double[] {128, 1024},
                                new double[] {128, 512, 2048})),
                        Keys001.SEEDS.is(RateClaims.seeds(size, 18, 48, 96))))
                .control(setting -> setting.with(Keys001.WIDTHS, new double[] {4}).noted("width 4, 44 parameters"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("relu", ending(Activation.RELU))
                        .and("tanh", ending(Activation.TANH))
                        .and("share that fails, at most", 0.1)
                        .and("rival", 0.5))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    Quantities result = Quantities.NONE;
                    for (Activation activation : List.of(Activation.RELU, Activation.TANH)) {
                        double[] ends = new double[widths.length];
                        for (int k = 0; k < widths.length; k++) {
                            WideNet net = WideNet.of(activation, 10, (int) widths[k]);
                            double[] theta = seed.named(activation.name())
                                    .at((long) widths[k])
                                    .gaussians(net.network().layout().size());
                            WideTraining training = WideTraining.of(net).withStep(5);
                            ends[k] = training.loss(training.flow(theta, until(activation))) / training.loss(theta);
                        }
                        result = result.and(activation.name(), ends);
                    }
                    return result;
                })
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(Keys001.WIDTHS);
                    var lines = new ArrayList<Comparison>();
                    for (String name : List.of("relu", "tanh")) {
                        for (int k = 0; k < widths.length; k++) {
                            int at = k;
                            lines.add(RateClaims.share(
                                    "share of runs with L(T) / L(0) > exp(-lambda T / n), " + name + ", m = "
                                            + (long) widths[k],
                                    predicted,
                                    measured.stream().filter(q -> q.list(name)[at] > predicted.scalar(name)).count(),
                                    measured.size(), 2 * widths.length));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double until(Activation activation) {
        return activation.kinks().length > 0 ? 1200 : 3000;
    }

    private static double ending(Activation activation) {
        double lambda = SymmetricEigen.values(WideNet.of(activation, 10, 1).limit(WideNet.points()))[0];
        return Math.exp(-lambda * until(activation) / 20);
    }

    static Claim gap() {
        return ClaimBuilder.of("001.3.1.gap", Source001.at("Section 3.1, proof"))
                .statement(
                        "The smallest eigenvalue of the kernel stays where it started",
                        "The relative change of lambda_min(Theta_t) over all t goes to 0 with the width, so that for wide networks it "
                                + "stays above half of its value at time 0. The proof uses this without saying so.",
                        "\\sup_t\\Bigl|\\frac{\\lambda_{\\min}(\\Theta_t)}{\\lambda_{\\min}(\\Theta_0)}-1\\Bigr|\\to0")
                .quoted(
                        "bajo una condición de ancho suficientemente grande (concretamente, que garantice que el NTK inicial está bien "
                                + "condicionado)",
                        "section 3.1, end")
                .measured(
                        "Flows with normal labels to T = 400 (200 at the smallest size): the largest relative change of lambda_min, whose exponent in the width must "
                                + "meet the range from -1, the rate of the kernel, to -1/2, that of its bound, and exclude 0, a change that "
                                + "stays; and the share of initialisations at the largest width for which it falls below half.")
                .mistake(
                        "The continuation argument that shows this is missing: the proof takes Theta >= lambda for granted at all "
                                + "times.")
                .seconds(20)
                .standard(size -> Setting.of(Keys001.ACTIVATIONS.is(List.of(Activation.RELU, Activation.TANH)),
                        Keys001.WIDTHS.is(RateClaims.widths(size, new double[] {64, 512}, new double[] {128, 512, 2048},
                                new double[] {128, 512, 2048, 8192})),
                        Keys001.UNTIL.is(size == Size.SMOKE ? 200.0 : 400.0),
                        Keys001.SEEDS.is(RateClaims.seeds(size, 18, 48, 96)),
                        Keys001.GROWING_LABELS.is(false)))
                .control(setting -> setting.with(Keys001.GROWING_LABELS, true)
                        .noted("labels that grow like sqrt m, so that theta must move by as much as it is long"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("exponent", Powers.between(-1, -0.5, 0))
                        .and("share that falls, at most", 0.1)
                        .and("rival", 0.5))
                .measure(LimitClaims::changes)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    List<Activation> activations = KernelDriftClaims.activations(setting);
                    for (Activation activation : activations) {
                        String name = activation.name();
                        lines.add(
                                Powers.line("exponent of the change of lambda_min, " + name, predicted.list("exponent"),
                                        setting.get(Keys001.WIDTHS), measured, name, 2 * activations.size()));
                        lines.add(RateClaims.share("share of runs in which lambda_min falls below half, " + name,
                                predicted,
                                measured.stream().filter(q -> q.scalar("least, " + name) < 0.5).count(),
                                measured.size(),
                                2 * activations.size()));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities changes(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        Quantities result = Quantities.NONE;
        for (Activation activation : KernelDriftClaims.activations(setting)) {
            double[] changes = new double[widths.length];
            double[] least = {1};
            for (int k = 0; k < widths.length; k++) {
                WideNet net = WideNet.of(activation, 10, (int) widths[k]);
                double[] theta = seed.named(activation.name()).at(k).gaussians(net.network().layout().size());
                Matrix y = WideNet.labels();
                y.scale(setting.get(Keys001.GROWING_LABELS) ? Math.sqrt(widths[k] / widths[0]) : 1);
                double start = SymmetricEigen.values(net.ntk(theta, WideNet.points()))[0];
                double[] largest = {0};
                least[0] = 1;
                WideTraining.of(net)
                        .withLabels(y)
                        .withStep(4)
                        .flow(
                                theta, WideTraining.geometric(4, setting.get(Keys001.UNTIL), 12), (t, at) -> {
                                    double ratio = SymmetricEigen.values(net.ntk(at, WideNet.points()))[0] / start;
                                    largest[0] = Math.max(largest[0], Math.abs(ratio - 1));
                                    least[0] = Math.min(least[0], ratio);
                                });
                changes[k] = largest[0];
            }
            result = result.and(activation.name(), changes).and("least, " + activation.name(), least[0]);
        }
        return result;
    }
}
