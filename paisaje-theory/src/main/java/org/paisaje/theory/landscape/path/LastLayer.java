package org.paisaje.theory.landscape.path;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;

/**
 * The affine last layer of a network, {@code f = F a^T}: F (n x q) holds what enters it times the factor of the weights and,
 * last, the factor of the biases; a (k x q) holds weights and biases.
 */
final class LastLayer {
    private final Architecture network;
    private final LayerShape shape;

    private LastLayer(Architecture network, LayerShape shape) {
        this.network = network;
        this.shape = shape;
    }

    /** The last layer; nothing if the outputs are not affine in it. */
    static Optional<LastLayer> of(Architecture network) {
        LayerShape last = network.layerShapes().getLast();
        boolean affine = last.activation().identity() && !last.hasSkip() && last.positions() == 1
                && last.outputs() == network.outputs() && network.withoutHead() == network;
        return affine ? Optional.of(new LastLayer(network, last)) : Optional.empty();
    }

    /** The number q of columns of F. */
    int columns() {
        return shape.inputs() + (shape.hasBias() ? 1 : 0);
    }

    /** The number of units before the layer. */
    int units() {
        return shape.inputs();
    }

    Matrix features(double[] theta, Matrix x) {
        Matrix inputs = network.trace(theta, x).inputs(shape.index());
        Matrix result = Matrix.zeros(x.rows(), columns());
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < shape.inputs(); j++) {
                result.set(i, j, shape.weightScale() * inputs.get(i, j));
            }
            if (shape.hasBias()) {
                result.set(i, shape.inputs(), shape.biasScale());
            }
        }
        return result;
    }

    /** a^T, q x k. */
    Matrix weights(double[] theta) {
        Matrix result = Matrix.zeros(columns(), shape.outputs());
        for (int c = 0; c < shape.outputs(); c++) {
            for (int j = 0; j < shape.inputs(); j++) {
                result.set(j, c, theta[shape.weight() + c * shape.inputs() + j]);
            }
            if (shape.hasBias()) {
                result.set(shape.inputs(), c, theta[shape.bias() + c]);
            }
        }
        return result;
    }

    /** Overwrites the layer with a^T. */
    void put(Matrix weights, double[] theta) {
        for (int c = 0; c < shape.outputs(); c++) {
            for (int j = 0; j < shape.inputs(); j++) {
                theta[shape.weight() + c * shape.inputs() + j] = weights.get(j, c);
            }
            if (shape.hasBias()) {
                theta[shape.bias() + c] = weights.get(shape.inputs(), c);
            }
        }
    }

    /** What a correction of the layer came to. */
    record Corrected(Matrix weights, int rank, double least, double condition) {}

    /** The nearest a^T with {@code F a^T = y}, by least squares with one refinement. */
    static Corrected corrected(Matrix features, Matrix weights, Matrix y) {
        Matrix result = weights.copy();
        LeastSquares first = LeastSquares.solve(features, y.minus(features.times(result)));
        result.addScaled(1, first.solution());
        result.addScaled(1, LeastSquares.solve(features, y.minus(features.times(result))).solution());
        double[] singular = first.singularValues();
        double least = features.rows() <= features.columns() ? singular[singular.length - 1] : 0;
        return new Corrected(result, first.rank(), least, singular[0] / least);
    }
}
