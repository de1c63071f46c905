package org.paisaje.data.builtin;

import java.util.function.UnaryOperator;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;

/**
 * Gaussian inputs labelled by a known function: x ~ N(0, I_d), y = f(x) + noise N(0, 1), entry by entry. Pass the forward
 * map of any network as f. The first samples are the same, bit by bit, whatever their number.
 *
 * @param dimension d, at least 1
 * @param function f, from n x d to n x k
 * @param noise standard deviation of the noise on each entry of y
 */
public record Teacher(int dimension, UnaryOperator<Matrix> function, double noise) implements Distribution {
    /** Entries of x that f is given at a time. */
    private static final int BLOCK = 1 << 16;

    /** Checks the ranges. */
    public Teacher {
        Planar.require(dimension >= 1, "inputs: d is " + dimension + ", at least 1 is needed");
        Planar.require(noise >= 0, "targets: noise is " + noise + ", at least 0 is needed");
    }

    /** {@code y = <beta, x> + noise} with beta uniform on the unit sphere, so that the signal has variance 1. */
    public static Teacher linear(int dimension, double noise, Seed seed) {
        return linear(dimension, 1, noise, seed);
    }

    /** The same with several targets, each with a beta of its own. */
    public static Teacher linear(int dimension, int outputs, double noise, Seed seed) {
        Planar.require(outputs >= 1, "gaussian: outputs " + outputs + " >= 1 is needed");
        Matrix beta = Matrix.wrap(outputs, dimension,
                seed.named("teacher").gaussians(Sizes.ofDoubles("gaussian: outputs x d", outputs, dimension)));
        normalizeRows(beta);
        return new Teacher(dimension, x -> x.timesTransposed(beta), noise);
    }

    /**
     * A ReLU network with one hidden layer: {@code y = width^-1/2 sum_j a_j max(0, <w_j, x>)} with w_j uniform on the unit
     * sphere and a_j = 1 or -1 with probability 1/2.
     */
    public static Teacher relu(int dimension, int width, double noise, Seed seed) {
        Planar.require(width >= 1, "teacher: width " + width + " >= 1 is needed");
        Matrix w = Matrix.wrap(width, dimension,
                seed.named("teacher").gaussians(Sizes.ofDoubles("teacher", width, dimension)));
        normalizeRows(w);
        double[] signs = seed.named("signs").gaussians(width);
        return new Teacher(dimension, x -> {
            Matrix z = x.timesTransposed(w);
            Matrix y = Matrix.zeros(x.rows(), 1);
            for (int i = 0; i < x.rows(); i++) {
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    sum += Math.copySign(Math.max(0, z.get(i, j)), signs[j]);
                }
                y.set(i, 0, sum / Math.sqrt(width));
            }
            return y;
        }, noise);
    }

    @Override
    public Dataset draw(int n, Seed seed) {
        Planar.requireMemory("teacher: n x d", Planar.requireCount("teacher", n), dimension);
        Matrix x = Matrix.wrap(n, dimension,
                seed.named("points").gaussians(Sizes.ofDoubles("teacher: n x d", n, dimension)));
        Matrix y = values(x);
        double[] errors = seed.named("noise").gaussians(y.data().length);
        for (int i = 0; i < errors.length; i++) {
            y.data()[i] += noise * errors[i];
        }
        return Dataset.regression("teacher", x, y);
    }

    /**
     * f in blocks of as many rows whatever n is, of which the last is filled with zeros: the last bits of a row of a product
     * depend on the number of rows.
     */
    private Matrix values(Matrix x) {
        Matrix y = Matrix.zeros(x.rows(), 0);
        int most = Math.clamp(BLOCK / dimension, 1, 256);
        for (int first = 0; first < x.rows(); first += most) {
            int rows = Math.min(most, x.rows() - first);
            double[] block = new double[most * dimension];
            System.arraycopy(x.data(), first * dimension, block, 0, rows * dimension);
            Matrix part = function.apply(Matrix.wrap(most, dimension, block));
            if (first == 0) {
                y = Matrix.zeros(x.rows(), part.columns());
            }
            System.arraycopy(part.data(), 0, y.data(), first * part.columns(), rows * part.columns());
        }
        return y;
    }

    private static void normalizeRows(Matrix rows) {
        for (int i = 0; i < rows.rows(); i++) {
            double[] row = rows.row(i);
            double norm = 0;
            for (double entry : row) {
                norm = Math.hypot(norm, entry);
            }
            for (int j = 0; j < row.length; j++) {
                row[j] /= norm;
            }
            rows.setRow(i, row);
        }
    }
}
