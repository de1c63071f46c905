package org.paisaje.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;

/** {@code (1/n) sum_ic log(1 + e^(-y_ic f_ic))} for labels of +-1; reached through {@link Loss}. */
final class LogisticLoss implements Loss {
    LogisticLoss() {}

    @Override
    public String name() {
        return "logistic";
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public double value(Matrix outputs, Matrix targets) {
        Shapes.check(name(), outputs, "y", targets);
        checkLabels(targets);
        double[] f = outputs.data();
        double[] y = targets.data();
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += LogisticTerm.value(-y[i] * f[i]);
        }
        return sum / outputs.rows();
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Shapes.check(name(), outputs, "y", targets);
        Shapes.check(name(), outputs, "gradient", gradient);
        checkLabels(targets);
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] g = gradient.data();
        double weight = 1.0 / outputs.rows();
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            double margin = -y[i] * f[i];
            sum += LogisticTerm.value(margin);
            g[i] = -weight * y[i] * LogisticTerm.slope(margin);
        }
        return weight * sum;
    }

    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        LogisticTerm.curvature(name(), outputs, direction, out);
    }

    private void checkLabels(Matrix targets) {
        double[] y = targets.data();
        for (int i = 0; i < y.length; i++) {
            if (Math.abs(y[i]) != 1) {
                throw new IllegalArgumentException("logistic: y has " + y[i] + " in row " + i / targets.columns()
                        + ", the labels are -1 and 1; for 0 and 1 use binary-cross-entropy");
            }
        }
    }

    @Override
    public Optional<String> likelihood() {
        return Optional.of(LogisticTerm.LIKELIHOOD);
    }

    @Override
    public Compares compares() {
        return Compares.CLASSES;
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

    @Override
    public OptionalDouble expected(Matrix targets, double[] variances) {
        return LogisticTerm.expected(targets.columns(), variances);
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
