package org.paisaje.claims.catalogue.document004.depth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.dynamics.dead.BornDeadSample;
import org.paisaje.theory.dynamics.signal.TypicalScale;

/** Section 8.1.2 and 8.1.3: death in deep and in wide networks, and what a usual draw does to the norms. */
public final class DeathClaims {
    private static final String PLACE = "section 8.1.2, ";
    private static final int WIDEST = 16;
    private static final int DEEPEST = 50;

    /**
     * gamma_typ for 2, 3 and 4 units by another program, in C: 200 chains of 4,000,000 layers for each, their mean logarithm and
     * its standard error.
     */
    private static final double[] TYPICAL = {2.247846, 1.884934, 1.609000};
    private static final double[] STANDARD_ERROR = {0.000081, 0.000057, 0.000043};

    private DeathClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(deep(), strict(), corollary(), typical());
    }

    private static double atOnePoint(double width, double hidden) {
        // 1 - (1 - 2^-N)^H
        return 1 - Math.pow(1 - Math.pow(0.5, width), hidden);
    }

    private static int nets(Size size) {
        return size == Size.SMOKE ? 20_000 : size == Size.FULL ? 2_000_000 : 200_000;
    }

    private static Claim deep() {
        return ClaimBuilder.of("004.thm.8.1.1", DepthKeys.source(PLACE + "theorem 8.1.1"))
                .statement("ReLU networks of one width die as they grow deeper",
                        "Without biases each unit is off on a whole orthant with probability at least p = 2^-N, so that a network of H hidden "
                                + "layers of N units is born dead with at least 1 - (1 - p^N)^H, which tends to 1: 0.62 for 15 layers of two units, 0.998 "
                                + "for 100.",
                        "P\\ge1-(1-p^N)^{H}\\to1")
                .quoted("$$\\lim_{L\\to\\infty} \\mathbb{P}\\left(\\mathcal{N}^L(x;\\,\\theta_L)is\\ born\\ dead\\right) = 1$$",
                        "theorem 8.1.1")
                .mistake(
                        "Attributed to Taki; it is of Lu, Shin, Su and Karniadakis. How fast is not said. Biases from a symmetric distribution, "
                                + "which the theorem allows, halve p (004.thm.8.1.2.biases).")
                .measured(
                        "The share of networks without biases, two units a layer, that are 0 behind a layer on all of [-1, 1], by Wilson's "
                                + "intervals.")
                .standard(size -> Setting.of(DepthKeys.DEPTHS.is(new double[] {5, 15, 50, 100}),
                        DepthKeys.LAYERS.is(nets(size)), DepthKeys.MEAN.is(0.0)))
                .control(setting -> setting.with(DepthKeys.MEAN, 0.5).noted("weights whose mean is above 0"))
                .predict(setting -> Quantities.of("least", Arrays.stream(setting.get(DepthKeys.DEPTHS))
                        .map(h -> 1 - Math.pow(1 - Math.pow(0.25, 2), h))
                        .toArray()))
                .measure((setting, replicate, seed) -> Quantities.of("dead",
                        Arrays.stream(setting.get(DepthKeys.DEPTHS))
                                .map(h -> new BornDeadSample(2, (int) h, setting.get(DepthKeys.MEAN))
                                        .sample(setting.get(DepthKeys.LAYERS), seed.named("depth").at((int) h).key())
                                        .onTheLine())
                                .toArray()))
                .judge((setting, predicted, measured) -> {
                    double[] depths = setting.get(DepthKeys.DEPTHS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < depths.length; k++) {
                        lines.add(Comparison.atLeast("share born dead, " + (int) depths[k] + " hidden layers",
                                predicted.list("least")[k],
                                Shares.wilson((long) measured.getFirst().list("dead")[k], setting.get(DepthKeys.LAYERS),
                                        depths.length),
                                "Wilson's interval"));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim strict() {
        return ClaimBuilder.of("004.thm.8.1.2.interval", DepthKeys.source(PLACE + "theorem 8.1.2"))
                .statement("On an interval the bound on born-dead networks is not reached",
                        "Of the networks that are dead at one input some are alive at another: on [-1, 1] 0.979, 0.811 and 0.519 of those with "
                                + "15 hidden layers of 2, 3 and 4 units are dead, less than the bound 0.987, 0.865 and 0.620.",
                        "P<1-\\prod_l(1-2^{-N_l})")
                .quoted("$$\\mathbb{P}\\left(\\mathcal{N}^L(x,\\theta_L) \\text{ is born dead }\\right) \\leq 1 - \\prod_{l=1}^{L-1} "
                        + "(1 - (1/2)^{N_l})$$", "theorem 8.1.2")
                .mistake("Whether equality holds is not said: it does at one input, not on a set.")
                .measured(
                        "The share of networks without biases that are 0 behind a layer on all of [-1, 1], by Wilson's intervals that lie "
                                + "below the bound.")
                .standard(
                        size -> Setting.of(DepthKeys.WIDTHS.is(new double[] {2, 3, 4}), DepthKeys.LAYERS.is(nets(size)),
                                DepthKeys.MEAN.is(0.0)))
                .control(setting -> setting.with(DepthKeys.MEAN, -0.25)
                        .noted("weights whose mean is below 0, which kill more than the bound says"))
                .predict(setting -> Quantities.of("bound",
                        Arrays.stream(setting.get(DepthKeys.WIDTHS)).map(n -> atOnePoint(n, 15)).toArray()))
                .measure(
                        (setting, replicate, seed) -> Quantities.of("dead", Arrays.stream(setting.get(DepthKeys.WIDTHS))
                                .map(n -> new BornDeadSample((int) n, 15, setting.get(DepthKeys.MEAN))
                                        .sample(setting.get(DepthKeys.LAYERS), seed.named("width").at((int) n).key())
                                        .onTheLine())
                                .toArray()))
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(DepthKeys.WIDTHS);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        double bound = predicted.list("bound")[k];
                        Estimate share = Shares.wilson((long) measured.getFirst().list("dead")[k],
                                setting.get(DepthKeys.LAYERS), widths.length);
                        lines.add(Comparison.atMost("share born dead, " + (int) widths[k] + " units a layer", bound,
                                share,
                                "Wilson's interval, all of it below, " + Level.words(widths.length)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim corollary() {
        return ClaimBuilder.of("004.cor.8.1.1", DepthKeys.source(PLACE + "corollary 8.1.1"))
                .statement("Depth kills ReLU networks and width keeps them alive",
                        "At one input the share of dead networks is 1 - (1 - 2^-N)^H: it tends to 1 with the depth H and to 0 with the width N, "
                                + "and stays below 1 % for N above log2(100 H).",
                        "\\lim_{H\\to\\infty}P=1,\\quad\\lim_{N\\to\\infty}P=0")
                .quoted("$$\\lim_{L \\to \\infty} \\mathbb{P}(\\mathcal{N}^L(x; \\theta_L) \\text{ is born dead }) = 1$$",
                        "corollary 8.1.1")
                .mistake("The first limit follows from theorem 8.1.1, not from the upper bound of theorem 8.1.2.")
                .measured(
                        "The share of dead networks at one input over the map of widths 1 to 16 and depths 1 to 50, each by the tail "
                                + "of its binomial law.")
                .seconds(3)
                .standard(size -> Setting.of(DepthKeys.LAYERS.is(size == Size.SMOKE ? 2_000 : 20_000),
                        DepthKeys.MEAN.is(0.0)))
                .control(setting -> setting.with(DepthKeys.MEAN, 0.3).noted("weights whose mean is above 0"))
                .predict(setting -> {
                    double[] shares = new double[WIDEST * DEEPEST];
                    for (int i = 0; i < shares.length; i++) {
                        shares[i] = atOnePoint(1 + i / DEEPEST, 1 + i % DEEPEST);
                    }
                    return Quantities.of("shares", shares);
                })
                .measure((setting, replicate, seed) -> {
                    double[] dead = new double[WIDEST * DEEPEST];
                    for (int n = 1; n <= WIDEST; n++) {
                        var counts = new BornDeadSample(n, DEEPEST, setting.get(DepthKeys.MEAN))
                                .sampleByDepth(setting.get(DepthKeys.LAYERS), seed.named("width").at(n).key());
                        for (int h = 0; h < DEEPEST; h++) {
                            dead[(n - 1) * DEEPEST + h] = counts.get(h).atOne();
                        }
                    }
                    return Quantities.of("dead", dead);
                })
                .judge((setting, predicted, measured) -> {
                    long nets = setting.get(DepthKeys.LAYERS);
                    double[] dead = measured.getFirst().list("dead");
                    int outside = 0;
                    for (int i = 0; i < dead.length; i++) {
                        outside += unlikely((int) dead[i], (int) nets, predicted.list("shares")[i], dead.length)
                                ? 1
                                : 0;
                    }
                    return Judgement
                            .all(Comparison.equal("places of the map outside their intervals, of 800", 0, outside,
                                    Tolerance.none("binomial tails at the level of all together")));
                })
                .figures((setting, predicted, measured) -> List.of(map(setting, measured.getFirst().list("dead"))))
                .build();
    }

    /** Whether a count has a two-sided tail below what one of so many comparisons is allowed. */
    private static boolean unlikely(int count, int trials, double share, int comparisons) {
        var law = new BinomialDistribution(trials, share);
        double tail = Math.min(law.cumulativeProbability(count), 1 - law.cumulativeProbability(count - 1));
        return 2 * tail < 1 - Level.each(comparisons);
    }

    private static Figure map(Setting setting, double[] dead) {
        double[] widths = new double[WIDEST];
        double[] depths = new double[DEEPEST];
        double[][] shares = new double[WIDEST][DEEPEST];
        Arrays.setAll(widths, i -> i + 1.0);
        Arrays.setAll(depths, i -> i + 1.0);
        for (int i = 0; i < dead.length; i++) {
            shares[i / DEEPEST][i % DEEPEST] = dead[i] / setting.get(DepthKeys.LAYERS);
        }
        return new Figure.Field("death", "Which networks are born dead",
                "The share of networks whose signal is 0 behind some layer, at one input, by the number of hidden layers and of units in each; "
                        + "the scale of the weights does not matter without biases. Below 1 % lies what has more than log2(100 H) units.",
                Axis.linear("hidden layers"), Axis.linear("units in each"), "share born dead", false, depths, widths,
                shares);
    }

    private static Claim typical() {
        return ClaimBuilder.of("004.figure8.3.typical", DepthKeys.source("figures 8.3 to 8.5"))
                .statement("The usual network keeps its norms at a larger gamma than the mean does",
                        "The norm of what survives grows by exp(mu + log gamma) a layer in a usual draw: it stays at gamma = 2.248, 1.885 and 1.609 "
                                + "for 2, 3 and 4 units, above the root of 6/N that keeps the mean square.",
                        "\\gamma_{\\mathrm{typ}}=e^{-\\mu_N}>\\sqrt{6/N}")
                .quoted("$L^2$ norm of the intermediate activations in multilayer perceptrons with 15 hidden layers and 2 neurons per layer, "
                        + "with an initialization following a uniform random distribution $[-\\gamma, +\\gamma]$, for an input "
                        + "$x \\in [-1, 1]$ and over 100 experiments.", "figure 8.3")
                .mistake(
                        "Whether means or medians are drawn, and whether dead networks count, is not said; between the two scales the mean "
                                + "grows and the usual network fades.")
                .measured(
                        "The mean logarithm of the norm over chains of layers that are alive, by Student's intervals, against another program that "
                                + "followed 800,000,000 layers of each width, with the error of its mean; told from the critical scale of the mean square.")
                .standard(size -> Setting.of(DepthKeys.WIDTHS.is(new double[] {2, 3, 4}),
                        DepthKeys.LAYERS.is(size == Size.SMOKE ? 1_000 : 20_000), DepthKeys.ALL_AWAKE.is(false)))
                .control(setting -> setting.with(DepthKeys.ALL_AWAKE, true)
                        .noted("chains of layers whose units are all awake: their norms grow already where the mean square is kept"))
                .predict(setting -> {
                    double[] widths = setting.get(DepthKeys.WIDTHS);
                    double deviations = Level.deviations(2 * widths.length);
                    return Quantities
                            .of("typical", Arrays.stream(widths).map(n -> TYPICAL[(int) n - 2]).toArray())
                            .and("unsure",
                                    Arrays.stream(widths).map(n -> deviations * STANDARD_ERROR[(int) n - 2]).toArray())
                            .and("critical", Arrays.stream(widths).map(n -> Math.sqrt(6 / n)).toArray());
                })
                .measure((setting, replicate, seed) -> measureTypical(setting, seed))
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(DepthKeys.WIDTHS);
                    Quantities q = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        lines.add(Comparison.told("gamma that keeps the usual norm, N = " + (int) widths[k],
                                Estimate.within(predicted.list("typical")[k], predicted.list("unsure")[k]),
                                new Estimate(q.list("typical")[k], q.list("low")[k], q.list("high")[k]),
                                "Student's interval of the mean logarithm over 64 chains, and the normal interval of the other program, at "
                                        + Level.words(2 * widths.length),
                                predicted.list("critical")[k]));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities measureTypical(Setting setting, Seed seed) {
        double[] widths = setting.get(DepthKeys.WIDTHS);
        double[] typical = new double[widths.length];
        double[] low = new double[widths.length];
        double[] high = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            TypicalScale scale = TypicalScale.of((int) widths[k], setting.get(DepthKeys.LAYERS),
                    setting.get(DepthKeys.ALL_AWAKE) ? (int) widths[k] : 1, Level.each(2 * widths.length),
                    seed.named("width").at((int) widths[k]));
            typical[k] = scale.typical().estimate();
            low[k] = scale.typical().low();
            high[k] = scale.typical().high();
        }
        return Quantities.of("typical", typical).and("low", low).and("high", high);
    }
}
