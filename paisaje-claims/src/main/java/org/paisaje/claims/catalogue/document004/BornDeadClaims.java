package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.study.Comparison;
import org.paisaje.theory.dynamics.dead.BornDeadSample;

/** Section 8.1.2: the probability that a ReLU network is born dead. */
final class BornDeadClaims {
    private static final String PLACE = "section 8.1.2, theorem 8.1.2";

    private BornDeadClaims() {}

    static List<Claim> all() {
        return List.of(point(), line());
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
                .statement("A network is dead at one input with a probability that is known exactly",
                        "With symmetric weights and no biases a network of H hidden layers of N ReLUs is 0 behind some layer, at an input that "
                                + "is not 0, with probability 1 - (1 - 2^-N)^H.",
                        "P=1-\\prod_l(1-2^{-N_l})")
                .quoted("$$\\mathbb{P}\\left(\\mathcal{N}^L(x,\\theta_L) \\text{ is born dead }\\right) \\leq 1 - \\prod_{l=1}^{L-1} "
                        + "(1 - (1/2)^{N_l})$$", "theorem 8.1.2")
                .mistake(
                        "The proof is the single letter L, and the theorem is of Lu, Shin, Su and Karniadakis, not of Taki. At one input "
                                + "the bound is an equality.")
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
                .statement("A network is born dead on a set at most as often as at one input",
                        "On a set of inputs, here an interval about 0, a network is born dead with at most the probability at one input.",
                        "P\\le 1-\\prod_l(1-2^{-N_l})")
                .quoted("$$\\mathbb{P}\\left(\\mathcal{N}^L(x,\\theta_L) \\text{ is born dead }\\right) \\leq 1 - \\prod_{l=1}^{L-1} "
                        + "(1 - (1/2)^{N_l})$$", "theorem 8.1.2")
                .mistake(
                        "The proof is the single letter L, and the theorem is of Lu, Shin, Su and Karniadakis, not of Taki.")
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
}
