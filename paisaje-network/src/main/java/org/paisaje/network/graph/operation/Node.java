package org.paisaje.network.graph.operation;

import java.util.Arrays;
import org.paisaje.network.NodeShape;

/**
 * A node of a graph: an operation and the nodes that it reads, all of lower index.
 *
 * @param index its place in the order of computation
 * @param name what messages call it
 * @param operation what it computes
 * @param inputs the nodes it reads
 * @param shape the shape of its value
 * @param adds for each input, whether a later node has written its gradient before
 * @param trains whether its value depends on theta
 */
public record Node(int index, String name, Operation operation, int[] inputs, NodeShape shape, boolean[] adds,
        boolean trains) {
    /** The entries of the value of one sample. */
    public int size() {
        return shape.size();
    }

    /** The first node it reads. */
    public int input() {
        return inputs[0];
    }

    @Override
    public String toString() {
        return name + " <- " + Arrays.toString(inputs);
    }
}
