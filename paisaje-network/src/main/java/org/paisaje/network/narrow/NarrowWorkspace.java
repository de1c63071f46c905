package org.paisaje.network.narrow;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.simd.Simd;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.dense.DenseLayer;
import org.paisaje.network.dense.DenseWorkspace;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.dense.Rows;

/**
 * Loss gradients of a {@link LayerStack} of small widths, where calls to a matrix library and traffic between caches
 * would dominate. Samples lie along the vector lanes; forward and backward pass of a strip of some 32 samples are one
 * sweep within the first-level cache. 6 n flops per weight, 4 n in the first layer.
 *
 * <p>The batch is cut into chunks by its size alone and their sums are added in order, so the result has the same bits
 * whatever the number of threads. Several threads share the chunks of one batch where that pays; within
 * {@link Blas#withThreads(int, Runnable) Blas.withThreads(1, ...)} there is one.
 */
public final class NarrowWorkspace implements GradientWorkspace {
    /** The width up to which this is faster than products over the whole batch. */
    public static final int WIDEST = 64;
    /** Whether this can run: its loops need vectors. */
    public static final boolean VECTORISED = Simd.vectorised();

    private static final int[] ALL = new int[0];
    /** The flops below which another thread costs more than it saves. */
    private static final long WORTHWHILE = 500_000;

    private final LayerStack stack;
    private final Loss loss;
    private final int capacity;
    private final PanelBatch batch;
    private final double[] values;
    private final double[][] gradients;
    private final @Nullable PanelPass[] passes;
    private final AtomicInteger next = new AtomicInteger();
    private final IntConsumer valueTask = this::values;
    private final IntConsumer gradientTask = this::gradients;
    /** Room for the scaled parameters, empty where they are theta itself. */
    private final double[] scaled;
    private double[] parameters = new double[0];

    public NarrowWorkspace(LayerStack stack, Loss loss, int capacity) {
        this.stack = stack;
        this.loss = loss;
        this.capacity = capacity;
        this.batch = new PanelBatch(stack.inputs(), stack.outputs(), capacity);
        int most = PanelBatch.mostChunks(capacity);
        this.values = new double[most];
        this.gradients = new double[most][0];
        this.passes = new @Nullable PanelPass[most];
        boolean plain = true;
        for (DenseLayer layer : stack.layers()) {
            plain &= layer.weightScale() == 1 && (!layer.hasBias() || layer.biasScale() == 1);
        }
        this.scaled = new double[plain ? 0 : stack.parameters()];
    }

    @Override
    public void load(Matrix x, Matrix y) {
        DenseWorkspace.check(stack, capacity, x, y, x.rows());
        batch.load(x, y, ALL, 0, x.rows());
    }

    @Override
    public void load(Matrix x, Matrix y, int[] rows, int from, int to) {
        DenseWorkspace.check(stack, capacity, x, y, to - from);
        for (int i = from; i < to; i++) {
            DenseWorkspace.checkRow(x, rows[i]);
        }
        batch.load(x, y, rows, from, to - from);
    }

    @Override
    public double value(double[] theta) {
        start("value", theta);
        share(valueTask);
        return total();
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        stack.checkLength("valueAndGradient", "gradient", gradient);
        start("valueAndGradient", theta);
        share(gradientTask);
        for (DenseLayer layer : stack.layers()) {
            collect(gradient, layer.weight(), layer.inputs() * layer.outputs(), layer.weightScale());
            if (layer.hasBias()) {
                collect(gradient, layer.bias(), layer.outputs(), layer.biasScale());
            }
        }
        return total();
    }

    private void start(String operation, double[] theta) {
        stack.checkTheta(operation, theta);
        if (batch.samples == 0) {
            throw new IllegalArgumentException(operation + ": no batch is loaded; call load first");
        }
        parameters = theta;
        if (scaled.length > 0) {
            for (DenseLayer layer : stack.layers()) {
                scale(theta, layer.weight(), layer.inputs() * layer.outputs(), layer.weightScale());
                if (layer.hasBias()) {
                    scale(theta, layer.bias(), layer.outputs(), layer.biasScale());
                }
            }
            parameters = scaled;
        }
    }

    private void scale(double[] theta, int from, int n, double factor) {
        for (int i = from; i < from + n; i++) {
            scaled[i] = factor * theta[i];
        }
    }

    private void share(IntConsumer task) {
        next.set(0);
        int chunks = batch.chunks();
        boolean pays = 6L * batch.samples * stack.parameters() > WORTHWHILE;
        int threads = chunks == 1 || !pays ? 1 : Math.min(chunks, Blas.threads());
        for (int i = 0; i < threads; i++) {
            if (passes[i] == null) {
                passes[i] = new PanelPass(stack, loss, capacity);
            }
        }
        if (threads == 1) {
            task.accept(0);
        } else {
            Parallel.run(threads, task);
        }
    }

    private void values(int thread) {
        PanelPass pass = Objects.requireNonNull(passes[thread]);
        for (int c = next.getAndIncrement(); c < batch.chunks(); c = next.getAndIncrement()) {
            values[c] = pass.value(batch, c, parameters);
        }
    }

    private void gradients(int thread) {
        PanelPass pass = Objects.requireNonNull(passes[thread]);
        for (int c = next.getAndIncrement(); c < batch.chunks(); c = next.getAndIncrement()) {
            if (gradients[c].length == 0) {
                gradients[c] = new double[stack.parameters() + 8];
            }
            values[c] = pass.valueAndGradient(batch, c, parameters, gradients[c]);
        }
    }

    private double total() {
        double sum = 0;
        for (int c = 0; c < batch.chunks(); c++) {
            sum += values[c];
        }
        return sum;
    }

    private void collect(double[] gradient, int from, int n, double factor) {
        System.arraycopy(gradients[0], from, gradient, from, n);
        for (int c = 1; c < batch.chunks(); c++) {
            double[] share = gradients[c];
            for (int i = from; i < from + n; i++) {
                gradient[i] += share[i];
            }
        }
        if (factor != 1) {
            Rows.scale(gradient, from, n, factor);
        }
    }
}
