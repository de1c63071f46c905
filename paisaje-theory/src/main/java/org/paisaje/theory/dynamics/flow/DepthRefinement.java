package org.paisaje.theory.dynamics.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.LineFit;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.architecture.Integrated;
import org.paisaje.network.architecture.Integrated.Scheme;
import org.paisaje.network.architecture.Residual;

/**
 * A residual network as a method for {@code y' = g(y, t)} with the weights of block l on {@code [l h, (l + 1) h)}, Euler's or that
 * of its scheme (document 004, equations (1.6), (1.7) and (7.9)): every block is made k blocks of step h/k, and the distance to
 * the flow, extrapolated from the two finest, falls like k to minus the order. Methods that look back a step read weights
 * at the ends of steps, so that between blocks these are taken on a straight line.
 *
 * @param promised the order of the method where g is smooth
 * @param factors k
 * @param errors the largest distance of an output to that of the flow, over the samples
 * @param size the largest distance of an output of the flow from the mean output, what errors are small or large beside
 */
public record DepthRefinement(int promised, double[] factors, double[] errors, double size) {
    private static final int FINEST = 64;
    private static final int FEWEST = 3;

    /** Whether the blocks of a network are steps of a method. */
    public static boolean known(Architecture network) {
        return network instanceof Residual || network instanceof Integrated;
    }

    private static Residual blocks(Architecture network) {
        return switch (network) {
            case Residual residual -> residual;
            case Integrated integrated -> integrated.net();
            default -> throw new IllegalArgumentException("refinement: " + network.text()
                    + " has no blocks that are steps; residual networks have, as resnet:2x50:tanh:step=0.05");
        };
    }

    /** Refines by 1, 2, 4, 8 and 16; the work is that of about 130 networks. */
    public static DepthRefinement of(Architecture network, double[] theta, Matrix x) {
        int promised = network instanceof Integrated integrated ? integrated.scheme().order() : 1;
        double power = Math.pow(2, promised);
        Matrix flow = refined(network, theta, FINEST, x);
        flow.scale(power / (power - 1));
        Matrix coarse = refined(network, theta, FINEST / 2, x);
        coarse.scale(1 / (power - 1));
        Matrix limit = flow.minus(coarse);
        double[] factors = {1, 2, 4, 8, 16};
        double[] errors = Arrays.stream(factors)
                .map(k -> largest(refined(network, theta, (int) k, x).minus(limit)))
                .toArray();
        Matrix centred = limit.copy();
        for (int j = 0; j < limit.columns(); j++) {
            double mean = Arrays.stream(limit.column(j)).average().orElse(0);
            for (int i = 0; i < limit.rows(); i++) {
                centred.set(i, j, limit.get(i, j) - mean);
            }
        }
        return new DepthRefinement(promised, factors, errors, largest(centred));
    }

    /** The outputs of the network with k blocks of step h/k for each of its blocks. */
    public static Matrix refined(Architecture network, double[] theta, int k, Matrix x) {
        Residual coarse = blocks(network);
        Residual finer = new Residual(coarse.inputs(), coarse.lift(), coarse.width(), coarse.blocks() * k,
                coarse.readout(), coarse.outputs(), coarse.block(), coarse.hidden(), coarse.activation(),
                coarse.step() / k, coarse.bias(), coarse.parametrization());
        boolean between = network instanceof Integrated integrated
                && (integrated.scheme() == Scheme.LEAPFROG || integrated.scheme() == Scheme.SECOND_DIFFERENCE);
        List<LayerShape> from = coarse.layerShapes();
        List<LayerShape> to = finer.layerShapes();
        int first = coarse.lift() ? 1 : 0;
        int per = (from.size() - first - (coarse.readout() ? 1 : 0)) / coarse.blocks();
        double[] all = new double[finer.layout().size()];
        for (int l = 0; l < to.size(); l++) {
            int within = l - first;
            boolean block = within >= 0 && within < per * finer.blocks();
            int b = block ? within / per / k : 0;
            LayerShape source = block
                    ? from.get(first + b * per + within % per)
                    : from.get(l < first ? l : from.size() - to.size() + l);
            LayerShape next = block && between && b + 1 < coarse.blocks()
                    ? from.get(first + (b + 1) * per + within % per)
                    : source;
            double share = block ? within / per % k / (double) k : 0;
            mix(theta, source.weight(), next.weight(), share, all, to.get(l).weight(),
                    source.inputs() * source.outputs());
            if (source.hasBias()) {
                mix(theta, source.bias(), next.bias(), share, all, to.get(l).bias(), source.outputs());
            }
        }
        Architecture result = network instanceof Integrated integrated
                ? new Integrated(finer, integrated.scheme())
                : finer;
        return result.forward(all, x);
    }

    private static void mix(double[] theta, int a, int b, double share, double[] to, int at, int count) {
        for (int i = 0; i < count; i++) {
            to[at + i] = share == 0 ? theta[a + i] : (1 - share) * theta[a + i] + share * theta[b + i];
        }
    }

    private static double largest(Matrix a) {
        double result = 0;
        for (int i = 0; i < a.rows(); i++) {
            result = Math.max(result, Math.sqrt(Arrays.stream(a.row(i)).map(v -> v * v).sum()));
        }
        return result;
    }

    /** The order between the two finest refinements, where large steps no longer count; NaN where errors are rounding. */
    public double finest() {
        int n = errors.length;
        return errors[n - 1] > 1e-13 * (1 + size)
                ? Math.log(errors[n - 2] / errors[n - 1]) / Math.log(factors[n - 1] / factors[n - 2])
                : Double.NaN;
    }

    /** The fit of log error against log k, whose slope is minus the order; empty with fewer than three errors above rounding. */
    public Optional<LineFit> order() {
        int[] kept = IntStream.range(0, errors.length)
                .filter(i -> errors[i] > 1e-13 * (1 + size) && Double.isFinite(errors[i]))
                .toArray();
        return kept.length < FEWEST || Arrays.stream(errors).anyMatch(e -> !Double.isFinite(e))
                ? Optional.empty()
                : Optional.of(LineFit.logLog(Arrays.stream(kept).mapToDouble(i -> factors[i]).toArray(),
                        Arrays.stream(kept).mapToDouble(i -> errors[i]).toArray()));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
