package org.paisaje.theory.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.NormalAverage;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.activation.Activation;

/**
 * Signals through depth, forward and backward, layer by layer. For plain networks the mean-field recursion stands beside:
 * with random weights of mean square m_l, {@code q = ws^2 n_in m_l E a^2 + bs^2 mean b^2}, {@code E a'^2 = E s(sqrt(q) Z)^2}, and
 * backwards {@code E g^2 = ws^2 n_out m_l E s'(sqrt(q) Z)^2 E g'^2} (Poole et al. 2016; Schoenholz et al. 2017). About
 * 6 n flops per weight.
 */
public final class LayerSignals {
    private static final double FLAT = 0.1;
    private static final double SHARE = 0.95;

    /** The largest slopes of activations that were met. */
    private static final Map<Activation, Double> STEEPEST = new ConcurrentHashMap<>();

    private LayerSignals() {}

    private static double steepest(Activation s) {
        double result = 0;
        for (int i = -500; i <= 500; i++) {
            result = Math.max(result, Math.abs(s.first(0.01 * i)));
        }
        return result;
    }

    /**
     * {@code E s(sqrt(q) Z)^2} and {@code E s'(sqrt(q) Z)^2}. What is linear on either side of 0 scales: its integrals are
     * those at q = 1, which are kept.
     */
    private record Averages(double square, double slope) {
        private static final Map<Activation, Averages> AT_ONE = new ConcurrentHashMap<>();

        static Averages of(Activation s, double q) {
            boolean scales = s.piecewiseLinear() && s.value(0) == 0 && Arrays.stream(s.breaks()).allMatch(b -> b == 0);
            if (!scales) {
                return integrated(s, q);
            }
            Averages one = AT_ONE.computeIfAbsent(s, known -> integrated(known, 1));
            return q > 0 ? new Averages(q * one.square, one.slope) : integrated(s, q);
        }

        private static Averages integrated(Activation s, double q) {
            return new Averages(NormalAverage.of(z -> s.value(z) * s.value(z), q, s.breaks()),
                    NormalAverage.of(z -> s.first(z) * s.first(z), q, s.breaks()));
        }
    }

    /**
     * The signals at theta.
     *
     * @param x n x d samples
     * @param outputGradient n x k, row i the gradient of the loss of sample i in its outputs
     */
    public static List<LayerSignal> of(Architecture network, double[] theta, Matrix x, Matrix outputGradient) {
        return of(network, theta, network.trace(theta, x), outputGradient);
    }

    /** The signals of a pass at theta that others read as well. */
    public static List<LayerSignal> of(Architecture network, double[] theta, LayerTrace trace, Matrix outputGradient) {
        Matrix outputs = trace.outputs();
        if (outputGradient.rows() != outputs.rows() || outputGradient.columns() != outputs.columns()) {
            throw new IllegalArgumentException("LayerSignals: the output gradient is " + outputGradient.rows() + " x "
                    + outputGradient.columns() + ", the outputs are " + outputs.rows() + " x " + outputs.columns());
        }
        List<LayerShape> layers = trace.layers();
        List<Matrix> gradients = trace.pullback(outputGradient).values();
        boolean plain = network.inRow() && layers.stream().noneMatch(LayerShape::hasSkip);
        List<LayerSignal> result = new ArrayList<>();
        double square = meanSquare(trace.inputs(0));
        for (int l = 0; l < layers.size(); l++) {
            LayerShape shape = layers.get(l);
            OptionalDouble activation = OptionalDouble.empty();
            OptionalDouble gain = OptionalDouble.empty();
            if (plain) {
                Activation s = shape.activation();
                double weight = shape.weightScale() * shape.weightScale() * meanSquare(theta, shape.weight(),
                        shape.inputs() * shape.outputs());
                double q = shape.inputs() * weight * square + (shape.hasBias()
                        ? shape.biasScale() * shape.biasScale() * meanSquare(theta, shape.bias(), shape.outputs())
                        : 0);
                Averages averages = Averages.of(s, q);
                square = averages.square();
                activation = OptionalDouble.of(Math.sqrt(square));
                gain = OptionalDouble.of(Math.sqrt(shape.outputs() * weight * averages.slope()));
            }
            result.add(signal(shape, trace.arguments(l), trace.values(l), gradients.get(l), activation, gain));
        }
        return List.copyOf(result);
    }

    /** The signals of a pass without what random weights of their size would give. */
    public static List<LayerSignal> measured(LayerTrace trace, Matrix outputGradient) {
        List<Matrix> gradients = trace.pullback(outputGradient).values();
        return trace.layers()
                .stream()
                .map(shape -> signal(shape, trace.arguments(shape.index()), trace.values(shape.index()),
                        gradients.get(shape.index()), OptionalDouble.empty(), OptionalDouble.empty()))
                .toList();
    }

    private static LayerSignal signal(LayerShape shape, Matrix z, Matrix node, Matrix gradient,
            OptionalDouble activation,
            OptionalDouble gain) {
        Activation s = shape.activation();
        boolean hidden = !s.identity();
        double steepest = STEEPEST.computeIfAbsent(s, LayerSignals::steepest);
        int dead = 0;
        int saturated = 0;
        int constant = 0;
        int n = z.rows();
        for (int j = 0; j < shape.outputs(); j++) {
            int zero = 0;
            int flat = 0;
            boolean same = true;
            for (int i = 0; i < n; i++) {
                double slope = Math.abs(s.first(z.get(i, j)));
                zero += slope == 0 ? 1 : 0;
                flat += slope < FLAT * steepest ? 1 : 0;
                same &= node.get(i, j) == node.get(0, j);
            }
            dead += hidden && zero == n ? 1 : 0;
            saturated += hidden && !s.piecewiseLinear() && flat >= SHARE * n ? 1 : 0;
            constant += same ? 1 : 0;
        }
        return new LayerSignal(shape.index(), shape.outputs(), hidden, Math.sqrt(meanSquare(node)),
                Math.sqrt(meanSquare(gradient)), dead, saturated, constant, activation, gain);
    }

    private static double meanSquare(Matrix a) {
        return meanSquare(a.data(), 0, a.data().length);
    }

    private static double meanSquare(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i] * values[i];
        }
        return sum / count;
    }
}
