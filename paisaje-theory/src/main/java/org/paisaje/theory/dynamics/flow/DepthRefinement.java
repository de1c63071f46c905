package org.paisaje.theory.dynamics.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.LayerShape;
import org.paisaje.network.architecture.Residual;

/**
 * A residual network as Euler's method for {@code y' = g(y, t)} with the weights of block l on {@code [l h, (l + 1) h)}
 * (document 004, equations (1.6) and (1.7)): every block is made k blocks of step h/k, and the distance to the flow, extrapolated
 * from the two finest, falls like 1/k.
 *
 * @param factors k
 * @param errors the largest distance of an output to that of the flow, over the samples
 * @param size the largest distance of an output of the flow from the mean output, what errors are small or large beside
 */
public record DepthRefinement(double[] factors, double[] errors, double size) {
    private static final int FINEST = 64;

    /** Refines by 1, 2, 4, 8 and 16; the work is that of about 130 networks. */
    public static DepthRefinement of(Residual network, double[] theta, Matrix x) {
        Matrix fine = refined(network, theta, FINEST, x);
        fine.scale(2);
        Matrix flow = fine.minus(refined(network, theta, FINEST / 2, x));
        double[] factors = {1, 2, 4, 8, 16};
        double[] errors = Arrays.stream(factors)
                .map(k -> largest(refined(network, theta, (int) k, x).minus(flow)))
                .toArray();
        Matrix centred = flow.copy();
        for (int j = 0; j < flow.columns(); j++) {
            double mean = Arrays.stream(flow.column(j)).average().orElse(0);
            for (int i = 0; i < flow.rows(); i++) {
                centred.set(i, j, flow.get(i, j) - mean);
            }
        }
        return new DepthRefinement(factors, errors, largest(centred));
    }

    /** The outputs of the network with k blocks of step h/k for each of its blocks. */
    public static Matrix refined(Residual network, double[] theta, int k, Matrix x) {
        Residual finer = new Residual(network.inputs(), network.lift(), network.width(), network.blocks() * k,
                network.readout(), network.outputs(), network.block(), network.hidden(), network.activation(),
                network.step() / k, network.bias(), network.parametrization());
        List<LayerShape> from = network.layerShapes();
        List<LayerShape> to = finer.layerShapes();
        int first = network.lift() ? 1 : 0;
        int per = (from.size() - first - (network.readout() ? 1 : 0)) / network.blocks();
        List<LayerShape> sources = new ArrayList<>(from.subList(0, first));
        for (int b = 0; b < network.blocks(); b++) {
            for (int copy = 0; copy < k; copy++) {
                sources.addAll(from.subList(first + b * per, first + (b + 1) * per));
            }
        }
        sources.addAll(from.subList(first + network.blocks() * per, from.size()));
        double[] all = new double[finer.layout().size()];
        for (int l = 0; l < to.size(); l++) {
            LayerShape source = sources.get(l);
            System.arraycopy(theta, source.weight(), all, to.get(l).weight(), source.inputs() * source.outputs());
            if (source.hasBias()) {
                System.arraycopy(theta, source.bias(), all, to.get(l).bias(), source.outputs());
            }
        }
        return finer.forward(all, x);
    }

    private static double largest(Matrix a) {
        double result = 0;
        for (int i = 0; i < a.rows(); i++) {
            result = Math.max(result, Math.sqrt(Arrays.stream(a.row(i)).map(v -> v * v).sum()));
        }
        return result;
    }

    /** The fit of log error against log k, whose slope is minus the order; empty where there is no error to fit. */
    public Optional<LineFit> order() {
        return Arrays.stream(errors).allMatch(e -> e > 1e-13 * (1 + size) && Double.isFinite(e))
                ? Optional.of(LineFit.logLog(factors, errors))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
