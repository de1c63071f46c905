package org.paisaje.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;

/** {@code (1/n) sum_ic log(1 + e^f_ic) - y_ic f_ic} of logits for labels in [0, 1]; reached through {@link Loss}. */
final class BinaryCrossEntropy implements LogitLoss {
    BinaryCrossEntropy() {}

    @Override
    public String name() {
        return "binary-cross-entropy";
    }

    /** (1 - y) log(1 + e^f) + y log(1 + e^-f), without a difference of large numbers. */
    @Override
    public double term(double f, double y) {
        double tail = Math.log1p(Math.exp(-Math.abs(f)));
        return tail + (f > 0 ? (1 - y) * f : -y * f);
    }

    @Override
    public double slope(double f, double y) {
        return (1 - y) * LogisticTerm.slope(f) - y * LogisticTerm.slope(-f);
    }

    @Override
    public void checkLabels(Matrix targets) {
        double[] y = targets.data();
        for (int i = 0; i < y.length; i++) {
            if (!(y[i] >= 0 && y[i] <= 1)) {
                throw new IllegalArgumentException("binary-cross-entropy: y has " + y[i] + " in row "
                        + i / targets.columns() + ", the labels lie in [0, 1]; for -1 and 1 use logistic");
            }
        }
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
