package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.List;

/**
 * The one among the scaled copies of a network whose units have weights of equal norm before and behind them, counted
 * with the degree: {@code c^2 |in|^2 = c^(-2k) |out|^2}. Up to a
 * factor the condition is that of a convex problem in log c, so that scaled copies of one network have the same balanced
 * one (Stock et al. 2019, for degree 1). Units without weights on one side keep their scale.
 */
final class Balance {
    private static final int SWEEPS = 200;
    private static final double CLOSE = 1e-9;

    private Balance() {}

    /** The map to the balanced copy. */
    static UnitMap of(Symmetries symmetries, double[] theta) {
        UnitMap map = UnitMap.identity(symmetries);
        if (!symmetries.scales()) {
            return map;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double largest = 0;
            for (int g = 0; g < symmetries.groups().size(); g++) {
                Symmetries.Group group = symmetries.groups().get(g);
                if (group.degree() == 0) {
                    continue;
                }
                var norms = UnitNorms.of(symmetries, g, symmetries.apply(map, theta));
                UnitMap.Units step = UnitMap.Units.identity(group.size());
                for (int i = 0; i < group.size(); i++) {
                    if (norms.in()[i] > 0 && norms.out()[i] > 0) {
                        double log = Math.log(norms.out()[i] / norms.in()[i]) / (2 + 2 * group.degree());
                        largest = Math.max(largest, Math.abs(log));
                        group.set(step, i, Math.exp(log), false);
                    }
                }
                map = map.with(g, map.groups().get(g).then(step));
            }
            if (largest < CLOSE) {
                break;
            }
        }
        return map;
    }

    /**
     * The squared norms of the weights into and out of each unit of a group, and the inner products with those of another
     * network; a weight from a unit to itself is in neither.
     */
    record UnitNorms(double[] in, double[] out, double[] inWith, double[] outWith) {
        static UnitNorms of(Symmetries symmetries, int group, double[] theta) {
            return of(symmetries, group, theta, theta);
        }

        static UnitNorms of(Symmetries symmetries, int group, double[] theta, double[] other) {
            int size = symmetries.groups().get(group).size();
            List<double[]> sums = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sums.add(new double[size]);
            }
            for (Symmetries.Layer layer : symmetries.layers()) {
                var shape = layer.shape();
                if (layer.out() != group && layer.in() != group) {
                    continue;
                }
                for (int i = 0; i < shape.outputs(); i++) {
                    for (int j = 0; j < shape.inputs(); j++) {
                        if (layer.loops() && i == j % size) {
                            continue;
                        }
                        int at = shape.weight() + i * shape.inputs() + j;
                        double square = theta[at] * theta[at];
                        double product = theta[at] * other[at];
                        if (layer.out() == group) {
                            sums.get(0)[i] += square;
                            sums.get(2)[i] += product;
                        }
                        if (layer.in() == group) {
                            sums.get(1)[j % size] += square;
                            sums.get(3)[j % size] += product;
                        }
                    }
                    if (layer.out() == group && shape.hasBias()) {
                        sums.get(0)[i] += theta[shape.bias() + i] * theta[shape.bias() + i];
                        sums.get(2)[i] += theta[shape.bias() + i] * other[shape.bias() + i];
                    }
                }
            }
            return new UnitNorms(sums.get(0), sums.get(1), sums.get(2), sums.get(3));
        }
    }
}
