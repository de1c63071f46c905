package org.paisaje.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.Linearization;

/**
 * A {@link Risk} at one theta: value, gradient and curvature from passes that are run once. The operators taken from
 * it share its buffers: one thread at a time.
 */
public final class RiskPoint {
    private final Risk risk;
    private final double[] theta;
    private final List<Chunk> chunks = new ArrayList<>();
    private final double value;
    private final double[] gradient;

    /** Some of the samples with their passes. */
    private record Chunk(double weight, Matrix y, Linearization at, Matrix outputGradient,
            Linearization.Pullback pullback) {}

    /** What is applied between J and its transpose, and whether the second derivatives of the outputs count. */
    private enum Part {
        HESSIAN, GAUSS_NEWTON, RESIDUAL, FISHER
    }

    RiskPoint(Risk risk, double[] theta) {
        this.risk = risk;
        this.theta = theta;
        this.gradient = new double[risk.dimension()];
        Loss loss = risk.loss();
        double sum = 0;
        for (int from = 0; from < risk.samples(); from += Risk.CHUNK) {
            int to = Math.min(from + Risk.CHUNK, risk.samples());
            boolean whole = to - from == risk.samples();
            Matrix x = whole ? risk.x() : risk.x().rowRange(from, to);
            Matrix y = whole ? risk.y() : risk.y().rowRange(from, to);
            Linearization at = risk.network().linearize(theta, x);
            Matrix u = Matrix.zeros(y.rows(), y.columns());
            double weight = risk.weight(to - from);
            sum += weight * loss.valueAndGradient(at.outputs(), y, u);
            Linearization.Pullback pullback = at.pullback(u);
            chunks.add(new Chunk(weight, y, at, u, pullback));
            add(weight, pullback.gradient(), gradient);
        }
        for (Regularizer penalty : risk.penalties()) {
            penalty.addGradient(theta, gradient);
        }
        this.value = sum + risk.penalty(theta);
    }

    /** A copy of theta. */
    public double[] theta() {
        return theta.clone();
    }

    /** The risk. */
    public double value() {
        return value;
    }

    /** The gradient, as a new array. */
    public double[] gradient() {
        return gradient.clone();
    }

    /** The outputs f_theta(x), n x k. */
    public Matrix outputs() {
        Matrix result = Matrix.zeros(risk.samples(), risk.y().columns());
        int at = 0;
        for (Chunk chunk : chunks) {
            double[] part = chunk.at().outputs().data();
            System.arraycopy(part, 0, result.data(), at, part.length);
            at += part.length;
        }
        return result;
    }

    /** The Hessian of the risk, penalties included; 8 n flops per weight and product, 4 n in the first layer. */
    public LinearOperator hessian() {
        return new Curvature(Part.HESSIAN);
    }

    /**
     * The generalised Gauss-Newton matrix {@code J^T L'' J} with L'' the curvature of the loss, plus the curvature of
     * the penalties; positive semidefinite. For the cross-entropies and the logistic loss it is the Fisher matrix.
     */
    public LinearOperator gaussNewton() {
        return new Curvature(Part.GAUSS_NEWTON);
    }

    /** The part {@code sum_ic (dL/df_ic) d^2 f_ic / d theta^2} by which the Hessian differs from Gauss-Newton. */
    public LinearOperator residual() {
        return new Curvature(Part.RESIDUAL);
    }

    /**
     * The empirical Fisher matrix {@code (1/n) sum_i g_i g_i^T} with g_i the gradients of {@link #perSampleGradients};
     * without the factor 1/n for a loss that is a sum.
     */
    public LinearOperator empiricalFisher() {
        return new Curvature(Part.FISHER);
    }

    /**
     * The tangent kernel of all outputs divided by n, {@code J J^T / n}, of order n k; without the factor 1/n for a loss
     * that is a sum. Its eigenvalues other than 0 are those of the Gauss-Newton matrix of half the (mean) squared error.
     */
    public LinearOperator tangentKernel() {
        double factor = risk.loss().averages() ? 1.0 / risk.samples() : 1;
        return new OutputCurvature(theta.length, risk.y().columns(), chunks.stream()
                .map(chunk -> new OutputCurvature.Part(chunk.at(), OutputRoot.multiple(chunk.y(), Math.sqrt(factor))))
                .toList());
    }

    /**
     * The dual {@code L''^(1/2) J J^T L''^(1/2)} of the Gauss-Newton matrix without penalties, of order n k: their
     * eigenvalues other than 0 are the same. For the squared loss it is the tangent kernel over n, for the logistic loss
     * {@code D^(1/2) Theta D^(1/2) / n} with D_ii = s(f_i) (1 - s(f_i)).
     */
    public LinearOperator dualGaussNewton() {
        return new OutputCurvature(theta.length, risk.y().columns(), chunks.stream()
                .map(chunk -> new OutputCurvature.Part(chunk.at(),
                        OutputRoot.of(risk.loss(), chunk.at().outputs(), chunk.y(), chunk.weight())))
                .toList());
    }

    /**
     * The diagonal of the {@linkplain #gaussNewton Gauss-Newton matrix}, penalties included, exact: with
     * {@code L'' = sum_c u_c u_c^T} it is {@code sum_ic (J_i^T u_ic)^2}, one backward pass and one product of squares for each
     * direction of the outputs in which the loss is curved, at most k. The sum of any block is the trace of that block.
     */
    public double[] gaussNewtonDiagonal() {
        double[] sum = new double[theta.length];
        for (Chunk chunk : chunks) {
            for (OutputRoot.Direction direction : OutputRoot.directions(risk.loss(), chunk.at().outputs(), chunk.y(),
                    chunk.weight())) {
                chunk.at().addSquaredVjp(direction.sign(), direction.u(), sum);
            }
        }
        for (Regularizer penalty : risk.penalties()) {
            penalty.addCurvatureDiagonal(theta, sum);
        }
        return sum;
    }

    /** The diagonal of the {@linkplain #empiricalFisher empirical Fisher matrix}, exact; one backward pass. */
    public double[] empiricalFisherDiagonal() {
        double[] sum = new double[theta.length];
        for (Chunk chunk : chunks) {
            double factor = risk.loss().averages() ? chunk.weight() * chunk.y().rows() : chunk.weight();
            chunk.at().addSquaredVjp(factor, chunk.outputGradient(), sum);
        }
        return sum;
    }

    /**
     * Whether {@link #residual} is known to have nothing but zeros on its diagonal, so that Hessian and Gauss-Newton matrix
     * have the same; see {@link Linearization#curved}.
     */
    public boolean residualHasZeroDiagonal() {
        return chunks.stream().noneMatch(chunk -> chunk.at().curved());
    }

    /**
     * The gradients of the loss sample by sample, n x p: the gradient of the loss is their mean, or their sum for a loss
     * that is a sum. Penalties do not count.
     */
    public Matrix perSampleGradients() {
        int p = theta.length;
        MemoryEstimate.requireMatrix("perSampleGradients", risk.samples(), p,
                "take fewer samples or a smaller network");
        Matrix result = Matrix.zeros(risk.samples(), p);
        int row = 0;
        for (Chunk chunk : chunks) {
            double[] part = chunk.at().perSampleVjp(chunk.outputGradient()).data();
            double factor = risk.loss().averages() ? chunk.y().rows() : 1;
            for (int i = 0; i < part.length; i++) {
                result.data()[row * p + i] = factor * part[i];
            }
            row += chunk.y().rows();
        }
        return result;
    }

    /**
     * The Hessian as a symmetric matrix; p products and 8 p^2 bytes.
     *
     * @throws IllegalArgumentException when that does not fit into memory, with the figure
     */
    public Matrix denseHessian() {
        return hessian().symmetricMatrix("denseHessian");
    }

    /** The Gauss-Newton matrix as a symmetric matrix; like {@link #denseHessian}. */
    public Matrix denseGaussNewton() {
        return gaussNewton().symmetricMatrix("denseGaussNewton");
    }

    private static void add(double factor, double[] a, double[] sum) {
        for (int i = 0; i < a.length; i++) {
            sum[i] += factor * a[i];
        }
    }

    /** One of the curvature matrices, by its products. */
    private final class Curvature implements LinearOperator {
        private final Part part;

        Curvature(Part part) {
            this.part = part;
        }

        @Override
        public int rows() {
            return theta.length;
        }

        @Override
        public int columns() {
            return theta.length;
        }

        @Override
        public void apply(double[] v, double[] out) {
            if (v.length != theta.length || out.length != theta.length) {
                throw new IllegalArgumentException("apply: v has " + v.length + " and out " + out.length
                        + " entries, the risk has " + theta.length + " parameters");
            }
            applyAll(Matrix.wrap(1, v.length, v), Matrix.wrap(1, out.length, out));
        }

        @Override
        public void applyAll(Matrix vectors, Matrix out) {
            if (chunks.size() == 1) {
                product(chunks.getFirst(), vectors, out);
            } else {
                Matrix product = Matrix.zeros(vectors.rows(), theta.length);
                Arrays.fill(out.data(), 0);
                for (Chunk chunk : chunks) {
                    product(chunk, vectors, product);
                    add(chunk.weight(), product.data(), out.data());
                }
            }
            if (part == Part.HESSIAN || part == Part.GAUSS_NEWTON) {
                for (Regularizer penalty : risk.penalties()) {
                    for (int i = 0; i < vectors.rows(); i++) {
                        penalty.addCurvature(theta, vectors.data(), out.data(), i * theta.length);
                    }
                }
            }
        }

        private void product(Chunk chunk, Matrix vectors, Matrix out) {
            Matrix outputs = chunk.at().outputs();
            Linearization.OutputMap curvature = (direction, image) -> risk.loss()
                    .curvature(outputs, chunk.y(),
                            direction, image);
            switch (part) {
                case HESSIAN -> chunk.pullback().second(vectors, curvature, out);
                case GAUSS_NEWTON -> chunk.at().gaussNewton(vectors, curvature, out);
                case RESIDUAL -> chunk.pullback().second(vectors, RiskPoint::zero, out);
                case FISHER -> chunk.at()
                        .gaussNewton(vectors, (direction, image) -> fisher(chunk, direction, image),
                                out);
            }
        }
    }

    private static void zero(Matrix direction, Matrix image) {
        Arrays.fill(image.data(), 0);
    }

    private void fisher(Chunk chunk, Matrix direction, Matrix image) {
        double[] u = chunk.outputGradient().data();
        int k = direction.columns();
        double factor = risk.loss().averages() ? direction.rows() : 1;
        for (int i = 0; i < direction.rows(); i++) {
            double inner = 0;
            for (int c = i * k; c < (i + 1) * k; c++) {
                inner += u[c] * direction.data()[c];
            }
            for (int c = i * k; c < (i + 1) * k; c++) {
                image.data()[c] = factor * inner * u[c];
            }
        }
    }
}
