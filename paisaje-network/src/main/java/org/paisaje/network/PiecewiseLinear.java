package org.paisaje.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.network.activation.Activation;

/**
 * A network at fixed parameters as a list of steps, each affine or with kinks, for whoever needs the affine pieces of
 * {@code x -> f_theta(x)}. Value 0 is the input, value {@code i + 1} what step i gives, the last one the output. A factor of the
 * parametrization is multiplied into its weights, rounded once.
 *
 * @param network what the network is called in messages
 * @param inputs the input dimension
 * @param steps in the order of computation
 */
public record PiecewiseLinear(String network, int inputs, List<Step> steps) {
    /** Copies the list. */
    public PiecewiseLinear {
        steps = List.copyOf(steps);
    }

    /** One step; every value it reads was computed before. */
    public sealed interface Step {
        /** What messages call it. */
        String name();

        /** The entries of its value. */
        int size();
    }

    /** {@code offset + sum of M_k h_k}. */
    public record Affine(String name, List<Term> terms, double[] offset) implements Step {
        /** Copies the list. */
        public Affine {
            terms = List.copyOf(terms);
        }

        @Override
        public int size() {
            return offset.length;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * A matrix before a value, its rows compressed.
     *
     * @param source the value
     * @param starts where the entries of each row start, with the end behind the last
     * @param columns the columns of the entries
     * @param weights the entries
     */
    public record Term(int source, int[] starts, int[] columns, double[] weights) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** An activation entry by entry; each piece between its breaks is a line. */
    public record Kinks(String name, int source, int size, Activation activation, double[] breaks, double[] slopes,
            double[] offsets) implements Step {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The largest of the entries of each window; of equal ones the first. */
    public record Largest(String name, int source, int[][] windows) implements Step {
        @Override
        public int size() {
            return windows.length;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The output dimension. */
    public int outputs() {
        return steps.isEmpty() ? inputs : steps.getLast().size();
    }

    /** The number of units with kinks: entries of activations, and windows. */
    public int units() {
        int sum = 0;
        for (Step step : steps) {
            sum += step instanceof Affine ? 0 : step.size();
        }
        return sum;
    }

    /** f(x), step by step in plain arithmetic. */
    public double[] apply(double[] x) {
        double[][] values = values(x);
        return values[values.length - 1];
    }

    /** All values at x, the input first. */
    public double[][] values(double[] x) {
        double[][] values = new double[steps.size() + 1][];
        values[0] = x;
        for (int i = 0; i < steps.size(); i++) {
            values[i + 1] = switch (steps.get(i)) {
                case Affine affine -> affine(affine, values);
                case Kinks kinks -> {
                    double[] out = new double[kinks.size()];
                    kinks.activation().value(values[kinks.source()], 0, out, 0, out.length);
                    yield out;
                }
                case Largest largest -> Arrays.stream(largest.windows())
                        .mapToDouble(window -> Arrays.stream(window)
                                .mapToDouble(j -> values[largest.source()][j])
                                .max()
                                .orElseThrow())
                        .toArray();
            };
        }
        return values;
    }

    private static double[] affine(Affine step, double[][] values) {
        double[] out = step.offset().clone();
        for (Term term : step.terms()) {
            double[] h = values[term.source()];
            for (int i = 0; i < out.length; i++) {
                for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                    out[i] += term.weights()[k] * h[term.columns()[k]];
                }
            }
        }
        return out;
    }

    /** Puts one together step by step; every method gives the number of the value it adds. */
    public static final class Builder {
        private final String network;
        private final int inputs;
        private final List<Step> steps = new ArrayList<>();

        /** Starts at the input, value 0. */
        public Builder(String network, int inputs) {
            this.network = network;
            this.inputs = inputs;
        }

        private int add(Step step) {
            steps.add(step);
            return steps.size();
        }

        /** An affine step. */
        public int affine(String name, double[] offset, Term... terms) {
            return add(new Affine(name, List.of(terms), offset));
        }

        /**
         * An activation.
         *
         * @throws IllegalArgumentException if it bends between its breaks
         */
        public int activation(String name, int source, int size, Activation s) {
            if (s.identity()) {
                return source;
            }
            if (!s.piecewiseLinear()) {
                throw new IllegalArgumentException("regions: " + s.name() + " is curved, so that " + network
                        + " is not made of linear pieces; take relu, leaky-relu(0.1) or abrelu(-1,1)");
            }
            double[] breaks = s.breaks();
            double[] slopes = new double[breaks.length + 1];
            double[] offsets = new double[breaks.length + 1];
            for (int piece = 0; piece < slopes.length; piece++) {
                double at = breaks.length == 0 ? 0 : breaks[Math.max(0, piece - 1)];
                double inside = breaks.length == 0
                        ? 0
                        : piece == 0
                                ? breaks[0] - 1
                                : piece == breaks.length
                                        ? breaks[piece - 1] + 1
                                        : (breaks[piece - 1] + breaks[piece]) / 2;
                slopes[piece] = s.first(inside);
                offsets[piece] = s.value(at) - slopes[piece] * at;
            }
            return add(new Kinks(name, source, size, s, breaks, slopes, offsets));
        }

        /** Largest entries of windows. */
        public int largest(String name, int source, int[][] windows) {
            return add(new Largest(name, source, windows));
        }

        /** The finished list; the value added last is the output. */
        public PiecewiseLinear build() {
            return new PiecewiseLinear(network, inputs, steps);
        }
    }

    /** A term without zeros from a full matrix, rows x columns. */
    public static Term term(int source, int rows, int columns, double factor, double[] matrix, int at) {
        int[] starts = new int[rows + 1];
        int[] places = new int[rows * columns];
        double[] weights = new double[rows * columns];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double w = factor * matrix[at + i * columns + j];
                if (w != 0) {
                    places[count] = j;
                    weights[count++] = w;
                }
            }
            starts[i + 1] = count;
        }
        return new Term(source, starts, Arrays.copyOf(places, count), Arrays.copyOf(weights, count));
    }

    /** {@code factor h}. */
    public static Term multiple(int source, int size, double factor) {
        int[] starts = new int[size + 1];
        int[] columns = new int[size];
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
            starts[i + 1] = i + 1;
            columns[i] = i;
            weights[i] = factor;
        }
        return new Term(source, starts, columns, weights);
    }

    /** The steps of dense layers in a row, with their skips. */
    static PiecewiseLinear ofRow(String network, int inputs, List<LayerShape> layers, double[] theta) {
        var builder = new Builder(network, inputs);
        int[] entering = new int[layers.size() + 1];
        for (LayerShape layer : layers) {
            int l = layer.index();
            double[] offset = new double[layer.outputs()];
            for (int i = 0; layer.hasBias() && i < offset.length; i++) {
                offset[i] = layer.biasScale() * theta[layer.bias() + i];
            }
            int z = builder.affine(layer.name(), offset, term(entering[l], layer.outputs(), layer.inputs(),
                    layer.weightScale(), theta, layer.weight()));
            int value = builder.activation(layer.name(), z, layer.outputs(), layer.activation());
            if (layer.hasSkip()) {
                double step = layer.activation().identity() ? 1 : layer.step();
                value = builder.affine(layer.name() + " skip", new double[layer.outputs()],
                        multiple(entering[layer.skip()], layer.outputs(), 1), multiple(value, layer.outputs(), step));
            }
            entering[l + 1] = value;
        }
        return builder.build();
    }
}
