package org.paisaje.study.explain.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.theory.dynamics.signal.SignalMap;
import org.paisaje.theory.dynamics.signal.SignalMap.Fate;

/**
 * Over how many layers the weights of a start carry the difference of two inputs: D_l, the mean square of the difference
 * behind layer l, changes by the factor chi a layer while it is small.
 *
 * @param layers hidden layers
 * @param fate what wide layers with weights and biases of these variances do to it (Schoenholz et al. 2017)
 * @param logChi the slope of log D_l over the hidden layers, with its interval at 95 %
 * @param change D behind the last hidden layer over D behind the first
 * @param crowding the sum over the hidden layers of one over their width: of ReLUs at the edge, the variance between
 *        draws of the logarithm of the square of a signal or gradient is about five times that (Hanin and Nica 2020)
 */
public record DepthScale(int layers, Fate fate, Interval logChi, double change, double crowding) {
    private static final int SAMPLES = 32;
    private static final int FEWEST = 3;
    private static final double LEVEL = 0.95;
    /** A difference below this share of the first is rounding. */
    private static final double ROUNDING = 1e-24;

    /** For dense layers in a row without skips, of at least three hidden ones with one activation; empty for others. */
    public static Optional<DepthScale> of(Architecture network, double[] theta, Matrix x) {
        List<LayerShape> shapes = network.layerShapes();
        int hidden = shapes.size() - 1;
        if (!network.inRow() || hidden < FEWEST || x.rows() < 2 || shapes.stream().anyMatch(LayerShape::hasSkip)
                || shapes.stream().limit(hidden).map(LayerShape::activation).distinct().count() > 1) {
            return Optional.empty();
        }
        int n = Math.min(SAMPLES, x.rows());
        int all = x.rows();
        LayerTrace trace = network.trace(theta, x.rows(IntStream.range(0, n).map(i -> i * (all / n)).toArray()));
        double[] differences = IntStream.range(0, hidden).mapToDouble(l -> difference(trace.values(l))).toArray();
        List<Integer> kept = new ArrayList<>();
        for (int l = 0; l < hidden && differences[l] > ROUNDING * differences[0]; l++) {
            kept.add(l);
        }
        double first = square(trace.arguments(0));
        if (kept.size() < FEWEST || !Double.isFinite(differences[hidden - 1]) || !Double.isFinite(first)) {
            return Optional.empty();
        }
        LineFit fit = LineFit.of(kept.stream().mapToDouble(l -> l).toArray(),
                kept.stream().mapToDouble(l -> Math.log(differences[l])).toArray());
        return Optional.of(new DepthScale(hidden, map(shapes.subList(1, hidden), theta).fate(Math.max(first, 1e-6)),
                fit.slopeInterval(LEVEL), differences[hidden - 1] / differences[0],
                shapes.stream().limit(hidden).mapToDouble(shape -> 1.0 / shape.outputs()).sum()));
    }

    /** The maps of layers whose variances are the means over those of the hidden layers behind the first. */
    private static SignalMap map(List<LayerShape> layers, double[] theta) {
        double weights = 0;
        double biases = 0;
        for (LayerShape layer : layers) {
            int count = layer.inputs() * layer.outputs();
            weights += layer.inputs() * square(layer.weightScale(), theta, layer.weight(), count) / layers.size();
            biases += layer.hasBias()
                    ? square(layer.biasScale(), theta, layer.bias(), layer.outputs()) / layers.size()
                    : 0;
        }
        return SignalMap.of(layers.getFirst().activation(), Math.sqrt(weights), Math.sqrt(biases));
    }

    private static double square(double scale, double[] theta, int from, int count) {
        return scale * scale * Arrays.stream(theta, from, from + count).map(w -> w * w).sum() / count;
    }

    private static double square(Matrix a) {
        return a.frobeniusNorm() * a.frobeniusNorm() / ((double) a.rows() * a.columns());
    }

    /** The mean over pairs of rows of the mean square of their difference: twice the mean variance of the columns. */
    private static double difference(Matrix values) {
        int n = values.rows();
        double sum = 0;
        for (int j = 0; j < values.columns(); j++) {
            double[] column = values.column(j);
            double mean = Arrays.stream(column).sum() / n;
            sum += Arrays.stream(column).map(v -> (v - mean) * (v - mean)).sum();
        }
        return 2 * sum / ((n - 1.0) * values.columns());
    }

    /** How many layers can be trained by theory, {@link SignalMap#TRAINABLE} depth scales. */
    public double trainable() {
        return fate.trainableDepth();
    }

    /** Whether differences are lost on a way that is longer than what can be trained, by theory and as measured. */
    public boolean lost() {
        return fate.phase() == SignalMap.Phase.ORDER && layers > trainable() && small();
    }

    /** Whether differences are lost in layers that would carry them if they were wide: more of them than each has units. */
    public boolean tooNarrow() {
        return !lost() && crowding >= 1 && small();
    }

    private boolean small() {
        return change < Math.exp(-0.5 * SignalMap.TRAINABLE);
    }
}
