package org.paisaje.study.explain.weights;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Units of a layer that do what another one does.
 *
 * @param equal units with the weights and the bias of an earlier one, exactly
 * @param proportional further units that are a positive multiple of an earlier one, to a millionth
 * @param silent units whose weights are all 0
 * @param unread units that the next layer does not read; -1 if the next layer does not belong to this one
 */
record UnitCopies(int equal, int proportional, int silent, int unread) {
    private static final double CLOSE = 1e-6;

    /** Of one of the layers of a file. */
    static UnitCopies of(List<WeightMatrix> layers, int index) {
        WeightMatrix layer = layers.get(index);
        Set<List<Double>> seen = new HashSet<>();
        Map<List<Long>, double[]> directions = new HashMap<>();
        int equal = 0;
        int proportional = 0;
        for (int i = 0; i < layer.units(); i++) {
            double[] unit = layer.unit(i);
            if (WeightMatrix.zero(layer.weights().row(i))) {
                continue;
            }
            if (!seen.add(Arrays.stream(unit).boxed().toList())) {
                equal++;
            } else if (layer.weights().columns() > 1 && multiple(directions, unit)) {
                proportional++;
            }
        }
        return new UnitCopies(equal, proportional, layer.silent(), unread(layers, index));
    }

    /** Whether a unit points where an earlier one does. Directions are compared within cells of a grid and beside them. */
    private static boolean multiple(Map<List<Long>, double[]> directions, double[] unit) {
        double norm = Math.sqrt(Arrays.stream(unit).map(w -> w * w).sum());
        double[] direction = Arrays.stream(unit).map(w -> w / norm).toArray();
        // Two entries tell most directions apart; each lies in its cell or, if it is near the border, in the next.
        int a = largest(direction);
        double u = direction[a];
        double v = direction[(a + 1) % direction.length];
        for (long du = -1; du <= 1; du++) {
            for (long dv = -1; dv <= 1; dv++) {
                double[] other = directions.get(
                        List.of((long) a, Math.round(u / (10 * CLOSE)) + du, Math.round(v / (10 * CLOSE)) + dv));
                if (other != null && distance(other, direction) <= CLOSE) {
                    return true;
                }
            }
        }
        directions.putIfAbsent(List.of((long) a, Math.round(u / (10 * CLOSE)), Math.round(v / (10 * CLOSE))),
                direction);
        return false;
    }

    private static int largest(double[] direction) {
        int most = 0;
        for (int i = 1; i < direction.length; i++) {
            most = Math.abs(direction[i]) > Math.abs(direction[most]) + CLOSE ? i : most;
        }
        return most;
    }

    private static double distance(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    private static int unread(List<WeightMatrix> layers, int index) {
        if (index + 1 >= layers.size() || layers.get(index + 1).weights().columns() != layers.get(index).units()) {
            return -1;
        }
        WeightMatrix next = layers.get(index + 1);
        int count = 0;
        for (int j = 0; j < next.weights().columns(); j++) {
            count += WeightMatrix.zero(next.weights().column(j)) ? 1 : 0;
        }
        return count;
    }
}
