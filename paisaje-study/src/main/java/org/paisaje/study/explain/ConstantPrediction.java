package org.paisaje.study.explain;

import java.util.Arrays;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/**
 * The best a network can do that ignores its input: the mean of the targets for a squared loss, the logarithms of the
 * frequencies for the others.
 *
 * @param outputs the constant output, k numbers; infinite entries cut at 700
 * @param loss the loss it has
 */
record ConstantPrediction(double[] outputs, double loss) {
    private static final double FARTHEST = 700;

    static ConstantPrediction of(Loss loss, Matrix y) {
        int n = y.rows();
        int k = y.columns();
        double[] mean = new double[k];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                mean[c] += y.get(i, c) / n;
            }
        }
        double[] outputs = Arrays.stream(mean).map(m -> output(loss, m)).toArray();
        Matrix all = Matrix.zeros(n, k);
        for (int i = 0; i < n; i++) {
            all.setRow(i, outputs);
        }
        return new ConstantPrediction(outputs, loss.value(all, y));
    }

    private static double output(Loss loss, double mean) {
        if (loss.equals(Loss.SOFTMAX_CROSS_ENTROPY)) {
            return Math.max(-FARTHEST, Math.log(mean));
        }
        if (loss.equals(Loss.BINARY_CROSS_ENTROPY)) {
            return Math.clamp(Math.log(mean / (1 - mean)), -FARTHEST, FARTHEST);
        }
        return loss.equals(Loss.LOGISTIC)
                ? Math.clamp(Math.log((1 + mean) / (1 - mean)), -FARTHEST, FARTHEST)
                : mean;
    }
}
