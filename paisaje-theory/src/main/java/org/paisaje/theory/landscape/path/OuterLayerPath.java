package org.paisaje.theory.landscape.path;

import java.util.Arrays;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;

/**
 * A curve of zero loss through two interpolating networks: hidden weights go straight, {@code W(s) = (1 - s) W_0 + s W_1}, and
 * the last layer follows as the nearest one that interpolates,
 * {@code a(s) = a_lin(s) + F^T (F F^T)^-1 (y - F a_lin(s))} with F(s) the features before it. The outputs are the targets at
 * every s, not at nodes alone, wherever F(s) has full row rank; then the curve is continuous, for every activation and depth.
 * At least as many units as samples are needed (Nguyen 2021: one more suffices for a connected level set). If an end does not
 * interpolate, a segment along which only the last layer moves leads from it to the curve; on it the outputs change affinely.
 */
public final class OuterLayerPath implements Curve {
    /** The first and the last hundredth of s, in which the last layer goes from an end to where it interpolates. */
    public static final double LEAD = 0.01;

    private final double[] start;
    private final double[] end;
    private final LastLayer last;
    private final Matrix x;
    private final Matrix y;

    private OuterLayerPath(double[] start, double[] end, LastLayer last, Matrix x, Matrix y) {
        this.start = start.clone();
        this.end = end.clone();
        this.last = last;
        this.x = x;
        this.y = y;
    }

    /**
     * The curve.
     *
     * @param x n x d samples
     * @param y n x k outputs that both ends have
     * @throws IllegalArgumentException if the network has no affine last layer or too few units before it
     */
    public static OuterLayerPath of(Architecture network, double[] start, double[] end, Matrix x, Matrix y) {
        LastLayer last = LastLayer.of(network)
                .orElseThrow(() -> new IllegalArgumentException("zero-loss path: the outputs of " + network
                        + " are not affine in its last layer"));
        if (last.columns() < x.rows()) {
            throw new IllegalArgumentException("zero-loss path: there are " + last.columns()
                    + " weights to each output of " + network + " and " + x.rows()
                    + " samples; at least as many units before the last layer as samples are needed");
        }
        return new OuterLayerPath(start, end, last, x, y);
    }

    @Override
    public double[] at(double s) {
        if (s <= 0) {
            return start.clone();
        }
        if (s >= 1) {
            return end.clone();
        }
        if (s < LEAD) {
            return mix(start, interpolating(0), s / LEAD);
        }
        if (s > 1 - LEAD) {
            return mix(interpolating(1), end, (s - 1 + LEAD) / LEAD);
        }
        return interpolating((s - LEAD) / (1 - 2 * LEAD));
    }

    private static double[] mix(double[] a, double[] b, double t) {
        double[] result = a.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = (1 - t) * a[i] + t * b[i];
        }
        return result;
    }

    private double[] interpolating(double t) {
        double[] theta = mix(start, end, t);
        last.put(LastLayer.corrected(last.features(theta, x), last.weights(theta), y).weights(), theta);
        return theta;
    }

    @Override
    public int dimension() {
        return start.length;
    }

    /**
     * How far the features are from losing rank on the curve.
     *
     * @param least the least singular value of F at the nodes
     * @param at the s of the hidden weights where that is
     * @param gap no singular value of F(s) is below this anywhere, by the Lipschitz constant of the activation between
     *     the nodes; positive proves that the whole curve exists and has zero loss; nothing (negative infinity) is
     *     known for more than one hidden layer or an activation of unbounded slope
     */
    public record Rank(double least, double at, double gap) {
        /** Whether the curve is proven to exist as a whole. */
        public boolean proven() {
            return gap > 0;
        }
    }

    /** Looks at the features at {@code nodes + 1} places. */
    public Rank rank(Architecture network, int nodes) {
        double[] singular = new double[nodes + 1];
        Parallel.run(nodes + 1, i -> {
            Matrix features = last.features(mix(start, end, (double) i / nodes), x);
            double[] values = LeastSquares.solve(features, y).singularValues();
            singular[i] = values[values.length - 1];
        });
        int where = 0;
        for (int i = 1; i <= nodes; i++) {
            where = singular[i] < singular[where] ? i : where;
        }
        double speed = speed(network);
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 0; i < nodes; i++) {
            gap = Math.min(gap, (singular[i] + singular[i + 1] - speed / nodes) / 2);
        }
        return new Rank(singular[where], (double) where / nodes, gap);
    }

    /** {@code |dF/ds|_F <= c sup|s'| |z(1) - z(0)|_F} with one hidden layer, whose arguments z are affine in s. */
    private double speed(Architecture network) {
        LayerShape hidden = network.layerShapes().getFirst();
        if (network.layerShapes().size() != 2 || hidden.hasSkip() || !network.inRow()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] from = network.trace(start, x).arguments(0).data();
        double[] to = network.trace(end, x).arguments(0).data();
        double change = Norms.distance(from, to);
        double scale = network.layerShapes().getLast().weightScale();
        return scale * hidden.activation().lipschitz() * change;
    }

    /** The curve as a chain of so many segments, for files. */
    public Polyline chain(int segments) {
        double[][] points = new double[segments + 1][];
        Parallel.run(segments + 1, i -> points[i] = at((double) i / segments));
        return Polyline.of(Arrays.asList(points));
    }
}
