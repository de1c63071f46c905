package org.paisaje.network.graph;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.dense.DenseWorkspace;

/** Loss gradients of a graph over one batch after another. */
final class GraphWorkspace implements GradientWorkspace {
    private final GraphStructure structure;
    private final Loss loss;
    private final int capacity;
    private final Pass pass;
    private final double[][] gradients;
    private final double[] inputs;
    private final Map<Integer, Batch> batches = new HashMap<>();
    private double[] x = new double[0];
    private @Nullable Batch batch;
    private @Nullable Matrix targets;

    private record Batch(Matrix outputs, Matrix targets, Matrix gradient) {
        static Batch of(int n, int k) {
            return new Batch(Matrix.zeros(n, k), Matrix.zeros(n, k), Matrix.zeros(n, k));
        }
    }

    GraphWorkspace(GraphStructure structure, Loss loss, int capacity) {
        this.structure = structure;
        this.loss = loss;
        this.capacity = capacity;
        this.pass = new Pass(structure, capacity, true);
        this.gradients = pass.buffers(structure.trains());
        this.inputs = new double[Math.multiplyExact(capacity, structure.inputs())];
    }

    @Override
    public void load(Matrix x, Matrix y) {
        batch = batch(x, y, x.rows());
        this.x = x.data();
        this.targets = y;
    }

    @Override
    public void load(Matrix x, Matrix y, int[] rows, int from, int to) {
        Batch current = batch(x, y, to - from);
        int d = structure.inputs();
        int k = structure.outputs();
        for (int i = 0; i < to - from; i++) {
            DenseWorkspace.checkRow(x, rows[from + i]);
            System.arraycopy(x.data(), rows[from + i] * d, inputs, i * d, d);
            System.arraycopy(y.data(), rows[from + i] * k, current.targets().data(), i * k, k);
        }
        this.x = inputs;
        this.batch = current;
        this.targets = current.targets();
    }

    private Batch batch(Matrix x, Matrix y, int n) {
        structure.checkInputs("load", x);
        if (y.rows() != x.rows() || y.columns() != structure.outputs()) {
            throw new IllegalArgumentException("load: y is " + y.rows() + " x " + y.columns() + ", needed are "
                    + x.rows() + " x " + structure.outputs() + ": a row per sample of x, a column per output");
        }
        if (n < 1 || n > capacity) {
            throw new IllegalArgumentException(
                    "load: " + n + " samples, the workspace takes 1 to " + capacity + " at a time");
        }
        return batches.computeIfAbsent(n, size -> Batch.of(size, structure.outputs()));
    }

    @Override
    public double value(double[] theta) {
        Batch current = forward("value", theta);
        return loss.value(current.outputs(), targets(current));
    }

    private Matrix targets(Batch current) {
        Matrix loaded = targets;
        return loaded == null ? current.targets() : loaded;
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        structure.checkLength("valueAndGradient", "gradient", gradient);
        Batch current = forward("valueAndGradient", theta);
        double value = loss.valueAndGradient(current.outputs(), targets(current), current.gradient());
        pass.backGradient(current.gradient().data(), gradients, gradient);
        return value;
    }

    private Batch forward(String operation, double[] theta) {
        structure.checkLength(operation, "theta", theta);
        Batch current = batch;
        if (current == null) {
            throw new IllegalArgumentException(operation + ": no batch is loaded; call load first");
        }
        int n = current.outputs().rows();
        pass.run(theta, x, 0, n);
        System.arraycopy(pass.outputs(), 0, current.outputs().data(), 0, n * structure.outputs());
        return current;
    }
}
