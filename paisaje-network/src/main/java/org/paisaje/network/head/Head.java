package org.paisaje.network.head;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;

/**
 * What is applied to the outputs of a network behind its last layer, as a sigmoid or a softmax, with its first two
 * derivatives. Each is the gradient of a function of a sample's outputs, so the first derivative is a symmetric matrix and
 * the second is symmetric in all three of its places.
 */
public sealed interface Head permits Head.Entrywise, Head.Softmax {
    /** Nothing: the outputs are those of the last layer. */
    Head NONE = new Entrywise(Activation.IDENTITY);
    /** {@code p_c = e^f_c / sum_d e^f_d}, over the outputs of a sample. */
    Head SOFTMAX = new Softmax();

    /**
     * Reads {@code softmax} or the name of an activation; {@code identity} and {@code none} stand for nothing.
     *
     * @throws IllegalArgumentException naming the known activations
     */
    static Head parse(String name) {
        return switch (name) {
            case "softmax" -> SOFTMAX;
            case "none", "linear" -> NONE;
            default -> new Entrywise(Activation.parse(name));
        };
    }

    /** The name that {@link #parse} reads. */
    String name();

    /** The head of each row of f (n x k). */
    Matrix value(Matrix f);

    /** The product of the first derivative at f with v (n x k), row by row. */
    Matrix slope(Matrix f, Matrix v);

    /** The second derivative at f applied to a and b (n x k), row by row. */
    Matrix bend(Matrix f, Matrix a, Matrix b);

    /** What no entry is below. */
    double infimum();

    /** What no entry is above. */
    double supremum();

    /** inf L(s(f), y) over all outputs f; empty if it is not known in closed form. */
    OptionalDouble lowest(Loss loss, Matrix targets);

    /** Whether nothing is applied. */
    default boolean none() {
        return equals(NONE);
    }

    /** An activation, entry by entry. */
    record Entrywise(Activation activation) implements Head {
        @Override
        public String name() {
            return activation.name();
        }

        @Override
        public Matrix value(Matrix f) {
            Matrix result = Matrix.zeros(f.rows(), f.columns());
            activation.value(f.data(), 0, result.data(), 0, f.data().length);
            return result;
        }

        @Override
        public Matrix slope(Matrix f, Matrix v) {
            Matrix result = Matrix.zeros(f.rows(), f.columns());
            for (int i = 0; i < f.data().length; i++) {
                result.data()[i] = activation.first(f.data()[i]) * v.data()[i];
            }
            return result;
        }

        @Override
        public Matrix bend(Matrix f, Matrix a, Matrix b) {
            Matrix result = Matrix.zeros(f.rows(), f.columns());
            for (int i = 0; i < f.data().length; i++) {
                result.data()[i] = activation.second(f.data()[i]) * a.data()[i] * b.data()[i];
            }
            return result;
        }

        @Override
        public OptionalDouble lowest(Loss loss, Matrix targets) {
            return loss.lowestWithin(targets, infimum(), supremum());
        }

        @Override
        public double infimum() {
            return activation.infimum();
        }

        @Override
        public double supremum() {
            return activation.supremum();
        }
    }

    /** A softmax over the outputs of a sample; with one output it is constant. */
    record Softmax() implements Head {
        @Override
        public String name() {
            return "softmax";
        }

        @Override
        public Matrix value(Matrix f) {
            int k = f.columns();
            Matrix result = f.copy();
            double[] p = result.data();
            for (int row = 0; row < p.length; row += k) {
                double largest = p[row];
                for (int c = row + 1; c < row + k; c++) {
                    largest = Math.max(largest, p[c]);
                }
                double sum = 0;
                for (int c = row; c < row + k; c++) {
                    p[c] = Math.exp(p[c] - largest);
                    sum += p[c];
                }
                for (int c = row; c < row + k; c++) {
                    p[c] /= sum;
                }
            }
            return result;
        }

        @Override
        public Matrix slope(Matrix f, Matrix v) {
            int k = f.columns();
            Matrix result = value(f);
            double[] p = result.data();
            for (int row = 0; row < p.length; row += k) {
                double mean = mean(p, v.data(), row, k);
                for (int c = row; c < row + k; c++) {
                    p[c] *= v.data()[c] - mean;
                }
            }
            return result;
        }

        @Override
        public Matrix bend(Matrix f, Matrix a, Matrix b) {
            int k = f.columns();
            Matrix result = value(f);
            double[] p = result.data();
            for (int row = 0; row < p.length; row += k) {
                double first = mean(p, a.data(), row, k);
                double second = mean(p, b.data(), row, k);
                double both = 0;
                for (int c = row; c < row + k; c++) {
                    both += p[c] * (a.data()[c] - first) * (b.data()[c] - second);
                }
                for (int c = row; c < row + k; c++) {
                    p[c] *= (a.data()[c] - first) * (b.data()[c] - second) - both;
                }
            }
            return result;
        }

        private static double mean(double[] p, double[] v, int row, int k) {
            double sum = 0;
            for (int c = row; c < row + k; c++) {
                sum += p[c] * v[c];
            }
            return sum;
        }

        /**
         * With one output its value 1. Else one-hot targets are best met by themselves: a loss that falls in the output of the
         * class and rises in the others falls along the way to that corner. For squared losses the nearest point of the
         * simplex.
         */
        @Override
        public OptionalDouble lowest(Loss loss, Matrix targets) {
            if (targets.columns() == 1) {
                Matrix ones = targets.copy();
                Arrays.fill(ones.data(), 1);
                return OptionalDouble.of(loss.value(ones, targets));
            }
            Matrix best = targets.copy();
            for (int i = 0; i < best.rows(); i++) {
                best.setRow(i, nearest(targets.row(i)));
            }
            boolean corners = Arrays.equals(best.data(), targets.data())
                    && Arrays.stream(targets.data()).allMatch(y -> y == 0 || y == 1);
            return corners || loss.squareFactor(1) > 0
                    ? OptionalDouble.of(loss.value(best, targets))
                    : OptionalDouble.empty();
        }

        /** The point of the simplex that is nearest to y: {@code max(y - t, 0)} with the t that makes the sum 1. */
        private static double[] nearest(double[] y) {
            double[] sorted = y.clone();
            Arrays.sort(sorted);
            double sum = 0;
            double shift = 0;
            for (int c = sorted.length - 1, count = 1; c >= 0; c--, count++) {
                sum += sorted[c];
                double t = (sum - 1) / count;
                shift = sorted[c] > t ? t : shift;
            }
            double by = shift;
            return Arrays.stream(y).map(v -> Math.max(v - by, 0)).toArray();
        }

        @Override
        public double infimum() {
            return 0;
        }

        @Override
        public double supremum() {
            return 1;
        }
    }
}
