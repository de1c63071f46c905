package org.paisaje.network.graph.operation;

/** An operation that is linear in its inputs and has no parameters: all its passes are two maps, one the adjoint of the other. */
public abstract class LinearOperation extends Operation {
    /** Writes the image of the inputs, of which empty ones stand for 0. */
    public abstract void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count);

    /** Writes or adds the image of g under the adjoint to the inputs that are not empty. */
    public abstract void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count);

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        apply(pass, node, pass.value, pass.value[node.index()], from, count);
    }

    @Override
    public void tangent(PassState pass, Node node, Tangents t, int from, int count) {
        apply(pass, node, t.value, t.value[node.index()], from, count);
    }

    @Override
    public void second(PassState pass, Node node, Tangents a, Tangents b, double[][] both, int from, int count) {
        apply(pass, node, both, both[node.index()], from, count);
    }

    @Override
    public void backward(PassState pass, Node node, double[][] gradient, int from, int count) {
        adjoint(pass, node, gradient[node.index()], gradient, from, count);
    }

    @Override
    public void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count) {
        adjoint(pass, node, tangent[node.index()], tangent, from, count);
    }
}
