package org.paisaje.claims.catalogue.document000;

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
import org.paisaje.theory.kernel.width.WidthLaw;
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
                        printed
                                ? "During training the parameters stay in a small neighbourhood of the start and do not change considerably, "
                                        + "all of them being N(0, 1/n) and n large enough. Considerable is here a tenth of their norm and more; "
                                        + "no rate is asked for."
                                : "During training the parameters stay in a neighbourhood of the start that shrinks with n, relative to "
                                        + "their norm, the inner ones being N(0, 1): the displacement falls as n^(-1/2), and no neuron "
                                        + "changes its set of active points in the limit.",
                        LAZY)
                .measured(
                        "m = 10 normal points in d = 5 with normal labels; gradient descent at a quarter of the largest stable "
                                + "rate until r < 1e-3, n = 64 to 2048, fresh points in every replicate. "
                                + (printed
                                        ? "The displacement relative to the norm of the start, in the geometric mean at n = 2048 and by the power fitted to each "
                                                + "replicate at n = 2^20, is at most a tenth, by Student's intervals at level 0.9995 for both together. "
                                                + "(Measured: about .36 at both; with N(0, 1) inside below .003 at n = 2048.)"
                                        : "The exponents in n of the displacement relative to the start are nearer to -3/2 (inner layer) and to -1/2 "
                                                + "(outer layer) than to 1/2 less or more, which their intervals exclude; that of the absolute one "
                                                + "holds -1/2 and excludes 0 and -1; the share of pairs of "
                                                + "neuron and point whose sign changed falls faster than n^(-1/4) (a half is added to the number of "
                                                + "pairs). Level 0.9995 for all together.")
                                + " (Another program: N(0, 1) inside: -0.50 absolute, inner -1.40, outer -0.54; as printed all 0.00.)")
                .seconds(3)
                .standard(size -> Setting.of(Keys000.M.is(10), Keys000.D.is(5), Keys000.PRINTED.is(printed),
                        Keys000.WIDTHS.is(
                                Document000.powersOfTwo(6, size == Size.SMOKE ? 9 : size == Size.STANDARD ? 11 : 12)),
                        Keys000.SEEDS.is(size == Size.SMOKE ? 10 : 16)))
                .control(setting -> setting.with(Keys000.PRINTED, !printed)
                        .noted(printed ? "inner parameters N(0, 1)" : "inner parameters N(0, 1/n), as printed"))
                .replicates(setting -> setting.get(Keys000.SEEDS))
                .predict(setting -> printed
                        ? Quantities.of("considerable", 0.1)
                        : Quantities.of("inner", -1.5).and("outer", -0.5).and("absolute", -0.5).and("flips", -0.25))
                .measureAs("000.3.3.2.lazy.corrected", LazyTrainingClaims::displacements)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] widths = setting.get(Keys000.WIDTHS);
                    int intervals = printed ? 2 : 4;
                    String origin = "Student's interval, " + Level.words(intervals);
                    if (printed) {
                        for (double n : new double[] {widths[widths.length - 1], MANY}) {
                            lines.add(Comparison.atMost("relative displacement, n = " + (int) n,
                                    predicted.scalar("considerable"), at(n, widths, measured, intervals),
                                    origin + "; a tenth is how \"muy poco\" is read"));
                        }
                    } else {
                        for (String name : List.of("inner", "outer")) {
                            double exponent = predicted.scalar(name);
                            lines.add(Comparison.told("exponent of the relative displacement, " + name + " layer",
                                    Estimate.within(exponent, 0.25), Exponents.of(widths, measured, name, intervals),
                                    origin + "; half way to the rivals, as finite widths move exponents",
                                    exponent - 0.5,
                                    exponent + 0.5));
                        }
                        lines.add(Comparison.told("exponent of the displacement", predicted.scalar("absolute"),
                                Exponents.of(widths, measured, "all", intervals), origin, 0, -1));
                        lines.add(Comparison.atMost("exponent of the share of signs that changed",
                                predicted.scalar("flips"), Exponents.of(widths, measured, "flips", intervals), origin));
                    }
                    lines.add(Comparison.atLeast("runs that reach r < 1e-3",
                            measured.size() * widths.length,
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
                    .quoted("Las iteraciones del algoritmo permanecen en un pequeño vecindario del punto de inicialización. Así, como los "
                            + "parámetros se mueven muy poco este tipo de entrenamiento es llamado entrenamiento perezoso.",
                            "slides, conclusion")
                    .quoted("Además los parámetros se mantienen en una vecindad no muy lejana del punto de partida, es decir que no "
                            + "cambian considerablemente durante la etapa de entrenamiento.", "section 3.3.2")
                    .mistake(
                            "With the printed initialisation training is not lazy. Writing both layers as 1/sqrt(n) times N(0, 1) makes "
                                    + "the network (1/n) sum a' s(w' . x): the mean-field scaling, in which parameters move by an amount of "
                                    + "their own order for every n (inner about .3, outer .7 of their norm).");
        }
        return check.build();
    }

    /** The largest width for which the displacement is foretold. */
    private static final double MANY = 1 << 20;

    /** The relative displacement at one width by the powers that fit the replicates: a measured width by its own values. */
    private static Estimate at(double n, double[] widths, List<Quantities> measured, int intervals) {
        Estimate log = Exponents.mean(measured.stream().mapToDouble(q -> {
            double[] values = q.list("relative");
            double centre = Arrays.stream(widths).map(Math::log).average().orElseThrow();
            double mean = Arrays.stream(values).map(Math::log).average().orElseThrow();
            return n == widths[widths.length - 1]
                    ? Math.log(values[widths.length - 1])
                    : mean + WidthLaw.slope(widths, values) * (Math.log(n) - centre);
        }).toArray(), intervals);
        return new Estimate(Math.exp(log.value()), Math.exp(log.low()), Math.exp(log.high()));
    }

    private static Quantities displacements(Setting setting, int replicate, Seed seed) {
        Matrix x = ShallowNet.points(setting, seed);
        Matrix y = ShallowNet.labels(setting, seed);
        Matrix lifted = OuterLayerKernel.lifted(x);
        double[] widths = setting.get(Keys000.WIDTHS);
        double[] inner = new double[widths.length];
        double[] outer = new double[widths.length];
        double[] all = new double[widths.length];
        double[] relative = new double[widths.length];
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
            relative[w] = all[w] / Math.sqrt(ShallowNet.squares(start));
            flips[w] = flips(net.kernel(start, x).features(), net.kernel(end, x).features());
        }
        return Quantities.of("inner", inner)
                .and("outer", outer)
                .and("all", all)
                .and("relative", relative)
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
