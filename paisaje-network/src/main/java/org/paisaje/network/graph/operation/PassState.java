package org.paisaje.network.graph.operation;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a pass over samples holds and operations read and write: the values of all nodes, theta, and scratch. */
public class PassState {
    /** The array of what is not computed. */
    public static final double[] NONE = new double[0];

    final List<Node> nodes;
    /** The values, the input at 0. */
    final double[][] value;
    /** What operations keep for derivatives. */
    final double[][] kept;
    double[] theta = NONE;

    private final ConcurrentLinkedQueue<double[]> scratch = new ConcurrentLinkedQueue<>();

    /**
     * Buffers for samples.
     *
     * @param capacity the most samples at a time
     * @param derivatives whether what derivatives need is kept
     */
    protected PassState(List<Node> nodes, int capacity, boolean derivatives) {
        this.nodes = nodes;
        boolean[] all = new boolean[nodes.size()];
        Arrays.fill(all, 1, all.length, true);
        this.value = buffers(all, capacity);
        this.kept = new double[nodes.size()][];
        for (Node node : nodes) {
            boolean keep = derivatives || node.operation().alwaysKept();
            kept[node.index()] = keep
                    ? new double[Math.multiplyExact(capacity, node.operation().kept(node))]
                    : NONE;
        }
    }

    /** An array for each node that is wanted, an empty one for the others. */
    protected final double[][] buffers(boolean[] wanted, int samples) {
        double[][] result = new double[nodes.size()][];
        for (Node node : nodes) {
            result[node.index()] = wanted[node.index()]
                    ? new double[Math.multiplyExact(samples, node.size())]
                    : NONE;
        }
        return result;
    }

    /** The nodes in the order of computation. */
    public final List<Node> nodes() {
        return nodes;
    }

    /** The values of the nodes, sample after sample, the input at 0. */
    public final double[][] values() {
        return value;
    }

    /** What operations keep for derivatives, such as slopes. */
    public final double[][] kept() {
        return kept;
    }

    /** Computes with theta from now on; it is read in place. */
    public final void setTheta(double... theta) {
        this.theta = theta;
    }

    /** Scratch of at least that size for one operation. */
    final double[] take(int size) {
        double[] buffer = scratch.poll();
        return buffer == null || buffer.length < size ? new double[Math.max(size, Convolution.TILE)] : buffer;
    }

    final void give(double[] buffer) {
        scratch.add(buffer);
    }
}
