package org.paisaje.network.graph.operation;

/**
 * What a node computes, with its derivatives. All methods work on samples {@code [from, from + count)}, so that blocks of
 * samples run in parallel; arrays are those of the nodes, sample after sample. The array of an input is
 * empty where it does not depend on theta (tangents) or its gradient is not wanted.
 */
public abstract class Operation {
    /** Numbers per sample that the forward pass keeps for derivatives beside the value, such as slopes. */
    public int kept(Node node) {
        return 0;
    }

    /** Whether the forward pass needs what it keeps itself. */
    public boolean alwaysKept() {
        return false;
    }

    /** Writes the value of the node. */
    public abstract void forward(PassState pass, Node node, int from, int count);

    /** Writes the tangent of the value. */
    public abstract void tangent(PassState pass, Node node, Tangents t, int from, int count);

    /** Writes the mixed second derivative of the value along two directions. */
    public abstract void second(PassState pass, Node node, Tangents a, Tangents b, double[][] both, int from,
            int count);

    /** Writes or adds the gradients in the inputs. */
    public abstract void backward(PassState pass, Node node, double[][] gradient, int from, int count);

    /** Writes or adds the tangents of the gradients in the inputs. */
    public abstract void backwardTangent(PassState pass, Node node, Tangents t, double[][] gradient, double[][] tangent,
            int from,
            int count);

    /** Adds the gradient in the parameters to {@code out}, where theta starts at {@code at}. */
    public void gradient(PassState pass, Node node, double[][] gradient, int from, int count, double[] out, int at) {}

    /** Adds the tangent of the gradient in the parameters to {@code out}. */
    public void gradientTangent(PassState pass, Node node, Tangents t, double[][] gradient,
            double[][] tangent, int from, int count, double[] out) {}

    /** Whether the value has a second derivative in the inputs that differs from 0 somewhere. */
    public boolean curved() {
        return false;
    }

    /** Entries of theta that the node uses. */
    public int parameters() {
        return 0;
    }
}
