package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.List;

/**
 * The squared norms of the weights into and out of each unit of a group, and the inner products with those of another
 * network; a weight from a unit to itself is in neither.
 */
record UnitNorms(double[] in, double[] out, double[] inWith, double[] outWith) {
    /** Those of a group in theta, beside another network. */
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
