package org.paisaje.network.graph.operation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.network.architecture.PatchMap;

/**
 * The largest entry of each window, channel by channel; of equal ones the first, whose gradient it is. Keeps where it lies,
 * counted from the start of the sample, so that the tangent passes are linear.
 */
public final class Maximum extends LinearOperation {
    private final PatchMap map;
    private final int channels;

    public Maximum(PatchMap map, int channels) {
        this.map = map;
        this.channels = channels;
    }

    /** For every entry of the value the entries of the input that it is the largest of. */
    public int[][] windows() {
        int[][] result = new int[map.pixels() * channels][];
        for (int p = 0; p < map.pixels(); p++) {
            for (int c = 0; c < channels; c++) {
                int pixel = p;
                int channel = c;
                result[p * channels + c] = IntStream.range(0, map.taps())
                        .map(tap -> map.source(pixel, tap))
                        .filter(source -> source >= 0)
                        .map(source -> source * channels + channel)
                        .toArray();
            }
        }
        return result;
    }

    public int channels() {
        return channels;
    }

    @Override
    public int kept(Node node) {
        return node.size();
    }

    @Override
    public boolean alwaysKept() {
        return true;
    }

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        double[] h = pass.value[node.input()];
        double[] place = pass.kept[node.index()];
        int image = map.sources() * channels;
        for (int s = from; s < from + count; s++) {
            for (int p = 0; p < map.pixels(); p++) {
                for (int c = 0; c < channels; c++) {
                    int best = -1;
                    for (int tap = 0; tap < map.taps(); tap++) {
                        int source = map.source(p, tap);
                        int at = source * channels + c;
                        if (source >= 0 && (best < 0 || !(h[s * image + at] <= h[s * image + best]))) {
                            best = at;
                        }
                    }
                    place[s * node.size() + p * channels + c] = best;
                }
            }
        }
        super.forward(pass, node, from, count);
    }

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {
        double[] h = values[node.input()];
        double[] place = pass.kept[node.index()];
        int image = map.sources() * channels;
        for (int s = from; s < from + count; s++) {
            for (int i = s * node.size(); i < (s + 1) * node.size(); i++) {
                out[i] = h[s * image + (int) place[i]];
            }
        }
    }

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {
        double[] back = out[node.input()];
        if (back.length == 0) {
            return;
        }
        double[] place = pass.kept[node.index()];
        int image = map.sources() * channels;
        if (!node.adds()[0]) {
            Arrays.fill(back, from * image, (from + count) * image, 0);
        }
        for (int s = from; s < from + count; s++) {
            for (int i = s * node.size(); i < (s + 1) * node.size(); i++) {
                back[s * image + (int) place[i]] += g[i];
            }
        }
    }
}
