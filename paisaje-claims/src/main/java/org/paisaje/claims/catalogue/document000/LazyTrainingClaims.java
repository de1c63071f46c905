package org.paisaje.claims.catalogue.document000;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.OuterLayerKernel;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.GradientDescent;

/** Section 3.3.2: training stays near its start. */
final class LazyTrainingClaims {
    private static final String PLACE = "section 3.3.2";
    private static final String LAZY = "\\|\\theta_t-\\theta_0\\|\\ll\\|\\theta_0\\|\\quad(n\\to\\infty)";

    private LazyTrainingClaims() {}

    static List<Claim> all() {
        return List.of(lazy(true), lazy(false));
    }

    private static Claim lazy(boolean printed) {
        var check = ClaimBuilder.of("000.3.3.2.lazy." + (printed ? "printed" : "corrected"), Document000.source(PLACE))
                .statement(
                        printed
                                ? "With N(0, 1/n) in both layers the parameters stay close"
                                : "With N(0, 1) inside the parameters stay close: lazy training",
                        "During training the parameters stay in a neighbourhood of the start that shrinks with n, relative to "
                                + "their norm" + (printed
                                        ? ", all of them being N(0, 1/n)."
                                        : ", the inner ones being N(0, 1): the displacement falls as n^(-1/2), and no neuron "
                                                + "changes its set of active points in the limit."),
                        LAZY)
                .measured(
                        "m = 10 normal points in d = 5 with normal labels; gradient descent at a quarter of the largest stable "
                                + "rate until r < 1e-3, n = 64 to 4096, fresh points in every replicate: the exponents in n of the "
                                + "displacement relative to the start, by layers, must hold -1/2 (outer) to -3/2 (inner layer) and exclude "
                                + "to 0"
                                + (printed
                                        ? "."
                                        : "; that of the absolute one holds -1/2 and excludes 0 and -1; the share of pairs of neuron "
                                                + "and point whose sign changed falls faster than n^-1/4 (a half is added to the number of pairs).")
                                + " Level 0.9995 for all together. (Another program: N(0, 1) inside: -0.50 absolute, inner -1.40, outer -0.54; as printed all 0.00.)")
                .seconds(3)
                .standard(size -> Setting.of(Keys000.M.is(10), Keys000.D.is(5), Keys000.PRINTED.is(printed),
                        Keys000.WIDTHS.is(Document000.powersOfTwo(6, size == Size.SMOKE ? 9 : 12)),
                        Keys000.SEEDS.is(size == Size.SMOKE ? 10 : 16)))
                .control(setting -> setting.with(Keys000.PRINTED, !printed)
                        .noted(printed ? "inner parameters N(0, 1)" : "inner parameters N(0, 1/n), as printed"))
                .replicates(setting -> setting.get(Keys000.SEEDS))
                .predict(setting -> Quantities.of("relative", new double[] {-1.5, -0.5})
                        .and("absolute", -0.5)
                        .and("flips", -0.25))
                .measure(LazyTrainingClaims::displacements)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    int intervals = printed ? 2 : 4;
                    for (String name : List.of("inner", "outer")) {
                        Estimate exponent = Exponents.of(setting.get(Keys000.WIDTHS), measured, name, intervals);
                        double[] ends = predicted.list("relative");
                        lines.add(Comparison.told("exponent of the relative displacement, " + name + " layer",
                                new Estimate(ends[1], ends[0], ends[1]), exponent,
                                "Student's interval, " + Level.words(intervals), 0));
                    }
                    if (!printed) {
                        lines.add(Comparison.told("exponent of the displacement",
                                predicted.scalar("absolute"),
                                Exponents.of(setting.get(Keys000.WIDTHS), measured, "all", intervals),
                                "Student's interval, " + Level.words(intervals), 0,
                                -1));
                        lines.add(Comparison.atMost("exponent of the share of signs that changed",
                                predicted.scalar("flips"),
                                Exponents.of(setting.get(Keys000.WIDTHS), measured, "flips", intervals),
                                "Student's interval, " + Level.words(intervals)));
                    }
                    lines.add(Comparison.atLeast("runs that reach r < 1e-3",
                            measured.size() * setting.get(Keys000.WIDTHS).length,
                            Estimate.exact(measured.stream().mapToDouble(q -> q.scalar("reached")).sum()),
                            "all of them")
                            .asSanity());
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(figure(setting, measured, printed ? 0 : -0.5,
                        List.of("all", "inner", "outer"))));
        if (printed) {
            check.refuted()
                    .quoted("Si $\\Theta=(\\Theta^{(1)},\\Theta^{(2)})$ entonces $\\Theta_i^{(1)}\\sim N(0,\\frac1n)^{d+1},\\ "
                            + "\\Theta_i^{(2)}\\sim N(0,\\frac1n)$", "section 3.3.2")
                    .quoted("Además los parámetros se mantienen en una vecindad no muy lejana del punto de partida, es decir que no "
                            + "cambian considerablemente durante la etapa de entrenamiento.", "section 3.3.2")
                    .mistake(
                            "With the printed initialisation training is not lazy. Writing both layers as 1/sqrt(n) times N(0, 1) makes "
                                    + "the network (1/n) sum a' s(w' . x): the mean-field scaling, in which parameters move by an amount of "
                                    + "their own order for every n (inner about .3, outer .7 of their norm).");
        }
        return check.build();
    }

    private static Quantities displacements(Setting setting, int replicate, Seed seed) {
        Matrix x = ShallowNet.points(setting, seed);
        Matrix y = ShallowNet.labels(setting, seed);
        Matrix lifted = OuterLayerKernel.lifted(x);
        double[] widths = setting.get(Keys000.WIDTHS);
        double[] inner = new double[widths.length];
        double[] outer = new double[widths.length];
        double[] all = new double[widths.length];
        double[] flips = new double[widths.length];
        double reached = 0;
        for (int w = 0; w < widths.length; w++) {
            ShallowNet net = ShallowNet.of(Activation.RELU, setting.get(Keys000.D), (int) widths[w]);
            double[] start = net.start(setting, seed.at(w));
            Trajectory run = Training.with(GradientDescent.withRate(ShallowNet.rate(net.network(), start, lifted)))
                    .stop(Stop.after(100_000).orLossBelow(1e-3))
                    .run(net.risk(x, y), start);
            double[] end = run.theta();
            int split = net.innerSize();
            reached += run.value() <= 1e-3 ? 1 : 0;
            inner[w] = ShallowNet.distance(end, start, 0, split) / Math.sqrt(ShallowNet.squares(start, 0, split));
            outer[w] = ShallowNet.distance(end, start, split, end.length)
                    / Math.sqrt(ShallowNet.squares(start, split, end.length));
            all[w] = ShallowNet.distance(end, start, 0, end.length);
            flips[w] = flips(net.kernel(start, x).features(), net.kernel(end, x).features());
        }
        return Quantities.of("inner", inner)
                .and("outer", outer)
                .and("all", all)
                .and("flips", flips)
                .and("reached", reached);
    }

    /** The share of pairs of neuron and point whose sign changed, with a half pair more, so that it has a logarithm. */
    private static double flips(Matrix before, Matrix after) {
        double count = 0.5;
        for (int i = 0; i < before.data().length; i++) {
            count += before.data()[i] > 0 != after.data()[i] > 0 ? 1 : 0;
        }
        return count / before.data().length;
    }

    /** Geometric means against the width, with a line of the predicted exponent through the first of the first quantity. */
    static Figure figure(Setting setting, List<Quantities> measured, double exponent, List<String> names) {
        double[] widths = setting.get(Keys000.WIDTHS);
        List<Series> series = new ArrayList<>();
        for (String name : names) {
            double[] means = new double[widths.length];
            double[] low = new double[widths.length];
            double[] high = new double[widths.length];
            for (int w = 0; w < widths.length; w++) {
                int at = w;
                double[] values = measured.stream().mapToDouble(q -> q.list(name)[at]).toArray();
                double logs = 0;
                low[w] = values[0];
                high[w] = values[0];
                for (double value : values) {
                    logs += Math.log(value) / values.length;
                    low[w] = Math.min(low[w], value);
                    high[w] = Math.max(high[w], value);
                }
                means[w] = Math.clamp(Math.exp(logs), low[w], high[w]);
            }
            series.add(new Series.Intervals(name, Role.MEASURED, widths, means, low, high));
            if (series.size() == 1) {
                double[] line = new double[widths.length];
                for (int w = 0; w < line.length; w++) {
                    line[w] = means[0] * Math.pow(widths[w] / widths[0], exponent);
                }
                series.add(new Series.Line("exponent " + exponent, Role.THEORY, widths, line));
            }
        }
        return new Figure.Chart("displacement", "How far training goes, against the width",
                "Geometric means over " + measured.size() + " initialisations, with their range; the line has the "
                        + "exponent that is claimed.",
                Axis.log("width n", "neurons"), Axis.log("displacement"), series);
    }
}
