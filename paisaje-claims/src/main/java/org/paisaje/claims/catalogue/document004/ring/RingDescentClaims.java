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
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.Comparison;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;

/** Appendix D: the optimizer that the text names, and the one of the author's program. */
final class RingDescentClaims {
    private static final String NET = "resnet:3x51-1:tanh:step=0.05";
    private static final int LEARNT = 200;
    private static final List<String> RULES = List.of("Adam", "plain descent");
    private static final String LOSSES = "losses";
    private static final String ACCURACY = "accuracy";
    private static final String SEPARATED = "separated";

    private RingDescentClaims() {}

    static Claim rules() {
        return ClaimBuilder.of("004.appendixd.adam", new Source("004", "appendix D"))
                .statement("With the settings of the author's program Adam ends far below plain descent",
                        "With 200 of 1,000 points to learn from, batches of 50 and 51 blocks of step 0.05 Adam, which the text names, ends with a smaller "
                                + "loss than the plain stochastic gradient descent that the program asks for. Neither names a rate; taken are the ones "
                                + "that the documentation of TensorFlow 2.7 gives as defaults of Keras, 0.001 and 0.01.",
                        "\\mathbb E\\log_{10}\\bigl(L_\\text{Adam}/L_\\text{descent}\\bigr)<0")
                .quoted("The neural networks are trained using ADAM algorithm, and the loss function is a binary crossentropy.",
                        "appendix D")
                .mistake(
                        "The author's public program has optimizer='sgd', 5,000 or 15,000 epochs and 20 % or 50 % of the points to learn from. "
                                + "Which of the two made the pictures is not known.")
                .measured(
                        "Paired runs of a network with three units a layer from the same starts, on the same points and batches: the mean over runs of the decimal logarithm of the ratio of "
                                + "training losses, by Student's interval, below that of equal losses, 0; beside it accuracies and how many are right on all of "
                                + "disc and ring. The runs stop after 1,000 of the 5,000 epochs of the program.")
                .seconds(8)
                .standard(
                        size -> Setting.of(
                                RingKeys.EPOCHS.is(size == Size.SMOKE ? 250 : 1000),
                                RingKeys.RATE.is(0.001), RingKeys.PLAIN.is(0.01),
                                RingKeys.SEEDS.is(size == Size.FULL ? 20 : 6)))
                .control(
                        setting -> setting.with(RingKeys.RATE, 1e-5)
                                .with(RingKeys.PLAIN, 1.0)
                                .noted("Adam at a hundredth of its rate and plain descent at a hundred times its own: the rates decide as much as the rules"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("ratio", 0))
                .measure((setting, replicate, seed) -> measure(setting, seed))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "log10 of the ratio of losses, Adam over plain descent", predicted.scalar("ratio"),
                        Exponents.mean(measured.stream()
                                .mapToDouble(q -> Math.log10(q.list(LOSSES)[0] / q.list(LOSSES)[1]))
                                .toArray()),
                        "mean of paired runs, Student's interval")))
                .figures((setting, predicted, measured) -> List.of(table(measured)))
                .build();
    }

    private static Quantities measure(Setting setting, Seed seed) {
        Architecture network = Architecture.parse(NET);
        List<Optimizer> rules = List.of(Adam.withRate(setting.get(RingKeys.RATE)),
                GradientDescent.withRate(setting.get(RingKeys.PLAIN)));
        double[][] values = new double[3][rules.size()];
        for (int k = 0; k < rules.size(); k++) {
            RingTrial trial = RingTrial.run(network, rules.get(k), LEARNT, setting.get(RingKeys.EPOCHS), seed);
            values[0][k] = trial.loss();
            values[1][k] = trial.accuracy();
            values[2][k] = trial.separated() ? 1 : 0;
        }
        return Quantities.of(LOSSES, values[0]).and(ACCURACY, values[1]).and(SEPARATED, values[2]);
    }

    private static Figure table(List<Quantities> measured) {
        List<List<Cell>> rows = new ArrayList<>();
        for (int k = 0; k < RULES.size(); k++) {
            int at = k;
            double[] losses = measured.stream().mapToDouble(q -> q.list(LOSSES)[at]).sorted().toArray();
            double[] accuracies = measured.stream().mapToDouble(q -> q.list(ACCURACY)[at]).toArray();
            rows.add(List.of(Cell.text(RULES.get(k)), Cell.number(losses[losses.length / 2], 3),
                    Cell.number(Arrays.stream(accuracies).min().orElseThrow(), 3),
                    Cell.number(Arrays.stream(accuracies).max().orElseThrow(), 3),
                    Cell.count((long) measured.stream().mapToDouble(q -> q.list(SEPARATED)[at]).sum())));
        }
        return new Figure.Table("rules", "Adam and plain descent",
                "Of " + measured.size()
                        + " runs each: the middle training loss, least and largest accuracy on all 1,000 points, and how many are right on "
                        + "all of disc and ring.",
                List.of("rule", "loss", "least accuracy", "largest", "right everywhere"), rows);
    }
}
