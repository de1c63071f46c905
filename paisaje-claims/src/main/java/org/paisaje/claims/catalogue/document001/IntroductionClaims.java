package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Proportions;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Section 1. */
final class IntroductionClaims {
    /** A run that ends above this loss has not reached the optimum, which is 0. */
    private static final double REACHED = 1e-3;

    private IntroductionClaims() {}

    static List<Claim> all() {
        return List.of(proofs(), wide());
    }

    private static Claim proofs() {
        return new Unexecutable(
                "001.introduction.proofs", Source001.at("section 1"),
                new Statement(
                        "Every relevant statement comes with its proof",
                        "All results come from ten articles and every relevant statement is proved in the text, without "
                                + "unjustified dependence on others.",
                        "",
                        "A statement about the text itself: counting its proofs is reading, not computing. What was found "
                                + "by reading stands under the mistakes.",
                        List.of(
                                "Proved only by citation: that the kernel stays constant (2.2), that the limit has the least norm "
                                        + "(2.3), the third step of 3.2, the bounds of Hessian and displacement (3.3), the spectrum "
                                        + "(4.2), the parametrizations of 4.3 and 4.4, and double descent (5.1).",
                                "Announced and absent: the landscape of deep linear networks, which the conclusion counts among "
                                        + "the results.",
                                "Reference [2] is a survey.")));
    }

    private static Claim wide() {
        return ClaimBuilder.of("001.introduction.success", Source001.at("section 1"))
                .statement(
                        "Gradient flow reaches the optimum once the network is wide",
                        "Local algorithms such as gradient descent minimise the highly non-convex losses of wide neural "
                                + "networks: with high probability over the initialisation the flow ends at loss 0.",
                        "m\\ \\text{large}\\ \\Rightarrow\\ P\\bigl(\\lim_{t\\to\\infty}L(\\theta(t))=0\\bigr)\\approx1")
                .quoted(
                        "¿por qué algoritmos locales como el descenso de gradiente logran minimizar funciones altamente no "
                                + "convexas?",
                        "section 1")
                .measured(
                        "Gradient flow of the network of section 3.1 with ReLU on the 20 points up to t = 400, from many "
                                + "initialisations at each width: the share of runs that end with L > 0.001. With high probability is "
                                + "read as at least 9 in 10; the share that fails must be told by its Wilson interval from 1/2.")
                .mistake(
                        "The question names no width, and its answer is one about the width: with 4 neurons, 44 parameters for "
                                + "20 labels, nearly every run ends far above 0; with 8 about half do. That is the control.")
                .seconds(1)
                .standard(size -> setting(size, 64, 128))
                .control(setting -> setting.with(Keys001.WIDTHS, new double[] {4, 8}).noted("widths of 4 and 8"))
                .replicates(setting -> setting.get(Keys001.SEEDS))
                .predict(setting -> Quantities.of("share that fails, at most", 0.1).and("rival", 0.5))
                .measure(IntroductionClaims::run)
                .judge(IntroductionClaims::judge)
                .figures(IntroductionClaims::picture)
                .build();
    }

    private static Setting setting(Size size, double... widths) {
        return Setting.of(Keys001.WIDTHS.is(widths),
                Keys001.SEEDS.is(size == Size.SMOKE ? 20 : size == Size.STANDARD ? 40 : 200), Keys001.TIME.is(400.0));
    }

    private static Quantities run(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.get(Keys001.WIDTHS);
        double[] losses = new double[widths.length];
        double[] least = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[k]);
            double[] theta = seed.named("init").at(k).gaussians(net.network().layout().size());
            least[k] = Math.max(0, SymmetricEigen.values(net.ntk(theta, WideNet.points()))[0]);
            var training = WideTraining.of(net);
            losses[k] = training.loss(training.flow(theta, setting.get(Keys001.TIME)));
        }
        return Quantities.of("loss", losses).and("smallest eigenvalue at t = 0", least);
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        var lines = new ArrayList<Comparison>();
        double[] widths = setting.get(Keys001.WIDTHS);
        for (int k = 0; k < widths.length; k++) {
            int at = k;
            long failed = measured.stream().filter(q -> q.list("loss")[at] > REACHED).count();
            lines.add(Comparison.told(
                    "share of runs that end above 0.001, m = " + (int) widths[k] + ", " + failed + " of "
                            + measured.size(),
                    new Estimate(0, 0, predicted.scalar("share that fails, at most")),
                    Estimate.of(Proportions.wilson(failed, measured.size(), Level.each(widths.length))),
                    "Wilson interval at " + Level.words(widths.length), predicted.scalar("rival")));
        }
        return Judgement.all(lines);
    }

    private static List<Figure> picture(Setting setting, Quantities predicted, List<Quantities> measured) {
        var series = new ArrayList<Series>();
        double[] widths = setting.get(Keys001.WIDTHS);
        for (int k = 0; k < widths.length; k++) {
            int at = k;
            double[] losses = measured.stream()
                    .mapToDouble(q -> Math.max(q.list("loss")[at], 1e-16))
                    .sorted()
                    .toArray();
            double[] shares = new double[losses.length];
            Arrays.setAll(shares, i -> (i + 0.5) / losses.length);
            series.add(new Series.Points("m = " + (int) widths[k], Role.MEASURED, losses, shares));
        }
        series.add(new Series.Line(
                "L = 0.001", Role.REFERENCE, new double[] {REACHED, REACHED}, new double[] {0, 1}));
        return List.of(new Figure.Chart(
                "losses", "Where the runs end",
                "The loss at t = " + setting.get(Keys001.TIME) + " over " + measured.size()
                        + " initialisations, as a distribution: runs right of the line have not reached the optimum.",
                Axis.log("loss L"), Axis.linear("share of runs below"), series));
    }
}
