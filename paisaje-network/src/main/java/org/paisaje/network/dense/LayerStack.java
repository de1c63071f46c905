package org.paisaje.network.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.KinkCount;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerShape.Place;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.Layout;
import org.paisaje.network.Linearization;
import org.paisaje.network.Passes;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.narrow.NarrowWorkspace;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/** Dense layers in a row, some with a skip: the one structure on which all derivatives are computed. */
public final class LayerStack implements Passes {
    private static final int FORWARD_CHUNK = 1024;

    private final Layout layout;
    private final DenseLayer[] layers;
    private final String description;
    /** The node where the block that skips from node l ends, or 0. */
    private final int[] blockEnd;

    private LayerStack(Layout layout, List<DenseLayer> layers, String description) {
        this.layout = layout;
        this.layers = layers.toArray(DenseLayer[]::new);
        this.description = description;
        this.blockEnd = new int[this.layers.length];
        for (int l = 0; l < this.layers.length; l++) {
            if (this.layers[l].hasSkip()) {
                blockEnd[this.layers[l].skip()] = l + 1;
            }
        }
    }

    public Layout layout() {
        return layout;
    }

    /** The layers in order; the array is shared and must not be changed. */
    public DenseLayer[] layers() {
        return layers;
    }

    public int depth() {
        return layers.length;
    }

    public DenseLayer layer(int l) {
        return layers[l];
    }

    public int inputs() {
        return layers[0].inputs();
    }

    public int outputs() {
        return layers[layers.length - 1].outputs();
    }

    /** The number p of parameters. */
    public int parameters() {
        return layout.size();
    }

    /** Whether a hidden unit, or an output, is curved in its argument. */
    boolean curved() {
        return Arrays.stream(layers).anyMatch(layer -> !layer.linear() && !layer.activation().piecewiseLinear());
    }

    /** The largest dimension of a node, the input included. */
    public int widest() {
        int result = inputs();
        for (DenseLayer layer : layers) {
            result = Math.max(result, layer.outputs());
        }
        return result;
    }

    public void checkTheta(String operation, double[] theta) {
        checkLength(operation, "theta", theta);
    }

    public void checkLength(String operation, String argument, double[] vector) {
        if (vector.length != parameters()) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + vector.length
                    + " entries, the network " + description + " has " + parameters() + " parameters");
        }
    }

    public void checkInputs(String operation, Matrix x) {
        if (x.columns() != inputs()) {
            throw new IllegalArgumentException(operation + ": x has " + x.columns() + " columns, the network takes "
                    + inputs() + " inputs; rows are samples");
        }
    }

    public void checkOutputs(String operation, String argument, Matrix u, int samples) {
        if (u.rows() != samples || u.columns() != outputs()) {
            throw new IllegalArgumentException(operation + ": " + argument + " is " + u.rows() + " x " + u.columns()
                    + ", the outputs are " + samples + " x " + outputs() + "; rows are samples");
        }
    }

    /** Whether a block skips from node l. */
    public boolean skippedFrom(int l) {
        return blockEnd[l] > 0;
    }

    /** Copies the gradient of the block that skips from node l, if there is one, into the one of node l; whether there is. */
    boolean copySkipped(int l, double[][] gradients, int rows) {
        int end = blockEnd[l];
        if (end > 0) {
            System.arraycopy(gradients[end], 0, gradients[l], 0, rows * layers[l].inputs());
        }
        return end > 0;
    }

    @Override
    public List<LayerShape> shapes() {
        List<LayerShape> result = new ArrayList<>();
        for (int l = 0; l < layers.length; l++) {
            DenseLayer a = layers[l];
            result.add(new LayerShape(l, "layers." + l, a.inputs(), a.outputs(), 1, a.weight(), a.bias(),
                    a.weightScale(), a.biasScale(), a.activation(), a.skip(), a.step(),
                    Place.of(l, layers.length, a.hasSkip())));
        }
        return List.copyOf(result);
    }

    public double[] initialize(Initializer initializer, Seed seed) {
        double[] theta = new double[Sizes.ofDoubles(description + ": parameters", parameters())];
        for (LayerShape shape : shapes()) {
            initializer.fill(shape, seed, theta);
        }
        return theta;
    }

    @Override
    public Matrix forward(double[] theta, Matrix x) {
        checkTheta("forward", theta);
        checkInputs("forward", x);
        int n = x.rows();
        Matrix result = Matrix.zeros(n, outputs());
        int chunk = Math.max(1, Math.min(n, FORWARD_CHUNK));
        PrimalPass pass = new PrimalPass(this, chunk, PrimalPass.Keep.OUTPUTS);
        for (int row = 0; row < n; row += chunk) {
            int count = Math.min(chunk, n - row);
            pass.run(theta, x.data(), row * inputs(), count);
            System.arraycopy(pass.outputs(), 0, result.data(), row * outputs(), count * outputs());
        }
        return result;
    }

    @Override
    public KinkCount kinks(double[] theta, Matrix x, double within) {
        checkTheta("kinks", theta);
        checkInputs("kinks", x);
        if (!(within >= 0)) {
            throw new IllegalArgumentException("kinks: within is " + within + ", it must be at least 0");
        }
        int n = x.rows();
        int chunk = Math.max(1, Math.min(n, FORWARD_CHUNK));
        PrimalPass pass = new PrimalPass(this, chunk, PrimalPass.Keep.ALL_ARGUMENTS);
        long near = 0;
        long total = 0;
        for (int row = 0; row < n; row += chunk) {
            int count = Math.min(chunk, n - row);
            pass.run(theta, x.data(), row * inputs(), count);
            for (int l = 0; l < depth(); l++) {
                double[] kinks = layers[l].activation().kinks();
                int size = kinks.length == 0 ? 0 : count * layers[l].outputs();
                total += size;
                for (int i = 0; i < size; i++) {
                    near += near(pass.argument[l][i], kinks, within) ? 1 : 0;
                }
            }
        }
        return new KinkCount(near, total);
    }

    /** Whether an argument lies within a distance of a kink. */
    public static boolean near(double argument, double[] kinks, double within) {
        for (double kink : kinks) {
            if (Math.abs(argument - kink) <= within) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Linearization linearize(double[] theta, Matrix x) {
        checkTheta("linearize", theta);
        checkInputs("linearize", x);
        return new DenseLinearization(this, theta, x);
    }

    @Override
    public LayerTrace trace(double[] theta, Matrix x) {
        checkTheta("trace", theta);
        checkInputs("trace", x);
        return new DenseTrace(this, theta, x);
    }

    @Override
    public GradientWorkspace workspace(Loss loss, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "workspace: capacity is " + capacity + ", at least one sample is needed");
        }
        return widest() <= NarrowWorkspace.WIDEST && NarrowWorkspace.VECTORISED
                ? new NarrowWorkspace(this, loss, capacity)
                : new DenseWorkspace(this, loss, capacity);
    }

    @Override
    public String toString() {
        return description;
    }

    public static Builder builder(int inputs, Parametrization parametrization) {
        return new Builder(inputs, parametrization);
    }

    /** Appends layers, giving each its place in theta. */
    public static final class Builder {
        private final Layout.Builder layout = Layout.builder();
        private final List<DenseLayer> layers = new ArrayList<>();
        private final Parametrization parametrization;
        private int width;
        private int end;

        private Builder(int inputs, Parametrization parametrization) {
            this.width = inputs;
            this.parametrization = parametrization;
        }

        /** The index of the node that the next layer reads. */
        public int node() {
            return layers.size();
        }

        /** Appends {@code s(W h + b)}. */
        public Builder dense(int outputs, Activation activation, boolean bias, boolean readout) {
            return add(outputs, activation, bias, readout, -1, 1);
        }

        /** Appends {@code h_skip + step s(W h + b)}. */
        public Builder residual(int outputs, Activation activation, boolean bias, int skip, double step) {
            return add(outputs, activation, bias, false, skip, step);
        }

        private Builder add(
                int outputs, Activation activation, boolean bias, boolean readout, int skip, double step) {
            boolean biased = bias && parametrization.biased();
            int l = layers.size();
            layout.add("layers." + l + ".weight", outputs, width);
            int weight = end;
            end += Sizes.product("layers", outputs, width);
            int offset = biased ? end : -1;
            if (biased) {
                layout.add("layers." + l + ".bias", outputs, 1);
                end += outputs;
            }
            boolean linear = activation.identity();
            double factor = linear ? step : 1;
            Place place = Place.of(l, readout ? l + 1 : Integer.MAX_VALUE, skip >= 0);
            double weightScale = factor * parametrization.weightScale(width, outputs, place);
            layers.add(new DenseLayer(width, outputs, weight, offset, weightScale,
                    factor * parametrization.biasScale(outputs, place), activation, skip, linear ? 1 : step));
            width = outputs;
            return this;
        }

        public LayerStack build(String description) {
            return new LayerStack(layout.build(), layers, description);
        }
    }
}
