package org.paisaje.recipe;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** (1/n) sum_ic r^2 / 2 for |r| up to delta and delta (|r| - delta / 2) beyond (Huber 1964), with what the recipe asks only. */
record Huber(double delta) implements Loss {
    @Override
    public String name() {
        return "huber(" + delta + ")";
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public Compares compares() {
        return Compares.VALUES;
    }

    @Override
    public double lowest(Matrix targets) {
        return 0;
    }

    @Override
    public double value(Matrix outputs, Matrix targets) {
        double sum = 0;
        for (int i = 0; i < outputs.data().length; i++) {
            double r = Math.abs(outputs.data()[i] - targets.data()[i]);
            sum += r <= delta ? 0.5 * r * r : delta * (r - 0.5 * delta);
        }
        return sum / outputs.rows();
    }

    @Override
    public double valueAndGradient(Matrix outputs, Matrix targets, Matrix gradient) {
        double value = value(outputs, targets);
        for (int i = 0; i < outputs.data().length; i++) {
            gradient.data()[i] = Math.clamp(outputs.data()[i] - targets.data()[i], -delta, delta) / outputs.rows();
        }
        return value;
    }

    @Override
    public void curvature(Matrix outputs, Matrix targets, Matrix direction, Matrix out) {
        for (int i = 0; i < outputs.data().length; i++) {
            boolean inside = Math.abs(outputs.data()[i] - targets.data()[i]) <= delta;
            out.data()[i] = inside ? direction.data()[i] / outputs.rows() : 0;
        }
    }
}
