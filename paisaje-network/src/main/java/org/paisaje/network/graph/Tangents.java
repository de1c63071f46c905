package org.paisaje.network.graph;

/** The tangents of all values along one direction of theta; those of nodes that do not depend on theta are empty. */
final class Tangents {
    final double[] direction;
    final double[][] value;

    Tangents(Pass pass, double[] direction) {
        this.direction = direction;
        this.value = pass.buffers(pass.structure.trains());
    }
}
