package org.paisaje.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;

/** {@code (1/n) sum_ic log(1 + e^(-y_ic f_ic))} for labels of +-1; reached through {@link Loss}. */
final class LogisticLoss implements LogitLoss {
    LogisticLoss() {}

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public double term(double f, double y) {
        return LogisticTerm.value(-y * f);
    }

    @Override
    public double slope(double f, double y) {
        return -y * LogisticTerm.slope(-y * f);
    }

    @Override
    public void checkLabels(Matrix targets) {
        double[] y = targets.data();
        for (int i = 0; i < y.length; i++) {
            if (Math.abs(y[i]) != 1) {
                throw new IllegalArgumentException("logistic: y has " + y[i] + " in row " + i / targets.columns()
                        + ", the labels are -1 and 1; for 0 and 1 use binary-cross-entropy");
            }
        }
    }

    @Override
    public double lowest(Matrix targets) {
        return 0;
    }

    /** The classes as -1 and 1. */
    @Override
    public Matrix targets(Dataset data) {
        return data.signs();
    }

    @Override
    public Optional<String> objection(Task task, int outputs) {
        return task instanceof Task.Binary && outputs == 1
                ? Optional.empty()
                : Optional.of("the logistic loss is for two classes and one output; use "
                        + (task.classes().isEmpty()
                                ? "the loss squared for real targets"
                                : "softmax-cross-entropy, with an output for each class"));
    }

    /** Every logit is the bound on the side of its label. */
    @Override
    public OptionalDouble lowestWithin(Matrix targets, double low, double high) {
        Matrix best = targets.copy();
        for (int i = 0; i < best.data().length; i++) {
            best.data()[i] = Constants.cut(best.data()[i] > 0 ? high : low);
        }
        return OptionalDouble.of(value(best, targets));
    }

    /** log((1 + m) / (1 - m)) of the mean label m. */
    @Override
    public Optional<double[]> bestConstant(Matrix targets) {
        return Optional.of(Arrays.stream(Constants.means(targets))
                .map(mean -> Constants.cut(Math.log((1 + mean) / (1 - mean))))
                .toArray());
    }

    @Override
    public OptionalDouble margin(Matrix outputs, Matrix targets) {
        double[] f = outputs.data();
        double[] y = targets.data();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < y.length; i++) {
            least = Math.min(least, y[i] * f[i]);
        }
        return OptionalDouble.of(least);
    }

    @Override
    public String toString() {
        return name();
    }
}
