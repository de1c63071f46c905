package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.data.builtin.AlternatingIntervals;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.geometry.region.Sawtooth;
import org.paisaje.theory.geometry.ring.RingNetworks;
import org.paisaje.theory.geometry.ring.RingSeparation;

/** Appendix C.1: more powerful architectures are those that reach more; which pairs of sizes can be compared at all. */
final class PowerClaims {
    private static final int PIECES = 40_000;
    private static final int POINTS = 500;
    private static final int TEETH = 3;
    private static final String REACHED = "reached";
    private static final String NARROW = "narrow";
    /** Of each pair two tests; one share is above another where chance makes that less often. */
    private static final double CHANCE = 0.0005;

    private PowerClaims() {}

    static Claim order() {
        return ClaimBuilder.of("004.def.c.1.2.order", new Source("004", "appendix C.1, above definition C.1.2"))
                .statement("Some sizes of networks are neither more nor less powerful than each other",
                        "On the plane three layers of two ReLUs have f_4 of one coordinate, for which one layer of three has too few pieces; one layer of three "
                                + "separates a disc from the ring around it, which no layers of two do. By what they reach the two cannot be "
                                + "compared: the order is partial.",
                        "\\mathcal R[3,2]\\not\\subset\\mathcal R[1,3],\\qquad\\mathcal R[1,3]\\not\\subset\\mathcal R[3,2]")
                .quoted("is more powerful than  $\\mathcal{N}_{L'}^{C'}$  if $\\mathcal{R}[L', C';] \\subset \\mathcal{R}[L, C;]$",
                        "appendix C.1")
                .mistake(
                        "A measure with r(L, C) growing in both arguments orders all sizes; an order by inclusion does not.")
                .measured(
                        "Two functions by two sizes: a network that is written down and right on all of the domain, or why there is none: the "
                                + "number of pieces, and bounds over disc and ring of runs from random starts. Beside it what runs of 1,500 steps reach of f_1, f_2, ... "
                                + "by size, and which sizes differ beyond chance.")
                .seconds(8)
                .standard(size -> Setting.of(RingKeys.UNITS.is(3), RingKeys.INTERVALS.is(4),
                        RingKeys.EPOCHS.is(size == Size.SMOKE ? 30 : 300), RingKeys.RATE.is(0.01),
                        RingKeys.LAYERS.is(size == Size.SMOKE ? new double[] {1} : new double[] {1, 2}),
                        RingKeys.COMPONENTS.is(size == Size.SMOKE ? new double[] {2, 4} : new double[] {2, 4, 8}),
                        RingKeys.BOUND.is(size == Size.SMOKE ? 1 : 3),
                        RingKeys.TIMES.is(new double[] {size == Size.SMOKE ? 300 : 1500}),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? 2 : 20)))
                .control(setting -> setting.with(RingKeys.UNITS, 8)
                        .noted("one layer of eight units, which has pieces enough and so all that two units a layer have here"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("narrow ring", 0)
                        .and("narrow intervals", 1)
                        .and("wide ring", 1)
                        .and("wide intervals", 0))
                .measure((setting, replicate, seed) -> {
                    Architecture narrow = Architecture.parse("mlp:2-2-2-2-1:relu");
                    RingTrial trial = RingTrial.run(narrow, setting.get(RingKeys.RATE), setting.get(RingKeys.EPOCHS),
                            seed);
                    double[] layers = setting.get(RingKeys.LAYERS);
                    double[] units = setting.get(RingKeys.COMPONENTS);
                    int most = setting.get(RingKeys.BOUND);
                    double[] cells = new double[layers.length * units.length * most];
                    for (int k = 0; k < cells.length; k++) {
                        int size = k / most;
                        cells[k] = ReachabilityClaims.reached((int) layers[size / units.length],
                                (int) units[size % units.length], 1 + k % most, setting.get(RingKeys.TIMES),
                                seed.named(REACHED).at(k))[0];
                    }
                    return Quantities
                            .of(NARROW, trial.separation().verdict() == RingSeparation.Verdict.WRONG_SOMEWHERE ? 0 : 1)
                            .and(REACHED, cells);
                })
                .judge((setting, predicted, measured) -> {
                    int units = setting.get(RingKeys.UNITS);
                    int m = setting.get(RingKeys.INTERVALS);
                    double narrowRing = measured.stream().mapToDouble(q -> q.scalar(NARROW)).sum();
                    double narrowIntervals = right(teeth(), m) ? 1 : 0;
                    double wideRing = units >= 3 ? separates() : 0;
                    double wideIntervals = right(zigzag(units), m) ? 1 : 0;
                    boolean apart = wideRing > narrowRing && narrowIntervals > wideIntervals;
                    return Judgement.all(
                            Comparison.equal("runs of 3 layers of 2 units not shown to be wrong on the ring, of "
                                    + measured.size(), predicted.scalar("narrow ring"), narrowRing,
                                    Tolerance.none("bounds over disc and ring")),
                            Comparison.equal("3 layers of 2 units have f_" + m, predicted.scalar("narrow intervals"),
                                    narrowIntervals, Tolerance.none("three tent maps, on 500 points of each interval")),
                            Comparison.equal("one layer of " + units + " units separates the ring",
                                    predicted.scalar("wide ring"), wideRing,
                                    Tolerance.none("three directions; bounds over disc and ring")),
                            Comparison.equal("one layer of " + units + " units has f_" + m + ", which takes "
                                    + (2 * m - 1) + " pieces and it has at most " + (units + 1),
                                    predicted.scalar("wide intervals"), wideIntervals,
                                    Tolerance.none("as many kinks as units")),
                            Comparison.equal("each has what the other has not", 1, apart ? 1 : 0,
                                    Tolerance.none("the four lines above")));
                })
                .figures((setting, predicted, measured) -> List.of(matrix(setting, measured)))
                .build();
    }

    /** Whether a network of the first coordinate is above 0 where f_m is 1 and below elsewhere. */
    private static boolean right(RingNetworks.Explicit net, int m) {
        var f = new AlternatingIntervals(m);
        int n = 2 * m * POINTS;
        Matrix x = Matrix.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            x.set(i, 0, -1 + (2.0 * i + 1) / n);
        }
        Matrix outputs = net.network().forward(net.theta(), x);
        for (int i = 0; i < n; i++) {
            if (outputs.get(i, 0) > 0 != f.label(x.get(i, 0)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static double separates() {
        RingNetworks.Explicit star = RingNetworks.star(Activation.RELU, 3, 1, 0, 0.424);
        return RingSeparation.of(star.network(), star.theta(), RingTrial.RINGS, PIECES)
                .verdict() == RingSeparation.Verdict.SEPARATED ? 1 : 0;
    }

    /** Tent maps of (x + 1) / 2 + 1/16, less a half: they pass 0 at odd sixteenths. */
    private static RingNetworks.Explicit teeth() {
        var sawtooth = new Sawtooth(TEETH);
        Mlp line = sawtooth.network();
        double[] given = sawtooth.parameters();
        Mlp plane = Mlp.of(Activation.RELU, 2, 2, 2, 2, 1);
        double[] theta = new double[plane.layout().size()];
        for (int l = 0; l <= TEETH; l++) {
            LayerShape from = line.layerShapes().get(l);
            LayerShape to = plane.layerShapes().get(l);
            for (int k = 0; k < to.outputs(); k++) {
                for (int j = 0; j < from.inputs(); j++) {
                    theta[to.weight() + k * to.inputs() + j] = given[from.weight() + k * from.inputs() + j]
                            * (l == 0 ? 0.5 : 1);
                }
                theta[to.bias() + k] = given[from.bias() + k] + (l == 0 ? 0.5625 : 0) - (l == TEETH ? 0.5 : 0);
            }
        }
        return new RingNetworks.Explicit(plane, theta);
    }

    /** One layer that turns with every unit: from 1/4 at -1 down and up with slopes of -1 and 1, through 0 at multiples of 1/4. */
    private static RingNetworks.Explicit zigzag(int units) {
        Mlp net = Mlp.of(Activation.RELU, 2, units, 1);
        LayerShape inner = net.layerShapes().getFirst();
        LayerShape outer = net.layerShapes().getLast();
        double[] theta = new double[net.layout().size()];
        for (int k = 0; k < units; k++) {
            theta[inner.weight() + 2 * k] = 1;
            theta[inner.bias() + k] = k == 0 ? 1 : 1 - (k + 0.5) / 4;
            theta[outer.weight() + k] = k == 0 ? -1 : k % 2 == 1 ? 2 : -2;
        }
        theta[outer.bias()] = 0.25;
        return new RingNetworks.Explicit(net, theta);
    }

    /** Shares of runs by size and function, and which sizes are above which. */
    private static Figure matrix(Setting setting, List<Quantities> measured) {
        double[] layers = setting.get(RingKeys.LAYERS);
        double[] units = setting.get(RingKeys.COMPONENTS);
        int most = setting.get(RingKeys.BOUND);
        int sizes = layers.length * units.length;
        int[] counts = new int[sizes * most];
        Arrays.setAll(counts, k -> (int) measured.stream().mapToDouble(q -> q.list(REACHED)[k]).sum());
        List<String> columns = new ArrayList<>(List.of("size"));
        for (int m = 1; m <= most; m++) {
            columns.add("f_" + m);
        }
        columns.add("above");
        columns.add("not comparable");
        List<List<Cell>> rows = new ArrayList<>();
        for (int a = 0; a < sizes; a++) {
            List<Cell> row = new ArrayList<>(List.of(Cell.text(name(layers, units, a))));
            for (int m = 0; m < most; m++) {
                row.add(Cell.share((double) counts[a * most + m] / measured.size()));
            }
            List<String> above = new ArrayList<>();
            List<String> neither = new ArrayList<>();
            for (int b = 0; b < sizes; b++) {
                boolean more = beats(counts, a, b, most, measured.size());
                boolean less = beats(counts, b, a, most, measured.size());
                if (more) {
                    (less ? neither : above).add(name(layers, units, b));
                }
            }
            row.add(Cell.text(above.isEmpty() ? "none" : String.join(", ", above)));
            row.add(Cell.text(neither.isEmpty() ? "none" : String.join(", ", neither)));
            rows.add(row);
        }
        return new Figure.Table("dominance", "What sizes reach",
                "Shares of " + measured.size()
                        + " runs that have all 100 points of f_m right, by layers x units; the sizes that reach some function less often, "
                        + "and none more often, and those with functions both ways, by Fisher's exact test at " + CHANCE
                        + ".",
                columns, rows);
    }

    private static String name(double[] layers, double[] units, int size) {
        return (int) layers[size / units.length] + " x " + (int) units[size % units.length];
    }

    /** Whether size a reaches some function more often than size b. */
    private static boolean beats(int[] counts, int a, int b, int most, int runs) {
        for (int m = 0; m < most; m++) {
            int first = counts[a * most + m];
            int second = counts[b * most + m];
            if (first > second && Shares.fisher(first, runs, second, runs) < CHANCE) {
                return true;
            }
        }
        return false;
    }
}
