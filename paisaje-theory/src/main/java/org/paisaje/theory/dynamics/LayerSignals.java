package org.paisaje.theory.dynamics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Mlp;
import org.paisaje.network.Residual;
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

    /** An affine map with what {@link LayerShape} leaves open: {@code h' = [h_skip +] step s(z)}. */
    private record Stage(LayerShape shape, int skip, double step) {}

    private LayerSignals() {}

    /**
     * The signals at theta.
     *
     * @param x n x d samples
     * @param outputGradient n x k, row i the gradient of the loss of sample i in its outputs
     */
    public static List<LayerSignal> of(Architecture network, double[] theta, Matrix x, Matrix outputGradient) {
        List<Stage> stages = stages(network);
        int depth = stages.size();
        List<Matrix> nodes = new ArrayList<>();
        List<Matrix> arguments = new ArrayList<>();
        nodes.add(x);
        for (Stage stage : stages) {
            Matrix z = affine(stage.shape(), theta, nodes.getLast());
            arguments.add(z);
            nodes.add(activate(stage, z, stage.skip() < 0 ? null : nodes.get(stage.skip())));
        }
        if (outputGradient.rows() != x.rows() || outputGradient.columns() != nodes.getLast().columns()) {
            throw new IllegalArgumentException("LayerSignals: the output gradient is " + outputGradient.rows() + " x "
                    + outputGradient.columns() + ", the outputs are " + x.rows() + " x "
                    + nodes.getLast().columns());
        }
        Matrix[] gradients = backward(stages, theta, nodes, arguments, outputGradient);
        List<LayerSignal> result = new ArrayList<>();
        double square = meanSquare(x);
        for (int l = 0; l < depth; l++) {
            Stage stage = stages.get(l);
            OptionalDouble activation = OptionalDouble.empty();
            OptionalDouble gain = OptionalDouble.empty();
            if (network instanceof Mlp) {
                LayerShape shape = stage.shape();
                Activation s = shape.activation();
                double weight = shape.weightScale() * shape.weightScale() * meanSquare(theta, shape.weight(),
                        shape.inputs() * shape.outputs());
                double q = shape.inputs() * weight * square + (shape.hasBias()
                        ? shape.biasScale() * shape.biasScale() * meanSquare(theta, shape.bias(), shape.outputs())
                        : 0);
                square = GaussianAverage.of(z -> s.value(z) * s.value(z), q);
                activation = OptionalDouble.of(Math.sqrt(square));
                gain = OptionalDouble.of(Math.sqrt(
                        shape.outputs() * weight * GaussianAverage.of(z -> s.first(z) * s.first(z), q)));
            }
            result.add(signal(stage, arguments.get(l), nodes.get(l + 1), gradients[l + 1], activation, gain));
        }
        return List.copyOf(result);
    }

    private static List<Stage> stages(Architecture network) {
        List<LayerShape> shapes = network.layerShapes();
        List<Stage> result = new ArrayList<>();
        switch (network) {
            case Mlp mlp -> shapes.forEach(shape -> result.add(new Stage(shape, -1, 1)));
            case Residual residual -> {
                int first = residual.lift() ? 1 : 0;
                int each = residual.block() == Residual.Block.ONE ? 1 : 2;
                for (LayerShape shape : shapes) {
                    int inBlocks = shape.index() - first;
                    boolean inside = inBlocks >= 0 && inBlocks < each * residual.blocks();
                    boolean ends = inside && inBlocks % each == each - 1;
                    // The step of a linear end of a block is part of its scales.
                    boolean linear = shape.activation().equals(Activation.IDENTITY);
                    result.add(new Stage(shape, ends ? shape.index() + 1 - each : -1,
                            ends && !linear ? residual.step() : 1));
                }
            }
        }
        return result;
    }

    private static Matrix affine(LayerShape shape, double[] theta, Matrix h) {
        Matrix z = h.timesTransposed(weight(shape, theta));
        double[] data = z.data();
        for (int i = 0; i < data.length; i++) {
            data[i] = shape.weightScale() * data[i]
                    + (shape.hasBias() ? shape.biasScale() * theta[shape.bias() + i % shape.outputs()] : 0);
        }
        return z;
    }

    private static Matrix weight(LayerShape shape, double[] theta) {
        return Matrix.wrap(shape.outputs(), shape.inputs(),
                Arrays.copyOfRange(theta, shape.weight(), shape.weight() + shape.outputs() * shape.inputs()));
    }

    private static Matrix activate(Stage stage, Matrix z, @Nullable Matrix skip) {
        Matrix result = Matrix.zeros(z.rows(), z.columns());
        double[] out = result.data();
        stage.shape().activation().value(z.data(), 0, out, 0, out.length);
        if (skip != null) {
            for (int i = 0; i < out.length; i++) {
                out[i] = skip.data()[i] + stage.step() * out[i];
            }
        }
        return result;
    }

    private static Matrix[] backward(List<Stage> stages, double[] theta, List<Matrix> nodes, List<Matrix> arguments,
            Matrix outputGradient) {
        Matrix[] g = new Matrix[nodes.size()];
        for (int l = 0; l < g.length; l++) {
            g[l] = Matrix.zeros(nodes.get(l).rows(), nodes.get(l).columns());
        }
        g[g.length - 1] = outputGradient;
        for (int l = stages.size() - 1; l >= 0; l--) {
            Stage stage = stages.get(l);
            LayerShape shape = stage.shape();
            double[] z = arguments.get(l).data();
            Matrix dz = Matrix.zeros(g[l + 1].rows(), shape.outputs());
            for (int i = 0; i < z.length; i++) {
                dz.data()[i] = stage.step() * shape.activation().first(z[i]) * g[l + 1].data()[i];
            }
            g[l].addScaled(shape.weightScale(), dz.times(weight(shape, theta)));
            if (stage.skip() >= 0) {
                g[stage.skip()].addScaled(1, g[l + 1]);
            }
        }
        return g;
    }

    private static LayerSignal signal(Stage stage, Matrix z, Matrix node, Matrix gradient, OptionalDouble activation,
            OptionalDouble gain) {
        LayerShape shape = stage.shape();
        Activation s = shape.activation();
        boolean hidden = !s.equals(Activation.IDENTITY);
        double steepest = 0;
        for (int i = -500; i <= 500; i++) {
            steepest = Math.max(steepest, Math.abs(s.first(0.01 * i)));
        }
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
