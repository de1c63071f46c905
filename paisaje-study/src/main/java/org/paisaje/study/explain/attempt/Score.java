package org.paisaje.study.explain.attempt;

import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;

/**
 * How well weights do on a set of samples, on a scale that does not depend on the loss or the units: {@code left} is the
 * share that remains of what a constant answer leaves: of the variance for real targets, of the mean error rate of the
 * classes for classes, in which each counts the same. 0 is perfect, 1 is as bad as a constant.
 *
 * @param left the share
 * @param error its standard error
 * @param accuracy the share of right classes, absent for real targets
 * @param constantAccuracy what always answering the most frequent class of the training data gives
 * @param loss the loss
 * @param constantLoss that of the best constant of the training data
 * @param largestShare the share of the answers that the most frequent answer has; for real targets 0
 * @param each what each sample leaves; their mean is {@code left}
 */
public record Score(double left, double error, OptionalDouble accuracy, double constantAccuracy, double loss,
        double constantLoss, double largestShare, double[] each) {
    /**
     * The standard error of the difference of {@code left} to another score, sample by sample where both are of the same
     * number of samples: what is hard for both does not count as chance.
     */
    public double chance(Score other) {
        int n = each.length;
        if (n < 2 || other.each.length != n) {
            return Math.hypot(error, other.error);
        }
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += (each[i] - other.each[i]) / n;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double d = each[i] - other.each[i] - mean;
            sum += d * d;
        }
        return Math.sqrt(sum / (n - 1) / n);
    }

    /** The score of outputs; {@code train} says what the best constant is. */
    public static Score of(Setup setup, double[] theta, Dataset data) {
        Matrix outputs = setup.network().forward(theta, data.x());
        Matrix y = setup.targets(data);
        double loss = setup.loss().value(outputs, y);
        double constantLoss = setup.loss().value(constant(setup, data.size()), y);
        if (!Double.isFinite(loss)) {
            loss = Double.MAX_VALUE;
        }
        return setup.classes()
                ? classes(setup, outputs, data, loss, constantLoss)
                : regression(setup, outputs, data, loss, constantLoss);
    }

    private static Score classes(Setup setup, Matrix outputs, Dataset data, double loss, double constantLoss) {
        int n = data.size();
        int[] answers = answers(setup, outputs);
        int[] labels = data.labels();
        int most = majority(setup.train());
        int classes = setup.train().classCounts().length;
        int[] given = new int[classes];
        int right = 0;
        int base = 0;
        for (int i = 0; i < n; i++) {
            right += answers[i] == labels[i] ? 1 : 0;
            base += labels[i] == most ? 1 : 0;
            given[answers[i]]++;
        }
        int largest = 0;
        for (int count : given) {
            largest = Math.max(largest, count);
        }
        double[] left = balanced(answers, labels, classes);
        return new Score(left[0], left[1], OptionalDouble.of((double) right / n), (double) base / n, loss,
                constantLoss, (double) largest / n, each(answers, labels, data.classCounts()));
    }

    /**
     * The mean over the classes that occur of their error rates, over that of a constant answer, 1 - 1/c, with its
     * standard error. Every class counts the same, so that a rare one cannot be left out unseen.
     */
    public static double[] balanced(int[] answers, int[] labels, int classes) {
        int[] counts = new int[classes];
        int[] wrong = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]]++;
            wrong[labels[i]] += answers[i] != labels[i] ? 1 : 0;
        }
        int present = 0;
        double sum = 0;
        double variance = 0;
        for (int c = 0; c < classes; c++) {
            if (counts[c] > 0) {
                double share = (double) wrong[c] / counts[c];
                present++;
                sum += share;
                variance += Math.max(share * (1 - share), 0.25 / (counts[c] + 1)) / counts[c];
            }
        }
        double constant = Math.max(1, present - 1);
        return new double[] {sum / constant, Math.sqrt(variance) / constant};
    }

    /** The share of the variance of real targets that answers leave. */
    public static double left(Matrix answers, Matrix y) {
        double sum = 0;
        double[] data = answers.data();
        for (int i = 0; i < data.length; i++) {
            sum += (data[i] - y.data()[i]) * (data[i] - y.data()[i]);
        }
        return sum / Math.max(squares(y, means(y)), 1e-300);
    }

    /** Of each sample its part of the mean over classes of {@link #balanced}. */
    static double[] each(int[] answers, int[] labels, int[] counts) {
        long present = IntStream.of(counts).filter(count -> count > 0).count();
        double constant = Math.max(1, present - 1);
        return IntStream.range(0, labels.length)
                .mapToDouble(i -> answers[i] == labels[i] ? 0 : labels.length / (counts[labels[i]] * constant))
                .toArray();
    }

    private static Score regression(Setup setup, Matrix outputs, Dataset data, double loss, double constantLoss) {
        int n = data.size();
        int k = data.outputs();
        double[] own = new double[n];
        double total = variation(data.y(), setup.train().y());
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < k; c++) {
                double r = outputs.get(i, c) - data.y().get(i, c);
                own[i] += r * r;
            }
            sum += own[i];
        }
        double scale = Math.max(total / n, 1e-300);
        double[] each = DoubleStream.of(own).map(one -> one / scale).toArray();
        double mean = sum / n;
        double spread = 0;
        for (double one : own) {
            spread += (one - mean) * (one - mean);
        }
        double left = Double.isFinite(mean) ? mean / scale : Double.MAX_VALUE;
        return new Score(left, Math.sqrt(spread / Math.max(1, n - 1) / n) / scale, OptionalDouble.empty(), 0, loss,
                constantLoss, 0, each);
    }

    /**
     * The sum of squared distances of targets from their own mean, which a few wild training targets do not move; where they do
     * not vary, from that of the training data.
     */
    static double variation(Matrix y, Matrix train) {
        double own = squares(y, means(y));
        return own > 0 ? own : squares(y, means(train));
    }

    private static double squares(Matrix y, double[] centre) {
        double sum = 0;
        for (int i = 0; i < y.rows(); i++) {
            for (int c = 0; c < centre.length; c++) {
                double d = y.get(i, c) - centre[c];
                sum += d * d;
            }
        }
        return sum;
    }

    /** The class that each row of outputs stands for. */
    public static int[] answers(Setup setup, Matrix outputs) {
        return IntStream.range(0, outputs.rows())
                .map(i -> setup.loss().decision().classOf(outputs, i))
                .toArray();
    }

    static int majority(Dataset data) {
        int[] counts = data.classCounts();
        int most = 0;
        for (int c = 1; c < counts.length; c++) {
            most = counts[c] > counts[most] ? c : most;
        }
        return most;
    }

    /** The mean of each column. */
    public static double[] means(Matrix y) {
        double[] means = new double[y.columns()];
        for (int i = 0; i < y.rows(); i++) {
            for (int c = 0; c < means.length; c++) {
                means[c] += y.get(i, c) / y.rows();
            }
        }
        return means;
    }

    /** The best constant of the training data, as outputs for so many rows; the mean where no better one is known. */
    private static Matrix constant(Setup setup, int rows) {
        Matrix targets = setup.targets(setup.train());
        double[] best = setup.loss().bestConstant(targets).orElseGet(() -> means(targets));
        Matrix all = Matrix.zeros(rows, best.length);
        for (int i = 0; i < rows; i++) {
            all.setRow(i, best);
        }
        return all;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
