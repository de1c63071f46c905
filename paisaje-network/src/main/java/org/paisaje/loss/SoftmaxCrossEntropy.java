package org.paisaje.loss;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.data.Task;
import org.paisaje.math.linalg.Matrix;

/**
 * {@code (1/n) sum_i (sum_c y_ic) log sum_c e^f_ic - sum_c y_ic f_ic} of logits; y holds one-hot rows or any
 * nonnegative weights of the classes. Reached through {@link Loss}.
 */
final class SoftmaxCrossEntropy implements Loss {
    SoftmaxCrossEntropy() {}

    @Override
    public String name() {
        return "softmax-cross-entropy";
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public double value(Matrix outputs, Matrix targets) {
        Shapes.check(name(), outputs, "y", targets);
        checkWeights(targets);
        int k = outputs.columns();
        double sum = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            sum += sample(outputs.data(), targets.data(), i * k, k);
        }
        return sum / outputs.rows();
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        Shapes.check(name(), outputs, "y", targets);
        Shapes.check(name(), outputs, "gradient", gradient);
        checkWeights(targets);
        int k = outputs.columns();
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] g = gradient.data();
        double weight = 1.0 / outputs.rows();
        double sum = 0;
        for (int i = 0; i < outputs.rows(); i++) {
            int row = i * k;
            int lead = leading(f, row, k);
            double largest = f[lead];
            double others = 0;
            double target = 0;
            double below = 0;
            for (int c = row; c < row + k; c++) {
                target += y[c];
                below += y[c] * (largest - f[c]);
                g[c] = c == lead ? 0 : Math.exp(f[c] - largest);
                others += g[c];
            }
            sum += target * Math.log1p(others) + below;
            double factor = weight * target / (1 + others);
            double leader = weight * (target - y[lead]) - factor * others;
            for (int c = row; c < row + k; c++) {
                g[c] = factor * g[c] - weight * y[c];
            }
            g[lead] = leader;
        }
        return weight * sum;
    }

    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        Shapes.check(name(), outputs, "y", targets);
        Shapes.check(name(), outputs, "direction", direction);
        Shapes.check(name(), outputs, "out", out);
        int k = outputs.columns();
        double[] f = outputs.data();
        double[] y = targets.data();
        double[] v = direction.data();
        double[] w = out.data();
        double[] p = new double[k];
        for (int i = 0; i < outputs.rows(); i++) {
            int row = i * k;
            int lead = leading(f, row, k) - row;
            double others = 0;
            double target = 0;
            double ahead = 0;
            for (int c = 0; c < k; c++) {
                p[c] = c == lead ? 0 : Math.exp(f[row + c] - f[row + lead]);
                others += p[c];
                target += y[row + c];
                ahead += p[c] * (v[row + lead] - v[row + c]);
            }
            // How far the direction at the leading class is above its mean under p.
            ahead /= 1 + others;
            double factor = target / ((1 + others) * outputs.rows());
            for (int c = 0; c < k; c++) {
                w[row + c] = factor * p[c] * (v[row + c] - v[row + lead] + ahead);
            }
            w[row + lead] = factor * ahead;
        }
    }

    private static double sample(double[] f, double[] y, int row, int k) {
        int lead = leading(f, row, k);
        double others = 0;
        double target = 0;
        double below = 0;
        for (int c = row; c < row + k; c++) {
            others += c == lead ? 0 : Math.exp(f[c] - f[lead]);
            target += y[c];
            below += y[c] * (f[lead] - f[c]);
        }
        return target * Math.log1p(others) + below;
    }

    /** The index of the largest logit; with it apart, losses far below rounding of 1 keep their digits. */
    private static int leading(double[] f, int row, int k) {
        int result = row;
        for (int c = row + 1; c < row + k; c++) {
            result = f[c] > f[result] ? c : result;
        }
        return result;
    }

    private void checkWeights(Matrix targets) {
        double[] y = targets.data();
        for (int i = 0; i < y.length; i++) {
            if (!(y[i] >= 0)) {
                throw new IllegalArgumentException("softmax-cross-entropy: y has " + y[i] + " in row "
                        + i / targets.columns() + ", the weights of classes are at least 0; one column per class, "
                        + "1 in that of the sample");
            }
        }
    }

    @Override
    public Optional<String> likelihood() {
        return Optional.of("classes with the probabilities softmax(f)");
    }

    @Override
    public Compares compares() {
        return Compares.CLASSES;
    }

    /** The mean entropy of the rows, 0 if all are one-hot. */
    @Override
    public double lowest(Matrix targets) {
        double sum = 0;
        for (int i = 0; i < targets.rows(); i++) {
            double weight = Arrays.stream(targets.row(i)).sum();
            for (int c = 0; weight > 0 && c < targets.columns(); c++) {
                sum += weight * Constants.entropy(targets.get(i, c) / weight);
            }
        }
        return sum / targets.rows();
    }

    @Override
    public Optional<String> objection(Task task, int outputs) {
        return outputs == 1 && !task.classes().isEmpty()
                ? Optional.of(
                        name() + " of one output is always 0; use binary-cross-entropy, or a network with an output "
                                + "for each class")
                : Loss.super.objection(task, outputs);
    }

    /** The mean of E log sum_c e^z_c over the samples, for one-hot rows alone. */
    @Override
    public OptionalDouble expected(Matrix targets, double[] variances) {
        for (int i = 0; i < targets.rows(); i++) {
            if (Math.abs(Arrays.stream(targets.row(i)).sum() - 1) > 1e-12) {
                return OptionalDouble.empty();
            }
        }
        return NormalOutputs.mean(variances, v -> NormalOutputs.logSum(targets.columns(), v));
    }

    /** With the logit of the class at one bound and all others at the other; known for one-hot rows alone. */
    @Override
    public OptionalDouble lowestWithin(Matrix targets, double low, double high) {
        Matrix best = Matrix.zeros(targets.rows(), targets.columns());
        for (int i = 0; i < best.data().length; i++) {
            double y = targets.data()[i];
            if (y != 0 && y != 1) {
                return OptionalDouble.empty();
            }
            best.data()[i] = Constants.cut(y == 1 ? high : low);
        }
        return OptionalDouble.of(value(best, targets));
    }

    /** The logarithms of the mean weights. */
    @Override
    public Optional<double[]> bestConstant(Matrix targets) {
        return Optional.of(Arrays.stream(Constants.means(targets))
                .map(mean -> Constants.cut(Math.log(mean)))
                .toArray());
    }

    /** k - 1, since adding a constant to all logits changes nothing. */
    @Override
    public int rank(int outputs) {
        return outputs - 1;
    }

    @Override
    public OptionalDouble margin(Matrix outputs, Matrix targets) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < targets.rows(); i++) {
            for (int c = 0; c < targets.columns(); c++) {
                for (int other = 0; targets.get(i, c) > 0 && other < targets.columns(); other++) {
                    least = other == c ? least : Math.min(least, outputs.get(i, c) - outputs.get(i, other));
                }
            }
        }
        return Double.isFinite(least) ? OptionalDouble.of(least) : OptionalDouble.empty();
    }

    @Override
    public String toString() {
        return name();
    }
}
