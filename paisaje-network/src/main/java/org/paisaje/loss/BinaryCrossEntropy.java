package org.paisaje.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;

/** {@code (1/n) sum_ic log(1 + e^f_ic) - y_ic f_ic} of logits for labels in [0, 1]; reached through {@link Loss}. */
final class BinaryCrossEntropy implements Loss {
    BinaryCrossEntropy() {}

    @Override
    public String name() {
        return "binary-cross-entropy";
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
            sum += loss(f[i], y[i]);
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
            double z = f[i];
            sum += loss(z, y[i]);
            g[i] = weight * ((1 - y[i]) * LogisticTerm.slope(z) - y[i] * LogisticTerm.slope(-z));
        }
        return weight * sum;
    }

    // (1 - y) log(1 + e^z) + y log(1 + e^-z): no difference of large numbers
    private static double loss(double z, double y) {
        double tail = Math.log1p(Math.exp(-Math.abs(z)));
        return tail + (z > 0 ? (1 - y) * z : -y * z);
    }

    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        LogisticTerm.curvature(name(), outputs, direction, out);
    }

    private void checkLabels(Matrix targets) {
        double[] y = targets.data();
        for (int i = 0; i < y.length; i++) {
            if (!(y[i] >= 0 && y[i] <= 1)) {
                throw new IllegalArgumentException("binary-cross-entropy: y has " + y[i] + " in row "
                        + i / targets.columns() + ", the labels lie in [0, 1]; for -1 and 1 use logistic");
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

    /** The mean entropy of the labels, 0 if all are 0 or 1. */
    @Override
    public double lowest(Matrix targets) {
        double sum = 0;
        for (double y : targets.data()) {
            sum += Constants.entropy(y) + Constants.entropy(1 - y);
        }
        return sum / targets.rows();
    }

    @Override
    public OptionalDouble expected(Matrix targets, double[] variances) {
        return LogisticTerm.expected(targets.columns(), variances);
    }

    /** Every logit is that of its label, or the bound that is nearest to it. */
    @Override
    public OptionalDouble lowestWithin(Matrix targets, double low, double high) {
        Matrix best = targets.copy();
        for (int i = 0; i < best.data().length; i++) {
            double y = best.data()[i];
            best.data()[i] = Math.clamp(Constants.cut(Math.log(y / (1 - y))), low, high);
        }
        return OptionalDouble.of(value(best, targets));
    }

    /** The logits of the mean labels. */
    @Override
    public Optional<double[]> bestConstant(Matrix targets) {
        return Optional.of(Arrays.stream(Constants.means(targets))
                .map(mean -> Constants.cut(Math.log(mean / (1 - mean))))
                .toArray());
    }

    @Override
    public OptionalDouble margin(Matrix outputs, Matrix targets) {
        double[] f = outputs.data();
        double[] y = targets.data();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < y.length; i++) {
            if (y[i] != 0 && y[i] != 1) {
                return OptionalDouble.empty();
            }
            least = Math.min(least, (2 * y[i] - 1) * f[i]);
        }
        return OptionalDouble.of(least);
    }

    @Override
    public String toString() {
        return name();
    }
}
