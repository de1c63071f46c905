package org.paisaje.network.graph.operation;

import java.util.Arrays;
import org.paisaje.network.architecture.PatchMap;

/** Means over windows; what a window sees beyond the edge counts in its size or not. */
public final class Pooling extends LinearOperation {
    private final PatchMap map;
    private final int channels;
    private final double[] factor;

    /**
     * Means over the windows of a map.
     *
     * @param sizes what each window is divided by
     */
    public Pooling(PatchMap map, int channels, int[] sizes) {
        this.map = map;
        this.channels = channels;
        this.factor = Arrays.stream(sizes).mapToDouble(size -> 1.0 / size).toArray();
    }

    public int channels() {
        return channels;
    }

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {
        double[] h = values[node.input()];
        int image = map.sources() * channels;
        for (int s = from; s < from + count; s++) {
            for (int p = 0; p < map.pixels(); p++) {
                int to = s * node.size() + p * channels;
                Arrays.fill(out, to, to + channels, 0);
                for (int tap = 0; tap < map.taps(); tap++) {
                    int source = map.source(p, tap);
                    int at = s * image + source * channels;
                    for (int c = 0; source >= 0 && c < channels; c++) {
                        out[to + c] += h[at + c];
                    }
                }
                for (int c = 0; c < channels; c++) {
                    out[to + c] *= factor[p];
                }
            }
        }
    }

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {
        double[] back = out[node.input()];
        if (back.length == 0) {
            return;
        }
        int image = map.sources() * channels;
        if (!node.adds()[0]) {
            Arrays.fill(back, from * image, (from + count) * image, 0);
        }
        for (int s = from; s < from + count; s++) {
            for (int p = 0; p < map.pixels(); p++) {
                int from1 = s * node.size() + p * channels;
                for (int tap = 0; tap < map.taps(); tap++) {
                    int source = map.source(p, tap);
                    int at = s * image + source * channels;
                    for (int c = 0; source >= 0 && c < channels; c++) {
                        back[at + c] += factor[p] * g[from1 + c];
                    }
                }
            }
        }
    }
}
