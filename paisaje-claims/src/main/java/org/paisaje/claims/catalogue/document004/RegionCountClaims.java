package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.random.Seed;
import org.paisaje.network.LayerShape;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.RegionBounds;
import org.paisaje.theory.geometry.region.Regions;
import org.paisaje.theory.geometry.region.Sawtooth;

/** Appendix C.1: how many linear regions ReLU networks have. */
final class RegionCountClaims {
    private static final String PLACE = "appendix C.1, theorem C.1.1";
    private static final String EXACT = "counts are exact";
    private static final String ORDER = "This can be seen as that the number of linear regions goes as $\\mathcal{O}(\\mathbb{C}^L)$.";
    private static final long LIMIT = 1_000_000;
    /** Hidden widths of networks with two inputs, and their regions on [-1, 1]^2 as another program counted them. */
    private static final int[][] COUNTED = {{8}, {16}, {8, 8}, {16, 16}, {16, 16, 16}, {32, 32}, {32, 32, 32}};
    private static final double[] COUNTS = {31, 100, 92, 273, 576, 1243, 2585};
    /** Hidden widths for the bound. */
    private static final int[][] BOUNDED = {{3}, {8}, {8, 8}, {10, 10}, {3, 3, 3, 3}, {2, 2, 2, 2}};

    private RegionCountClaims() {}

    static List<Claim> all() {
        return List.of(bound(), orderPrinted(), orderCorrected(), counts(), sawtooth());
    }

    private static Regions regions(PiecewiseLinear net, Domain domain) {
        try {
            return Regions.of(net, domain, 1, LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while regions were counted", e);
        }
    }

    private static Mlp net(int inputs, int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = inputs;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[hidden.length + 1] = 1;
        return Mlp.of(Activation.RELU, widths);
    }

    /** Weights uniform on +-sqrt(6 / fan-in), biases on +-1/2: hyperplanes in general position. */
    private static double[] drawn(Mlp net, Seed seed) {
        double[] theta = seed.uniforms(net.layout().size());
        for (LayerShape layer : net.layerShapes()) {
            double limit = Math.sqrt(6.0 / layer.inputs());
            for (int k = 0; k < layer.inputs() * layer.outputs(); k++) {
                theta[layer.weight() + k] = (2 * theta[layer.weight() + k] - 1) * limit;
            }
            for (int k = 0; k < layer.outputs(); k++) {
                theta[layer.bias() + k] -= 0.5;
            }
        }
        return theta;
    }

    private static Claim bound() {
        return ClaimBuilder.of("004.thm.c.1.1", Document004.source(PLACE))
                .statement("A ReLU network has at most as many regions as Serra's bound says",
                        "A network with n_0 inputs and hidden layers of n_l ReLUs has at most as many linear regions as the sum over J.",
                        "\\#\\le\\sum_{(j_1,\\dots,j_L)\\in J}\\prod_{l=1}^L\\binom{n_l}{j_l},\\quad 0\\le j_l\\le\\min\\{n_0,n_1-j_1,\\dots,n_{l-1}-j_{l-1},n_l\\}")
                .quoted("The number of linear regions in a ReLU neural network is at most", "theorem C.1.1")
                .mistake("A brace of J is missing in print.")
                .measured(
                        "All regions on the whole plane, counted exactly, of random networks of two inputs and hidden layers (3), (8), (8, 8), "
                                + "(10, 10), (3, 3, 3, 3) and (2, 2, 2, 2): at most the bound, and equal to it (Zaslavsky's number) with one layer.")
                .standard(size -> Setting.of(RegionKeys.INPUTS.is(2), RegionKeys.BOUND_INPUTS.is(2),
                        RegionKeys.SEEDS.is(size == Size.SMOKE ? 4 : size == Size.FULL ? 100 : 20)))
                .control(setting -> setting.with(RegionKeys.INPUTS, 3)
                        .noted("networks of three inputs against the bound for two"))
                .replicates(setting -> setting.get(RegionKeys.SEEDS))
                .predict(setting -> Quantities.of("bound", Arrays.stream(BOUNDED)
                        .mapToDouble(widths -> RegionBounds.serra(setting.get(RegionKeys.BOUND_INPUTS), widths)
                                .doubleValue())
                        .toArray()))
                .measure((setting, replicate, seed) -> {
                    int inputs = setting.get(RegionKeys.INPUTS);
                    double[] counts = new double[BOUNDED.length];
                    for (int k = 0; k < counts.length; k++) {
                        Mlp net = net(inputs, BOUNDED[k]);
                        counts[k] = regions(net.pieces(drawn(net, seed.at(k))), Domain.space(inputs)).linearRegions();
                    }
                    return Quantities.of("regions", counts);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < BOUNDED.length; k++) {
                        int at = k;
                        double most = measured.stream().mapToDouble(q -> q.list("regions")[at]).max().orElseThrow();
                        double bound = predicted.list("bound")[k];
                        String what = "most regions with hidden layers " + Arrays.toString(BOUNDED[k]);
                        lines.add(BOUNDED[k].length == 1
                                ? Comparison.equal(what, bound, most, Tolerance.none(EXACT))
                                : Comparison.atMost(what, bound, Estimate.exact(most), EXACT));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Setting widths(Size size) {
        return Setting.of(RegionKeys.INPUTS.is(2), RegionKeys.WIDTHS.is(size == Size.FULL
                ? new double[] {8, 16, 32, 64, 128}
                : new double[] {8, 16, 32, 64}));
    }

    /** Regions on the whole space, by the width of the one hidden layer. */
    private static double[] oneLayer(Setting setting, Seed seed) {
        double[] widths = setting.get(RegionKeys.WIDTHS);
        int inputs = setting.get(RegionKeys.INPUTS);
        double[] counts = new double[widths.length];
        for (int k = 0; k < counts.length; k++) {
            Mlp net = net(inputs, (int) widths[k]);
            counts[k] = regions(net.pieces(drawn(net, seed.at(k))), Domain.space(inputs)).cells().size();
        }
        return counts;
    }

    private static Claim orderPrinted() {
        return ClaimBuilder.of("004.c.1.order.printed", Document004.source(PLACE))
                .statement("The number of regions grows as C^L",
                        "The bound is of order C^L in the width C, whatever the number of inputs.",
                        "\\#=\\mathcal O(C^L)")
                .quoted(ORDER, "below theorem C.1.1")
                .refuted()
                .mistake("The exponent is n_0 L; a later sentence has C^(nL).")
                .measured(
                        "The exponent of the number of regions on the whole space between the two largest widths, one hidden layer, two "
                                + "inputs; random weights reach the most there are.")
                .standard(RegionCountClaims::widths)
                .control(setting -> setting.with(RegionKeys.INPUTS, 1).noted("one input, where both orders agree"))
                .predict(setting -> Quantities.of("exponent", 1))
                .measure((setting, replicate, seed) -> Quantities.of("regions", oneLayer(setting, seed)))
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(RegionKeys.WIDTHS);
                    double[] counts = measured.getFirst().list("regions");
                    int last = counts.length - 1;
                    double exponent = Math.log(counts[last] / counts[last - 1])
                            / Math.log(widths[last] / widths[last - 1]);
                    return Judgement.all(Comparison.atMost("exponent in the width, one hidden layer",
                            predicted.scalar("exponent"), Estimate.exact(exponent), EXACT));
                })
                .build();
    }

    private static Claim orderCorrected() {
        return ClaimBuilder.of("004.c.1.order.corrected", Document004.source(PLACE))
                .statement("The bound on the number of regions grows as C^(n_0 L) with the width C",
                        "With two inputs the bound is of order C^2 for one hidden layer, which random weights reach, and of order C^4 for two.",
                        "\\max\\#=\\mathcal O(C^{n_0L})")
                .quoted(ORDER, "below theorem C.1.1")
                .mistake(
                        "With two layers or more the bound need not be reached; how near to it the number comes is not said.")
                .measured(
                        "Two inputs: the exponent in the width of the number of regions on the whole plane, one hidden layer with random weights, "
                                + "told from 1 = L and 3; and of the bound for two hidden layers, told from 2 = L and 3.")
                .standard(RegionCountClaims::widths)
                .control(
                        setting -> setting.with(RegionKeys.INPUTS, 1).noted("one input, against the exponents for two"))
                .predict(setting -> Quantities.of("one", 2).and("two", 4))
                .measure((setting, replicate, seed) -> Quantities.of("one", oneLayer(setting, seed))
                        .and("two", Arrays.stream(setting.get(RegionKeys.WIDTHS))
                                .map(c -> RegionBounds.serra(setting.get(RegionKeys.INPUTS), (int) c, (int) c)
                                        .doubleValue())
                                .toArray()))
                .judge((setting, predicted, measured) -> Judgement.all(
                        exponent("regions of one hidden layer", setting, predicted, measured, "one", 1, 3),
                        exponent("the bound for two hidden layers", setting, predicted, measured, "two", 2, 3)))
                .build();
    }

    private static Comparison exponent(String what, Setting setting, Quantities predicted, List<Quantities> measured,
            String name, double... rivals) {
        return Comparison.told("exponent in the width of " + what, predicted.scalar(name),
                Exponents.local(setting.get(RegionKeys.WIDTHS), measured.getFirst().list(name), 0),
                "by the last two widths, with the change from the pair before", rivals);
    }

    private static Claim counts() {
        return ClaimBuilder.of("004.c.1.counts", Document004.source(PLACE))
                .statement("Regions of seven random networks, number by number",
                        "A ReLU network is continuous and piecewise linear, and its regions can be counted: networks of two inputs with weights "
                                + "uniform on +-sqrt(6/fan-in) and biases on +-1/2.",
                        "f(x)=A_i x+b_i\\text{ on cell }i")
                .quoted("the represented functions are piecewise continuous linear functions", "appendix C.1")
                .measured(
                        "The regions on [-1, 1]^2 against the counts of a program that shares nothing with this one, for weights that both draw "
                                + "alike, whatever the seed of the run; the smallest cells "
                                + "have areas of 1e-11, and sampling on a grid of 801 x 801 points misses up to one in ten.")
                .standard(
                        size -> Setting.of(RegionKeys.DRAW.is(42), RegionKeys.NETWORKS.is(size == Size.SMOKE ? 4 : 7)))
                .control(setting -> setting.with(RegionKeys.DRAW, 43).noted("other weights"))
                .predict(setting -> Quantities.of("regions", Arrays.copyOf(COUNTS, setting.get(RegionKeys.NETWORKS))))
                .measure((setting, replicate, seed) -> {
                    double[] counts = new double[setting.get(RegionKeys.NETWORKS)];
                    for (int k = 0; k < counts.length; k++) {
                        Mlp net = net(2, COUNTED[k]);
                        counts[k] = regions(net.pieces(unitByUnit(net, setting.get(RegionKeys.DRAW))),
                                Domain.box(2, -1, 1)).cells().size();
                    }
                    return Quantities.of("regions", counts);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < setting.get(RegionKeys.NETWORKS); k++) {
                        lines.add(Comparison.equal("regions with hidden layers " + Arrays.toString(COUNTED[k]),
                                predicted.list("regions")[k], measured.getFirst().list("regions")[k],
                                Tolerance.none(EXACT)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Unit by unit its weights, then its bias, from a generator that other programs have too. */
    private static double[] unitByUnit(Mlp net, long draw) {
        Random random = new Random(draw);
        double[] theta = new double[net.layout().size()];
        for (LayerShape layer : net.layerShapes()) {
            double limit = Math.sqrt(6.0 / layer.inputs());
            for (int i = 0; i < layer.outputs(); i++) {
                for (int j = 0; j < layer.inputs(); j++) {
                    theta[layer.weight() + i * layer.inputs() + j] = (2 * random.nextDouble() - 1) * limit;
                }
                theta[layer.bias() + i] = (2 * random.nextDouble() - 1) / 2;
            }
        }
        return theta;
    }

    private static Claim sawtooth() {
        return ClaimBuilder.of("004.c.1.depth", Document004.source(PLACE))
                .statement("Depth makes exponentially many pieces",
                        "The tent map composed L times is a ReLU network of L hidden layers of two units with 2^L pieces on [0, 1].",
                        "T(x)=2\\,\\mathrm{ReLU}(x)-4\\,\\mathrm{ReLU}(x-\\tfrac12),\\quad\\#(T^L)=2^L")
                .quoted("Then, the expressivity of neural networks is exponentially better with depth.", "appendix C.1")
                .mistake(
                        "The text gives no example; this one attains the exponential growth with weights that are exact in binary.")
                .measured(
                        "Linear regions of T^L on [0, 1], 2^L, and on the line, 3 for L = 1 and 2^L + 2 above, counted exactly.")
                .standard(size -> Setting.of(RegionKeys.SHIFT.is(0.5),
                        RegionKeys.DEPTH.is(size == Size.SMOKE ? 6 : size == Size.FULL ? 12 : 10)))
                .control(setting -> setting.with(RegionKeys.SHIFT, 0.375)
                        .noted("a tent that turns at 3/8, so that [0, 1] is not mapped onto itself"))
                .predict(setting -> {
                    int depth = setting.get(RegionKeys.DEPTH);
                    double[] unit = new double[depth];
                    double[] line = new double[depth];
                    for (int l = 1; l <= depth; l++) {
                        unit[l - 1] = 1 << l;
                        line[l - 1] = l == 1 ? 3 : (1 << l) + 2;
                    }
                    return Quantities.of("on [0, 1]", unit).and("on the line", line);
                })
                .measure((setting, replicate, seed) -> {
                    int depth = setting.get(RegionKeys.DEPTH);
                    double[] unit = new double[depth];
                    double[] line = new double[depth];
                    for (int l = 1; l <= depth; l++) {
                        var tooth = new Sawtooth(l);
                        double[] theta = tooth.parameters();
                        for (int i = 0; i < theta.length; i++) {
                            theta[i] = theta[i] == -0.5 ? -setting.get(RegionKeys.SHIFT) : theta[i];
                        }
                        PiecewiseLinear net = tooth.network().pieces(theta);
                        unit[l - 1] = regions(net, Domain.box(1, 0, 1)).linearRegions();
                        line[l - 1] = regions(net, Domain.space(1)).linearRegions();
                    }
                    return Quantities.of("on [0, 1]", unit).and("on the line", line);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (String where : List.of("on [0, 1]", "on the line")) {
                        for (int l = 1; l <= setting.get(RegionKeys.DEPTH); l++) {
                            lines.add(Comparison.equal("pieces of T^" + l + " " + where, predicted.list(where)[l - 1],
                                    measured.getFirst().list(where)[l - 1], Tolerance.none(EXACT)));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
