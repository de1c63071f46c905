package org.paisaje.network.graph.operation;

/** The tangents of all values along one direction of theta; those of nodes that do not depend on theta are empty. */
public final class Tangents {
    final double[] direction;
    final double[][] value;

    /** The tangents of the nodes, to be written, along a direction of theta. */
    public Tangents(double[] direction, double[][] value) {
        this.direction = direction;
        this.value = value;
    }

    /** The tangents of all nodes. */
    public double[][] values() {
        return value;
    }
}
