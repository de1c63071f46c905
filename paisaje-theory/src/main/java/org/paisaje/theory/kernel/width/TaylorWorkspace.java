package org.paisaje.theory.kernel.width;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.Linearization;

/** Loss gradients of an expansion; the pass at theta_0 is made once per batch. */
final class TaylorWorkspace implements GradientWorkspace {
    private final TaylorNetwork network;
    private final Loss loss;
    private final int capacity;
    private Matrix x = Matrix.zeros(0, 0);
    private Matrix y = Matrix.zeros(0, 0);
    private @Nullable Linearization origin;

    TaylorWorkspace(TaylorNetwork network, Loss loss, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "workspace: capacity is " + capacity + ", at least one sample is needed");
        }
        this.network = network;
        this.loss = loss;
        this.capacity = capacity;
    }

    @Override
    public void load(Matrix x, Matrix y) {
        if (x.rows() > capacity || x.rows() != y.rows() || x.columns() != network.inputs()
                || y.columns() != network.outputs()) {
            throw new IllegalArgumentException("load: x is " + x.rows() + " x " + x.columns() + " and y " + y.rows()
                    + " x " + y.columns() + "; needed are at most " + capacity + " rows, " + network.inputs() + " and "
                    + network.outputs() + " columns");
        }
        // The samples stay the same from step to step of a full-batch run.
        if (origin == null || this.x != x) {
            origin = network.atOrigin(x);
        }
        this.x = x;
        this.y = y;
    }

    @Override
    public void load(Matrix x, Matrix y, int[] rows, int from, int to) {
        int[] batch = Arrays.copyOfRange(rows, from, to);
        load(x.rows(batch), y.rows(batch));
    }

    private Linearization at(double[] theta) {
        Linearization start = origin;
        if (start == null) {
            throw new IllegalStateException("value: no batch is loaded; call load first");
        }
        return network.at(start, theta);
    }

    @Override
    public double value(double[] theta) {
        return loss.value(at(theta).outputs(), y);
    }

    @Override
    public double valueAndGradient(double[] theta, double[] gradient) {
        Linearization at = at(theta);
        Matrix u = Matrix.zeros(y.rows(), y.columns());
        double value = loss.valueAndGradient(at.outputs(), y, u);
        System.arraycopy(at.vjp(u), 0, gradient, 0, gradient.length);
        return value;
    }
}
