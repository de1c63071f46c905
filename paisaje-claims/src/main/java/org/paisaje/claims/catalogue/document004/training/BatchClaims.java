package org.paisaje.claims.catalogue.document004.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.stats.LineFit;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Appendix A.2 and section B.1: gradients of some of the samples. */
final class BatchClaims {
    /** Sums of 60 terms on both sides, with some ten operations a term. */
    private static final Rounding SUMS = Rounding.of(120 + 20);

    private BatchClaims() {}

    static List<Claim> all() {
        return List.of(unbiased(), direction(), sum(true), sum(false), split(true), split(false));
    }

    private static Claim unbiased() {
        return ClaimBuilder.of("004.a.16", new Source("004", "appendix A.2, equations (A.15) and (A.16)"))
                .statement("A batch's gradient is right in the mean, with variance 1/p for batches of p",
                        "The mean of the gradients of single samples is the gradient of all; the mean of p independent ones has a p-th of their variance.",
                        "\\mathbb E\\nabla\\hat\\xi=\\nabla\\xi,\\qquad \\operatorname{Var}\\propto 1/p")
                .quoted("In the SGC case, the gradient descent uses an approximation of $\\xi$, $\\hat{\\xi}$",
                        "above equation (A.16)")
                .mistake(
                        "What kind of approximation it is is not said. That it costs M times less, (A.17), is counting.")
                .measured(
                        "A linear neuron: the mean over all single samples against the gradient; and the exponent in p of the mean square distance of batch "
                                + "gradients, drawn with replacement, over repetitions.")
                .standard(size -> Setting.of(TrainingKeys.BATCHES.is(new double[] {1, 4, 16}),
                        TrainingKeys.REPEATED.is(false),
                        TrainingKeys.REPLICATES.is(size == Size.SMOKE ? 10 : 100)))
                .control(setting -> setting.with(TrainingKeys.REPEATED, true)
                        .noted("batches that hold one sample p times"))
                .replicates(setting -> setting.get(TrainingKeys.REPLICATES))
                .predict(setting -> Quantities.of("exponent", -1).and("bias", 0))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(60, 5, seed);
                    double[] w = seed.named("w").gaussians(5);
                    double[] whole = neuron.risk().gradient(w);
                    double[][] single = IntStream.range(0, 60)
                            .mapToObj(i -> neuron.risk().on(i).gradient(w))
                            .toArray(double[][]::new);
                    double[] mean = mean(single, IntStream.range(0, 60).toArray());
                    double[] batches = setting.get(TrainingKeys.BATCHES);
                    double[] variance = new double[batches.length];
                    var random = seed.named("draws").generator();
                    for (int k = 0; k < batches.length; k++) {
                        for (int trial = 0; trial < 1000; trial++) {
                            int[] drawn = new int[(int) batches[k]];
                            for (int i = 0; i < drawn.length; i++) {
                                drawn[i] = i > 0 && setting.get(TrainingKeys.REPEATED) ? drawn[0] : random.nextInt(60);
                            }
                            double far = LinearNeuron.distance(mean(single, drawn), whole);
                            variance[k] += far * far / 1000;
                        }
                    }
                    return Quantities.of("bias", LinearNeuron.distance(mean, whole))
                            .and("exponent", LineFit.logLog(batches, variance).slope());
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("distance of the mean over all samples from the gradient",
                                predicted.scalar("bias"),
                                measured.stream().mapToDouble(q -> q.scalar("bias")).max().orElseThrow(), SUMS.on(8)),
                        Comparison.told("exponent of the variance in p", predicted.scalar("exponent"),
                                Exponents.mean(measured.stream().mapToDouble(q -> q.scalar("exponent")).toArray(), 1),
                                "Student's interval over " + measured.size() + " repetitions", 0, -0.5, -2)))
                .build();
    }

    private static double[] mean(double[][] rows, int[] chosen) {
        double[] result = new double[rows[0].length];
        for (int row : chosen) {
            for (int j = 0; j < result.length; j++) {
                result[j] += rows[row][j] / chosen.length;
            }
        }
        return result;
    }

    private static Claim direction() {
        return ClaimBuilder.of("004.a.18.direction", new Source("004", "appendix A.2, equation (A.18)"))
                .statement("With a batch of all samples the sum descends in the steepest direction",
                        "The gradient of the sum over all p = M samples is M times that of (A.15): steps go in the same direction, and with the step "
                                + "nu / M they are the same.",
                        "\\frac{\\nabla\\hat\\xi}{\\lVert\\nabla\\hat\\xi\\rVert}=\\frac{\\nabla\\xi}{\\lVert\\nabla\\xi\\rVert}\\quad(p=M)")
                .quoted("Trivially, in case p = 1 this is equivalent as the SGD, and for p = M it is the *steepest descent*.",
                        "below equation (A.18)")
                .quoted("The gradient descent method (or steepest descent method updates the weights $\\mathbf{w}$ in the opposite direction to the "
                        + "gradient vector $\\nabla \\xi(\\mathbf{w})$.", "appendix A.1.2.1")
                .mistake(
                        "Whether the step nu is to be the same is not said. With the same nu the sum takes steps M times as long: see "
                                + "004.a.18.printed.")
                .measured(
                        "A linear neuron on 60 samples: the distance of the gradients of the sum over all samples and of (A.15), each divided by its "
                                + "length.")
                .standard(size -> Setting.of(TrainingKeys.BATCH.is(60)))
                .control(setting -> setting.with(TrainingKeys.BATCH, 30)
                        .noted("a batch of the first half of the samples"))
                .predict(setting -> Quantities.of("distance", 0))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(60, 5, seed);
                    double[] w = seed.named("w").gaussians(5);
                    double[] sum = new double[5];
                    for (int i = 0; i < setting.get(TrainingKeys.BATCH); i++) {
                        double[] own = neuron.risk().on(i).gradient(w);
                        for (int j = 0; j < 5; j++) {
                            sum[j] += own[j];
                        }
                    }
                    double[] whole = neuron.risk().gradient(w);
                    double across = 0;
                    for (int i = 0; i < 60; i++) {
                        across += LinearNeuron.norm(neuron.risk().on(i).gradient(w)) / 60;
                    }
                    return Quantities.of("distance", LinearNeuron.distance(unit(sum), unit(whole)))
                            .and("condition", across / LinearNeuron.norm(whole));
                })
                .judge((setting, predicted, measured) -> Judgement
                        .all(Comparison.equal("distance of the gradients, both of length 1",
                                predicted.scalar("distance"),
                                measured.getFirst().scalar("distance"),
                                SUMS.times(measured.getFirst().scalar("condition")))))
                .build();
    }

    private static double[] unit(double[] a) {
        double length = LinearNeuron.norm(a);
        return Arrays.stream(a).map(x -> x / length).toArray();
    }

    private static Claim sum(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.a.18." + (printed ? "printed" : "corrected"),
                        new Source("004", "appendix A.2, equation (A.18)"))
                .statement(
                        printed
                                ? "With a batch of all samples the sum takes the steps of steepest descent"
                                : "With a batch of all samples the mean takes the steps of steepest descent",
                        printed
                                ? "Read with one and the same nu: the cost of a batch is the sum over its samples, and of p = M samples it has the gradient, and so "
                                        + "the steps, of (A.15)."
                                : "The cost of a batch must be the mean over its samples to take the steps of (A.15) for p = M with the same nu.",
                        printed
                                ? "\\hat\\xi=\\sum_{i=1}^p\\lVert\\cdot\\rVert"
                                : "\\hat\\xi=\\tfrac1p\\sum_{i=1}^p\\lVert\\cdot\\rVert")
                .quoted("Trivially, in case p = 1 this is equivalent as the SGD, and for p = M it is the *steepest descent*.",
                        "below equation (A.18)")
                .quoted("where $\\mathbf{g} = \\nabla \\xi(\\mathbf{w})$, and $\\nu > 0$ is the *stepsize*.",
                        "below equation (A.11)")
                .measured(
                        "A linear neuron on 60 samples: the gradient of the cost of a batch of all, over that of (A.15).")
                .standard(size -> Setting.of(TrainingKeys.DIVIDED.is(!printed)))
                .control(setting -> setting.with(TrainingKeys.DIVIDED, printed)
                        .noted(printed ? "the sum divided by p" : "the sum as printed"))
                .predict(setting -> Quantities.of("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    LinearNeuron neuron = LinearNeuron.of(60, 5, seed);
                    double[] w = seed.named("w").gaussians(5);
                    double[] sum = new double[5];
                    for (int i = 0; i < 60; i++) {
                        double[] own = neuron.risk().on(i).gradient(w);
                        for (int j = 0; j < 5; j++) {
                            sum[j] += setting.get(TrainingKeys.DIVIDED) ? own[j] / 60 : own[j];
                        }
                    }
                    return Quantities.of("ratio",
                            LinearNeuron.norm(sum) / LinearNeuron.norm(neuron.risk().gradient(w)));
                })
                .judge((setting, predicted, measured) -> Judgement
                        .all(Comparison.equal("length of the gradient over that of steepest descent",
                                predicted.scalar("ratio"), measured.getFirst().scalar("ratio"), SUMS)));
        return printed
                ? builder.refuted()
                        .mistake(
                                "With the same nu the factor 1/p is missing: the step is M times too long. (A.11) leaves nu > 0 free, and read as the same direction "
                                        + "the sentence holds: see 004.a.18.direction.")
                        .build()
                : builder.build();
    }

    private static Claim split(boolean printed) {
        ClaimBuilder builder = ClaimBuilder
                .of("004.b.8." + (printed ? "printed" : "corrected"),
                        new Source("004", "section B.1, equations (B.8) to (B.10)"))
                .statement(
                        printed
                                ? "Subset i of the data holds the samples m i < k <= (m + 1) i"
                                : "Subset i of the data holds the samples m i < k <= m (i + 1)",
                        printed
                                ? "The p subsets of m samples each divide the data."
                                : "Then each sample is in one subset, and the mean of the costs of the subsets is the cost of all.",
                        printed ? "m\\cdot i<k\\le(m+1)\\cdot i" : "m\\cdot i<k\\le m\\,(i+1)")
                .quoted("$$\\mathcal{X}_i = \\{ \\{ \\mathbf{x}_k, \\mathbf{y}_k \\} \\in \\mathcal{X} \\mid m \\cdot i < k \\le (m+1) \\cdot i \\} \\ \\forall i < p$$",
                        "equation (B.8)")
                .mistake(
                        "(B.7) calls the square of a number a mean of norms that are not squared; what the text calls on-line is a minibatch.")
                .measured(
                        "60 samples of a linear neuron in 6 subsets: how many are in one subset exactly, and the mean of the costs of the subsets over that of all.")
                .standard(size -> Setting.of(TrainingKeys.PARTS.is(6), TrainingKeys.WHOLE.is(!printed)))
                .control(setting -> setting.with(TrainingKeys.WHOLE, printed)
                        .noted(printed ? "subsets that end at m (i + 1)" : "subsets that end as printed"))
                .predict(setting -> Quantities.of("once", 60).and("ratio", 1))
                .measure((setting, replicate, seed) -> {
                    int parts = setting.get(TrainingKeys.PARTS);
                    int m = 60 / parts;
                    LinearNeuron neuron = LinearNeuron.of(60, 5, seed);
                    double[] w = seed.named("w").gaussians(5);
                    int[] held = new int[60];
                    double mean = 0;
                    for (int i = 0; i < parts; i++) {
                        int end = setting.get(TrainingKeys.WHOLE) ? m * (i + 1) : (m + 1) * i;
                        int[] rows = IntStream.rangeClosed(m * i + 1, Math.min(60, end)).map(k -> k - 1).toArray();
                        for (int row : rows) {
                            held[row]++;
                        }
                        mean += rows.length == 0 ? 0 : neuron.risk().on(rows).value(w) / parts;
                    }
                    return Quantities.of("once", IntStream.of(held).filter(h -> h == 1).count())
                            .and("ratio", mean / neuron.risk().value(w));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    lines.add(Comparison.equal("samples that are in one subset", predicted.scalar("once"),
                            measured.getFirst().scalar("once"), Tolerance.none("counted")));
                    lines.add(
                            Comparison.equal("mean cost of the subsets over the cost of all", predicted.scalar("ratio"),
                                    measured.getFirst().scalar("ratio"), SUMS));
                    return Judgement.all(lines);
                });
        return printed
                ? builder.refuted().mistake("The range must be m (i + 1); as printed subset i has i samples.").build()
                : builder.build();
    }
}
