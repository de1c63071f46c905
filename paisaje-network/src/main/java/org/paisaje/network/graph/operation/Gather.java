package org.paisaje.network.graph.operation;

import java.util.Arrays;

/** Entries of the inputs in another order: {@code out_i = in_k(i), place(i)}; transposes, slices and concatenations. */
public final class Gather extends LinearOperation {
    private final int[] which;
    private final int[] place;
    private final int[] sizes;

    /**
     * Takes entries.
     *
     * @param which the input that entry i comes from, counted among the inputs of the node
     * @param place its place in a sample of that input
     * @param sizes the sizes of the inputs
     */
    public Gather(int[] which, int[] place, int... sizes) {
        this.which = which;
        this.place = place;
        this.sizes = sizes;
    }

    /** The input that entry i comes from, counted among those of the node. */
    public int which(int i) {
        return which[i];
    }

    /** The place in that input. */
    public int place(int i) {
        return place[i];
    }

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {
        for (int s = from; s < from + count; s++) {
            int at = s * place.length;
            for (int i = 0; i < place.length; i++) {
                double[] h = values[node.inputs()[which[i]]];
                out[at + i] = h.length == 0 ? 0 : h[s * sizes[which[i]] + place[i]];
            }
        }
    }

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {
        for (int k = 0; k < sizes.length; k++) {
            double[] back = out[node.inputs()[k]];
            if (back.length > 0 && !node.adds()[k]) {
                Arrays.fill(back, from * sizes[k], (from + count) * sizes[k], 0);
            }
        }
        for (int s = from; s < from + count; s++) {
            int at = s * place.length;
            for (int i = 0; i < place.length; i++) {
                double[] back = out[node.inputs()[which[i]]];
                if (back.length > 0) {
                    back[s * sizes[which[i]] + place[i]] += g[at + i];
                }
            }
        }
    }
}
