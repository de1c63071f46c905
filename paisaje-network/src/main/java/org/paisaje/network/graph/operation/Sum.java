package org.paisaje.network.graph.operation;

import java.util.Arrays;

/** The sum of two values, each with a factor; the second may have one entry per channel for an image. */
public final class Sum extends LinearOperation {
    private final double first;
    private final double second;

    public Sum(double first, double second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {
        Arrays.fill(out, from * node.size(), (from + count) * node.size(), 0);
        for (int k = 0; k < 2; k++) {
            double[] h = values[node.inputs()[k]];
            int size = pass.nodes.get(node.inputs()[k]).size();
            double factor = k == 0 ? first : second;
            for (int s = from; s < from + count && h.length > 0; s++) {
                for (int part = 0; part < node.size(); part += size) {
                    int at = s * node.size() + part;
                    for (int i = 0; i < size; i++) {
                        out[at + i] += factor * h[s * size + i];
                    }
                }
            }
        }
    }

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {
        for (int k = 0; k < 2; k++) {
            double[] back = out[node.inputs()[k]];
            int size = pass.nodes.get(node.inputs()[k]).size();
            double factor = k == 0 ? first : second;
            if (back.length > 0 && !node.adds()[k]) {
                Arrays.fill(back, from * size, (from + count) * size, 0);
            }
            for (int s = from; s < from + count && back.length > 0; s++) {
                for (int part = 0; part < node.size(); part += size) {
                    int at = s * node.size() + part;
                    for (int i = 0; i < size; i++) {
                        back[s * size + i] += factor * g[at + i];
                    }
                }
            }
        }
    }
}
