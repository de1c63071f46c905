package org.paisaje.claims.catalogue.document004.setup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Initializer;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.training.Batches;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.GradientDescent;

/** Section 3 on steps and epochs, on starts, and on whether a multilayer perceptron is a flow. */
final class StartClaims {
    private static final int SAMPLES = 40;
    private static final int UNITS = 12;
    private static final List<Initializer> STARTS = List.of(Initializer.uniform(1), Initializer.heUniform(),
            Initializer.glorotUniform(), Initializer.lecunUniform(), Initializer.zero());

    private StartClaims() {}

    static List<Claim> all() {
        return List.of(epoch(), starts(), orientation());
    }

    private static Claim epoch() {
        return ClaimBuilder.of("004.eq3.19", SetupKeys.source("equations (3.18) and (3.19)"))
                .statement("An epoch is n / m steps, and takes each sample once",
                        "Shuffled data are dealt into n / m batches; the steps (3.19) on all of them are an epoch.",
                        "\\text{epoch}=n/m\\ \\text{steps}")
                .quoted("and this process is repeated iteratively. Each time step is called *epoch*.",
                        "below equation (3.19)")
                .mistake(
                        "The text calls each step on a batch an epoch here, which is a matter of words; in appendix D, as elsewhere, it is a pass over "
                                + "the data. With all samples in a batch both are one.")
                .measured(
                        "Training on 40 samples in batches of 8: the steps of one epoch, the samples that an epoch takes once, and the first step against "
                                + "theta less the rate times the gradient of its batch.")
                .standard(size -> Setting.of(SetupKeys.BATCH.is(8), SetupKeys.DEALT.is(true)))
                .control(setting -> setting.with(SetupKeys.DEALT, false).noted("samples are drawn with replacement"))
                .predict(setting -> Quantities.of("steps", (double) SAMPLES / setting.get(SetupKeys.BATCH))
                        .and("once", SAMPLES))
                .measure((setting, replicate, seed) -> passes(setting, setting.get(SetupKeys.DEALT), seed))
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal("distance of a step from that of (3.19)", 0, q.scalar("distance"),
                                    Rounding.of(128)).asSanity(),
                            Comparison.equal("steps of one epoch", predicted.scalar("steps"), q.scalar("steps"),
                                    Tolerance.none("counted")),
                            Comparison.equal("samples taken once", predicted.scalar("once"), q.scalar("once"),
                                    Tolerance.none("counted")));
                })
                .build();
    }

    private static Quantities passes(Setting setting, boolean dealt, Seed seed) {
        int m = setting.get(SetupKeys.BATCH);
        Mlp net = Mlp.of(Activation.TANH, 2, 3, 1);
        Risk risk = Risk.of(net, Matrix.wrap(SAMPLES, 2, seed.named("x").gaussians(2 * SAMPLES)),
                Matrix.wrap(SAMPLES, 1, seed.named("y").gaussians(SAMPLES)), Loss.SQUARED);
        double[] theta = net.initialize(seed.named("theta"));
        Batches batches = Batches.of(m, seed.named("batches"));
        Training training = Training.with(GradientDescent.withRate(0.1)).batches(batches).threads(1);
        Trajectory epoch = training.stop(Stop.afterEpochs(1)).run(risk, theta);
        int[] order = new int[SAMPLES];
        batches.order(0, order);
        double[] gradient = risk.on(Arrays.copyOf(order, m)).gradient(theta);
        double[] first = training.stop(Stop.after(1)).run(risk, theta).theta();
        double distance = 0;
        for (int j = 0; j < theta.length; j++) {
            distance = Math.max(distance, Math.abs(first[j] - (theta[j] - 0.1 * gradient[j])));
        }
        RandomGenerator random = seed.named("drawn").generator();
        int[] taken = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            taken[dealt ? order[i] : random.nextInt(SAMPLES)]++;
        }
        return Quantities.of("steps", epoch.steps())
                .and("once", Arrays.stream(taken).filter(k -> k == 1).count())
                .and("distance", distance);
    }

    private static Claim starts() {
        return ClaimBuilder.of("004.section3.start", SetupKeys.source("section 3, above equation (3.18)"))
                .statement("Weights between -1 and 1 make signals grow N/6-fold a layer",
                        "A layer of N ReLUs multiplies the mean square by N/6 with weights uniform in [-1, 1], by 1 with He's, 1/2 with Glorot's and LeCun's, 0 "
                                + "with none: at N = 12 the usual start doubles it in each layer. And from weights that are all 0 hidden weights get no gradient.",
                        "\\frac{\\mathbb E\\lVert z_{l+1}\\rVert^2}{\\lVert z_l\\rVert^2}=\\tfrac N2\\operatorname{Var}w")
                .quoted("is usually chosen to be given by a uniform random variable between -1 and 1, or using more sophisticated initialization "
                        + "algorithms", "above equation (3.18)")
                .mistake(
                        "Not what Keras does, which appendix D uses (Glorot's, biases 0), and no start for wide networks: see figure 8.3.")
                .measured(
                        "The factor of the mean square of a layer of 12 ReLUs for each start, its mean over repetitions; and the hidden weights that a step "
                                + "from 0 moves.")
                .standard(size -> Setting.of(SetupKeys.SCALE.is(1.0),
                        SetupKeys.REPLICATES.is(size == Size.SMOKE ? 30 : 400)))
                .control(setting -> setting.with(SetupKeys.SCALE, 1.3).noted("weights 1.3 times as wide"))
                .replicates(setting -> setting.get(SetupKeys.REPLICATES))
                .predict(setting -> Quantities.of("factor", new double[] {UNITS / 6.0, 1, 0.5, 0.5, 0}))
                .measure((setting, replicate, seed) -> {
                    Mlp net = Mlp.of(Activation.RELU, UNITS, UNITS, UNITS);
                    double[] factors = new double[STARTS.size()];
                    int draws = 50;
                    for (int k = 0; k < factors.length; k++) {
                        for (int i = 0; i < draws; i++) {
                            Seed own = seed.at(i);
                            double[] theta = net.initialize(STARTS.get(k), own.named("start").at(k));
                            double scale = setting.get(SetupKeys.SCALE);
                            double[] scaled = Arrays.stream(theta).map(t -> scale * t).toArray();
                            Matrix x = Matrix.wrap(1, UNITS, own.named("x").at(k).gaussians(UNITS));
                            double norm = net.trace(scaled, x).values(0).frobeniusNorm() / x.frobeniusNorm();
                            factors[k] += norm * norm / draws;
                        }
                    }
                    return Quantities.of("factor", factors).and("moved", moved(net, seed));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < STARTS.size() - 1; k++) {
                        int at = k;
                        double value = predicted.list("factor")[k];
                        lines.add(Comparison.told("factor of the mean square, " + STARTS.get(k).name(), value,
                                Exponents.mean(measured.stream().mapToDouble(q -> q.list("factor")[at]).toArray(),
                                        STARTS.size() - 1),
                                "Student's interval over " + measured.size() + " repetitions, "
                                        + Level.words(STARTS.size() - 1),
                                Arrays.stream(new double[] {0.25, 0.5, 1, 2, 4}).filter(r -> r != value).toArray()));
                    }
                    lines.add(Comparison.equal("factor of the mean square, zero", 0,
                            measured.stream().mapToDouble(q -> q.list("factor")[STARTS.size() - 1]).max().orElseThrow(),
                            Tolerance.none("exact")));
                    lines.add(Comparison.equal("hidden weights that a step from 0 moves", 0,
                            measured.stream().mapToDouble(q -> q.scalar("moved")).sum(), Tolerance.none("counted")));
                    return Judgement.all(lines);
                })
                .build();
    }

    private static double moved(Mlp net, Seed seed) {
        Risk risk = Risk.of(net, Matrix.wrap(5, UNITS, seed.named("x").gaussians(5 * UNITS)),
                Matrix.wrap(5, UNITS, seed.named("y").gaussians(5 * UNITS)), Loss.SQUARED);
        double[] gradient = risk.gradient(new double[net.layout().size()]);
        int hidden = net.layerShapes().getFirst().bias();
        return Arrays.stream(Arrays.copyOf(gradient, hidden)).filter(g -> g != 0).count();
    }

    private static Claim orientation() {
        return ClaimBuilder.of("004.section3.orientation", SetupKeys.source("section 3, on multilayer perceptrons"))
                .statement("Half of all tanh networks reverse orientation, which no flow does",
                        "A flow keeps the orientation: its Jacobian has a determinant above 0. With symmetric weights that of a tanh network has either sign with "
                                + "probability 1/2; residual blocks whose branch has slopes below 1 keep it. A ReLU network of "
                                + "L layers of N units loses a dimension where any unit is off: at an input with probability 1 - 2^(-NL).",
                        "\\Pr(\\det D\\Phi<0)=\\tfrac12,\\qquad\\Pr(\\operatorname{rank}D\\Phi<N)=1-2^{-NL}")
                .quoted("Moreover, the discrete map $\\Phi$ cannot be seen as the discretization of a continuous map, and $\\Phi$ may not correspond to an "
                        + "homeomorphism.", "section 3")
                .mistake(
                        "No criterion is given, and \"cannot\" is too strong: half of the networks pass this one, and layers tanh((I + hA)y) "
                                + "are steps of a flow and its compression.")
                .measured(
                        "The signs of the determinants of random tanh networks of 3 layers of 2 units at a random input, those of residual networks with "
                                + "branches of slope below 1, and the ranks of ReLU networks; shares with Wilson's intervals.")
                .standard(size -> Setting.of(SetupKeys.REPLICATES.is(size == Size.SMOKE ? 1000 : 20_000),
                        SetupKeys.SKIPS.is(false)))
                .control(setting -> setting.with(SetupKeys.SKIPS, true).noted("layers that add to what they read"))
                .predict(
                        setting -> Quantities.of("negative", 0.5).and("flows", 0).and("deficient", 1 - Math.pow(2, -6)))
                .measure((setting, replicate, seed) -> signs(setting, seed))
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    int n = setting.get(SetupKeys.REPLICATES);
                    return Judgement.all(
                            Comparison.told("share of tanh networks with a negative determinant",
                                    predicted.scalar("negative"), Shares.wilson((long) q.scalar("negative"), n, 2),
                                    "Wilson's interval, " + Level.words(2), 0, 0.25, 0.75, 1),
                            Comparison.told("share of ReLU networks that are not one-to-one at the input",
                                    predicted.scalar("deficient"), Shares.wilson((long) q.scalar("deficient"), n, 2),
                                    "Wilson's interval, " + Level.words(2), 0.75, 15.0 / 16, 1),
                            Comparison.equal("residual networks with a negative determinant",
                                    predicted.scalar("flows"), q.scalar("flows"), Tolerance.none("counted")));
                })
                .build();
    }

    private static Quantities signs(Setting setting, Seed seed) {
        boolean skips = setting.get(SetupKeys.SKIPS);
        Architecture smooth = Architecture.parse(skips ? "resnet:2x3:tanh:step=0.1" : "mlp:2-2-2-2:tanh:output=tanh");
        Architecture kinked = Architecture.parse(skips ? "resnet:2x3:relu:step=0.1" : "mlp:2-2-2-2:relu:output=relu");
        Architecture flow = Architecture.parse("resnet:2x3:tanh:step=0.1");
        int negative = 0;
        int deficient = 0;
        int flows = 0;
        for (int i = 0; i < setting.get(SetupKeys.REPLICATES); i++) {
            Seed own = seed.at(i);
            Matrix x = Matrix.wrap(1, 2, own.named("x").gaussians(2));
            negative += determinant(smooth, own.named("tanh"), x) < 0 ? 1 : 0;
            deficient += determinant(kinked, own.named("relu"), x) == 0 ? 1 : 0;
            flows += determinant(flow, own.named("flow"), x) < 0 ? 1 : 0;
        }
        return Quantities.of("negative", negative).and("deficient", deficient).and("flows", flows);
    }

    /** Of the Jacobian in the input, 0 where only rounding is left of it; weights are uniform in [-1, 1]. */
    private static double determinant(Architecture net, Seed seed, Matrix x) {
        double[] theta = net.initialize(Initializer.uniform(1), seed);
        var there = net.linearize(theta, x);
        double[] first = there.inputVjp(Matrix.wrap(1, 2, new double[] {1, 0})).data();
        double[] second = there.inputVjp(Matrix.wrap(1, 2, new double[] {0, 1})).data();
        double plus = first[0] * second[1];
        double minus = first[1] * second[0];
        // A product of three matrices of which one is singular has a determinant of rounding.
        return Math.abs(plus - minus) <= Rounding.of(32).on(Math.abs(plus) + Math.abs(minus)).bound()
                ? 0
                : plus - minus;
    }
}
