package org.paisaje.study.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.Words;
import org.paisaje.weights.Weights;

/**
 * The network that a file of weights is of, where names and shapes leave several: the data decide between strides, paddings,
 * pools and activations by the loss that the weights have, if it differs by more than chance; else the most usual is taken.
 */
final class InferredNetwork {
    private static final int SAMPLES = 100;
    /** Standard errors of a mean difference: 1 in 30,000 by chance, below 1 in 500 among the 60 networks tried at most. */
    private static final double DEVIATIONS = 4;
    /**
     * What another network must save of the loss to be taken. Weights work best in their own network, and clearly so: a slope
     * of 0.01 more that helps a network a little, as it may well, is no sign that the network had it.
     */
    private static final double SAVED = 0.1;
    private static final List<String> ACTIVATIONS = List.of("relu", "tanh", "sigmoid", "gelu", "silu",
            "leaky-relu(0.01)", "softplus");
    private static final String KNOWN = ACTIVATIONS.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    private static final int ROUNDS = 3;

    private final Path file;
    private final Dataset sample;
    private final Loss loss;
    private final Architecture plain;
    private final double[] theta;
    private final Map<String, double[]> losses = new LinkedHashMap<>();

    private InferredNetwork(Path file, Dataset sample, Loss loss, Architecture plain) {
        this.file = file;
        this.sample = sample;
        this.loss = loss;
        this.plain = plain;
        this.theta = Weights.load(file, plain).theta();
        losses.put(plain.text(), values(plain));
    }

    /**
     * The network of a file, with what was inferred and decided.
     *
     * @param all samples as the network takes them
     * @param named the loss, the usual one of the task if absent
     * @param shape that of a sample in the array that the data are in; empty if they are in none
     */
    static Weights.Inferred of(Path file, Dataset all, Optional<Loss> named, Supplier<List<Integer>> shape) {
        Weights.Inferred inferred = Weights.infer(file, all.inputs(), shape);
        Architecture network = inferred.network();
        Dataset data = all.task() instanceof Task.Binary && network.outputs() == 2 ? all.oneHot() : all;
        Loss loss = named.orElseGet(() -> ProblemBuilder.usualLoss(data.task(), network.outputs()));
        boolean open = inferred.assumed() || !inferred.others().isEmpty();
        boolean fits = network.inputs() == data.inputs() && network.outputs() == data.outputs()
                && loss.objection(data.task(), network.outputs()).isEmpty();
        return !open || !fits
                ? inferred
                : new InferredNetwork(file, data.sample(Math.min(SAMPLES, data.size()), Seed.of(1)), loss, network)
                        .decide(inferred);
    }

    private Weights.Inferred decide(Weights.Inferred inferred) {
        String best = plain.text();
        for (int round = 0; round < ROUNDS; round++) {
            String before = best;
            for (String other : inferred.others()) {
                best = best(best, List.of(like(before, plain.text()), like(before, other)));
            }
            best = best(best, variants(best, inferred.assumed()));
            if (best.equals(before)) {
                break;
            }
        }
        List<String> notes = new ArrayList<>(inferred.notes());
        String of = " on " + Words.count(sample.size(), "sample") + " of the data";
        double usual = mean(losses.getOrDefault(plain.text(), new double[0]));
        useless(best).ifPresent(notes::add);
        if (best.equals(plain.text())) {
            String chosen = best;
            boolean apart = losses.keySet()
                    .stream()
                    .filter(one -> !one.equals(chosen))
                    .allMatch(one -> better(chosen, one));
            notes.add("of " + Words.count(losses.size(), "network") + " that fit these names and shapes "
                    + (apart
                            ? "it has the lowest loss" + of + ", " + Words.number(usual)
                            : "no other has a loss" + of + " that is clearly lower than its " + Words.number(usual)));
            return new Weights.Inferred(inferred.network(), notes, inferred.others(), false);
        }
        notes.add("the data decided otherwise: of " + Words.count(losses.size(), "network")
                + " that fit these names and shapes " + best + " has the loss "
                + Words.number(mean(losses.getOrDefault(best, new double[0]))) + of + ", the first one "
                + Words.number(usual) + "; so it was taken, and another one is named by --net");
        return new Weights.Inferred(Architecture.parse(best), notes, List.of(), false);
    }

    /** That weights do not help in any of the networks, if they do not. */
    private Optional<String> useless(String best) {
        Matrix y = loss.targets(sample);
        double with = mean(losses.getOrDefault(best, new double[0]));
        return loss.bestConstant(y).map(constant -> {
            Matrix all = Matrix.zeros(y.rows(), constant.length);
            for (int i = 0; i < y.rows(); i++) {
                all.setRow(i, constant);
            }
            return loss.value(all, y);
        })
                .filter(without -> with >= without)
                .map(without -> "in none of the networks that fit do these weights do better on these data than a "
                        + "constant, whose loss is " + Words.number(without)
                        + ": unless they were never trained, the network is another one (other strides, skip "
                        + "connections) or its inputs were scaled otherwise; name it by --net, or write it by "
                        + "torch.onnx.export");
    }

    /** The one with the lowest loss that is lower than that of {@code from} by more than chance. */
    private String best(String from, List<String> lines) {
        String best = from;
        for (String line : lines) {
            losses.computeIfAbsent(line, one -> values(Architecture.parse(one)));
            if (better(line, from) && mean(losses.getOrDefault(line, new double[0])) < mean(
                    losses.getOrDefault(best, new double[0]))) {
                best = line;
            }
        }
        return best;
    }

    /** A line with the activation and the pools of another one. */
    private static String like(String model, String line) {
        String active = ACTIVATIONS.stream()
                .filter(name -> model.matches(".*[:,]" + Pattern.quote(name) + "(,.*|$)"))
                .findFirst()
                .orElse("relu");
        String result = line.replaceAll("([:,])relu(?=,|$)", "$1" + active);
        return model.contains(",avg") ? result.replace(",max", ",avg") : result;
    }

    /** The same network with other activations, where that is open, and with pools of means. */
    private static List<String> variants(String line, boolean activations) {
        List<String> result = new ArrayList<>();
        for (String activation : activations ? ACTIVATIONS : List.of("relu")) {
            String active = activations
                    ? line.replaceAll("([:,])(" + KNOWN + ")(?=,|$)", "$1" + activation)
                    : line;
            result.add(active);
            if (active.contains(",max")) {
                result.add(active.replace(",max", ",avg"));
            }
        }
        return result;
    }

    private boolean better(String one, String other) {
        double[] a = losses.getOrDefault(one, new double[0]);
        double[] b = losses.getOrDefault(other, new double[0]);
        int n = a.length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            sum += (b[i] - a[i]) / n;
            squares += (b[i] - a[i]) * (b[i] - a[i]) / n;
        }
        return sum > SAVED * mean(b)
                && sum > DEVIATIONS * Math.sqrt(Math.max(0, squares - sum * sum) / Math.max(1, n - 1));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value / values.length;
        }
        return sum;
    }

    private double[] values(Architecture network) {
        Architecture whole = Weights.normalized(file, network);
        Matrix f = whole.forward(theta, sample.x());
        Matrix y = loss.targets(sample);
        double[] values = new double[sample.size()];
        for (int i = 0; i < values.length; i++) {
            double value = loss.value(Matrix.wrap(1, f.columns(), f.row(i)), Matrix.wrap(1, y.columns(), y.row(i)));
            values[i] = Double.isFinite(value) ? value : 1e300;
        }
        return values;
    }
}
