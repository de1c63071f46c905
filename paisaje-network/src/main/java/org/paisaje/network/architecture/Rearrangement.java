package org.paisaje.network.architecture;

import java.util.List;
import org.paisaje.network.NodeShape;
import org.paisaje.network.graph.operation.Gather;

/** Orders in which the entries of one image or several are read. */
final class Rearrangement {
    private Rearrangement() {}

    /** Entry i of a list by channels is that entry of the image. */
    static int[] byChannel(NodeShape shape) {
        int[] order = new int[shape.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i % shape.pixels() * shape.channels() + i / shape.pixels();
        }
        return order;
    }

    /** The order that undoes an order. */
    static int[] inverse(int[] order) {
        int[] result = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            result[order[i]] = i;
        }
        return result;
    }

    /** The shape of images of one size with their channels after each other. */
    static NodeShape joinedShape(List<NodeShape> parts) {
        NodeShape first = parts.getFirst();
        int channels = 0;
        for (NodeShape part : parts) {
            if (part.height() != first.height() || part.width() != first.width()) {
                throw new IllegalArgumentException(
                        "concatenate: an image of " + part + " does not continue one of " + first);
            }
            channels += part.channels();
        }
        return new NodeShape(first.height(), first.width(), channels);
    }

    /** The channels of several images of one size after each other. */
    static Gather joined(List<NodeShape> parts) {
        NodeShape shape = joinedShape(parts);
        int[] which = new int[shape.size()];
        int[] place = new int[shape.size()];
        int at = 0;
        for (int p = 0; p < shape.pixels(); p++) {
            for (int k = 0; k < parts.size(); k++) {
                int own = parts.get(k).channels();
                for (int c = 0; c < own; c++) {
                    which[at] = k;
                    place[at++] = p * own + c;
                }
            }
        }
        return new Gather(which, place, parts.stream().mapToInt(NodeShape::size).toArray());
    }
}
