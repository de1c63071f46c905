package org.paisaje.study.explain.wiring.change;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/**
 * How losses of samples and outputs become one number.
 *
 * @param factor what all is multiplied by
 * @param meanOutputs whether the sum over the outputs is divided by their number
 * @param samples how the sum over samples is divided
 * @param batch the samples of a batch, where that counts
 * @param root whether the root is taken in the end
 */
public record Reduction(double factor, boolean meanOutputs, Samples samples, int batch, boolean root) {
    /** How the sum over samples is divided. */
    public enum Samples {
        /** By their number. */
        MEAN,
        /** Not at all. */
        SUM,
        /** By the number of batches. */
        BATCH_SUM,
        /** By its number in each batch, and then by the number of batches, a smaller last batch counted as the others. */
        BATCH_MEANS
    }

    /** That of a loss, whose squares have their factor here. */
    static Reduction of(Loss loss) {
        double square = loss.squareFactor(1);
        return new Reduction(square == 0 ? 1 : square, false, loss.averages() ? Samples.MEAN : Samples.SUM, 0, false);
    }

    /** The number. */
    public double of(Matrix elements) {
        int n = elements.rows();
        double scale = factor / (meanOutputs ? elements.columns() : 1);
        double value = switch (samples) {
            case MEAN -> sum(elements, 0, n) / n;
            case SUM -> sum(elements, 0, n);
            case BATCH_SUM -> sum(elements, 0, n) / Math.ceilDiv(n, batch);
            case BATCH_MEANS -> batches(elements);
        };
        return root ? Math.sqrt(scale * value) : scale * value;
    }

    /** What a mean over the samples becomes. */
    public double ofMean(double mean, int n, int columns) {
        double scale = factor / (meanOutputs ? columns : 1);
        double value = switch (samples) {
            case MEAN, BATCH_MEANS -> mean;
            case SUM -> mean * n;
            case BATCH_SUM -> mean * n / Math.ceilDiv(n, batch);
        };
        return root ? Math.sqrt(scale * value) : scale * value;
    }

    private double batches(Matrix elements) {
        int n = elements.rows();
        double sum = 0;
        for (int from = 0; from < n; from += batch) {
            int to = Math.min(n, from + batch);
            sum += sum(elements, from, to) / (to - from);
        }
        return sum / Math.ceilDiv(n, batch);
    }

    private static double sum(Matrix elements, int from, int to) {
        double sum = 0;
        double rest = 0;
        for (int i = from * elements.columns(); i < to * elements.columns(); i++) {
            double y = elements.data()[i] - rest;
            double t = sum + y;
            rest = t - sum - y;
            sum = t;
        }
        return sum;
    }
}
