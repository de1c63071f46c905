package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.geometry.metric.Invertibility;
import org.paisaje.theory.geometry.metric.LayerMap;
import org.paisaje.theory.geometry.ring.RingSeparation;

/** Sections 10.1 and appendix D: rings with two and with three units, over many seeds. */
final class RingFigureClaims {
    private static final String ACCURACY = "accuracy";
    private static final String LEARNT = "learnt";
    private static final String SEPARATED = "separated";
    private static final String WRONG = "wrong somewhere";
    private static final String FAITHFUL = "one-to-one";
    private static final String ORIGIN = "each separation proved and each wrong point shown by bounds over all of disc and ring";

    /** A kind of network, by the units of its layers. */
    private record Kind(String id, String place, String title, String what, IntFunction<String> network, boolean blocks,
            String captions, double seconds) {}

    private RingFigureClaims() {}

    static List<Claim> all() {
        return List.of(
                claim(new Kind("004.10.1.two", "section 10.1; figures 10.2 to 10.4, D.1 and D.2",
                        "Two tanh units a layer never separate the ring, three do", "4 hidden layers of tanh",
                        c -> mlp(c, "tanh"), false,
                        "Figures 10.3 and 10.4 have the same caption; seeds, rates and numbers of epochs are nowhere given.",
                        12)),
                claim(new Kind("004.figured.4", "appendix D, figures D.3, D.4 and A.1",
                        "Two ReLUs a layer never separate the ring, three do", "4 hidden layers of ReLU",
                        c -> mlp(c, "relu"), false,
                        "One good run is shown. Most runs with two units a layer end at a constant or at half a plane.",
                        12)),
                claim(new Kind("004.figured.5", "appendix D, figure D.5",
                        "Fifty one-to-one ReLU blocks of width 2 never separate the ring, of 3 they do",
                        "51 residual blocks of ReLU with step 0.05", c -> "resnet:" + c + "x51-1:relu:step=0.05", true,
                        "The step is given nowhere; the author's program has 0.05 and 51 blocks. A block is one-to-one for certain only while the "
                                + "step times the norm of its matrix is below 1; the table shows in how many runs it is. Beyond that a block may fold the "
                                + "plane.",
                        30)),
                claim(new Kind("004.figured.6", "appendix D, figure D.6",
                        "Fifty one-to-one tanh blocks of width 2 never separate the ring, of 3 they do",
                        "51 residual blocks of tanh with step 0.05", c -> "resnet:" + c + "x51-1:tanh:step=0.05", true,
                        "The step is given nowhere; the author's program has 0.05 and 51 blocks.", 30)));
    }

    private static String mlp(int units, String activation) {
        return "mlp:2-" + String.join("-", Collections.nCopies(4, String.valueOf(units))) + "-1:" + activation;
    }

    private static Claim claim(Kind kind) {
        return ClaimBuilder.of(kind.id(), new Source("004", kind.place()))
                .statement(kind.title(),
                        "A network with " + kind.what()
                                + " that has as many units as inputs leaves a way from the disc to infinity on the "
                                + "side of the disc, so that it is wrong somewhere on the ring; with one unit more it can be right everywhere.",
                        "\\{x:f(x)<0\\}\\text{ has no bounded component if no layer is wider than }2")
                .quoted("It is clear that if 2-dimensional homeomorphic transformations were used, using notions from knot theory, the two "
                        + "sets $\\mathcal{X}_0, \\mathcal{X}_1$ would not be separable using homeomorphisms.",
                        "section 10.1")
                .quoted("Then, if a *tanh* activation is used, this problem can be solved using a neural network with 3 neurons per layer.",
                        "section 10.1")
                .mistake(
                        "It is not a matter of knots but of the theorem of Jordan and Brouwer: a closed curve parts the plane.")
                .mistake(kind.captions())
                .mistake("The text names Adam; the author's program runs plain stochastic gradient descent.")
                .measured(
                        "Runs from random starts with the author's radii, 0.35 and 0.575 to 1, radius uniform, 1,000 points, half of them to learn "
                                + "from, batches of 50, Adam. Each network is bounded over all of disc and ring by branch and bound: it is right "
                                + "everywhere for certain, or a point is shown where it is wrong."
                                + (kind.blocks()
                                        ? " Of the networks with few units those count whose blocks are all certified one-to-one, by Lipschitz "
                                                + "constants of their branches below 1: the statement is about homeomorphisms."
                                        : ""))
                .seconds(kind.seconds())
                .standard(size -> Setting.of(RingKeys.FEW.is(2), RingKeys.MORE.is(3),
                        RingKeys.EPOCHS.is(size == Size.SMOKE ? kind.blocks() ? 40 : 300 : 500), RingKeys.RATE.is(0.01),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? kind.blocks() ? 2 : 5 : size == Size.FULL ? 100 : 20)))
                .control(setting -> setting.with(RingKeys.FEW, 3).noted("three units where two are said to fail"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("few", 0).and("more", 1))
                .measure((setting, replicate, seed) -> measure(kind, setting, seed))
                .judge((setting, predicted, measured) -> judge(kind, predicted, measured))
                .figures((setting, predicted, measured) -> figures(kind, setting, measured))
                .build();
    }

    private static Judgement judge(Kind kind, Quantities predicted, List<Quantities> measured) {
        List<Quantities> faithful = faithful(measured);
        var lines = new ArrayList<Comparison>();
        if (kind.blocks()) {
            lines.add(Comparison.atLeast("runs with few units whose blocks are all certified one-to-one", 1,
                    Estimate.exact(faithful.size()), "counted").asSanity());
        }
        lines.add(Comparison.atMost("runs with few units that separate, of " + faithful.size(),
                predicted.scalar("few"), separated(faithful, 0), ORIGIN));
        lines.add(Comparison.atLeast("runs with more units that separate, of " + measured.size(),
                predicted.scalar("more"), separated(measured, 1), ORIGIN));
        return Judgement.all(lines);
    }

    private static int[] units(Setting setting) {
        return new int[] {setting.get(RingKeys.FEW), setting.get(RingKeys.MORE)};
    }

    private static Quantities measure(Kind kind, Setting setting, Seed seed) {
        int[] units = units(setting);
        double[][] values = new double[4][2];
        Quantities result = Quantities.NONE;
        for (int k = 0; k < 2; k++) {
            Architecture network = Architecture.parse(kind.network().apply(units[k]));
            RingTrial trial = RingTrial.run(network,
                    setting.get(RingKeys.RATE), setting.get(RingKeys.EPOCHS), seed);
            values[0][k] = trial.accuracy();
            values[1][k] = trial.learnt();
            values[2][k] = trial.separation().verdict() == RingSeparation.Verdict.SEPARATED ? 1 : 0;
            values[3][k] = trial.separation().verdict() == RingSeparation.Verdict.WRONG_SOMEWHERE ? 1 : 0;
            result = result.and("theta-" + k, trial.theta());
            if (k == 0) {
                result = result.and(FAITHFUL, !kind.blocks() || oneToOne(network, trial.theta()) ? 1 : 0);
            }
        }
        return result.and(ACCURACY, values[0])
                .and(LEARNT, values[1])
                .and(SEPARATED, values[2])
                .and(WRONG, values[3]);
    }

    /** Whether every block is certified to be one-to-one. */
    private static boolean oneToOne(Architecture network, double[] theta) {
        return LayerMap.between(network, theta)
                .stream()
                .filter(LayerMap::residual)
                .allMatch(block -> Invertibility.of(block) instanceof Invertibility.Contraction);
    }

    /** The runs that the statement is about. */
    private static List<Quantities> faithful(List<Quantities> measured) {
        return measured.stream().filter(q -> q.scalar(FAITHFUL) == 1).toList();
    }

    /** How many separate, between those that are proved to and those that are not shown to be wrong. */
    private static Estimate separated(List<Quantities> measured, int k) {
        double proved = measured.stream().mapToDouble(q -> q.list(SEPARATED)[k]).sum();
        double refuted = measured.stream().mapToDouble(q -> q.list(WRONG)[k]).sum();
        return new Estimate(proved, proved, measured.size() - refuted);
    }

    private static List<Figure> figures(Kind kind, Setting setting, List<Quantities> measured) {
        int[] units = units(setting);
        var rows = new ArrayList<List<Cell>>();
        var levels = new ArrayList<Figure.Chart>();
        var result = new ArrayList<Figure>();
        for (int k = 0; k < 2; k++) {
            int at = k;
            String text = kind.network().apply(units[k]);
            double[] accuracies = measured.stream().mapToDouble(q -> q.list(ACCURACY)[at]).toArray();
            int all = (int) measured.stream().filter(q -> q.list(LEARNT)[at] == 1).count();
            rows.add(List.of(Cell.text(text), Cell.measured(Exponents.mean(accuracies)),
                    Cell.number(Arrays.stream(accuracies).min().orElseThrow(), 3),
                    Cell.number(Arrays.stream(accuracies).max().orElseThrow(), 4),
                    Cell.measured(Shares.wilson(all, measured.size(), 2)),
                    at == 0 && kind.blocks() ? Cell.count(faithful(measured).size()) : Cell.text("-"),
                    Cell.count((long) separated(measured, at).low()),
                    Cell.count((long) (measured.size() - separated(measured, at).high()))));
            int middle = IntStream.range(0, accuracies.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> accuracies[i]))
                    .toList()
                    .get(accuracies.length / 2);
            double[] theta = measured.get(middle).list("theta-" + k);
            Architecture network = Architecture.parse(text);
            String name = units[k] + " units a layer";
            levels.add(RingPictures.levels("levels-" + k,
                    name + ", " + RingPictures.percent(accuracies[middle]) + " right",
                    network, theta));
            result.add(RingPictures.grid("grid-" + k, "What the layers do to the plane: " + name, network, theta));
            if (kind.blocks()) {
                result.add(RingPictures.ways("ways-" + k, "How samples travel: " + name, network, theta));
            }
        }
        result.addFirst(new Figure.Panels("levels", "Level sets",
                "The probability of the ring over [-1, 1]^2, blue where the network says ring, orange where it says disc, white where it is "
                        + "undecided; of the run with the middle accuracy among " + measured.size() + ".",
                levels));
        result.addFirst(new Figure.Table("accuracies", "Accuracies over " + measured.size() + " seeds",
                "Of all 1,000 points; the mean with Student's interval, the share of runs that have all 500 training points right with "
                        + "Wilson's interval, in how many all blocks are certified one-to-one where that is asked, and how many are right "
                        + "at every point of disc and ring, or wrong at one that was found.",
                List.of("network", "mean accuracy", "least", "largest", "all learnt", "one-to-one", "right everywhere",
                        "wrong somewhere"),
                rows));
        return result;
    }
}
