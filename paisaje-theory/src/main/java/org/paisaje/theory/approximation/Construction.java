package org.paisaje.theory.approximation;

import java.util.function.DoubleUnaryOperator;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;

/**
 * A network of one input and one output with its weights.
 *
 * @param network the network
 * @param theta its weights
 */
public record Construction(Mlp network, double[] theta) {
    /** The largest |f - network| on so many equidistant points of [0, 1], both ends among them. */
    public double error(DoubleUnaryOperator f, int points) {
        if (points < 2) {
            throw new IllegalArgumentException("Construction.error: " + points + " points; at least 2 are needed");
        }
        double[] x = new double[points];
        for (int i = 0; i < points; i++) {
            x[i] = (double) i / (points - 1);
        }
        Matrix outputs = network.forward(theta, Matrix.wrap(points, 1, x));
        double largest = 0;
        for (int i = 0; i < points; i++) {
            largest = Math.max(largest, Math.abs(f.applyAsDouble(x[i]) - outputs.get(i, 0)));
        }
        return largest;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
