package org.paisaje.claims.catalogue.document004.setup;

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
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** Section 8.1.2.1: a step on a line, which one ReLU solves and narrow deep ones lose. */
final class DissipationClaims {
    private static final int POINTS = 200;
    /** Two units on one side that die in the second layer, twice 1/4 times 1/4, or one on each, 1/2 times 1/16. */
    private static final double TWO_LAYERS = 5.0 / 32;

    private DissipationClaims() {}

    static List<Claim> all() {
        return List.of(one(true), one(false), collapse());
    }

    private static Claim one(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.8.1.2.1.one." + (printed ? "printed" : "corrected"), SetupKeys.source("section 8.1.2.1"))
                .statement(
                        printed
                                ? "max(x, 0) in a sigmoid gives the step 1 for x > 0"
                                : "One ReLU in a sigmoid tells the sides of a step, and comes to it with a readout",
                        printed
                                ? "The sigmoid of one ReLU with A = 1, B = 0 is 1 where x > 0 and 0 where it is not."
                                : "With A = 1, B = 0 the sigmoid is above 1/2 exactly where x > 0. It stays 1/2 where x < 0: that needs a readout u h + v, and "
                                        + "with u = 2c^2, v = -c the error tends to 0 beyond |x| = 1/c.",
                        "\\tilde\\sigma(u\\max(x,0)+v)\\to\\mathbf 1_{x>0}")
                .quoted("Indeed, a single neuron $h(\\cdot) = max(A(\\cdot) + B)$ could solve this problem by using A=1, B=0.",
                        "section 8.1.2.1")
                .mistake(
                        "The max misses its 0. What \"solve\" means is not said: as a decision at 1/2 it holds, as values it does not.")
                .measured(
                        printed
                                ? "The largest error of the sigmoid of max(x, 0) on 200 points of [-1, 1]."
                                : "The points of [-1, 1] on the wrong side of 1/2, without a readout, and the largest error beyond |x| = 1/c with it, c = 40, against "
                                        + "e^(-c).")
                .standard(size -> Setting.of(SetupKeys.READOUT.is(false), SetupKeys.SHIFT.is(0.0)))
                .predict(setting -> printed
                        ? Quantities.of("error", 0)
                        : Quantities.of("wrong", 0).and("error", Math.exp(-40)))
                .measure((setting, replicate, seed) -> {
                    Mlp net = Mlp.of(Activation.RELU, 1, 1, 1);
                    Matrix x = Matrix.zeros(POINTS, 1);
                    Arrays.setAll(x.data(), i -> 2 * (i + 0.5) / POINTS - 1);
                    double b = setting.get(SetupKeys.SHIFT);
                    double[] plain = net.forward(new double[] {1, b, 1, 0}, x).data();
                    double[] sharp = net.forward(new double[] {1, b, 2 * 40 * 40, -40}, x).data();
                    double[] read = printed && !setting.get(SetupKeys.READOUT) ? plain : sharp;
                    int wrong = 0;
                    double error = 0;
                    for (int i = 0; i < POINTS; i++) {
                        boolean right = x.data()[i] > 0;
                        wrong += Activation.SIGMOID.value(plain[i]) > 0.5 == right ? 0 : 1;
                        if (Math.abs(x.data()[i]) >= 1.0 / 40) {
                            // The error is the sigmoid of minus the signed argument, which keeps its digits.
                            error = Math.max(error, Activation.SIGMOID.value(right ? -read[i] : read[i]));
                        }
                    }
                    return Quantities.of("wrong", wrong).and("error", error);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    Comparison error = printed
                            ? Comparison.equal("largest error for |x| above 1/40", 0, q.scalar("error"), Rounding.of(2))
                            : Comparison.atMost("largest error for |x| above 1/40", predicted.scalar("error"),
                                    Estimate.exact(q.scalar("error")), "1 / (1 + e^c)");
                    return printed
                            ? Judgement.all(error)
                            : Judgement.all(Comparison.equal("points on the wrong side", predicted.scalar("wrong"),
                                    q.scalar("wrong"), Tolerance.none("counted")), error);
                });
        return printed
                ? builder.refuted()
                        .control(setting -> setting.with(SetupKeys.READOUT, true).noted("with a readout"))
                        .build()
                : builder.control(setting -> setting.with(SetupKeys.SHIFT, 0.1).noted("B = 0.1")).build();
    }

    private static Claim collapse() {
        return ClaimBuilder.of("004.figure8.2", SetupKeys.source("section 8.1.2.1, figures 8.1 and 8.2"))
                .statement("Two units a layer lose a step on the line with depth",
                        "A network without biases is constant on [-1, 1] when both half lines have died. Each dies with probability p_L = 1 - (1 - 2^-C)^L, so "
                                + "that both do with one between 2 p_L - 1 and p_L. With C = 2 they do in no network of one layer, in 5/32 of those of two, "
                                + "whose weights are independent for both sides, and in nearly all of 15.",
                        "2p_L-1\\le\\Pr(\\text{constant})\\le p_L,\\qquad p_L=1-(1-2^{-C})^L")
                .quoted("Dissipative effect of a neural network with C=2 components and L=15 layers", "figure 8.1")
                .mistake(
                        "Neither axes nor the number of networks nor samples S are given, nor whether what is shown was trained.")
                .measured(
                        "Random networks with C = 2 and 1 to 15 layers of weights uniform in [-1, 1], without biases: the share that give both ends of "
                                + "[-1, 1] one value, with Wilson's interval.")
                .standard(size -> Setting.of(SetupKeys.WIDTH.is(2),
                        SetupKeys.DEPTHS.is(size == Size.SMOKE
                                ? new double[] {1, 2, 5}
                                : new double[] {1, 2, 5, 10, 15}),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 4000 : 100_000)))
                .seconds(4)
                .control(setting -> setting.with(SetupKeys.WIDTH, 8).noted("8 units a layer"))
                .predict(setting -> {
                    double[] each = Arrays.stream(setting.get(SetupKeys.DEPTHS))
                            .map(l -> 1 - Math.pow(1 - 0.25, l))
                            .toArray();
                    return Quantities.of("most", each)
                            .and("least", Arrays.stream(each).map(p -> Math.max(0, 2 * p - 1)).toArray());
                })
                .measure((setting, replicate, seed) -> Quantities.of("constant",
                        Arrays.stream(setting.get(SetupKeys.DEPTHS))
                                .map(l -> constant(setting.get(SetupKeys.WIDTH), (int) l,
                                        setting.get(SetupKeys.REPLICATES), seed))
                                .toArray()))
                .judge((setting, predicted, measured) -> {
                    double[] depths = setting.get(SetupKeys.DEPTHS);
                    int n = setting.get(SetupKeys.REPLICATES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < depths.length; k++) {
                        Estimate share = Shares.wilson((long) measured.getFirst().list("constant")[k], n,
                                2 * depths.length);
                        if (depths[k] == 2) {
                            // Rivals: both sides independent of each other, and one of them alone.
                            double alone = predicted.list("most")[k];
                            lines.add(Comparison.told("share that is constant, L = 2", TWO_LAYERS, share,
                                    "Wilson's interval, " + Level.words(2 * depths.length), alone * alone, alone));
                            continue;
                        }
                        lines.add(Comparison.atMost("share that is constant, L = " + (int) depths[k],
                                predicted.list("most")[k], share,
                                "Wilson's interval, " + Level.words(2 * depths.length)));
                        if (predicted.list("least")[k] > 0) {
                            lines.add(Comparison.atLeast("share that is constant, L = " + (int) depths[k],
                                    predicted.list("least")[k], share,
                                    "Wilson's interval, " + Level.words(2 * depths.length)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(drawn(setting, predicted, measured)))
                .build();
    }

    private static double constant(int width, int layers, int draws, Seed seed) {
        int[] widths = IntStream.range(0, layers + 2).map(l -> l == 0 || l == layers + 1 ? 1 : width).toArray();
        Mlp net = Mlp.of(Activation.RELU, widths).withBias(false);
        Matrix ends = Matrix.wrap(2, 1, new double[] {-1, 1});
        int count = 0;
        for (int i = 0; i < draws; i++) {
            double[] f = net.forward(net.initialize(Initializer.uniform(1), seed.named("draw").at(i)), ends).data();
            count += f[0] == f[1] ? 1 : 0;
        }
        return count;
    }

    private static Figure drawn(Setting setting, Quantities predicted, List<Quantities> measured) {
        double[] depths = setting.get(SetupKeys.DEPTHS);
        int n = setting.get(SetupKeys.REPLICATES);
        double[] counts = measured.getFirst().list("constant");
        Estimate[] shares = Arrays.stream(counts).mapToObj(c -> Shares.wilson((long) c, n, 1)).toArray(Estimate[]::new);
        return new Figure.Chart("constant", "Networks that are constant on [-1, 1]",
                "Share of random networks without biases that have forgotten on which side of 0 their input is, by depth, with "
                        + "Wilson's intervals; lines: the bounds from the death of one half line.",
                Axis.linear("layers L"), Axis.linear("share"),
                List.of(new Series.Intervals("measured", Role.MEASURED, depths,
                        Arrays.stream(shares).mapToDouble(Estimate::value).toArray(),
                        Arrays.stream(shares).mapToDouble(Estimate::low).toArray(),
                        Arrays.stream(shares).mapToDouble(Estimate::high).toArray()),
                        new Series.Line("at most", Role.REFERENCE, depths, predicted.list("most")),
                        new Series.Line("at least", Role.REFERENCE, depths, predicted.list("least"))));
    }
}
