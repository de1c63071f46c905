package org.paisaje.network.graph.operation;

import java.util.Arrays;
import org.paisaje.math.linalg.Blas;
import org.paisaje.network.architecture.PatchMap;

/**
 * A convolution in groups of channels, as products of filters and patches, of which as many as stay in the second-level
 * cache are gathered at a time and none are kept; W is outputs x taps x channels of a group; 2 flops per weight and pixel.
 */
public final class Convolution extends ParameterOperation {
    /** The entries of the patches that are gathered together. */
    static final int TILE = 1 << 16;

    final PatchMap map;
    final int channels;
    final int outputs;
    final int groups;
    final double scale;
    /** The taps times channels that a filter sees. */
    final int fan;
    private final int each;

    public Convolution(PatchMap map, int channels, int outputs, int groups, int weight, int bias, double scale,
            double biasScale) {
        super(weight, bias, biasScale, outputs);
        this.map = map;
        this.channels = channels;
        this.outputs = outputs;
        this.groups = groups;
        this.scale = scale;
        this.each = outputs / groups;
        this.fan = map.taps() * (channels / groups);
    }

    /** Which entries a filter sees. */
    public PatchMap map() {
        return map;
    }

    /** The channels of the input. */
    public int channels() {
        return channels;
    }

    /** The filters. */
    public int outputs() {
        return outputs;
    }

    /** The groups of channels. */
    public int groups() {
        return groups;
    }

    /** The factor of W. */
    public double scale() {
        return scale;
    }

    /** The taps times channels that a filter sees. */
    public int fan() {
        return fan;
    }

    @Override
    public int weights() {
        return outputs * fan;
    }

    private int tile() {
        return Math.max(1, TILE / fan);
    }

    @Override
    public void product(PassState pass, double[] parameters, double[] h, int from, int count, double beta,
            double[] out) {
        int end = (from + count) * map.pixels();
        int tile = tile();
        double[] patches = pass.take(Math.min(tile, count * map.pixels()) * fan);
        for (int row = from * map.pixels(); row < end; row += tile) {
            int rows = Math.min(tile, end - row);
            for (int g = 0; g < groups; g++) {
                double[] a = h;
                int at = row * fan;
                if (!map.identity() || groups > 1) {
                    map.gather(h, channels, g * (channels / groups), channels / groups, row, rows, patches);
                    a = patches;
                    at = 0;
                }
                Blas.gemm(false, true, rows, each, fan, scale, a, at, fan, parameters, weight + g * each * fan, fan,
                        beta, out, row * outputs + g * each, outputs);
            }
        }
        pass.give(patches);
    }

    @Override
    public void adjoint(PassState pass, double[] parameters, double[] g, int from, int count, boolean add,
            double[] out) {
        int image = map.sources() * channels;
        int end = (from + count) * map.pixels();
        int tile = tile();
        if (map.identity() && groups == 1) {
            Blas.gemm(false, false, count * map.pixels(), fan, outputs, scale, g, from * map.pixels() * outputs,
                    outputs, parameters, weight, fan, add ? 1 : 0, out, from * image, fan);
            return;
        }
        if (!add) {
            Arrays.fill(out, from * image, (from + count) * image, 0);
        }
        double[] patches = pass.take(Math.min(tile, count * map.pixels()) * fan);
        for (int row = from * map.pixels(); row < end; row += tile) {
            int rows = Math.min(tile, end - row);
            for (int group = 0; group < groups; group++) {
                Blas.gemm(false, false, rows, fan, each, scale, g, row * outputs + group * each, outputs, parameters,
                        weight + group * each * fan, fan, 0, patches, 0, fan);
                map.scatter(patches, channels, group * (channels / groups), channels / groups, row, rows, out);
            }
        }
        pass.give(patches);
    }

    @Override
    public void outer(PassState pass, double[] g, double[] h, int from, int count, double[] out, int at) {
        int end = (from + count) * map.pixels();
        int tile = tile();
        double[] patches = pass.take(Math.min(tile, count * map.pixels()) * fan);
        for (int row = from * map.pixels(); row < end; row += tile) {
            int rows = Math.min(tile, end - row);
            for (int group = 0; group < groups; group++) {
                double[] b = h;
                int start = row * fan;
                if (!map.identity() || groups > 1) {
                    map.gather(h, channels, group * (channels / groups), channels / groups, row, rows, patches);
                    b = patches;
                    start = 0;
                }
                Blas.gemm(true, false, each, fan, rows, scale, g, row * outputs + group * each, outputs, b, start, fan,
                        1, out, at + weight + group * each * fan, fan);
            }
        }
        pass.give(patches);
    }
}
