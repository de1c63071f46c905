package org.paisaje.network.convolution;

import java.util.Arrays;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.network.Convolutional;
import org.paisaje.network.LayerShape;
import org.paisaje.network.PatchMap;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.dense.Gemm;
import org.paisaje.network.dense.Rows;

/**
 * Forward and backward passes of a {@link Convolutional} network over at most {@code capacity} samples, as products of
 * patches (one row per sample and pixel) and filters; 2 n taps channels width flops per pixel and layer.
 */
public final class ConvolutionalPass {
    final List<LayerShape> layers;
    /** The inputs of layer l arranged for a product: patches, or what the readout sees; rows by fan-in. */
    final double[][] patches;
    /** z of layer l, rows by width; the outputs for the last one. */
    final double[][] argument;
    /** s'(z) of layer l, or empty. */
    final double[][] slope;
    /** The gradient in z of layer l after {@link #back}, or empty. */
    final double[][] delta;
    int samples;

    private final Convolutional net;
    private final List<PatchMap> maps;
    private final double[] node;
    private final double[] patchGradient;

    public ConvolutionalPass(Convolutional net, int capacity, boolean gradients) {
        this.net = net;
        this.maps = net.patchMaps();
        this.layers = net.layerShapes();
        int depth = layers.size();
        patches = new double[depth][];
        argument = new double[depth][];
        slope = new double[depth][];
        delta = new double[depth][];
        int widest = 0;
        int widestPatch = 0;
        for (int l = 0; l < depth; l++) {
            int patch = Math.multiplyExact(Math.multiplyExact(capacity, pixels(l)), layers.get(l).inputs());
            int size = Math.multiplyExact(Math.multiplyExact(capacity, pixels(l)), layers.get(l).outputs());
            boolean hidden = l < depth - 1;
            patches[l] = new double[patch];
            argument[l] = new double[size];
            slope[l] = new double[gradients && hidden ? size : 0];
            delta[l] = new double[gradients ? size : 0];
            widest = Math.max(widest, hidden ? size : 0);
            widestPatch = Math.max(widestPatch, patch);
        }
        node = new double[widest];
        patchGradient = new double[gradients ? widestPatch : 0];
    }

    public static void check(Convolutional net, String operation, double[] theta, Matrix x) {
        checkLength(net, operation, "theta", theta);
        if (x.columns() != net.inputs()) {
            throw new IllegalArgumentException(operation + ": x has " + x.columns() + " columns, the network takes "
                    + net.inputs() + " inputs (" + net.height() + " x " + net.width() + " x " + net.colours()
                    + "); rows are samples");
        }
    }

    static void checkLength(Convolutional net, String operation, String argument, double[] vector) {
        int p = net.layout().size();
        if (vector.length != p) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + vector.length
                    + " entries, the network " + net.text() + " has " + p + " parameters");
        }
    }

    /** The rows per sample of the product of layer l: its output pixels, 1 for the readout. */
    int pixels(int l) {
        return l < maps.size() ? maps.get(l).pixels() : 1;
    }

    public double[] outputs() {
        return argument[argument.length - 1];
    }

    /** Runs over n samples that start at {@code from} in x. */
    public void run(double[] theta, double[] x, int from, int n) {
        samples = n;
        double[] h = x;
        int start = from;
        for (int l = 0; l < layers.size(); l++) {
            LayerShape layer = layers.get(l);
            gather(l, h, start, n, patches[l]);
            int rows = n * pixels(l);
            affine(layer, rows, patches[l], theta, argument[l]);
            if (l < layers.size() - 1) {
                Activation s = layer.activation();
                int size = rows * layer.outputs();
                if (slope[l].length > 0) {
                    s.valueAndFirst(argument[l], 0, node, 0, slope[l], 0, size);
                } else {
                    s.value(argument[l], 0, node, 0, size);
                }
                h = node;
                start = 0;
            }
        }
    }

    private static void affine(LayerShape layer, int rows, double[] patches, double[] theta, double[] z) {
        Gemm.timesTransposed(rows, layer.outputs(), layer.inputs(), layer.weightScale(), patches, 0, theta,
                layer.weight(), 0, z, 0);
        if (layer.hasBias()) {
            Rows.addToEach(z, 0, rows, layer.outputs(), layer.biasScale(), theta, layer.bias());
        }
    }

    /** Goes back from gradients in the outputs of the last run, leaving those in z in {@link #delta}. */
    void back(double[] theta, double[] u) {
        int last = layers.size() - 1;
        System.arraycopy(u, 0, delta[last], 0, samples * net.outputs());
        for (int l = last; l > 0; l--) {
            toPatches(l, theta, delta[l], 0, patchGradient);
            scatter(l, patchGradient, delta[l - 1]);
            Rows.multiply(slope[l - 1], 0, delta[l - 1], 0, delta[l - 1], 0, size(l - 1));
        }
    }

    /** The entries in use of z of layer l. */
    int size(int l) {
        return samples * pixels(l) * layers.get(l).outputs();
    }

    /** out = beta out + delta W, the gradient in the patches of layer l. */
    void toPatches(int l, double[] theta, double[] delta, double beta, double[] out) {
        LayerShape layer = layers.get(l);
        Gemm.times(samples * pixels(l), layer.inputs(), layer.outputs(), layer.weightScale(), delta, 0, theta,
                layer.weight(), beta, out, 0);
    }

    /** The gradient in the inputs of the last run after {@link #back}, one row per sample. */
    Matrix inputGradient(double[] theta) {
        toPatches(0, theta, delta[0], 0, patchGradient);
        Matrix result = Matrix.zeros(samples, net.inputs());
        scatter(0, patchGradient, result.data());
        return result;
    }

    /** gradient = beta gradient + the products of deltas and patches, layer by layer, for samples from {@code from}. */
    void gradient(double[][] deltas, double[][] patches, int from, int n, double beta, double[] out, int at) {
        for (int l = 0; l < layers.size(); l++) {
            LayerShape layer = layers.get(l);
            int rows = n * pixels(l);
            int first = from * pixels(l);
            Gemm.transposedTimes(layer.outputs(), layer.inputs(), rows, layer.weightScale(), deltas[l],
                    first * layer.outputs(), patches[l], first * layer.inputs(), beta, out, at + layer.weight());
            if (layer.hasBias() && beta == 0) {
                Rows.sum(deltas[l], first * layer.outputs(), rows, layer.outputs(), layer.biasScale(), out,
                        at + layer.bias());
            }
        }
    }

    /** Arranges h (samples by pixels by channels) as the rows of the product of layer l. */
    void gather(int l, double[] h, int start, int n, double[] out) {
        int fan = layers.get(l).inputs();
        if (l == maps.size()) {
            if (net.readout() == Convolutional.Readout.FLATTEN) {
                System.arraycopy(h, start, out, 0, n * fan);
                return;
            }
            int pixels = maps.getLast().pixels();
            for (int i = 0; i < n; i++) {
                Rows.sum(h, start + i * pixels * fan, pixels, fan, 1.0 / pixels, out, i * fan);
            }
            return;
        }
        PatchMap map = maps.get(l);
        int colours = fan / map.taps();
        int before = pixelsBefore(l);
        Parallel.run(n, i -> {
            int to = i * map.pixels() * fan;
            int image = start + i * before * colours;
            for (int p = 0; p < map.pixels(); p++) {
                for (int tap = 0; tap < map.taps(); tap++) {
                    int source = map.source(p, tap);
                    if (source < 0) {
                        Arrays.fill(out, to, to + colours, 0);
                    } else {
                        System.arraycopy(h, image + source * colours, out, to, colours);
                    }
                    to += colours;
                }
            }
        });
    }

    /** The adjoint of {@link #gather}: sums the gradients in patches to those in h. */
    void scatter(int l, double[] gradient, double[] out) {
        int fan = layers.get(l).inputs();
        if (l == maps.size()) {
            if (net.readout() == Convolutional.Readout.FLATTEN) {
                System.arraycopy(gradient, 0, out, 0, samples * fan);
                return;
            }
            int pixels = maps.getLast().pixels();
            for (int i = 0; i < samples * pixels; i++) {
                for (int c = 0; c < fan; c++) {
                    out[i * fan + c] = gradient[i / pixels * fan + c] / pixels;
                }
            }
            return;
        }
        PatchMap map = maps.get(l);
        int colours = fan / map.taps();
        int before = pixelsBefore(l);
        Parallel.run(samples, i -> {
            int image = i * before * colours;
            Arrays.fill(out, image, image + before * colours, 0);
            int from = i * map.pixels() * fan;
            for (int p = 0; p < map.pixels(); p++) {
                for (int tap = 0; tap < map.taps(); tap++) {
                    int source = map.source(p, tap);
                    if (source >= 0) {
                        Rows.add(out, image + source * colours, gradient, from, colours);
                    }
                    from += colours;
                }
            }
        });
    }

    private int pixelsBefore(int l) {
        return l == 0 ? net.height() * net.width() : maps.get(l - 1).pixels();
    }
}
