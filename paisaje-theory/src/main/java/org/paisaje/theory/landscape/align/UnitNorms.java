package org.paisaje.theory.landscape.align;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.network.UnitStructure.AffineMap;

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
        for (AffineMap map : symmetries.maps()) {
            int[] rowGroup = map.rows().group();
            int[] rowUnit = map.rows().unit();
            int[] columnGroup = map.columns().group();
            int[] columnUnit = map.columns().unit();
            boolean reads = map.columns().has(group);
            for (int i = 0; i < rowGroup.length; i++) {
                boolean gives = rowGroup[i] == group && map.rows().scaled()[i];
                for (int j = 0; j < columnGroup.length && (gives || reads); j++) {
                    boolean taken = columnGroup[j] == group && map.columns().scaled()[j];
                    if (!gives && !taken || gives && taken && rowUnit[i] == columnUnit[j]) {
                        continue;
                    }
                    int at = map.weight() + i * columnGroup.length + j;
                    double square = theta[at] * theta[at];
                    double product = theta[at] * other[at];
                    if (gives) {
                        sums.get(0)[rowUnit[i]] += square;
                        sums.get(2)[rowUnit[i]] += product;
                    }
                    if (taken) {
                        sums.get(1)[columnUnit[j]] += square;
                        sums.get(3)[columnUnit[j]] += product;
                    }
                }
                if (gives && map.hasBias()) {
                    sums.get(0)[rowUnit[i]] += theta[map.bias() + i] * theta[map.bias() + i];
                    sums.get(2)[rowUnit[i]] += theta[map.bias() + i] * other[map.bias() + i];
                }
            }
        }
        return new UnitNorms(sums.get(0), sums.get(1), sums.get(2), sums.get(3));
    }
}
