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
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.math.linalg.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.stats.Interval;
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
        return List.of(proofs(), everyWidth(), wide());
    }

    private static Claim proofs() {
        return new Unexecutable(
                "001.introduction.proofs", Document001.source("section 1"),
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

    private static ClaimBuilder success(String id) {
        return ClaimBuilder.of(id, Document001.source("section 1"))
                .measured(
                        "Gradient flow of the network of section 3.1 with ReLU on the 20 points up to t = 400, from many "
                                + "initialisations at each width: the share of runs that end with L > 0.001, with the Wilson "
                                + "interval at level 0.999, against the share 0 that theory says.")
                .seconds(15)
                .replicates(setting -> setting.integer("seeds"))
                .predict(setting -> Quantities.of("share that fails", new double[setting.reals("widths").length]))
                .measure(IntroductionClaims::run)
                .judge(IntroductionClaims::judge)
                .figures(IntroductionClaims::picture);
    }

    private static Setting setting(Size size, double... widths) {
        return Setting.of(
                "widths", widths, "seeds", size == Size.SMOKE ? 20 : size == Size.STANDARD ? 40 : 200, "time", 400.0);
    }

    private static Claim everyWidth() {
        return success("001.introduction.success.printed")
                .statement(
                        "Gradient descent minimises highly non-convex functions",
                        "Local algorithms such as gradient descent succeed in minimising the highly non-convex losses of neural "
                                + "networks. The width is not mentioned.",
                        "\\lim_{t\\to\\infty}L(\\theta(t))=\\min L=0")
                .mistake(
                        "It is a statement about the width. With 4 neurons, 44 parameters for 20 labels, nearly every run "
                                + "ends far above 0; with 8 about half do.")
                .refuted()
                .standard(size -> setting(size, 4, 8))
                .control(setting -> setting.with("widths", new double[] {32, 64}).noted("widths of 32 and 64"))
                .build();
    }

    private static Claim wide() {
        return success("001.introduction.success.corrected")
                .statement(
                        "Gradient flow reaches the optimum once the network is wide",
                        "On 20 points in 10 dimensions every run reaches L <= 0.001 at widths of 32 and more, where the smallest "
                                + "eigenvalue of the kernel at initialisation is well above 0; at width 4 it is 0 and runs fail.",
                        "\\lambda_{\\min}(\\Theta_{\\theta(0)})>0,\\ m\\ \\text{large}\\ \\Rightarrow\\ L(\\theta(t))\\to0")
                .standard(size -> setting(size, 32, 64))
                .control(setting -> setting.with("widths", new double[] {4, 8}).noted("widths of 4 and 8"))
                .build();
    }

    private static Quantities run(Setting setting, int replicate, Seed seed) {
        double[] widths = setting.reals("widths");
        double[] losses = new double[widths.length];
        double[] least = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            WideNet net = WideNet.of(Activation.RELU, 10, (int) widths[k]);
            double[] theta = seed.named("init").at(k).gaussians(net.network().layout().size());
            least[k] = Math.max(0, SymmetricEigen.values(net.ntk(theta, WideNet.points()))[0]);
            var training = WideTraining.of(net);
            losses[k] = training.loss(training.flow(theta, setting.real("time")));
        }
        return Quantities.of("loss", losses).and("smallest eigenvalue at t = 0", least);
    }

    private static Interval failing(List<Quantities> measured, int k) {
        long failed = measured.stream().filter(q -> q.list("loss")[k] > REACHED).count();
        return Proportions.wilson(failed, measured.size(), 0.999);
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        var lines = new ArrayList<Comparison>();
        double[] widths = setting.reals("widths");
        for (int k = 0; k < widths.length; k++) {
            Interval share = failing(measured, k);
            lines.add(Comparison.overlapAtMost(
                    "share of runs that end above 0.001, m = " + (int) widths[k],
                    predicted.list("share that fails")[k],
                    Estimate.of(share), "Wilson interval at level 0.999"));
        }
        return Judgement.all(lines);
    }

    private static List<Figure> picture(Setting setting, Quantities predicted, List<Quantities> measured) {
        var series = new ArrayList<Series>();
        double[] widths = setting.reals("widths");
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
                "The loss at t = " + setting.real("time") + " over " + measured.size()
                        + " initialisations, as a distribution: runs right of the line have not reached the optimum.",
                Axis.log("loss L"), Axis.linear("share of runs below"), series));
    }
}
