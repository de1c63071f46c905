package org.paisaje.theory.kernel;

import java.util.List;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;

/**
 * The factors of the Jacobian of layers without skips in single precision: inputs and slopes rounded from a forward pass in
 * double, gradients of all outputs carried back in float, {@code G_l = s'(z_l) o (G_(l+1) W_(l+1))}. The gradient in the
 * outputs being the identity, the readout needs no product.
 *
 * @param layers the layers
 * @param inputs h_l, n x fan-in
 * @param gradients G_l, n outputs x width
 */
record SingleFactors(List<LayerShape> layers, float[][] inputs, float[][] gradients) {
    private static final int CHUNK = 1 << 15;

    /** Whether the layers stand in a row without skips. */
    static boolean fit(Architecture network) {
        return network.inRow() && network.layerShapes().stream().noneMatch(LayerShape::hasSkip);
    }

    /** Of all outputs, or of one if {@code output} is not negative. */
    static SingleFactors of(Architecture network, double[] theta, LayerTrace trace, int output) {
        List<LayerShape> layers = network.layerShapes();
        int depth = layers.size();
        int samples = trace.outputs().rows();
        int k = network.outputs();
        int outputs = output < 0 ? k : 1;
        int rows = samples * outputs;
        float[][] inputs = new float[depth][];
        float[][] gradients = new float[depth][];
        for (int l = 0; l < depth; l++) {
            inputs[l] = toSingle(trace.inputs(l).data());
        }
        gradients[depth - 1] = new float[rows * k];
        for (int row = 0; row < rows; row++) {
            gradients[depth - 1][row * k + (output < 0 ? row % outputs : output)] = 1;
        }
        for (int l = depth - 2; l >= 0; l--) {
            LayerShape above = layers.get(l + 1);
            int width = above.inputs();
            float scale = (float) above.weightScale();
            float[] weights = new float[above.outputs() * width];
            double[] from = theta;
            int start = above.weight();
            inParts(weights.length, (first, last) -> {
                for (int i = first; i < last; i++) {
                    weights[i] = scale * (float) from[start + i];
                }
            });
            float[] g = new float[rows * width];
            if (l < depth - 2) {
                Blas.gemm(false, false, rows, width, above.outputs(), 1, gradients[l + 1], 0, above.outputs(), weights,
                        0, width, 0, g, 0, width);
            }
            boolean readout = l == depth - 2;
            float[] slopes = toSingle(trace.slopes(l).data());
            int chunk = Math.max(1, CHUNK / width);
            Parallel.run((rows + chunk - 1) / chunk, task -> {
                for (int row = task * chunk; row < Math.min(rows, (task + 1) * chunk); row++) {
                    float[] source = readout ? weights : g;
                    int at = readout ? (output < 0 ? row % outputs : output) * width : row * width;
                    multiply(source, at, slopes, row / outputs * width, g, row * width, width);
                }
            });
            gradients[l] = g;
        }
        return new SingleFactors(layers, inputs, gradients);
    }

    /** out = a o slopes, or a where there are no slopes. */
    private static void multiply(float[] a, int at, float[] slopes, int slope, float[] out, int to, int n) {
        if (slopes.length == 0) {
            System.arraycopy(a, at, out, to, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            out[to + i] = a[at + i] * slopes[slope + i];
        }
    }

    /** The entries rounded to single precision. */
    static float[] toSingle(double[] values) {
        float[] result = new float[values.length];
        inParts(values.length, (first, last) -> {
            for (int i = first; i < last; i++) {
                result[i] = (float) values[i];
            }
        });
        return result;
    }

    private interface Part {
        void over(int first, int last);
    }

    private static void inParts(int n, Part part) {
        Parallel.run((n + CHUNK - 1) / CHUNK, task -> part.over(task * CHUNK, Math.min(n, (task + 1) * CHUNK)));
    }

    /** As the factors of samples from {@code start} on. */
    LayerGrams.Group group(int start, int samples) {
        List<LayerGrams.Size> sizes = layers.stream()
                .map(layer -> new LayerGrams.Size(layer.inputs(), layer.outputs(),
                        layer.weightScale() * layer.weightScale(),
                        layer.hasBias() ? layer.biasScale() * layer.biasScale() : 0))
                .toList();
        return new LayerGrams.Group(start, samples, sizes, new double[0][], new double[0][], inputs, gradients);
    }
}
