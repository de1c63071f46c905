package org.paisaje.study.train;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Network;

/**
 * How well a network does on data.
 *
 * @param samples n
 * @param loss the loss over all of them
 * @param correct the number of classes that are right; -1 for a regression
 */
public record Evaluation(int samples, double loss, int correct) {
    private static final int CHUNK = 2048;

    /** The share of classes that are right; a regression has none. */
    public OptionalDouble accuracy() {
        return correct < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / samples);
    }

    /** One forward pass in chunks; the class that outputs mean is that of the decision of the loss. */
    static Evaluation of(Network network, Loss loss, Dataset data, Matrix targets, double[] theta) {
        int n = data.size();
        boolean classes = !(data.task() instanceof Task.Regression);
        int[] labels = classes ? data.labels() : new int[0];
        double value = 0;
        int correct = classes ? 0 : -1;
        for (int from = 0; from < n; from += CHUNK) {
            int to = Math.min(n, from + CHUNK);
            Matrix outputs = network.forward(theta, data.x().rowRange(from, to));
            double own = loss.value(outputs, targets.rowRange(from, to));
            value += loss.averages() ? own * (to - from) / n : own;
            correct += classes ? loss.decision().right(outputs, Arrays.copyOfRange(labels, from, to)) : 0;
        }
        return new Evaluation(n, value, correct);
    }

    /** The class that the network answers for each sample. */
    static int[] answers(FitSetting setting, Dataset data, double[] theta) {
        Matrix outputs = outputs(setting, data, theta);
        return IntStream.range(0, data.size()).map(i -> setting.loss().decision().classOf(outputs, i)).toArray();
    }

    /** The outputs for each sample, in chunks. */
    static Matrix outputs(FitSetting setting, Dataset data, double[] theta) {
        int n = data.size();
        int k = setting.network().outputs();
        Matrix outputs = Matrix.zeros(n, k);
        for (int from = 0; from < n; from += CHUNK) {
            int to = Math.min(n, from + CHUNK);
            double[] block = setting.network().forward(theta, data.x().rowRange(from, to)).data();
            System.arraycopy(block, 0, outputs.data(), from * k, block.length);
        }
        return outputs;
    }
}
