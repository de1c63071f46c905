package org.paisaje.theory.landscape.slice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Layout;

/**
 * The parameters of a network in the groups by which directions are normalised: each row of a weight matrix, which is a unit of
 * a dense layer or a filter of a convolution, and each other vector, such as the biases of a layer, once and as a whole. A weight
 * that several nodes of a graph share counts once.
 *
 * @param groups in the order of theta, which they fill
 */
public record FilterGroups(List<Group> groups) {
    /**
     * Entries of theta that follow each other.
     *
     * @param name of the slice of theta
     * @param from the first
     * @param size how many
     */
    public record Group(String name, int from, int size) {}

    /** Copies the list. */
    public FilterGroups {
        groups = List.copyOf(groups);
    }

    /** The groups of an architecture. */
    public static FilterGroups of(Architecture network) {
        Set<Integer> matrices = new HashSet<>();
        for (LayerShape layer : network.layerShapes()) {
            matrices.add(layer.weight());
        }
        List<Group> groups = new ArrayList<>();
        for (Layout.Slice slice : network.layout().slices()) {
            if (matrices.contains(slice.offset())) {
                for (int row = 0; row < slice.rows(); row++) {
                    groups.add(new Group(slice.name(), slice.offset() + row * slice.columns(), slice.columns()));
                }
            } else {
                groups.add(new Group(slice.name(), slice.offset(), slice.size()));
            }
        }
        return new FilterGroups(groups);
    }

    /** The norm of each group in a vector. */
    public double[] norms(double[] vector) {
        return groups.stream().mapToDouble(group -> norm(vector, group)).toArray();
    }

    /**
     * The direction with each group scaled to the norm that the group has in theta (Li et al. 2018, section 4); a group that is
     * zero in theta is zero in the result.
     */
    public double[] normalised(double[] direction, double[] theta) {
        double[] result = direction.clone();
        for (Group group : groups) {
            double own = norm(direction, group);
            double wanted = norm(theta, group);
            for (int i = group.from; i < group.from + group.size; i++) {
                result[i] = wanted == 0 ? 0 : direction[i] / own * wanted;
            }
        }
        return result;
    }

    private static double norm(double[] vector, Group group) {
        double largest = 0;
        for (int i = group.from; i < group.from + group.size; i++) {
            largest = Math.max(largest, Math.abs(vector[i]));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (int i = group.from; i < group.from + group.size; i++) {
            double share = vector[i] / largest;
            sum += share * share;
        }
        return largest * Math.sqrt(sum);
    }
}
