package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Quotation;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.data.builtin.AlternatingIntervals;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.geometry.region.RegionBounds;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.rule.Adam;

/** Appendix C.1: the functions f_m of alternating intervals, what can represent them and what is reached by training. */
final class ReachabilityClaims {
    private static final int POINTS = 100;
    private static final double HALF = 0.5;
    private static final int MEMBERS = 3;
    private static final String REACHED = "reached";

    private ReachabilityClaims() {}

    static List<Claim> all() {
        return List.of(intervals(), reachable(), difficulty(), transport());
    }

    /** Whether a network drawn and trained has all points of f_m right, after each number of steps. */
    static double[] reached(int layers, int units, int m, double[] times, Seed seed) {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(layers + 2, units));
        widths.set(0, 1);
        widths.set(layers + 1, 1);
        Mlp net = Mlp.of(Activation.RELU, widths.stream().mapToInt(Integer::intValue).toArray());
        var f = new AlternatingIntervals(m);
        Matrix x = Matrix.zeros(POINTS, 1);
        Matrix y = Matrix.zeros(POINTS, 1);
        for (int i = 0; i < POINTS; i++) {
            x.set(i, 0, -1 + (2.0 * i + 1) / POINTS);
            y.set(i, 0, f.label(x.get(i, 0)));
        }
        double[] start = net.initialize(Initializer.heNormal().withBiases(HALF), seed);
        double[] result = new double[times.length];
        for (int k = 0; k < times.length; k++) {
            double[] theta = Training.with(Adam.withRate(0.02))
                    .threads(1)
                    .stop(Stop.after((long) times[k]))
                    .run(Risk.of(net, x, y, Loss.BINARY_CROSS_ENTROPY), start)
                    .theta();
            Matrix outputs = net.forward(theta, x);
            result[k] = 1;
            for (int i = 0; i < POINTS; i++) {
                result[k] = (outputs.get(i, 0) > 0) == (y.get(i, 0) > HALF) ? result[k] : 0;
            }
        }
        return result;
    }

    /** Serra's bound on the pieces of the network on a line. */
    private static double pieces(double layers, double units) {
        int[] widths = new int[(int) layers];
        Arrays.fill(widths, (int) units);
        return RegionBounds.serra(1, widths).doubleValue();
    }

    private static Claim intervals() {
        return ClaimBuilder.of("004.figurec.1", new Source("004", "appendix C.1, figure C.1"))
                .statement("Networks of too few pieces never learn alternating intervals",
                        "f_m jumps 2 m - 1 times, so that a ReLU network needs as many linear pieces at least; where Serra's bound is below that no run has all "
                                + "points right, while of some sizes with more pieces runs have.",
                        "\\#\\ge2m-1")
                .quoted("an interesting experiment is to train a multilayer perceptron with functions $f_m(x)$.",
                        "appendix C.1")
                .mistake("The figure has one axis label, \"Number of components\", and no setting.")
                .mistake("The pieces are necessary and not sufficient: training need not find them.")
                .measured(
                        "100 points of f_m, Adam for 1,500 steps from random starts, by layers L and units C: how many runs have all points right.")
                .seconds(12)
                .standard(size -> Setting.of(RingKeys.INTERVALS.is(size == Size.SMOKE ? 2 : 4),
                        RingKeys.BOUND.is(size == Size.SMOKE ? 2 : 4),
                        RingKeys.LAYERS.is(size == Size.SMOKE ? new double[] {1} : new double[] {1, 2, 3}),
                        RingKeys.COMPONENTS
                                .is(size == Size.SMOKE ? new double[] {1, 8} : new double[] {1, 2, 4, 8, 16}),
                        RingKeys.TIMES.is(new double[] {1500}), RingKeys.SEEDS.is(size == Size.SMOKE ? 6 : 20)))
                .control(setting -> setting.with(RingKeys.BOUND, 20).noted("a bound for more intervals than there are"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> {
                    double[] layers = setting.get(RingKeys.LAYERS);
                    double[] units = setting.get(RingKeys.COMPONENTS);
                    double[] possible = new double[layers.length * units.length];
                    for (int k = 0; k < possible.length; k++) {
                        double count = pieces(layers[k / units.length], units[k % units.length]);
                        possible[k] = count >= 2 * setting.get(RingKeys.BOUND) - 1 ? 1 : 0;
                    }
                    return Quantities.of("possible", possible);
                })
                .measure((setting, replicate, seed) -> {
                    double[] layers = setting.get(RingKeys.LAYERS);
                    double[] units = setting.get(RingKeys.COMPONENTS);
                    double[] cells = new double[layers.length * units.length];
                    for (int k = 0; k < cells.length; k++) {
                        cells[k] = reached((int) layers[k / units.length], (int) units[k % units.length],
                                setting.get(RingKeys.INTERVALS), setting.get(RingKeys.TIMES), seed.at(k))[0];
                    }
                    return Quantities.of(REACHED, cells);
                })
                .judge((setting, predicted, measured) -> {
                    double impossible = 0;
                    double best = 0;
                    for (int k = 0; k < predicted.list("possible").length; k++) {
                        double runs = runs(measured, k);
                        impossible += predicted.list("possible")[k] == 0 ? runs : 0;
                        best = Math.max(best, runs);
                    }
                    return Judgement.all(
                            Comparison.equal("runs of too few pieces that have all points right", 0, impossible,
                                    Tolerance.none("counted")),
                            Comparison
                                    .atLeast("runs that have all points right, best size of network", 1,
                                            Estimate.exact(best), "counted")
                                    .asSanity());
                })
                .figures((setting, predicted, measured) -> List.of(reachability(setting, predicted, measured)))
                .build();
    }

    private static double runs(List<Quantities> measured, int k) {
        return measured.stream().mapToDouble(q -> q.list(REACHED)[k]).sum();
    }

    private static Figure reachability(Setting setting, Quantities predicted, List<Quantities> measured) {
        double[] layers = setting.get(RingKeys.LAYERS);
        double[] units = setting.get(RingKeys.COMPONENTS);
        List<Figure.Chart> charts = new ArrayList<>();
        for (int l = 0; l < layers.length; l++) {
            double[][] columns = new double[3][units.length];
            List<double[]> out = new ArrayList<>();
            for (int c = 0; c < units.length; c++) {
                Estimate share = Shares.wilson((long) runs(measured, l * units.length + c), measured.size(), 1);
                columns[0][c] = share.value();
                columns[1][c] = share.low();
                columns[2][c] = share.high();
                if (predicted.list("possible")[l * units.length + c] == 0) {
                    out.add(new double[] {units[c], 0});
                }
            }
            List<Series> series = new ArrayList<>();
            series.add(new Series.Intervals("share of runs", Role.MEASURED, units, columns[0], columns[1], columns[2]));
            if (!out.isEmpty()) {
                series.add(
                        new Series.Marks("too few pieces", Role.THEORY, out.stream().mapToDouble(p -> p[0]).toArray(),
                                out.stream().mapToDouble(p -> p[1]).toArray(), Series.Mark.CROSS));
            }
            charts.add(new Figure.Chart("layers-" + (int) layers[l], "L = " + (int) layers[l], "",
                    Axis.log("units C of a layer", "units"),
                    Axis.linear("share of runs that have f_m"), series));
        }
        return new Figure.Panels("reachability", "What is reached",
                "The share of runs that have all points of f_m right, m = " + setting.get(RingKeys.INTERVALS)
                        + ", with Wilson's intervals; crosses: impossible by the number of pieces.",
                charts);
    }

    private static Claim reachable() {
        return ClaimBuilder.of("004.def.c.1.1", new Source("004", "appendix C.1, definition C.1.1"))
                .statement("Reachable is what training reaches with a probability above Pr",
                        "With the probability above Pr a network that learns the function is in the space once it is trained for long enough and not "
                                + "before, and one that cannot represent the function is never in it.",
                        "\\mathbb P(\\mathcal L(g,\\hat g_\\Theta)<\\epsilon)>Pr")
                .quoted("The following results are informal, and are aimed at giving a notion of what needs to be done.",
                        "above definition C.1.1")
                .quoted("$$\\mathcal{R}_g[L, C, T, Pr; \\epsilon] = \\{\\hat{g}_{\\theta} \\in S_{DNN}[L, C] \\mid "
                        + "\\mathbb{P}(\\mathcal{L}(g, \\hat{g}_{\\Theta}) < \\epsilon) < Pr\\}$$", "definition C.1.1")
                .mistake(
                        "\"< Pr\" is printed where \"> Pr\" must be meant: as printed the space holds what is seldom reached, such as a network that is not "
                                + "trained or cannot represent g. That reachable means reached often is taken from the name; a definition by itself is "
                                + "neither true nor false.")
                .mistake(
                        "S_DNN is not defined, and the space is one of networks although what is asked is whether g is reached.")
                .measured(
                        "f_2 at 100 points by one hidden layer of 16 ReLUs and by one of a single ReLU, which has too few pieces; epsilon = 1/100 of wrong "
                                + "points, so that all are right, and Pr = 1/2: the shares of random starts that have f_2 after no step and after 1,500 "
                                + "steps of Adam, on which side of Pr their Wilson's intervals lie.")
                .seconds(3)
                .standard(size -> Setting.of(RingKeys.TIMES.is(new double[] {0, 1500}), RingKeys.ABOVE.is(true),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? 30 : 60)))
                .control(setting -> setting.with(RingKeys.ABOVE, false).noted("the inequality as printed"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("probability", HALF))
                .measure((setting, replicate, seed) -> Quantities
                        .of("able", reached(1, 16, 2, setting.get(RingKeys.TIMES), seed.at(0)))
                        .and("unable", reached(1, 1, 2, setting.get(RingKeys.TIMES), seed.at(1))))
                .judge((setting, predicted, measured) -> {
                    boolean above = setting.get(RingKeys.ABOVE);
                    double probability = predicted.scalar("probability");
                    return Judgement.all(
                            member("16 units, 1,500 steps: in the space", above, probability,
                                    share(measured, "able", 1)),
                            member("16 units, no step: not in the space", !above, probability,
                                    share(measured, "able", 0)),
                            member("one unit, 1,500 steps: not in the space", !above, probability,
                                    share(measured, "unable", 1)));
                })
                .build();
    }

    private static Comparison member(String what, boolean above, double probability, Estimate share) {
        String origin = "Wilson's interval, " + Level.words(MEMBERS);
        return above
                ? Comparison.atLeast(what, probability, share, origin)
                : Comparison.atMost(what, probability, share, origin);
    }

    private static Estimate share(List<Quantities> measured, String name, int time) {
        double count = measured.stream().mapToDouble(q -> q.list(name)[time]).sum();
        return Shares.wilson(Math.round(count), measured.size(), MEMBERS);
    }

    private static Claim difficulty() {
        return new Unexecutable("004.def.c.1.2", new Source("004", "appendix C.1, definition C.1.2 and above"),
                new Statement("More difficult functions, more powerful networks, complexity measures",
                        "A function is more difficult than another if networks of a size reach the other and not it; a complexity measure orders functions as difficulty "
                                + "does, and its largest value grows with L and with C.",
                        "\\mathcal C(h_1)<\\mathcal C(h_2)\\iff\\mathcal R\\text{ is dense in }h_1\\text{ but not in }h_2",
                        "The axioms quantify over all functions, sizes, times and probabilities at once, and \"dense in h\" is not a property of a space and a function; what "
                                + "can be counted, pieces and runs, is in 004.figurec.1.",
                        List.of("Difficulty is a partial order only: most pairs of sizes are not comparable, and a number that orders all functions cannot be "
                                + "equivalent to it."),
                        List.of(new Quotation(
                                "An operator C acting on the function g is a complexity measure iff fulfills:",
                                "definition C.1.2"))));
    }

    private static Claim transport() {
        return new Unexecutable("004.prop.10.0.2", new Source("004", "chapter 10, proposition 10.0.2"),
                new Statement("Classification is transport and a margin classifier",
                        "A binary classification problem is equivalent to a transportation problem plus a margin classifier problem.",
                        "f=g\\circ\\Phi",
                        "In which sense the problems are equivalent is not said: no cost of transport and no margin is named. Every network whose last layer is affine is a "
                                + "map followed by a linear classifier; how the layers move the classes is what `./paisaje propagate` shows.",
                        List.of("There is no proof, and nothing that could be proved."),
                        List.of(new Quotation(
                                "A binary classification problem is equivalent to a transportation problem plus a margin classifier problem.",
                                "proposition 10.0.2"))));
    }
}
