package org.paisaje.theory.landscape.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.network.Layout;

/**
 * Parameters that lie together in theta, such as the weights and biases of a layer.
 *
 * @param name what they are called
 * @param from the index of the first
 * @param size how many
 */
public record ParameterBlock(String name, int from, int size) {
    /** A block for each layer: slices whose names agree up to the last dot and follow each other. */
    public static List<ParameterBlock> layers(Layout layout) {
        List<ParameterBlock> result = new ArrayList<>();
        for (Layout.Slice slice : layout.slices()) {
            int dot = slice.name().lastIndexOf('.');
            String name = dot < 0 ? slice.name() : slice.name().substring(0, dot);
            ParameterBlock last = result.isEmpty() ? null : result.getLast();
            if (last != null && last.name.equals(name)) {
                result.set(result.size() - 1, new ParameterBlock(name, last.from, last.size + slice.size()));
            } else {
                result.add(new ParameterBlock(name, slice.offset(), slice.size()));
            }
        }
        return List.copyOf(result);
    }
}
