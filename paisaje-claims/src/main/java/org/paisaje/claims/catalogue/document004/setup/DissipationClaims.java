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
    private static final double[] SHARP = {10, 20, 40};
    /** Two units on one side that die in the second layer, twice 1/4 times 1/4, or one on each, 1/2 times 1/16. */
    private static final double TWO_LAYERS = 5.0 / 32;

    private DissipationClaims() {}

    static List<Claim> all() {
        return List.of(decision(), readout(), collapse());
    }

    private static ClaimBuilder one(String id) {
        return ClaimBuilder.of(id, SetupKeys.source("section 8.1.2.1"))
                .quoted("It is clear that with L=1 this classification problem could be solved easily if using as a terminal loss function a "
                        + "*sigmoid*. Indeed, a single neuron $h(\\cdot) = max(A(\\cdot) + B)$ could solve this problem by using A=1, B=0.",
                        "section 8.1.2.1");
    }

    /** The arguments of the sigmoid: a ReLU of weight 1, and a readout. */
    private static double[] arguments(double bias, double weight, double shift, double[] x) {
        Mlp net = Mlp.of(Activation.RELU, 1, 1, 1);
        return net.forward(new double[] {1, bias, weight, shift}, Matrix.wrap(x.length, 1, x)).data();
    }

    private static double[] points() {
        double[] x = new double[POINTS + 1];
        Arrays.setAll(x, i -> 2.0 * i / POINTS - 1);
        return x;
    }

    private static Claim decision() {
        return one("004.8.1.2.1.one")
                .statement("One ReLU in a sigmoid solves the classification by a step",
                        "With A = 1, B = 0 the sigmoid of max(A x + B, 0) is above 1/2 where x > 0, which is class 1, and 1/2 where it is not, class 0.",
                        "\\tilde\\sigma(\\max(x,0))>\\tfrac12\\iff x>0")
                .mistake(
                        "The max misses its 0. What \"solve\" means for a classification is not said: as a decision at 1/2 it holds. As values it needs a "
                                + "readout: see 004.8.1.2.1.one.readout.")
                .measured("201 points of [-1, 1], 0 among them: how many the sigmoid puts into the wrong class.")
                .standard(size -> Setting.of(SetupKeys.SHIFT.is(0.0)))
                .control(setting -> setting.with(SetupKeys.SHIFT, 0.1).noted("B = 0.1"))
                .predict(setting -> Quantities.of("wrong", 0))
                .measure((setting, replicate, seed) -> {
                    double[] x = points();
                    double[] h = arguments(setting.get(SetupKeys.SHIFT), 1, 0, x);
                    int wrong = 0;
                    for (int i = 0; i < x.length; i++) {
                        wrong += Activation.SIGMOID.value(h[i]) > 0.5 == x[i] > 0 ? 0 : 1;
                    }
                    return Quantities.of("wrong", wrong);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal("points in the wrong class",
                        predicted.scalar("wrong"), measured.getFirst().scalar("wrong"), Tolerance.none("counted"))))
                .build();
    }

    private static Claim readout() {
        return one("004.8.1.2.1.one.readout")
                .statement("One ReLU in a sigmoid comes to the values of a step with a readout",
                        "The sigmoid of max(x, 0) stays 1/2 where x < 0. With a readout u h + v, u = 2 c^2, v = -c, it is within e^(-c) of the step wherever "
                                + "|x| is at least 1/c, for every c.",
                        "\\left|\\tilde\\sigma(2c^2\\max(x,0)-c)-\\mathbf 1_{x>0}\\right|\\le e^{-c},\\quad|x|\\ge1/c")
                .mistake("The text has no readout; for its values to be 1 and 0 one is needed.")
                .measured(
                        "The points of [-1, 1] with |x| of at least 1/c, of 201: the largest error of the sigmoid for c = 10, 20 and 40.")
                .standard(size -> Setting.of(SetupKeys.READOUT.is(true)))
                .control(setting -> setting.with(SetupKeys.READOUT, false).noted("without the readout"))
                .predict(setting -> Quantities.of("error", Arrays.stream(SHARP).map(c -> Math.exp(-c)).toArray()))
                .measure((setting, replicate, seed) -> Quantities.of("error", Arrays.stream(SHARP).map(c -> {
                    double[] x = points();
                    double[] read = setting.get(SetupKeys.READOUT)
                            ? arguments(0, 2 * c * c, -c, x)
                            : arguments(0, 1, 0, x);
                    double error = 0;
                    for (int i = 0; i < x.length; i++) {
                        if (Math.abs(x[i]) >= 1 / c) {
                            // The error is the sigmoid of minus the signed argument, which keeps its digits.
                            error = Math.max(error, Activation.SIGMOID.value(x[i] > 0 ? -read[i] : read[i]));
                        }
                    }
                    return error;
                }).toArray()))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < SHARP.length; k++) {
                        lines.add(Comparison.atMost("largest error beyond 1/c, c = " + (int) SHARP[k],
                                predicted.list("error")[k], Estimate.exact(measured.getFirst().list("error")[k]),
                                "1/(1 + e^c) is below e^(-c)"));
                    }
                    return Judgement.all(lines);
                })
                .build();
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
                        if (depths[k] == 1) {
                            // Weights are not 0, so that no unit is off at both ends.
                            lines.add(Comparison.equal("networks that are constant, L = 1", 0,
                                    measured.getFirst().list("constant")[k], Tolerance.none("counted")));
                            continue;
                        }
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
