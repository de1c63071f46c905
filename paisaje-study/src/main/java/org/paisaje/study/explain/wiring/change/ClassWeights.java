package org.paisaje.study.explain.wiring.change;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;

/** Samples that count by their class, with weights that somebody chose: {@code weight=}, {@code pos_weight=}, {@code class_weight=}. */
public final class ClassWeights {
    /** A sum of weights that is the number of samples, to what is left of a number of six digits. */
    private static final double ONE = 1e-4;

    private ClassWeights() {}

    /** The number of weights; 0 where there are no classes. */
    public static int count(Context context) {
        return !context.logits() ? 0 : Math.max(2, context.network().outputs());
    }

    /** The part of the loss that one class has. */
    public static Reading share(Reading reading, Context context, int label) {
        double[] only = new double[count(context)];
        only[label] = 1;
        return weighed(reading, false, only);
    }

    /**
     * Weights that fit all checkpoints.
     *
     * @param weights one for each class, of a sum that is divided by the number of samples
     * @param digits how many they are rounded to
     */
    public static Change fitted(double[] weights, int digits, Part part, Context context) {
        int[] counts = context.data(part).map(Dataset::classCounts).orElse(new int[0]);
        double sum = 0;
        int n = 0;
        for (int c = 0; c < Math.min(counts.length, weights.length); c++) {
            sum += counts[c] * weights[c];
            n += counts[c];
        }
        boolean mean = Math.abs(sum / n - 1) < ONE;
        double least = mean ? Arrays.stream(weights).min().orElse(1) : 1;
        double[] rounded = Arrays.stream(weights).map(w -> rounded(w / least, digits)).toArray();
        boolean positive = !mean && rounded.length == 2 && rounded[0] == 1;
        String all = Arrays.stream(rounded).mapToObj(ClassWeights::text).collect(Collectors.joining(", "));
        return Change.choice("wiring.class-weights", Aspect.CRITERION, positive
                ? "the positive class weighed " + text(rounded[1]) + " times (weights that fit all checkpoints)"
                : "samples weighed by their class, " + all + (mean ? ", and divided by the sum of the weights" : "")
                        + " (weights that fit all checkpoints)",
                (reading, told) -> Optional.of(weighed(reading, mean, rounded)));
    }

    private static double rounded(double value, int digits) {
        return Double.parseDouble(String.format(Locale.ROOT, "%." + (digits - 1) + "e", value));
    }

    private static String text(double value) {
        String text = String.format(Locale.ROOT, "%.6g", value);
        return text.contains("e") || !text.contains(".") ? text : text.replaceFirst("\\.?0+$", "");
    }

    private static Reading weighed(Reading reading, boolean mean, double... weights) {
        return reading.by((f, y) -> {
            Matrix elements = reading.criterion().elements(f, y).copy();
            double[] own = new double[y.rows()];
            double sum = 0;
            for (int i = 0; i < own.length; i++) {
                own[i] = weights[label(y, i)];
                sum += own[i];
            }
            double factor = mean ? own.length / sum : 1;
            for (int i = 0; i < elements.rows(); i++) {
                for (int j = 0; j < elements.columns(); j++) {
                    elements.set(i, j, elements.get(i, j) * own[i] * factor);
                }
            }
            return elements;
        });
    }

    /** The class of row i of targets: one column of 0 and 1, or one for each class. */
    public static int label(Matrix y, int i) {
        if (y.columns() == 1) {
            return y.get(i, 0) > 0.5 ? 1 : 0;
        }
        int most = 0;
        for (int c = 1; c < y.columns(); c++) {
            most = y.get(i, c) > y.get(i, most) ? c : most;
        }
        return most;
    }
}
