package org.paisaje.claims.catalogue.document004.depth;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
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

/** Section 8.1.2: which rules of steps move a dead unit, and which can wake it. */
public final class WakingClaims {
    private static final Mlp ONE = Mlp.of(Activation.RELU, 1, 1, 1);
    private static final int STEPS = 40;

    /**
     * A rule of steps.
     *
     * @param text as it is written
     * @param moves whether it moves weights without a gradient: by what it remembers of earlier ones, or by decay
     * @param wakes whether what it remembers goes on; decay alone makes weight and bias smaller by one factor
     */
    private record Case(String text, boolean moves, boolean wakes) {}

    private static final List<Case> CASES = List.of(new Case("gd:0.1", false, false),
            new Case("adagrad:0.8", false, false), new Case("rmsprop:0.08", false, false),
            new Case("gd:0.1,decay=0.1", true, false), new Case("momentum:0.1", true, true),
            new Case("nesterov:0.05", true, true), new Case("adam:0.8", true, true),
            new Case("adamw:0.8,decay=0.1", true, true));

    private WakingClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return List.of(rules());
    }

    private static Claim rules() {
        return ClaimBuilder.of("004.lemma.8.1.1.rules", DepthKeys.source("section 8.1.2, lemma 8.1.1"))
                .statement("Only rules that remember gradients can wake a dead unit",
                        "Without a gradient plain descent, AdaGrad and RMSProp leave a unit as it is; decay makes its weight and bias smaller by one factor, "
                                + "which changes no sign; momentum, Nesterov's momentum and Adam go on in the direction of the step that killed it, "
                                + "which may lie towards another sample.",
                        "\\Delta(wx+b)=\\sum_k\\Delta_k\\,x+\\Delta_k")
                .quoted("When using a gradient descent method, and if all the weights of other neurons are fixed, a dead "
                        + "neuron would not be updated.", "lemma 8.1.1")
                .mistake("Which method of gradient descent is meant is not said.")
                .measured(
                        "The unit max(x - 1, 0), alive at x = 2 and not at another sample, which the first step of each rule kills: whether the second step "
                                + "moves it, and whether it is alive at a sample after 2 to 40.")
                .standard(size -> Setting.of(DepthKeys.OTHER.is(-2.0)))
                .control(setting -> setting.with(DepthKeys.OTHER, 0.5)
                        .noted("the other sample on the same side of 0, so that the step that kills leads away from it, too"))
                .predict(setting -> Quantities.of("moves", CASES.stream().mapToDouble(c -> c.moves() ? 1 : 0).toArray())
                        .and("wakes", CASES.stream().mapToDouble(c -> c.wakes() ? 1 : 0).toArray()))
                .measure((setting, replicate, seed) -> outcomes(setting.get(DepthKeys.OTHER)))
                .judge((setting, predicted, measured) -> {
                    List<Comparison> lines = new ArrayList<>();
                    Quantities found = measured.getFirst();
                    lines.add(Comparison.equal("rules whose first step leaves the unit alive", 0,
                            found.scalar("alive"), Tolerance.none("counted")).asSanity());
                    for (int k = 0; k < CASES.size(); k++) {
                        for (String what : List.of("moves", "wakes")) {
                            lines.add(Comparison.equal(CASES.get(k).text() + " " + what + " the unit",
                                    predicted.list(what)[k], found.list(what)[k],
                                    Tolerance.none("1 for yes, 0 for no")));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities outcomes(double other) {
        double[] moves = new double[CASES.size()];
        double[] wakes = new double[CASES.size()];
        int alive = 0;
        for (int k = 0; k < CASES.size(); k++) {
            double[] killed = after(CASES.get(k), other, 1);
            alive += awake(killed, other) ? 1 : 0;
            for (int step = 2; step <= STEPS; step++) {
                double[] theta = after(CASES.get(k), other, step);
                moves[k] = step == 2 ? theta[0] == killed[0] && theta[1] == killed[1] ? 0 : 1 : moves[k];
                wakes[k] = awake(theta, other) ? 1 : wakes[k];
            }
        }
        return Quantities.of("moves", moves).and("wakes", wakes).and("alive", alive);
    }

    private static double[] after(Case rule, double other, int steps) {
        Risk risk = Risk.of(ONE, Matrix.of(new double[][] {{2}, {other}}), Matrix.of(new double[][] {{-11}, {0}}),
                Loss.SQUARED);
        return Training.run(Optimizers.parse(rule.text()), risk, new double[] {1, -1, 1, 0}, Stop.after(steps)).theta();
    }

    private static boolean awake(double[] theta, double other) {
        return Math.max(2 * theta[0], other * theta[0]) + theta[1] > 0;
    }
}
