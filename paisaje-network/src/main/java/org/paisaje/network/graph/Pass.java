package org.paisaje.network.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Node;
import org.paisaje.network.graph.operation.ParameterOperation;
import org.paisaje.network.graph.operation.PassState;
import org.paisaje.network.graph.operation.Tangents;

/**
 * The values of all nodes over a number of samples, and the other passes over them. Samples are cut into blocks by their
 * number alone, each running through all nodes on one thread, so that the bits do not depend on the number of threads.
 */
final class Pass extends PassState {
    /** The most blocks, which is the most partial sums that a gradient is made of. */
    private static final int MOST_BLOCKS = 16;
    /** Entries of a block worth a task. */
    private static final int TASK = 1 << 15;
    /** The entries of all partial sums together. */
    private static final int PARTIAL = 1 << 25;

    private final GraphStructure structure;
    private final List<Node> nodes;
    private final int capacity;
    private final ConcurrentLinkedQueue<double[]> partial = new ConcurrentLinkedQueue<>();
    private int samples;

    Pass(GraphStructure structure, int capacity, boolean derivatives) {
        super(structure.nodes(), capacity, derivatives);
        this.structure = structure;
        this.nodes = structure.nodes();
        this.capacity = capacity;
        this.samples = capacity;
    }

    /** An array for each node that is wanted. */
    double[][] buffers(boolean[] wanted) {
        return buffers(wanted, samples);
    }

    double[] outputs() {
        return values()[values().length - 1];
    }

    /** Work on the samples {@code [from, from + count)}. */
    interface Block {
        void over(int from, int count);
    }

    private int blockSize() {
        return Math.max(1, Math.max((samples + MOST_BLOCKS - 1) / MOST_BLOCKS, TASK / structure.entries()));
    }

    /** Runs over all samples, block by block. */
    void inBlocks(Block block) {
        int size = blockSize();
        int blocks = (samples + size - 1) / size;
        if (blocks == 1) {
            block.over(0, samples);
            return;
        }
        Parallel.run(blocks, b -> Blas.withThreads(1,
                () -> block.over(b * size, Math.min(size, samples - b * size))));
    }

    /** Runs forward over n samples that start at {@code from} in x. */
    void run(double[] theta, double[] x, int from, int n) {
        if (n > capacity) {
            throw new IllegalArgumentException("forward: " + n + " samples, the buffers hold " + capacity);
        }
        setTheta(theta);
        this.samples = n;
        int inputs = nodes.getFirst().size();
        values()[0] = from == 0 ? x : Arrays.copyOfRange(x, from, from + n * inputs);
        inBlocks((first, count) -> {
            for (Node node : nodes) {
                node.operation().forward(this, node, first, count);
            }
        });
    }

    Tangents tangents(double[] direction) {
        Tangents result = new Tangents(direction, buffers(structure.trains()));
        inBlocks((first, count) -> {
            for (Node node : nodes) {
                if (node.trains()) {
                    node.operation().tangent(this, node, result, first, count);
                }
            }
        });
        return result;
    }

    /** The mixed second derivatives of the outputs along two directions. */
    double[] second(Tangents a, Tangents b) {
        double[][] both = buffers(structure.trains());
        inBlocks((first, count) -> {
            for (Node node : nodes) {
                if (node.trains()) {
                    node.operation().second(this, node, a, b, both, first, count);
                }
            }
        });
        return both[both.length - 1];
    }

    /** Goes back from gradients in the outputs to those of the nodes that are wanted, in buffers of those nodes. */
    void back(double[] u, double[][] gradient) {
        System.arraycopy(u, 0, gradient[gradient.length - 1], 0, samples * nodes.getLast().size());
        inBlocks((first, count) -> {
            for (Node node : nodes.reversed()) {
                if (gradient[node.index()].length > 0) {
                    node.operation().backward(this, node, gradient, first, count);
                }
            }
        });
    }

    /** Writes the gradient in theta that belongs to gradients of the nodes. */
    void gradient(double[][] gradient, double[] out) {
        reduce(out, (first, count, sum) -> {
            for (Node node : nodes) {
                node.operation().gradient(this, node, gradient, first, count, sum, 0);
            }
        });
    }

    /** Writes the sums over the samples of the squares of the gradients in theta, entry by entry. */
    void squares(double[][] gradient, double[] out) {
        List<List<Node>> users = structure.users();
        reduce(out, (first, count, sum) -> {
            for (List<Node> nodesOfBlock : users) {
                Node node = nodesOfBlock.getFirst();
                if (nodesOfBlock.size() == 1 && node.operation() instanceof Dense dense) {
                    dense.squares(this, node, gradient, first, count, sum);
                } else {
                    squares(nodesOfBlock, gradient, first, count, sum);
                }
            }
        });
    }

    /** Of parameters that are used at several positions or by several nodes: sample by sample. */
    private void squares(List<Node> users, double[][] gradient, int from, int count, double[] sum) {
        ParameterOperation operation = (ParameterOperation) users.getFirst().operation();
        double[] own = new double[operation.parameters()];
        for (int i = from; i < from + count; i++) {
            Arrays.fill(own, 0);
            for (Node node : users) {
                // Parameters of a node follow each other, the weights first.
                node.operation().gradient(this, node, gradient, i, 1, own, -operation.weight());
            }
            for (int j = 0; j < own.length; j++) {
                sum[operation.weight() + j] += own[j] * own[j];
            }
        }
    }

    /** Goes back from gradients in the outputs and writes the gradient in theta. */
    void backGradient(double[] u, double[][] gradient, double[] out) {
        System.arraycopy(u, 0, gradient[gradient.length - 1], 0, samples * nodes.getLast().size());
        reduce(out, (first, count, sum) -> {
            for (Node node : nodes.reversed()) {
                if (gradient[node.index()].length > 0) {
                    node.operation().backward(this, node, gradient, first, count);
                    node.operation().gradient(this, node, gradient, first, count, sum, 0);
                }
            }
        });
    }

    /** The tangent of the gradient in theta: {@code J^T du + sum u f'' v}. */
    void gradientTangent(Tangents t, double[][] gradient, double[] du, double[] out) {
        double[][] tangent = buffers(structure.trains());
        System.arraycopy(du, 0, tangent[tangent.length - 1], 0, du.length);
        reduce(out, (first, count, sum) -> {
            for (Node node : nodes.reversed()) {
                if (tangent[node.index()].length > 0) {
                    node.operation().backwardTangent(this, node, t, gradient, tangent, first, count);
                    node.operation().gradientTangent(this, node, t, gradient, tangent, first, count, sum);
                }
            }
        });
    }

    /** Work on samples that adds to a sum. */
    interface Summand {
        void add(int from, int count, double[] sum);
    }

    /** Sums over blocks in a fixed order, a few at a time in one partial sum where theta is long. */
    private void reduce(double[] out, Summand summand) {
        int size = blockSize();
        int blocks = (samples + size - 1) / size;
        Arrays.fill(out, 0);
        if (blocks <= 1) {
            summand.add(0, samples, out);
            return;
        }
        int groups = Math.clamp(PARTIAL / Math.max(1, out.length), 1, blocks);
        int each = (blocks + groups - 1) / groups;
        List<double[]> sums = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double[] sum = partial.poll();
            sums.add(sum == null ? new double[out.length] : sum);
        }
        Parallel.run(groups, g -> Blas.withThreads(1, () -> {
            double[] sum = sums.get(g);
            Arrays.fill(sum, 0);
            for (int b = g * each; b < Math.min(blocks, (g + 1) * each); b++) {
                summand.add(b * size, Math.min(size, samples - b * size), sum);
            }
        }));
        for (double[] sum : sums) {
            Blas.axpy(out.length, 1, sum, 0, out, 0);
        }
        partial.addAll(sums);
    }
}
