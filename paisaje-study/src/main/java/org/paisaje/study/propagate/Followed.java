package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.LayerSignals;
import org.paisaje.theory.dynamics.flow.LayerCube;
import org.paisaje.theory.dynamics.signal.DepthJacobian;

/**
 * What was followed: the samples and, where inputs have one or two dimensions, a grid around them.
 *
 * @param data the samples that are followed
 * @param labels their classes; all 0 for a regression
 * @param cube the samples through layers and moments
 * @param grid the grid through layers and moments
 * @param signals values, gradients and dead units, by moment and layer
 * @param exponents the exponents at the end of the layers, by moment and sample; empty for networks that are no row of layers
 */
record Followed(Dataset data, int[] labels, LayerCube cube, Optional<Grid> grid, List<List<LayerSignal>> signals,
        List<List<double[]>> exponents) {
    /** So many samples are followed at most. */
    static final int SAMPLES = 400;
    private static final int JACOBIANS = 12;
    private static final int LARGEST_INPUT = 256;

    /**
     * Lines of points in the plane of the inputs.
     *
     * @param cube their way
     * @param lines how many lines there are
     * @param points on each
     */
    record Grid(LayerCube cube, int lines, int points) {}

    /** Empty if the stop says so. */
    static Optional<Followed> of(PropagateSetting setting, PropagationCourse course, BooleanSupplier stop) {
        Dataset train = setting.problem().train();
        int n = Math.min(SAMPLES, train.size());
        // Every k-th sample: data sets may be sorted.
        int[] rows = IntStream.range(0, n).map(i -> (int) ((long) i * train.size() / n)).toArray();
        Dataset data = train.size() == n ? train : train.subset(rows);
        Architecture network = setting.network();
        Matrix u = Matrix.wrap(n, network.outputs(),
                setting.problem().seed().named("gradient").gaussians(n * network.outputs()));
        List<List<LayerSignal>> signals = new ArrayList<>();
        List<List<double[]>> exponents = new ArrayList<>();
        for (double[] theta : course.thetas()) {
            if (stop.getAsBoolean()) {
                return Optional.empty();
            }
            LayerTrace trace = network.trace(theta, data.x());
            signals.add(LayerSignals.measured(trace, u));
            List<double[]> here = new ArrayList<>();
            if (network.inRow() && data.inputs() <= LARGEST_INPUT) {
                for (int i = 0; i < Math.min(JACOBIANS, n); i++) {
                    int sample = (int) ((long) i * n / Math.min(JACOBIANS, n));
                    DepthJacobian depth = DepthJacobian.of(network, theta, trace, sample);
                    here.add(depth.exponents(last(network)));
                }
            }
            exponents.add(here);
        }
        int[] labels = data.classes().isEmpty() ? new int[n] : data.labels();
        return Optional.of(new Followed(data, labels, LayerCube.of(network, course.thetas(), data.x()),
                grid(network, course, data.x()), signals, exponents));
    }

    /** The last layer before the output, or the only one. */
    static int last(Architecture network) {
        return Math.max(0, network.layerShapes().size() - 2);
    }

    private static Optional<Grid> grid(Architecture network, PropagationCourse course, Matrix x) {
        int d = x.columns();
        if (d > 2) {
            return Optional.empty();
        }
        double[] low = new double[d];
        double[] high = new double[d];
        for (int j = 0; j < d; j++) {
            double[] column = x.column(j);
            low[j] = Arrays.stream(column).min().orElse(-1);
            high[j] = Arrays.stream(column).max().orElse(1);
            double air = high[j] > low[j] ? 0.05 * (high[j] - low[j]) : 1;
            low[j] -= air;
            high[j] += air;
        }
        return Optional.of(d == 1 ? line(network, course, low[0], high[0]) : square(network, course, low, high));
    }

    private static Grid line(Architecture network, PropagationCourse course, double low, double high) {
        int points = 201;
        Matrix x = Matrix.zeros(points, 1);
        for (int i = 0; i < points; i++) {
            x.set(i, 0, low + (high - low) * i / (points - 1));
        }
        return new Grid(LayerCube.of(network, course.thetas(), x), 1, points);
    }

    private static Grid square(Architecture network, PropagationCourse course, double[] low, double[] high) {
        int lines = 11;
        int points = 41;
        Matrix x = Matrix.zeros(2 * lines * points, 2);
        for (int k = 0; k < 2 * lines; k++) {
            int along = k < lines ? 0 : 1;
            for (int i = 0; i < points; i++) {
                int row = k * points + i;
                x.set(row, along, low[along] + (high[along] - low[along]) * i / (points - 1));
                int across = 1 - along;
                x.set(row, across, low[across] + (high[across] - low[across]) * (k % lines) / (lines - 1));
            }
        }
        return new Grid(LayerCube.of(network, course.thetas(), x), 2 * lines, points);
    }

    /** The values and their quartiles: {@code [share]} of the norms at a node. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1.0, share * sorted.length)];
    }

    /** All hidden units with a nonlinearity at a moment. */
    int units(int moment) {
        return signals.get(moment).stream().filter(LayerSignal::hidden).mapToInt(LayerSignal::width).sum();
    }

    /** The dead ones among them. */
    int dead(int moment) {
        return signals.get(moment).stream().mapToInt(LayerSignal::dead).sum();
    }

    /** The first and last node of the longest stretch of one dimension, the input being node 0; equal if there is none. */
    static int[] stretch(Architecture network) {
        List<LayerShape> layers = network.layerShapes();
        int[] widths = new int[layers.size() + 1];
        widths[0] = network.inputs();
        for (int l = 0; l < layers.size(); l++) {
            widths[l + 1] = layers.get(l).outputs() * layers.get(l).positions();
        }
        int[] best = {0, 0};
        int from = 0;
        for (int l = 1; l < widths.length; l++) {
            from = widths[l] == widths[l - 1] ? from : l;
            if (l - from > best[1] - best[0]) {
                best = new int[] {from, l};
            }
        }
        return best;
    }
}
