package org.paisaje.network.graph.operation;

/** The input: its value is x. */
public final class Input extends LinearOperation {
    @Override
    public void forward(PassState pass, Node node, int from, int count) {}

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {}

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {}
}
