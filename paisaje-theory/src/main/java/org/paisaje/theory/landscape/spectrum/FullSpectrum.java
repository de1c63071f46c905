package org.paisaje.theory.landscape.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.memory.Sizes;

/**
 * All eigenvalues of a symmetric operator of order N: the matrix from N products with the unit vectors, 8 N^2 bytes, then
 * 4/3 N^3 flops.
 */
public sealed interface FullSpectrum {
    /** Rows of the matrix that are computed together. */
    int ROWS = 64;

    /**
     * The eigenvalues.
     *
     * @param values ascending
     * @param bound each is within this of an exact one: n eps of the norm for the factorisation, and what the products
     *     differ from a symmetric matrix
     * @param diagonal of the matrix
     * @param blocks the eigenvalues of each diagonal block that was asked for, ascending
     */
    record Found(double[] values, double bound, double[] diagonal, List<double[]> blocks) implements FullSpectrum {
        /** The sum of the diagonal. */
        public double trace() {
            double sum = 0;
            for (double entry : diagonal) {
                sum += entry;
            }
            return sum;
        }

        /** The largest absolute eigenvalue. */
        public double norm() {
            return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        }

        /** How many eigenvalues exceed a size. */
        public long rank(double least) {
            long count = 0;
            for (double value : values) {
                count += Math.abs(value) > least ? 1 : 0;
            }
            return count;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** A product was not finite, or the thread was interrupted. */
    record Failed(String reason) implements FullSpectrum {}

    /** Whether matrix and working copy take less than two thirds of the heap of this JVM. */
    static boolean fits(long order) {
        return order * order <= Sizes.LARGEST
                && MemoryEstimate.lack(16.0 / 0.66 * order * order).isEmpty();
    }

    /**
     * All eigenvalues, and those of diagonal blocks.
     *
     * @param blocks in the order in which their eigenvalues are wanted
     * @param progress told the share of the products that are done
     */
    static FullSpectrum of(LinearOperator operator, List<ParameterBlock> blocks, DoubleConsumer progress) {
        int n = operator.rows();
        Matrix a = Matrix.zeros(n, n);
        for (int from = 0; from < n; from += ROWS) {
            if (Thread.currentThread().isInterrupted()) {
                return new Failed("interrupted after " + from + " products");
            }
            int count = Math.min(ROWS, n - from);
            Matrix units = Matrix.zeros(count, n);
            Matrix images = Matrix.zeros(count, n);
            for (int i = 0; i < count; i++) {
                units.set(i, from + i, 1);
            }
            operator.applyAll(units, images);
            for (int i = 0; i < images.data().length; i++) {
                if (!Double.isFinite(images.data()[i])) {
                    return new Failed("product " + (from + i / n + 1) + " has the entry " + images.data()[i]);
                }
            }
            System.arraycopy(images.data(), 0, a.data(), from * n, count * n);
            progress.accept((double) (from + count) / n);
        }
        double skew = symmetrize(a);
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = a.get(i, i);
        }
        List<double[]> parts = new ArrayList<>();
        for (ParameterBlock block : blocks) {
            Matrix part = Matrix.zeros(block.size(), block.size());
            for (int i = 0; i < block.size(); i++) {
                System.arraycopy(a.data(), (block.from() + i) * n + block.from(), part.data(), i * block.size(),
                        block.size());
            }
            parts.add(SymmetricEigen.values(part));
        }
        double[] values = SymmetricEigen.values(a);
        double norm = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
        return new Found(values, n * Math.ulp(1.0) * norm + skew, diagonal, List.copyOf(parts));
    }

    /** Replaces A by its symmetric part; the result is half the Frobenius norm of A - A^T, what eigenvalues can move by. */
    private static double symmetrize(Matrix a) {
        int n = a.rows();
        double[] entries = a.data();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double difference = entries[i * n + j] - entries[j * n + i];
                double mean = entries[j * n + i] + 0.5 * difference;
                sum += 2 * difference * difference;
                entries[i * n + j] = mean;
                entries[j * n + i] = mean;
            }
        }
        return 0.5 * Math.sqrt(sum);
    }
}
