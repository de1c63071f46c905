package org.paisaje.claims.catalogue.document004;

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
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.dynamics.dead.BornDeadSample;

/** Section 8.1.2: the probability that a ReLU network is born dead. */
final class BornDeadClaims {
    /** Points of [-1, 1], both ends among them. */
    private static final int LINE = 21;
    private static final String PLACE = "section 8.1.2, theorem 8.1.2";

    private BornDeadClaims() {}

    static List<Claim> all() {
        return List.of(point(), line(), biases());
    }

    private static Setting standard(Size size) {
        return Setting.of(RegionKeys.SIZES.is(new double[] {2, 3, 4, 5, 8}), RegionKeys.HIDDEN.is(15),
                RegionKeys.MEAN.is(0.0),
                RegionKeys.NETS.is(size == Size.SMOKE ? 50_000 : size == Size.FULL ? 10_000_000 : 1_000_000));
    }

    private static Quantities predicted(Setting setting) {
        double[] widths = setting.get(RegionKeys.SIZES);
        double[] result = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            result[k] = dead(widths[k], setting.get(RegionKeys.HIDDEN));
        }
        return Quantities.of("probability", result);
    }

    /** {@code 1 - prod_l (1 - 2^-N)} over the hidden layers. */
    private static double dead(double width, int hidden) {
        return 1 - Math.pow(1 - Math.pow(0.5, width), hidden);
    }

    private static Quantities measured(Setting setting, long key) {
        double[] widths = setting.get(RegionKeys.SIZES);
        double[] one = new double[widths.length];
        double[] line = new double[widths.length];
        for (int k = 0; k < widths.length; k++) {
            BornDeadSample.Count count = new BornDeadSample((int) widths[k], setting.get(RegionKeys.HIDDEN),
                    setting.get(RegionKeys.MEAN)).sample(setting.get(RegionKeys.NETS), key + k);
            one[k] = count.atOne();
            line[k] = count.onTheLine();
        }
        return Quantities.of("dead at one input", one).and("dead on the line", line);
    }

    private static Claim point() {
        return ClaimBuilder.of("004.thm.8.1.2.equality", Document004.source(PLACE))
                .statement("Without biases a network is dead at one input with a probability known exactly",
                        "With symmetric weights and no biases a network of H hidden layers of N ReLUs is 0 behind some layer, at an input that "
                                + "is not 0, with probability 1 - (1 - 2^-N)^H.",
                        "P=1-\\prod_l(1-2^{-N_l})")
                .quoted("$$\\mathbb{P}\\left(\\mathcal{N}^L(x,\\theta_L) \\text{ is born dead }\\right) \\leq 1 - \\prod_{l=1}^{L-1} "
                        + "(1 - (1/2)^{N_l})$$", "theorem 8.1.2")
                .mistake(
                        "The proof is the single letter L, and the theorem is of Lu, Shin, Su and Karniadakis, not of Taki. At one input "
                                + "the bound is an equality. With symmetric biases, which the theorem allows too: 004.thm.8.1.2.biases.")
                .measured(
                        "The share of dead networks among 10^6 with 15 hidden layers of 2, 3, 4, 5 and 8 units, by Wilson's intervals; told from that with one unit more in each layer.")
                .seconds(2)
                .standard(BornDeadClaims::standard)
                .control(setting -> setting.with(RegionKeys.MEAN, 0.25).noted("weights whose mean is above 0"))
                .predict(BornDeadClaims::predicted)
                .measure((setting, replicate, seed) -> measured(setting, seed.key()))
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(RegionKeys.SIZES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        lines.add(Comparison.told("share of dead networks, width " + (int) widths[k],
                                predicted.list("probability")[k],
                                Shares.wilson((long) measured.getFirst().list("dead at one input")[k],
                                        setting.get(RegionKeys.NETS), widths.length),
                                "Wilson's interval, " + Level.words(widths.length),
                                dead(widths[k] + 1, setting.get(RegionKeys.HIDDEN))));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim line() {
        return ClaimBuilder.of("004.thm.8.1.2", Document004.source(PLACE))
                .statement("Without biases a network dies on a set at most as often as at one input",
                        "On a set of inputs, here an interval about 0, a network is born dead with at most the probability at one input.",
                        "P\\le 1-\\prod_l(1-2^{-N_l})")
                .quoted("$$\\mathbb{P}\\left(\\mathcal{N}^L(x,\\theta_L) \\text{ is born dead }\\right) \\leq 1 - \\prod_{l=1}^{L-1} "
                        + "(1 - (1/2)^{N_l})$$", "theorem 8.1.2")
                .mistake(
                        "The proof is the single letter L, and the theorem is of Lu, Shin, Su and Karniadakis, not of Taki. With symmetric biases, "
                                + "which the theorem allows too: 004.thm.8.1.2.biases.")
                .measured(
                        "The share of 10^6 networks with 15 hidden layers of 2, 3, 4, 5 and 8 units that are 0 behind a layer for all of "
                                + "[-1, 1]; without biases -1 and 1 decide.")
                .seconds(2)
                .standard(BornDeadClaims::standard)
                .control(setting -> setting.with(RegionKeys.MEAN, -0.25).noted("weights whose mean is below 0"))
                .predict(BornDeadClaims::predicted)
                .measureAs("004.thm.8.1.2.equality", (setting, replicate, seed) -> measured(setting, seed.key()))
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(RegionKeys.SIZES);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        lines.add(Comparison.atMost("share dead on [-1, 1], width " + (int) widths[k],
                                predicted.list("probability")[k],
                                Shares.wilson((long) measured.getFirst().list("dead on the line")[k],
                                        setting.get(RegionKeys.NETS), widths.length),
                                "Wilson's interval, " + Level.words(widths.length)));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim biases() {
        return ClaimBuilder.of("004.thm.8.1.2.biases", Document004.source("section 8.1.2, theorems 8.1.1 and 8.1.2"))
                .statement("With symmetric biases the bounds on born-dead networks hold too",
                        "With biases from a symmetric distribution each unit is off at one input with probability 1/2, whatever it reads, so that the "
                                + "share of theorem 8.1.2 is exact at one input and a bound on [-1, 1]. From below: a unit whose N weights and bias are "
                                + "negative is off whatever it reads, p = 2^-(N+1), so that at least 1 - (1 - p^N)^H are dead, which tends to 1 with the "
                                + "depth H as theorem 8.1.1 says.",
                        "1-(1-2^{-N(N+1)})^H\\le P\\le 1-(1-2^{-N})^H")
                .quoted("Suppose that the weights are initialize from symmetric probabilities distributions around 0 and that all biases are "
                        + "either drawn from a symmetric distribution or set to zero.", "theorem 8.1.2")
                .quoted("Suppose that the weights and biases are randomly initialized from probability distributions which satisfy "
                        + "$$\\mathbb{P}\\left(\\langle W_j^l, z_+ \\rangle + b_j^l < 0, \\, \\forall z_+ \\in \\mathbb{R}_+^N\\right) "
                        + "\\ge p > 0 \\quad \\forall j \\in \\{1, ..., N\\}$$", "theorem 8.1.1")
                .mistake(
                        "Without biases the condition of theorem 8.1.1 fails at z = 0, where < 0 would have to be <= 0; with symmetric biases it holds at 0 too.")
                .measured(
                        "Networks of 15 hidden layers of 2, 3 and 4 units, weights and biases uniform in [-1, 1]: the shares that are 0 behind a layer at "
                                + "the input 1, told from that of one unit more, and at all of 21 points of [-1, 1], by Wilson's intervals between the "
                                + "bounds.")
                .seconds(2)
                .standard(size -> Setting.of(RegionKeys.SIZES.is(new double[] {2, 3, 4}), RegionKeys.HIDDEN.is(15),
                        RegionKeys.BIAS_MEAN.is(0.0),
                        RegionKeys.NETS.is(size == Size.SMOKE ? 20_000 : size == Size.FULL ? 1_000_000 : 100_000)))
                .control(setting -> setting.with(RegionKeys.BIAS_MEAN, -0.5).noted("biases whose mean is below 0"))
                .predict(setting -> predicted(setting).and("least",
                        Arrays.stream(setting.get(RegionKeys.SIZES))
                                .map(n -> 1 - Math.pow(1 - Math.pow(0.5, n * (n + 1)), setting.get(RegionKeys.HIDDEN)))
                                .toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] widths = setting.get(RegionKeys.SIZES);
                    double[] one = new double[widths.length];
                    double[] line = new double[widths.length];
                    for (int k = 0; k < widths.length; k++) {
                        for (int i = 0; i < setting.get(RegionKeys.NETS); i++) {
                            Death death = withBiases((int) widths[k], setting.get(RegionKeys.HIDDEN),
                                    setting.get(RegionKeys.BIAS_MEAN), seed.named("width").at(k).at(i));
                            one[k] += death == Death.NOWHERE ? 0 : 1;
                            line[k] += death == Death.EVERYWHERE ? 1 : 0;
                        }
                    }
                    return Quantities.of("dead at one input", one).and("dead on the line", line);
                })
                .judge((setting, predicted, measured) -> {
                    double[] widths = setting.get(RegionKeys.SIZES);
                    int comparisons = 3 * widths.length;
                    String origin = "Wilson's interval, " + Level.words(comparisons);
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < widths.length; k++) {
                        int n = (int) widths[k];
                        Estimate one = Shares.wilson((long) measured.getFirst().list("dead at one input")[k],
                                setting.get(RegionKeys.NETS), comparisons);
                        Estimate line = Shares.wilson((long) measured.getFirst().list("dead on the line")[k],
                                setting.get(RegionKeys.NETS), comparisons);
                        lines.add(Comparison.told("share dead at one input, width " + n,
                                predicted.list("probability")[k], one, origin,
                                dead(widths[k] + 1, setting.get(RegionKeys.HIDDEN))));
                        lines.add(Comparison.atMost("share dead on [-1, 1], width " + n,
                                predicted.list("probability")[k], line, origin));
                        lines.add(Comparison.atLeast("share dead on [-1, 1] from below, width " + n,
                                predicted.list("least")[k], line, origin));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Where a layer of a network is 0. */
    private enum Death {
        NOWHERE,
        AT_ONE,
        EVERYWHERE
    }

    /** Whether a layer of a random network with biases is 0 at the input 1, and at all points of [-1, 1] that are looked at. */
    private static Death withBiases(int width, int hidden, double mean, Seed seed) {
        double[] drawn = seed.uniforms(2 * width + (hidden - 1) * width * (width + 1));
        double[][] values = new double[LINE][1];
        for (int p = 0; p < LINE; p++) {
            values[p][0] = 2.0 * p / (LINE - 1) - 1;
        }
        boolean atOne = false;
        int place = 0;
        for (int l = 0; l < hidden; l++) {
            int inputs = values[0].length;
            boolean everywhere = true;
            for (int p = 0; p < LINE; p++) {
                double[] next = new double[width];
                boolean silent = true;
                for (int i = 0; i < width; i++) {
                    int own = place + i * (inputs + 1);
                    double sum = 2 * drawn[own + inputs] - 1 + mean;
                    for (int j = 0; j < inputs; j++) {
                        sum += (2 * drawn[own + j] - 1) * values[p][j];
                    }
                    next[i] = Math.max(sum, 0);
                    silent &= sum <= 0;
                }
                values[p] = next;
                everywhere &= silent;
                atOne |= silent && p == LINE - 1;
            }
            if (everywhere) {
                return Death.EVERYWHERE;
            }
            place += width * (inputs + 1);
        }
        return atOne ? Death.AT_ONE : Death.NOWHERE;
    }
}
