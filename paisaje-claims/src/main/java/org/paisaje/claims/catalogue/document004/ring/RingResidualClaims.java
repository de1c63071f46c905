package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.dynamics.flow.DepthRefinement;

/** Appendix D: the starts of narrow ReLU networks, and what half of the step makes of the pictures. */
final class RingResidualClaims {
    private static final int GRID = 21;

    private RingResidualClaims() {}

    static List<Claim> all() {
        return List.of(dead(), halving());
    }

    private static Claim dead() {
        return ClaimBuilder.of("004.figured.4.dead", new Source("004", "appendix D, figures D.3 and D.4"))
                .statement("Two of three random networks of two ReLUs a layer are 0 at a given input",
                        "Without biases four layers of two ReLUs are 0 at an input, other than 0, with probability 1 - (3/4)^4 = 0.684.",
                        "P=1-(1-2^{-2})^4=\\tfrac{175}{256}")
                .quoted("Figures show the level sets and the grid deformation of the same distribution", "appendix D")
                .mistake("The pictures show a run that went well. How many were tried is not said.")
                .measured(
                        "Random networks with weights uniform about 0: the share whose last hidden layer is 0 at (1, 0), by Wilson's interval, told from "
                                + "those of three and of five layers, 1 - (3/4)^3 = 0.578 and 1 - (3/4)^5 = 0.763, and of three units a layer, "
                                + "1 - (7/8)^4 = 0.414.")
                .standard(size -> Setting.of(
                        RingKeys.NETS.is(size == Size.SMOKE ? 4000 : size == Size.FULL ? 1_000_000 : 100_000),
                        RingKeys.MEAN.is(0.0)))
                .control(setting -> setting.with(RingKeys.MEAN, 0.5).noted("weights whose mean is above 0"))
                .predict(setting -> Quantities.of("probability", 175.0 / 256))
                .measure((setting, replicate, seed) -> {
                    int point = 0;
                    for (int k = 0; k < setting.get(RingKeys.NETS); k++) {
                        double[] w = seed.at(k).uniforms(16);
                        for (int i = 0; i < 16; i++) {
                            w[i] = 2 * w[i] - 1 + setting.get(RingKeys.MEAN);
                        }
                        point += silent(w, 1, 0) ? 1 : 0;
                    }
                    return Quantities.of("point", point);
                })
                .judge((setting, predicted, measured) -> {
                    return Judgement.all(Comparison.told("share that is 0 at an input", predicted.scalar("probability"),
                            Shares.wilson((long) measured.getFirst().scalar("point"), setting.get(RingKeys.NETS), 1),
                            "Wilson's interval at " + Level.words(1), 1 - Math.pow(0.75, 3), 1 - Math.pow(0.75, 5),
                            1 - Math.pow(0.875, 4)));
                })
                .build();
    }

    /** Whether four layers of two ReLUs, w layer by layer, end at 0. */
    private static boolean silent(double[] w, double x, double y) {
        for (int l = 0; l < 16; l += 4) {
            double next = Math.max(0, w[l] * x + w[l + 1] * y);
            y = Math.max(0, w[l + 2] * x + w[l + 3] * y);
            x = next;
        }
        return x == 0 && y == 0;
    }

    private static Claim halving() {
        return ClaimBuilder.of("004.figured.6.halving", new Source("004", "appendix D, figure D.6"))
                .statement("Twice the blocks of half the step give the same picture",
                        "A residual network of tanh is Euler's method: with each block made k blocks of step h/k its outputs tend to those of a flow like 1/k.",
                        "\\lvert f_k-f_\\infty\\rvert\\propto1/k")
                .quoted("the fundental equation of ResNets can be seen as a discretization of this variable h using an euler method.",
                        "section 3")
                .mistake("The step is given nowhere. The author's program takes it twice in the first block.")
                .measured(
                        "A network of 51 blocks of width 2 and step 0.05, trained on rings: the distance of the outputs of 1, 2, 4, ... blocks for each from those "
                                + "of the next, on a grid of [-1, 1]^2, and its exponent in k, the median over runs.")
                .seconds(3)
                .standard(size -> Setting.of(RingKeys.HALVINGS.is(
                        size == Size.SMOKE ? new double[] {1, 2, 4, 8} : new double[] {1, 2, 4, 8, 16, 32, 64}),
                        RingKeys.STEP.is(1.0),
                        RingKeys.EPOCHS.is(size == Size.SMOKE ? 20 : 500), RingKeys.RATE.is(0.01),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? 2 : 16)))
                .control(setting -> setting.with(RingKeys.STEP, 1.1).noted("steps of 0.55 h for each two blocks"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("exponent", -1))
                .measure((setting, replicate, seed) -> distances(setting, seed))
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] slopes = measured.stream().mapToDouble(q -> {
                        double[] far = q.list("distances");
                        return Math.log(far[far.length - 1] / far[far.length - 2]) / Math.log(2);
                    }).sorted().toArray();
                    // The second least and the second largest of 16 hold the median at level 1 - 2 (1 + 16) / 2^16 = 0.9995.
                    int aside = slopes.length >= 16 ? 1 : 0;
                    double low = slopes[aside];
                    double high = slopes[slopes.length - 1 - aside];
                    lines.add(
                            Comparison.told("exponent of the distance in k, largest k", predicted.scalar("exponent"),
                                    new Estimate((low + high) / 2, low, high),
                                    "interval of the median over runs", 0, -2));
                    return Judgement.all(lines);
                })
                .build();
    }

    /** The largest distances of outputs with k and with 2k blocks for each, with k doubling. */
    private static Quantities distances(Setting setting, Seed seed) {
        Residual net = Residual.of(Activation.TANH, 2, 51).withStep(0.05).withReadout(1);
        double[] theta = RingTrial.train(net, setting.get(RingKeys.RATE), setting.get(RingKeys.EPOCHS), seed);
        Matrix grid = Matrix.zeros(GRID * GRID, 2);
        for (int i = 0; i < GRID * GRID; i++) {
            grid.set(i, 0, -1 + 2.0 * (i % GRID) / (GRID - 1));
            grid.set(i, 1, -1 + 2.0 * (i / GRID) / (GRID - 1));
        }
        double[] factors = setting.get(RingKeys.HALVINGS);
        double[] result = new double[factors.length - 1];
        double stretch = setting.get(RingKeys.STEP);
        Matrix before = Matrix.zeros(0, 0);
        for (int k = 0; k < factors.length; k++) {
            Residual stepped = net.withStep(net.step() * Math.pow(stretch, k));
            Matrix outputs = DepthRefinement.refined(stepped, theta, (int) factors[k], grid);
            for (int i = 0; k > 0 && i < outputs.rows(); i++) {
                result[k - 1] = Math.max(result[k - 1], Math.abs(outputs.get(i, 0) - before.get(i, 0)));
            }
            before = outputs;
        }
        return Quantities.of("distances", result);
    }
}
