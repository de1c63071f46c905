package org.paisaje.network.convolution;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Convolutional;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.dense.DenseWorkspace;

/** Loss gradients of a {@link Convolutional} network over one batch after another. */
public final class ConvolutionalWorkspace implements GradientWorkspace {
    private final Convolutional net;
    private final Loss loss;
    private final int capacity;
    private final int parameters;
    private final ConvolutionalPass pass;
    private final double[] inputs;
    private final Map<Integer, Batch> batches = new HashMap<>();
    private @Nullable Batch batch;

    private record Batch(Matrix outputs, Matrix targets, Matrix gradient) {
        static Batch of(int n, int k) {
            return new Batch(Matrix.zeros(n, k), Matrix.zeros(n, k), Matrix.zeros(n, k));
        }
    }

    public ConvolutionalWorkspace(Convolutional net, Loss loss, int capacity) {
        this.net = net;
        this.loss = loss;
        this.capacity = capacity;
        this.parameters = net.layout().size();
        this.pass = new ConvolutionalPass(net, capacity, true);
        this.inputs = new double[Math.multiplyExact(capacity, net.inputs())];
    }

    @Override
    public void load(Matrix x, Matrix y) {
        Batch current = batch(x, y, x.rows());
        System.arraycopy(x.data(), 0, inputs, 0, x.data().length);
        System.arraycopy(y.data(), 0, current.targets().data(), 0, y.data().length);
    }

    @Override
    public void load(Matrix x, Matrix y, int[] rows, int from, int to) {
        Batch current = batch(x, y, to - from);
        int d = net.inputs();
        int k = net.outputs();
        for (int i = 0; i < to - from; i++) {
            DenseWorkspace.checkRow(x, rows[from + i]);
            System.arraycopy(x.data(), rows[from + i] * d, inputs, i * d, d);
            System.arraycopy(y.data(), rows[from + i] * k, current.targets().data(), i * k, k);
        }
    }

    private Batch batch(Matrix x, Matrix y, int n) {
        if (x.columns() != net.inputs()) {
            throw new IllegalArgumentException("load: x has " + x.columns() + " columns, the network takes "
                    + net.inputs() + " inputs; rows are samples");
        }
        if (y.rows() != x.rows() || y.columns() != net.outputs()) {
            throw new IllegalArgumentException("load: y is " + y.rows() + " x " + y.columns() + ", needed are "
                    + x.rows() + " x " + net.outputs() + ": a row per sample of x, a column per output");
        }
        if (n < 1 || n > capacity) {
            throw new IllegalArgumentException(
                    "load: " + n + " samples, the workspace takes 1 to " + capacity + " at a time");
        }
        Batch result = batches.computeIfAbsent(n, size -> Batch.of(size, net.outputs()));
        batch = result;
        return result;
    }

    @Override
    public double value(double[] theta) {
        Batch current = forward("value", theta);
        return loss.value(current.outputs(), current.targets());
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        checkLength("valueAndGradient", "gradient", gradient);
        Batch current = forward("valueAndGradient", theta);
        double value = loss.valueAndGradient(current.outputs(), current.targets(), current.gradient());
        pass.back(theta, current.gradient().data());
        pass.gradient(pass.delta, pass.patches, 0, current.outputs().rows(), 0, gradient, 0);
        return value;
    }

    private Batch forward(String operation, double[] theta) {
        checkLength(operation, "theta", theta);
        Batch current = batch;
        if (current == null) {
            throw new IllegalArgumentException(operation + ": no batch is loaded; call load first");
        }
        int n = current.outputs().rows();
        pass.run(theta, inputs, 0, n);
        System.arraycopy(pass.outputs(), 0, current.outputs().data(), 0, n * net.outputs());
        return current;
    }

    private void checkLength(String operation, String argument, double[] vector) {
        if (vector.length != parameters) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + vector.length
                    + " entries, the network " + net.text() + " has " + parameters + " parameters");
        }
    }
}
