package org.paisaje.theory.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.network.Architecture;
import org.paisaje.network.JacobianFactor;
import org.paisaje.network.LayerTrace;

/**
 * The empirical kernel from products of {@linkplain JacobianFactor factors}, block by block: for every factor the block of
 * {@code G G^T} is multiplied by that of {@code s^2 A A^T + b^2} and added while it is in cache. Of a symmetric kernel only blocks on and
 * below the diagonal are computed. Each block runs on one thread, so that its bits do not depend on which.
 */
final class LayerGrams {
    private static final int BLOCK_ROWS = 160;
    private static final long GROUP_BYTES = 200L << 20;

    /** Which outputs enter. */
    enum Form {
        /** Every pair of outputs. */
        ALL,
        /** The sum over equal outputs. */
        TRACE,
        /** One output. */
        ONE
    }

    private final Architecture network;
    private final double[] theta;
    private final Form form;
    private final int output;
    /** The rows of the result per sample. */
    private final int perSample;
    /** The gradients per sample that are kept. */
    private final int outputs;

    LayerGrams(Architecture network, double[] theta, Form form, int output) {
        this.network = network;
        this.theta = theta;
        this.form = form;
        this.output = output;
        this.perSample = form == Form.ALL ? network.outputs() : 1;
        this.outputs = form == Form.ONE ? 1 : network.outputs();
    }

    /** The factors of a group of samples in either precision, with the sizes of their rows. */
    record Group(int start, int samples, List<Size> sizes, double[][] inputs, double[][] gradients,
            float[][] singleInputs, float[][] singleGradients) {}

    /** The columns of inputs and gradients of a factor, and what stands before and beside the products of inputs. */
    record Size(int inputs, int gradients, double weight, double offset) {}

    /** Where blocks go, in the precision of the result. */
    private sealed interface Result {
        void blocks(Group a, Group b, int firstRow, int rows, int firstColumn, int columns, boolean mirrored);

        boolean single();
    }

    void fill(Matrix x, Matrix y, double[] out) {
        fill(x, y, new DoubleResult(out, y.rows() * perSample));
    }

    void fill(Matrix x, Matrix y, float[] out) {
        fill(x, y, new SingleResult(out, y.rows() * perSample));
    }

    private void fill(Matrix x, Matrix y, Result result) {
        boolean symmetric = x == y;
        int size = groupSize();
        for (int i0 = 0; i0 < x.rows(); i0 += size) {
            Group a = group(x, i0, Math.min(size, x.rows() - i0), result.single());
            int end = symmetric ? i0 + a.samples() : y.rows();
            for (int j0 = 0; j0 < end; j0 += size) {
                Group b = symmetric && j0 == i0
                        ? a
                        : group(y, j0, Math.min(size, y.rows() - j0), result.single());
                pair(a, b, symmetric, result);
            }
        }
    }

    private int groupSize() {
        int block = blockSamples();
        long size = Math.max(1, GROUP_BYTES / (Double.BYTES * network.traceEntries(outputs) * block)) * block;
        return (int) Math.min(size, 1 << 20);
    }

    private int blockSamples() {
        return Math.max(1, BLOCK_ROWS / perSample);
    }

    private Group group(Matrix x, int start, int samples, boolean single) {
        Matrix part = start == 0 && samples == x.rows() ? x : x.rowRange(start, start + samples);
        LayerTrace trace = network.trace(theta, part);
        if (single && SingleFactors.fit(network)) {
            return SingleFactors.of(network, theta, trace, outputs == 1 ? output : -1).group(start, samples);
        }
        List<JacobianFactor> factors = form == Form.ONE ? trace.factors(one(samples)) : trace.factors();
        List<Size> sizes = factors.stream()
                .map(factor -> new Size(factor.inputs().columns(), factor.gradients().columns(), factor.inputWeight(),
                        factor.offset()))
                .toList();
        double[][] inputs = factors.stream().map(factor -> factor.inputs().data()).toArray(double[][]::new);
        double[][] gradients = factors.stream().map(factor -> factor.gradients().data()).toArray(double[][]::new);
        if (!single) {
            return new Group(start, samples, sizes, inputs, gradients, new float[0][], new float[0][]);
        }
        float[][] singleInputs = Arrays.stream(inputs).map(SingleFactors::toSingle).toArray(float[][]::new);
        float[][] singleGradients = Arrays.stream(gradients).map(SingleFactors::toSingle).toArray(float[][]::new);
        return new Group(start, samples, sizes, new double[0][], new double[0][], singleInputs, singleGradients);
    }

    private Matrix one(int samples) {
        Matrix u = Matrix.zeros(samples, network.outputs());
        for (int i = 0; i < samples; i++) {
            u.set(i, output, 1);
        }
        return u;
    }

    private void pair(Group a, Group b, boolean symmetric, Result result) {
        int size = blockSamples();
        int down = (a.samples() + size - 1) / size;
        int across = (b.samples() + size - 1) / size;
        Parallel.run(down * across, task -> {
            int row = task / across * size;
            int column = task % across * size;
            int rows = Math.min(size, a.samples() - row);
            int columns = Math.min(size, b.samples() - column);
            if (!symmetric || a.start() + row >= b.start() + column) {
                Blas.withThreads(1, () -> result.blocks(a, b, row, rows, column, columns, symmetric));
            }
        });
    }

    /** The width of the gradients as one row of a product: all outputs of a sample together in the trace. */
    private int inner(Size size) {
        return form == Form.TRACE ? outputs * size.gradients() : size.gradients();
    }

    private final class DoubleResult implements Result {
        private final double[] out;
        private final int stride;
        private final ConcurrentLinkedQueue<double[][]> free = new ConcurrentLinkedQueue<>();

        DoubleResult(double[] out, int stride) {
            this.out = out;
            this.stride = stride;
        }

        @Override
        public boolean single() {
            return false;
        }

        @Override
        public void blocks(Group a, Group b, int firstRow, int rows, int firstColumn, int columns, boolean mirrored) {
            int side = blockSamples() * perSample;
            double[][] own = free.poll();
            double[][] buffers = own == null
                    ? new double[][] {new double[side * side], new double[side * side], new double[side * side],
                        new double[side]}
                    : own;
            double[] sum = buffers[0];
            double[] gradients = buffers[1];
            double[] inputs = buffers[2];
            int down = rows * perSample;
            int across = columns * perSample;
            for (int l = 0; l < a.sizes().size(); l++) {
                Size size = a.sizes().get(l);
                int fan = size.inputs();
                int inner = inner(size);
                Blas.gemm(false, true, rows, columns, fan, size.weight(), a.inputs()[l], firstRow * fan, fan,
                        b.inputs()[l], firstColumn * fan, fan, 0, inputs, 0, columns);
                if (a == b && firstRow == firstColumn) {
                    Blas.syrk(false, down, inner, 1, a.gradients()[l], firstRow * perSample * inner, inner, 0,
                            gradients, 0, across);
                } else {
                    Blas.gemm(false, true, down, across, inner, 1, a.gradients()[l], firstRow * perSample * inner,
                            inner,
                            b.gradients()[l], firstColumn * perSample * inner, inner, 0, gradients, 0, across);
                }
                accumulate(l == 0, size.offset(), rows, columns, sum, gradients, inputs, buffers[3]);
            }
            int i0 = (a.start() + firstRow) * perSample;
            int j0 = (b.start() + firstColumn) * perSample;
            boolean onDiagonal = mirrored && i0 == j0;
            for (int i = 0; i < down; i++) {
                System.arraycopy(sum, i * across, out, (i0 + i) * stride + j0, onDiagonal ? i + 1 : across);
            }
            for (int j = 0; mirrored && j < across; j++) {
                for (int i = onDiagonal ? j + 1 : 0; i < down; i++) {
                    out[(j0 + j) * stride + i0 + i] = sum[i * across + j];
                }
            }
            free.add(buffers);
        }

        /** sum [+]= (inputs + offset) o gradients, each entry of inputs standing for a square of outputs. */
        private void accumulate(boolean first, double offset, int rows, int columns, double[] sum, double[] gradients,
                double[] inputs, double[] spread) {
            int across = columns * perSample;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    double factor = inputs[i * columns + j] + offset;
                    for (int c = 0; c < perSample; c++) {
                        spread[j * perSample + c] = factor;
                    }
                }
                for (int c = 0; c < perSample; c++) {
                    int at = (i * perSample + c) * across;
                    if (first) {
                        for (int j = 0; j < across; j++) {
                            sum[at + j] = spread[j] * gradients[at + j];
                        }
                    } else {
                        for (int j = 0; j < across; j++) {
                            sum[at + j] += spread[j] * gradients[at + j];
                        }
                    }
                }
            }
        }
    }

    private final class SingleResult implements Result {
        private final float[] out;
        private final int stride;
        private final ConcurrentLinkedQueue<float[][]> free = new ConcurrentLinkedQueue<>();

        SingleResult(float[] out, int stride) {
            this.out = out;
            this.stride = stride;
        }

        @Override
        public boolean single() {
            return true;
        }

        @Override
        public void blocks(Group a, Group b, int firstRow, int rows, int firstColumn, int columns, boolean mirrored) {
            int side = blockSamples() * perSample;
            float[][] own = free.poll();
            float[][] buffers = own == null
                    ? new float[][] {new float[side * side], new float[side * side], new float[side * side],
                        new float[side]}
                    : own;
            float[] sum = buffers[0];
            float[] gradients = buffers[1];
            float[] inputs = buffers[2];
            int down = rows * perSample;
            int across = columns * perSample;
            for (int l = 0; l < a.sizes().size(); l++) {
                Size size = a.sizes().get(l);
                int fan = size.inputs();
                int inner = inner(size);
                Blas.gemm(false, true, rows, columns, fan, (float) size.weight(), a.singleInputs()[l], firstRow * fan,
                        fan,
                        b.singleInputs()[l], firstColumn * fan, fan, 0, inputs, 0, columns);
                if (a == b && firstRow == firstColumn) {
                    Blas.syrk(false, down, inner, 1, a.singleGradients()[l], firstRow * perSample * inner, inner, 0,
                            gradients, 0, across);
                } else {
                    Blas.gemm(false, true, down, across, inner, 1, a.singleGradients()[l], firstRow * perSample * inner,
                            inner, b.singleGradients()[l], firstColumn * perSample * inner, inner, 0, gradients, 0,
                            across);
                }
                accumulate(l == 0, size.offset(), rows, columns, sum, gradients, inputs, buffers[3]);
            }
            int i0 = (a.start() + firstRow) * perSample;
            int j0 = (b.start() + firstColumn) * perSample;
            boolean onDiagonal = mirrored && i0 == j0;
            for (int i = 0; i < down; i++) {
                System.arraycopy(sum, i * across, out, (i0 + i) * stride + j0, onDiagonal ? i + 1 : across);
            }
            for (int j = 0; mirrored && j < across; j++) {
                for (int i = onDiagonal ? j + 1 : 0; i < down; i++) {
                    out[(j0 + j) * stride + i0 + i] = sum[i * across + j];
                }
            }
            free.add(buffers);
        }

        private void accumulate(boolean first, double added, int rows, int columns, float[] sum, float[] gradients,
                float[] inputs, float[] spread) {
            int across = columns * perSample;
            float offset = (float) added;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    float factor = inputs[i * columns + j] + offset;
                    for (int c = 0; c < perSample; c++) {
                        spread[j * perSample + c] = factor;
                    }
                }
                for (int c = 0; c < perSample; c++) {
                    int at = (i * perSample + c) * across;
                    if (first) {
                        for (int j = 0; j < across; j++) {
                            sum[at + j] = spread[j] * gradients[at + j];
                        }
                    } else {
                        for (int j = 0; j < across; j++) {
                            sum[at + j] += spread[j] * gradients[at + j];
                        }
                    }
                }
            }
        }
    }
}
