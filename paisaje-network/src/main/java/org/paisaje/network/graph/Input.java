package org.paisaje.network.graph;

/** The input: its value is x. */
final class Input extends LinearOperation {
    @Override
    void forward(Pass pass, Node node, int from, int count) {}

    @Override
    void apply(Pass pass, Node node, double[][] values, double[] out, int from, int count) {}

    @Override
    void adjoint(Pass pass, Node node, double[] g, double[][] out, int from, int count) {}
}
