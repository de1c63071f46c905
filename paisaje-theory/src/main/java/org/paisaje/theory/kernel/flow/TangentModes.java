package org.paisaje.theory.kernel.flow;

import java.util.Arrays;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.EmpiricalNtk;

/**
 * The modes in which the residual decays when gradient descent on a loss L(f, y) is linearised at theta_0. With
 * g = dL/df and S = d^2L/df^2 at theta_0, both with the normalisation of the loss, a step of rate eta makes
 *
 * <pre>
 * g' = g - eta S Theta g,     u' = (I - eta A) u     with u = S^(-1/2) g,  A = S^(1/2) Theta S^(1/2)
 * </pre>
 *
 * and u decays along the eigenvectors of A, by the factor {@code 1 - eta a} per step. For the squared loss
 * {@code (1/2n) |f - y|^2} this is A = Theta / n and {@code u = (f - y) / sqrt(n)}, {@code |u|^2 = 2 L}, and exact as long as
 * the kernel Theta stands still. For other losses S is that at theta_0 besides: exact to first order in the movement of
 * the outputs. The inverse root is that on the range of S, in which g lies: one direction for each sample is missing for
 * softmax, because a shift of all logits changes nothing. A has order nk; one decomposition, about 9 (nk)^3 flops.
 * Immutable.
 */
public final class TangentModes {
    private final Architecture network;
    private final Matrix x;
    private final Matrix y;
    private final Loss loss;
    private final Matrix inverseRoots;
    private final double[] eigenvalues;
    private final Matrix vectors;
    private final double[] start;

    private TangentModes(Architecture network, Matrix x, Matrix y, Loss loss, Matrix inverseRoots,
            SymmetricEigen eigen, double[] theta) {
        this.network = network;
        this.x = x;
        this.y = y;
        this.loss = loss;
        this.inverseRoots = inverseRoots;
        int order = eigen.values().length;
        double[] descending = new double[order];
        Matrix rows = Matrix.zeros(order, order);
        double floor = order * Math.ulp(1.0) * Math.max(0, eigen.values()[order - 1]);
        for (int i = 0; i < order; i++) {
            double value = eigen.values()[order - 1 - i];
            descending[i] = value > floor ? value : 0;
            rows.setRow(i, eigen.vectors().row(order - 1 - i));
        }
        this.eigenvalues = descending;
        this.vectors = rows;
        this.start = components(theta);
    }

    /**
     * The modes at theta_0 on the rows of x with targets y.
     *
     * @throws IllegalArgumentException if sizes differ, S is not finite, or the heap cannot hold the matrices
     */
    public static TangentModes of(Architecture network, double[] theta, Matrix x, Matrix y, Loss loss) {
        int n = x.rows();
        int k = network.outputs();
        if (n == 0 || y.rows() != n || y.columns() != k) {
            throw new IllegalArgumentException("TangentModes: x has " + n + " rows and y is " + y.rows() + " x "
                    + y.columns() + "; needed are as many rows, at least one, and " + k + " columns");
        }
        MemoryEstimate.require("TangentModes", bytes(n, k), "take fewer samples");
        Matrix outputs = network.forward(theta, x);
        Matrix roots = Matrix.zeros(n * k, k);
        Matrix inverseRoots = Matrix.zeros(n * k, k);
        fillRoots(loss, outputs, y, roots, inverseRoots);
        Matrix a = EmpiricalNtk.of(network, theta).gram(x);
        multiply(roots, a);
        return new TangentModes(network, x, y, loss, inverseRoots, SymmetricEigen.of(a), theta.clone());
    }

    /** The bytes that the modes of n samples and k outputs take while they are computed. */
    public static long bytes(int n, int k) {
        long order = Math.multiplyExact((long) n, (long) k);
        return 6 * MemoryEstimate.ofDoubles(order, order);
    }

    /** S^(1/2) and its pseudo-inverse, k rows for each sample. */
    private static void fillRoots(Loss loss, Matrix outputs, Matrix y, Matrix roots, Matrix inverseRoots) {
        int n = outputs.rows();
        int k = outputs.columns();
        Matrix direction = Matrix.zeros(n, k);
        Matrix image = Matrix.zeros(n, k);
        double[][][] blocks = new double[n][k][k];
        for (int c = 0; c < k; c++) {
            Arrays.fill(direction.data(), 0);
            for (int i = 0; i < n; i++) {
                direction.set(i, c, 1);
            }
            loss.curvature(outputs, y, direction, image);
            for (int i = 0; i < n; i++) {
                for (int b = 0; b < k; b++) {
                    blocks[i][b][c] = image.get(i, b);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            SymmetricEigen eigen = SymmetricEigen.of(symmetric(blocks[i]));
            double floor = 16 * k * Math.ulp(1.0) * Math.max(0, eigen.values()[k - 1]);
            Matrix root = eigen.function(s -> s > floor ? Math.sqrt(s) : 0);
            Matrix inverse = eigen.function(s -> s > floor ? 1 / Math.sqrt(s) : 0);
            for (int c = 0; c < k; c++) {
                roots.setRow(i * k + c, root.row(c));
                inverseRoots.setRow(i * k + c, inverse.row(c));
            }
        }
    }

    private static Matrix symmetric(double[][] block) {
        for (int b = 0; b < block.length; b++) {
            for (int c = 0; c < b; c++) {
                double mean = 0.5 * (block[b][c] + block[c][b]);
                block[b][c] = mean;
                block[c][b] = mean;
            }
        }
        return Matrix.of(block);
    }

    /** A := R A R with R block diagonal; the lower triangle is computed and mirrored. */
    private static void multiply(Matrix roots, Matrix a) {
        int k = roots.columns();
        int order = a.rows();
        double[] block = new double[k * k];
        double[] half = new double[k * k];
        for (int i = 0; i < order; i += k) {
            for (int j = 0; j <= i; j += k) {
                for (int b = 0; b < k; b++) {
                    for (int c = 0; c < k; c++) {
                        double sum = 0;
                        for (int d = 0; d < k; d++) {
                            sum += roots.get(i + b, d) * a.get(i + d, j + c);
                        }
                        half[b * k + c] = sum;
                    }
                }
                for (int b = 0; b < k; b++) {
                    for (int c = 0; c < k; c++) {
                        double sum = 0;
                        for (int d = 0; d < k; d++) {
                            sum += half[b * k + d] * roots.get(j + c, d);
                        }
                        block[b * k + c] = sum;
                    }
                }
                for (int b = 0; b < k; b++) {
                    for (int c = 0; c < k; c++) {
                        double value = i == j ? 0.5 * (block[b * k + c] + block[c * k + b]) : block[b * k + c];
                        a.set(i + b, j + c, value);
                        a.set(j + c, i + b, value);
                    }
                }
            }
        }
    }

    /** The number nk of modes, null modes included. */
    public int order() {
        return eigenvalues.length;
    }

    /** The number of samples. */
    public int samples() {
        return x.rows();
    }

    /** The eigenvalues a of A, descending; 0 for null modes. For the squared loss lambda / n. */
    public double[] eigenvalues() {
        return eigenvalues.clone();
    }

    /** The components of u along the modes at theta_0, in the order of the eigenvalues. */
    public double[] start() {
        return start.clone();
    }

    /** The components of u at another theta, with S of theta_0. */
    public double[] components(double[] theta) {
        Matrix outputs = network.forward(theta, x);
        Matrix gradient = Matrix.zeros(y.rows(), y.columns());
        loss.valueAndGradient(outputs, y, gradient);
        int k = y.columns();
        double[] u = new double[order()];
        for (int row = 0; row < u.length; row++) {
            int sample = row / k;
            for (int c = 0; c < k; c++) {
                u[row] += inverseRoots.get(row, c) * gradient.get(sample, c);
            }
        }
        return vectors.times(u);
    }

    /** The share {@code sum r(a)^2 c^2 / sum c^2} of |u|^2 that an evolution leaves, c the components at theta_0. */
    public double remaining(Evolution evolution) {
        double left = 0;
        double all = 0;
        for (int i = 0; i < start.length; i++) {
            double factor = eigenvalues[i] == 0 ? 1 : evolution.remaining(eigenvalues[i], 1);
            left += factor * factor * start[i] * start[i];
            all += start[i] * start[i];
        }
        return all == 0 ? 0 : left / all;
    }
}
