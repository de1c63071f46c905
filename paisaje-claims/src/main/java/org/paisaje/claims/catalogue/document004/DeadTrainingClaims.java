package org.paisaje.claims.catalogue.document004;

import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.optimizer.Optimizers;

/** Section 8.1.2: what training does to dead units and dead networks. */
final class DeadTrainingClaims {
    /** Steps after the one that kills the unit. */
    private static final int AFTER = 100;
    private static final double RATE = 0.1;
    /** Steps that bring the one parameter that moves to its limit: a factor of at most 0.92 each. */
    private static final int STEPS = 1000;
    private static final Mlp ONE = Mlp.of(Activation.RELU, 1, 1, 1);
    private static final Mlp TWO = Mlp.of(Activation.RELU, 1, 2, 2, 1);
    private static final String FROZEN = "bitwise";

    private DeadTrainingClaims() {}

    static List<Claim> all() {
        return List.of(absorbing(), momentum(true), momentum(false), constant());
    }

    /** One unit, alive on both points, which the first step kills: the targets pull its output far down. */
    private static double[] trained(double beta, int steps) {
        Risk risk = Risk.of(ONE, Matrix.of(new double[][] {{0.5}, {1}}), Matrix.of(new double[][] {{-20}, {-30}}),
                Loss.SQUARED);
        String rule = "sgd:" + RATE + (beta > 0 ? ",momentum=" + beta : "");
        return Training.run(Optimizers.parse(rule), risk, new double[] {1, 0.25, 1, 0}, Stop.after(steps)).theta();
    }

    /** What the unit's weight and bias do in the first step, and after it. */
    private static Quantities displacements(Setting setting) {
        double beta = setting.get(RegionKeys.MOMENTUM);
        double[] start = trained(beta, 0);
        double[] killed = trained(beta, 1);
        double[] end = trained(beta, 1 + AFTER);
        double[] first = {killed[0] - start[0], killed[1] - start[1]};
        double[] later = {end[0] - killed[0], end[1] - killed[1]};
        double alive = Math.max(Math.max(killed[0] * 0.5 + killed[1], killed[0] + killed[1]), 0);
        return Quantities.of("first", first).and("later", later).and("alive", alive);
    }

    private static Comparison isDead(List<Quantities> measured) {
        return Comparison
                .equal("output of the unit after the first step", 0, measured.getFirst().scalar("alive"),
                        Tolerance.none("exactly"))
                .asSanity();
    }

    private static ClaimBuilder lemma(String id, String line, String plain) {
        return ClaimBuilder.of(id, Document004.source("section 8.1.2, lemma 8.1.1"))
                .statement(line, plain, "h(x)=0\\ \\forall x\\in\\mathcal X\\ \\Rightarrow\\ \\Delta A=\\Delta B=0")
                .quoted("When using a gradient descent method, and if all the weights of other neurons are fixed, a dead "
                        + "neuron would not be updated.", "lemma 8.1.1")
                .measure((setting, replicate, seed) -> displacements(setting));
    }

    private static Claim absorbing() {
        return lemma("004.lemma.8.1.1", "Gradient descent does not move a dead unit",
                "The gradient in the weights of a dead unit is 0, so that plain gradient descent leaves them as they are.")
                .measured(
                        "A unit that one step of gradient descent kills: its weight and bias after 100 more steps are the same bits.")
                .standard(size -> Setting.of(RegionKeys.MOMENTUM.is(0.0)))
                .control(setting -> setting.with(RegionKeys.MOMENTUM, 0.9)
                        .noted("momentum, which remembers older gradients"))
                .predict(setting -> Quantities.of("displacement", 0))
                .judge((setting, predicted, measured) -> Judgement.all(List.of(isDead(measured),
                        Comparison.equal("displacement of the weight of the dead unit",
                                predicted.scalar("displacement"), measured.getFirst().list("later")[0],
                                Tolerance.none(FROZEN)),
                        Comparison.equal("displacement of its bias", predicted.scalar("displacement"),
                                measured.getFirst().list("later")[1], Tolerance.none(FROZEN)))))
                .build();
    }

    private static Claim momentum(boolean printed) {
        ClaimBuilder builder = printed
                ? lemma("004.lemma.8.1.1.momentum.printed", "With momentum a dead unit is not moved either",
                        "The lemma read more widely than its proof: for every method that descends by gradients, momentum among them.")
                        .quoted("That is, the $(\\Delta A, \\Delta B)$ update to (A, B) is proportional to $(\\frac{\\partial h}{\\partial A}, "
                                + "\\frac{\\partial h}{\\partial B})$ .", "proof of lemma 8.1.1")
                        .mistake(
                                "This is not the reading of the proof, which takes the update to be proportional to the gradient and so leaves out what "
                                        + "a method remembers; with it the lemma holds: see 004.lemma.8.1.1. But the lemma says \"a gradient descent method\", "
                                        + "and appendix A.2 names Adam, which remembers, among those used most.")
                        .refuted()
                : lemma("004.lemma.8.1.1.momentum.corrected", "With momentum a dead unit drifts on",
                        "Momentum beta moves a unit that has just died by beta / (1 - beta) times its last step more.");
        return builder
                .measured(
                        "A unit that the first step kills: how far its weight and bias go in 100 further steps, over that first step.")
                .standard(size -> Setting.of(RegionKeys.MOMENTUM.is(0.9)))
                .control(setting -> setting.with(RegionKeys.MOMENTUM, printed ? 0.0 : 0.8)
                        .noted(printed ? "no momentum" : "another momentum than the prediction is for"))
                .predict(setting -> Quantities.of("ratio", printed ? 0 : 0.9 * (1 - Math.pow(0.9, AFTER)) / (1 - 0.9)))
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    double ratio = predicted.scalar("ratio");
                    // Each of the 100 steps rounds the parameter and the velocity.
                    double tolerance = printed ? 0 : Rounding.of(8 * AFTER).on(1 + ratio).bound();
                    return Judgement.all(List.of(isDead(measured),
                            Comparison.equal("drift of the weight over its last step", ratio,
                                    q.list("later")[0] / q.list("first")[0],
                                    Tolerance.of(tolerance, "rounding of 100 steps")),
                            Comparison.equal("drift of the bias over its last step", ratio,
                                    q.list("later")[1] / q.list("first")[1],
                                    Tolerance.of(tolerance, "rounding of 100 steps"))));
                })
                .build();
    }

    private record Fit(String name, Loss loss) {}

    private static Claim constant() {
        double[] y = {1, 1, 1, 0, 1};
        return ClaimBuilder.of("004.thm.8.1.3", Document004.source("section 8.1.2, theorem 8.1.3"))
                .statement("A network that is born dead trains to the best constant",
                        "Gradient descent moves only the biases behind the dead layer, and the outputs tend to the constant of least loss: the "
                                + "mean for the squared loss, the logit of the class frequency for cross-entropy.",
                        "f\\to\\arg\\min_c\\sum_i\\ell(c,y_i)")
                .quoted("Suppose that the feed-forward ReLU neural network is born dead. Then, for any loss function "
                        + "$\\mathcal{L}$ , and for any gradient base method, the ReLU network is optimized to be a constant function which "
                        + "minimizes the loss.", "theorem 8.1.3")
                .mistake(
                        "\"Any loss\" and \"any method\" are too much: the constant must exist and the method converge. Attributed to Taki; "
                                + "it is of Lu, Shin, Su and Karniadakis.")
                .measured(
                        "A network (1, 2, 2, 1) whose first layer is off on five points in [-1, 1], gradient descent of rate 0.5 on both "
                                + "losses: the outputs after 1000 steps, and the parameters up to the readout's weights, bit for bit.")
                .standard(size -> Setting.of(RegionKeys.FIRST_BIAS.is(-2.0)))
                .control(setting -> setting.with(RegionKeys.FIRST_BIAS, 0.5).noted("a first layer that is alive"))
                .predict(setting -> Quantities.of("squared", 0.8)
                        .and("cross-entropy", Math.log(0.8 / 0.2))
                        .and("moved", 0))
                .measure((setting, replicate, seed) -> {
                    Matrix x = Matrix.of(new double[][] {{-1}, {-0.5}, {0.1}, {0.6}, {1}});
                    Matrix targets = Matrix.wrap(5, 1, y.clone());
                    double bias = setting.get(RegionKeys.FIRST_BIAS);
                    double[] start = {1, -1, bias, bias, 0.4, -0.3, 0.7, 0.2, 0, 0, 0.6, -0.5, 0.1};
                    Quantities result = Quantities.NONE;
                    double moved = 0;
                    for (Fit fit : List.of(new Fit("squared", Loss.SQUARED),
                            new Fit("cross-entropy", Loss.BINARY_CROSS_ENTROPY))) {
                        double[] theta = Training.run(Optimizers.parse("sgd:0.5"),
                                Risk.of(TWO, x, targets, fit.loss()), start, Stop.after(STEPS)).theta();
                        result = result.and(fit.name(), TWO.forward(theta, x).data().clone());
                        // layers: 1-2 weights and biases, 2-2 weights; then biases, readout weights 10-11, its bias
                        moved = Math.max(moved, IntStream.of(0, 1, 2, 3, 4, 5, 6, 7, 10, 11)
                                .mapToDouble(i -> Math.abs(theta[i] - start[i]))
                                .max()
                                .orElseThrow());
                    }
                    return result.and("moved", moved);
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(
                        outputs("squared", predicted, measured), outputs("cross-entropy", predicted, measured),
                        Comparison.equal("displacement of all weights", predicted.scalar("moved"),
                                measured.getFirst().scalar("moved"), Tolerance.none(FROZEN)))))
                .build();
    }

    /** The output that is farthest from the constant. */
    private static Comparison outputs(String loss, Quantities predicted, List<Quantities> measured) {
        double constant = predicted.scalar(loss);
        double farthest = constant;
        for (double output : measured.getFirst().list(loss)) {
            farthest = Math.abs(output - constant) >= Math.abs(farthest - constant) ? output : farthest;
        }
        // The way left shrinks by 0.92 a step or faster, so that the roundings of all steps add up to 13 times those of one.
        return Comparison.equal("outputs after training, " + loss, constant, farthest, Rounding.of(20).on(2).times(13));
    }
}
