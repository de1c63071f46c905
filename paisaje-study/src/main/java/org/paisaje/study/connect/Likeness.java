package org.paisaje.study.connect;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;

/**
 * How alike two functions are.
 *
 * @param on the samples that were asked
 * @param samples how many
 * @param same the share of equal answers; absent for a regression
 * @param distance the rms difference of the outputs over the rms of the first network's outputs around their means
 */
public record Likeness(String on, int samples, Optional<Double> same, double distance) {
    /**
     * Of the functions that two parameter vectors give.
     *
     * @param on what the samples are called
     */
    public static Likeness of(Architecture network, Loss loss, double[] a, double[] b, Dataset data, String on) {
        Matrix first = network.forward(a, data.x());
        Matrix second = network.forward(b, data.x());
        int n = data.size();
        boolean classes = !(data.task() instanceof Task.Regression);
        int same = 0;
        for (int i = 0; classes && i < n; i++) {
            same += loss.decision().classOf(first, i) == loss.decision().classOf(second, i) ? 1 : 0;
        }
        double spread = 0;
        for (int c = 0; c < first.columns(); c++) {
            double mean = Arrays.stream(first.column(c)).average().orElse(0);
            spread += Arrays.stream(first.column(c)).map(v -> (v - mean) * (v - mean)).sum();
        }
        double difference = first.minus(second).frobeniusNorm();
        return new Likeness(on, n, classes ? Optional.of((double) same / n) : Optional.empty(),
                difference == 0 ? 0 : difference / Math.sqrt(spread));
    }
}
