package org.paisaje.theory.landscape.slice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.risk.Risk;

/**
 * The first layer on a slice. Its result is affine in theta, so {@code z(s) = z(origin) + sum_k s_k x D_k^T}: the products with
 * the inputs are made once for the whole slice, and a point costs the layers behind. Exact but for rounding.
 */
final class SharedFirstLayer {
    private static final int CHUNK = 2048;
    /** The share of the free memory that the results of the first layer may take. */
    private static final double MEMORY = 0.5;

    private final Risk risk;
    private final ParameterSlice slice;
    private final Mlp behind;
    private final Activation activation;
    private final int width;
    private final int begin;
    /** z at the origin, then its change with each coordinate; n x width. */
    private final double[][] parts;

    private SharedFirstLayer(Risk risk, ParameterSlice slice, LayerShape first, Mlp behind, int begin) {
        this.risk = risk;
        this.slice = slice;
        this.behind = behind;
        this.activation = first.activation();
        this.width = first.outputs();
        this.begin = begin;
        List<double[]> vectors = new ArrayList<>();
        vectors.add(slice.origin());
        vectors.addAll(slice.axes());
        int n = risk.samples();
        parts = new double[vectors.size()][n * width];
        int chunks = (n + CHUNK - 1) / CHUNK;
        Parallel.run(chunks * parts.length, task -> Blas.withThreads(1, () -> {
            int row = task % chunks * CHUNK;
            int rows = Math.min(CHUNK, n - row);
            double[] theta = vectors.get(task / chunks);
            double[] z = parts[task / chunks];
            int d = first.inputs();
            Blas.gemm(false, true, rows, width, d, first.weightScale(), risk.x().data(), row * d, d, theta,
                    first.weight(), d, 0, z, row * width, width);
            if (first.hasBias()) {
                for (int i = row * width; i < (row + rows) * width; i++) {
                    z[i] += first.biasScale() * theta[first.bias() + i % width];
                }
            }
        }));
    }

    /** Of dense layers in a row without skips, at least two, where it fits into memory and nothing else is added to the loss. */
    static Optional<SharedFirstLayer> of(Risk risk, ParameterSlice slice) {
        if (!(risk.network() instanceof Architecture network) || !network.inRow()
                || !network.withoutHead().equals(network) || !risk.penalties().isEmpty()) {
            return Optional.empty();
        }
        List<LayerShape> layers = network.layerShapes();
        if (layers.size() < 2 || layers.stream().anyMatch(LayerShape::hasSkip)) {
            return Optional.empty();
        }
        LayerShape first = layers.getFirst();
        long numbers = (slice.dimension() + 2L) * risk.samples() * first.outputs();
        if ((long) risk.samples() * first.outputs() > Integer.MAX_VALUE - 8
                || 8 * numbers > MEMORY * MemoryEstimate.free()) {
            return Optional.empty();
        }
        int[] widths = new int[layers.size() + 1];
        widths[0] = first.inputs();
        for (int l = 0; l < layers.size(); l++) {
            widths[l + 1] = layers.get(l).outputs();
        }
        Mlp biased = Mlp.of(network.activation(), widths).withParametrization(network.parametrization());
        Mlp whole = biased.text().equals(network.text()) ? biased : biased.withBias(false);
        Mlp behind = whole.withWidths(Arrays.copyOfRange(widths, 1, widths.length));
        int begin = layers.get(1).weight();
        return whole.text().equals(network.text())
                && same(behind.layerShapes(), layers.subList(1, layers.size()), begin)
                && behind.layout().size() == network.layout().size() - begin
                        ? Optional.of(new SharedFirstLayer(risk, slice, first, behind, begin))
                        : Optional.empty();
    }

    /** Whether the layers lie in theta and are scaled as those of the network behind. */
    private static boolean same(List<LayerShape> own, List<LayerShape> of, int begin) {
        for (int l = 0; l < own.size(); l++) {
            LayerShape a = own.get(l);
            LayerShape b = of.get(l);
            if (a.weight() + begin != b.weight() || a.hasBias() != b.hasBias()
                    || a.hasBias() && a.bias() + begin != b.bias() || a.inputs() != b.inputs()
                    || a.outputs() != b.outputs() || a.weightScale() != b.weightScale()
                    || a.biasScale() != b.biasScale()) {
                return false;
            }
        }
        return true;
    }

    /** What is left of the flops of a forward pass. */
    double share() {
        double whole = risk.network().layout().size();
        return (whole - begin) / whole;
    }

    /** Buffers for one thread. */
    Evaluation evaluation() {
        return new Evaluation();
    }

    /** The loss at one point after another, without allocation but for the first. */
    final class Evaluation implements PointLoss {
        private final int chunk = Math.min(CHUNK, risk.samples());
        private final GradientWorkspace workspace = behind.workspace(risk.loss(), chunk);
        private final double[] theta = new double[behind.layout().size()];
        private final double[] values = new double[chunk * width];
        private final List<Matrix> inputs = new ArrayList<>();
        private final List<Matrix> targets = new ArrayList<>();

        private Evaluation() {
            for (int row = 0; row < risk.samples(); row += chunk) {
                int rows = Math.min(chunk, risk.samples() - row);
                inputs.add(rows == chunk
                        ? Matrix.wrap(rows, width, values)
                        : Matrix.zeros(rows, width));
                targets.add(risk.samples() <= chunk ? risk.y() : risk.y().rowRange(row, row + rows));
            }
        }

        @Override
        public double at(double[] s) {
            slice.at(s, theta, begin);
            double sum = 0;
            int row = 0;
            for (int c = 0; c < inputs.size(); c++) {
                Matrix input = inputs.get(c);
                double[] h = input.data();
                int rows = input.rows();
                combine(s, row * width, h, rows * width);
                activation.value(h, 0, h, 0, rows * width);
                workspace.load(input, targets.get(c));
                double share = risk.loss().averages() ? (double) rows / risk.samples() : 1;
                sum += share * workspace.value(theta);
                row += rows;
            }
            return sum;
        }

        private void combine(double[] s, int from, double[] out, int size) {
            double[] z = parts[0];
            double[] first = parts[1];
            double a = s[0];
            if (s.length == 1) {
                for (int i = 0; i < size; i++) {
                    out[i] = z[from + i] + a * first[from + i];
                }
                return;
            }
            double[] second = parts[2];
            double b = s[1];
            for (int i = 0; i < size; i++) {
                out[i] = z[from + i] + a * first[from + i] + b * second[from + i];
            }
        }
    }
}
