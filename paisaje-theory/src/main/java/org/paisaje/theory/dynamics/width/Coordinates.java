package org.paisaje.theory.dynamics.width;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;

/**
 * The size of the coordinates of one network: root mean squares over units and samples behind each layer.
 *
 * @param start before training
 * @param change of the difference that training made
 */
public record Coordinates(double[] start, double[] change) {
    /** The coordinates between two points of a run. */
    public static Coordinates of(Architecture network, double[] before, double[] after, Matrix x) {
        Architecture plain = network.withoutHead();
        LayerTrace first = plain.trace(before, x);
        LayerTrace second = plain.trace(after, x);
        int layers = first.layers().size();
        double[] start = new double[layers];
        double[] change = new double[layers];
        for (int l = 0; l < layers; l++) {
            start[l] = size(first.values(l));
            change[l] = size(second.values(l).minus(first.values(l)));
        }
        return new Coordinates(start, change);
    }

    /** The coordinates at a point, and no change. */
    public static Coordinates started(Architecture network, double[] theta, Matrix x) {
        LayerTrace trace = network.withoutHead().trace(theta, x);
        double[] start = new double[trace.layers().size()];
        Arrays.setAll(start, l -> size(trace.values(l)));
        return new Coordinates(start, new double[start.length]);
    }

    private static double size(Matrix a) {
        return Math.sqrt(Arrays.stream(a.data()).map(v -> v * v).average().orElse(0));
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
