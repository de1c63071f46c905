package org.paisaje.claims.catalogue.document004.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.Linearization;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;

/** Section 3 on what the backward pass has to store, and what it costs to store less. */
final class MemoryClaims {
    private static final int WIDTH = 4;
    private static final Architecture LAYER = Architecture.parse("mlp:4-4:tanh:output=tanh");
    private static final int[] CHAINS = {1, 2, 3, 5, 8, 10, 15, 20, 35, 56, 70};

    private MemoryClaims() {}

    static List<Claim> all() {
        return List.of(linear(), checkpoints());
    }

    private static Claim linear() {
        return ClaimBuilder.of("004.section3.memory", SetupKeys.source("section 3, below equation (3.17)"))
                .statement("What a backward pass stores goes with the number of neurons",
                        "A pass that keeps inputs, arguments and values of every layer holds numbers in proportion to its depth, at one width, and to its "
                                + "width, at one depth.",
                        "\\text{stored}\\propto\\sum_lC_l")
                .quoted("the computation of the gradients for each neuron is stored in the memory, and so the memory cost of training a neural network "
                        + "scales with the number of neurons in the network.", "below equation (3.17)")
                .mistake(
                        "It is what one sample needs; a batch of m samples stores m times as much. And it need not be: see the other claim.")
                .measured(
                        "The entries of the matrices that a pass of tanh networks keeps, each counted once: their power in the depth at width 4 and in the "
                                + "width at depth 8, at 10 samples.")
                .standard(size -> Setting.of(
                        SetupKeys.DEPTHS.is(new double[] {8, 16, 32, 64}), SetupKeys.WEIGHTS.is(false)))
                .control(setting -> setting.with(SetupKeys.WEIGHTS, true)
                        .noted("weights counted with them, whose number is the square of the width"))
                .predict(setting -> Quantities.of("depth", 1).and("width", 1))
                .measure((setting, replicate, seed) -> {
                    double[] sizes = setting.get(SetupKeys.DEPTHS);
                    double[] deep = new double[sizes.length];
                    double[] wide = new double[sizes.length];
                    for (int k = 0; k < sizes.length; k++) {
                        deep[k] = stored((int) sizes[k], WIDTH, setting.get(SetupKeys.WEIGHTS), seed);
                        wide[k] = stored(8, (int) sizes[k], setting.get(SetupKeys.WEIGHTS), seed);
                    }
                    return Quantities.of("depth", deep).and("width", wide);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.told("power of the depth", predicted.scalar("depth"),
                                Exponents.local(setting.get(SetupKeys.DEPTHS), measured.getFirst().list("depth"), 0),
                                "counts at the two largest sizes, and the change from the pair before", 0, 2),
                        Comparison.told("power of the width", predicted.scalar("width"),
                                Exponents.local(setting.get(SetupKeys.DEPTHS), measured.getFirst().list("width"), 0),
                                "counts at the two largest sizes, and the change from the pair before", 0, 1.5, 2)))
                .build();
    }

    private static double stored(int depth, int width, boolean weights, Seed seed) {
        int[] widths = new int[depth + 1];
        Arrays.fill(widths, width);
        Mlp net = Mlp.of(Activation.TANH, widths);
        double[] theta = net.initialize(seed.named("theta"));
        LayerTrace trace = net.trace(theta, Matrix.wrap(10, width, seed.named("x").gaussians(10 * width)));
        var seen = new ArrayList<double[]>();
        for (int l = 0; l < trace.layers().size(); l++) {
            for (Matrix kept : List.of(trace.inputs(l), trace.arguments(l), trace.values(l), trace.slopes(l))) {
                if (seen.stream().noneMatch(other -> other == kept.data())) {
                    seen.add(kept.data());
                }
            }
        }
        return seen.stream().mapToDouble(data -> data.length).sum() + (weights ? theta.length : 0);
    }

    private static Claim checkpoints() {
        return ClaimBuilder.of("004.section3.memory.checkpoints", SetupKeys.source("section 3, below equation (3.17)"))
                .statement("With s stored states a gradient costs binomially many layers more",
                        "The backward pass through L layers with s states in memory, the input among them, computes L r - C(s + r, r - 1) layers forward, r the "
                                + "least number with C(s + r, s) >= L (Griewank 1992), and gives the same gradient bit for bit. So memory need not go with "
                                + "the number of layers.",
                        "t(L,s)=rL-\\binom{s+r}{r-1},\\qquad\\binom{s+r-1}{s}<L\\le\\binom{s+r}{s}")
                .quoted("the memory cost of training a neural network scales with the number of neurons in the network.",
                        "below equation (3.17)")
                .measured(
                        "Chains of 1 to 70 tanh layers of 4 units with 3 states: the layers computed forward by a backward pass that stores and computes again, "
                                + "counted, and the gradients that differ from those with everything stored.")
                .standard(size -> Setting.of(SetupKeys.SLOTS.is(3), SetupKeys.BEST.is(true)))
                .control(setting -> setting.with(SetupKeys.BEST, false).noted("the middle of what is left is stored"))
                .predict(setting -> Quantities.of("forward",
                        Arrays.stream(CHAINS).mapToDouble(l -> griewank(l, setting.get(SetupKeys.SLOTS))).toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] counts = new double[CHAINS.length];
                    int differ = 0;
                    int most = 0;
                    for (int k = 0; k < CHAINS.length; k++) {
                        var chain = new Chain(CHAINS[k], seed);
                        chain.back(0, CHAINS[k], setting.get(SetupKeys.SLOTS), chain.start,
                                splits(CHAINS[k], setting.get(SetupKeys.SLOTS)), setting.get(SetupKeys.BEST));
                        counts[k] = chain.forward;
                        most = Math.max(most, chain.most);
                        differ += Arrays.equals(chain.gradient, chain.whole()) ? 0 : 1;
                    }
                    return Quantities.of("forward", counts).and("differ", differ).and("most", most);
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    var lines = new ArrayList<Comparison>();
                    lines.add(
                            Comparison.equal("gradients that differ", 0, q.scalar("differ"), Tolerance.none("bitwise"))
                                    .asSanity());
                    lines.add(Comparison.atMost("states in memory", setting.get(SetupKeys.SLOTS),
                            Estimate.exact(q.scalar("most")), "counted").asSanity());
                    for (int k = 0; k < CHAINS.length; k++) {
                        lines.add(Comparison.equal("layers forward, L = " + CHAINS[k], predicted.list("forward")[k],
                                q.list("forward")[k], Tolerance.none("counted")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double griewank(int length, int slots) {
        int r = 0;
        while (choose(slots + r, slots) < length) {
            r++;
        }
        return r * length - (r == 0 ? 0 : choose(slots + r, r - 1));
    }

    private static long choose(int n, int k) {
        long result = 1;
        for (int i = 1; i <= k; i++) {
            result = result * (n - k + i) / i;
        }
        return result;
    }

    /** How many layers to go before the next state is stored, for each length and number of states. */
    private static int[][] splits(int length, int slots) {
        long[][] cost = new long[slots + 1][length + 1];
        int[][] best = new int[slots + 1][length + 1];
        for (int s = 1; s <= slots; s++) {
            for (int n = 2; n <= length; n++) {
                cost[s][n] = Long.MAX_VALUE;
                for (int m = 1; m < n; m++) {
                    long all = s == 1 ? (long) n * (n - 1) / 2 : m + cost[s - 1][n - m] + cost[s][m];
                    if (all < cost[s][n]) {
                        cost[s][n] = all;
                        best[s][n] = m;
                    }
                }
            }
        }
        return best;
    }

    /** Layers one behind the other, and a backward pass through them that computes again what it did not store. */
    private static final class Chain {
        private final double[] theta;
        private final Matrix start;
        private final Matrix end;
        private final double[] gradient;
        private final int length;
        private Matrix costate;
        private int forward;
        private int held = 1;
        private int most = 1;

        private Chain(int length, Seed seed) {
            this.length = length;
            int each = LAYER.layout().size();
            theta = new double[length * each];
            for (int l = 0; l < length; l++) {
                System.arraycopy(LAYER.initialize(Initializer.normal(0.5), seed.named("layer").at(l)), 0, theta,
                        l * each,
                        each);
            }
            start = Matrix.wrap(1, WIDTH, seed.named("x").gaussians(WIDTH));
            end = Matrix.wrap(1, WIDTH, seed.named("p").gaussians(WIDTH));
            costate = end;
            gradient = new double[theta.length];
        }

        private double[] at(int l) {
            int each = LAYER.layout().size();
            return Arrays.copyOfRange(theta, l * each, (l + 1) * each);
        }

        private void back(int from, int to, int slots, Matrix state, int[][] splits, boolean best) {
            if (to - from == 1) {
                Linearization there = LAYER.linearize(at(from), state);
                double[] own = there.vjp(costate);
                System.arraycopy(own, 0, gradient, from * own.length, own.length);
                costate = there.inputVjp(costate);
                return;
            }
            if (slots == 1) {
                for (int l = to - 1; l >= from; l--) {
                    back(l, l + 1, 1, ahead(from, l, state), splits, best);
                }
                return;
            }
            int middle = from + (best ? splits[slots][to - from] : (to - from) / 2);
            Matrix next = ahead(from, middle, state);
            held++;
            most = Math.max(most, held);
            back(middle, to, slots - 1, next, splits, best);
            held--;
            back(from, middle, slots, state, splits, best);
        }

        private Matrix ahead(int from, int to, Matrix state) {
            Matrix at = state;
            for (int l = from; l < to; l++) {
                at = LAYER.forward(at(l), at);
                forward++;
            }
            return at;
        }

        /** The gradient with all states stored. */
        private double[] whole() {
            var states = new ArrayList<Matrix>();
            states.add(start);
            for (int l = 1; l < length; l++) {
                states.add(LAYER.forward(at(l - 1), states.getLast()));
            }
            double[] result = new double[theta.length];
            Matrix p = end;
            for (int l = length - 1; l >= 0; l--) {
                Linearization there = LAYER.linearize(at(l), states.get(l));
                double[] own = there.vjp(p);
                System.arraycopy(own, 0, result, l * own.length, own.length);
                p = there.inputVjp(p);
            }
            return result;
        }
    }
}
