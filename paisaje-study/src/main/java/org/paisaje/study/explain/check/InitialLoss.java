package org.paisaje.study.explain.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.start.Initializer;

/**
 * The loss at the start beside that of last weights drawn anew. Given what enters the last layer, h_i for sample i, random
 * weights of deviation s give outputs of variance {@code s^2 |h_i|^2 + s_b^2}, from which the expectation of the loss follows
 * exactly for a squared loss, and for others as far as sums of many weights are normal.
 *
 * @param measured the loss at the start, on at most 500 samples
 * @param expected its expectation; empty where it has no closed form
 * @param low a fortieth of the draws is below
 * @param high a fortieth of the draws is above
 */
public record InitialLoss(double measured, OptionalDouble expected, double low, double high) {
    private static final int DRAWS = 120;
    private static final int MOST_SAMPLES = 500;

    /** Absent where the outputs are not those of one dense layer. */
    public static Optional<InitialLoss> of(Architecture network, Initializer how, double[] theta, Matrix allX,
            Matrix allY, Loss loss, Seed seed) {
        int n = Math.min(allX.rows(), MOST_SAMPLES);
        int[] rows = IntStream.range(0, n).map(i -> (int) ((long) i * allX.rows() / n)).toArray();
        Matrix x = allX.rows(rows);
        Matrix y = allY.rows(rows);
        List<LayerShape> shapes = network.layerShapes();
        LayerShape last = shapes.getLast();
        LayerTrace trace = network.withoutHead().trace(theta, x);
        if (last.positions() != 1 || last.hasSkip() || !last.activation().identity()
                || last.outputs() != network.outputs()) {
            return Optional.empty();
        }
        Matrix h = trace.inputs(last.index());
        Matrix own = outputs(last, h, theta);
        double size = Arrays.stream(own.data()).map(Math::abs).max().orElse(0);
        if (Arrays.stream(own.minus(trace.outputs()).data()).anyMatch(d -> !(Math.abs(d) <= 1e-9 * (1 + size)))) {
            return Optional.empty();
        }
        double[] drawn = theta.clone();
        double[] losses = new double[DRAWS];
        for (int i = 0; i < DRAWS; i++) {
            how.fill(last, seed.at(i), drawn);
            losses[i] = loss.value(network.head().value(outputs(last, h, drawn)), y);
        }
        Arrays.sort(losses);
        return Optional.of(new InitialLoss(loss.value(network.head().value(own), y),
                expected(network, how, last, h, y, loss), losses[DRAWS / 40], losses[DRAWS - 1 - DRAWS / 40]));
    }

    private static OptionalDouble expected(Architecture network, Initializer how, LayerShape last, Matrix h, Matrix y,
            Loss loss) {
        if (!network.head().none() || how.distribution() == Initializer.Distribution.ORTHOGONAL) {
            return OptionalDouble.empty();
        }
        double weight = how.deviation(last) * last.weightScale();
        double bias = last.hasBias() ? how.biasDeviation() * last.biasScale() : 0;
        double[] variances = IntStream.range(0, h.rows()).mapToDouble(i -> {
            double sum = 0;
            for (double entry : h.row(i)) {
                sum += entry * entry;
            }
            return weight * weight * sum + bias * bias;
        }).toArray();
        return loss.expected(y, variances);
    }

    private static Matrix outputs(LayerShape layer, Matrix h, double[] theta) {
        Matrix weights = Matrix.wrap(layer.outputs(), layer.inputs(),
                Arrays.copyOfRange(theta, layer.weight(), layer.weight() + layer.inputs() * layer.outputs()));
        Matrix f = h.timesTransposed(weights);
        f.scale(layer.weightScale());
        if (layer.hasBias()) {
            for (int i = 0; i < f.data().length; i++) {
                f.data()[i] += layer.biasScale() * theta[layer.bias() + i % layer.outputs()];
            }
        }
        return f;
    }
}
