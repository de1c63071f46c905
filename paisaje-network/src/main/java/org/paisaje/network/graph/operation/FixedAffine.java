package org.paisaje.network.graph.operation;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.architecture.ChannelStatistics;

/** {@code factor h + offset} with constants that repeat along a sample: one, one per channel, or one per entry. */
public final class FixedAffine extends LinearOperation {
    private final double[] factor;
    private final double[] offset;
    private final @Nullable ChannelStatistics statistics;

    private FixedAffine(double[] factor, double[] offset, @Nullable ChannelStatistics statistics) {
        this.factor = factor;
        this.offset = offset;
        this.statistics = statistics;
    }

    public FixedAffine(double[] factor, double[] offset) {
        this(factor, offset, null);
    }

    /** {@code (h - mean) / sqrt(variance + epsilon)} with the statistics of each channel. */
    public static FixedAffine normalizing(ChannelStatistics statistics) {
        double[] factor = new double[statistics.mean().length];
        double[] offset = new double[factor.length];
        for (int c = 0; c < factor.length; c++) {
            factor[c] = 1 / Math.sqrt(statistics.variance()[c] + statistics.epsilon());
            offset[c] = -statistics.mean()[c] * factor[c];
        }
        return new FixedAffine(factor, offset, statistics);
    }

    /** The statistics that it normalises by; absent for constants of another kind. */
    public Optional<ChannelStatistics> statistics() {
        return Optional.ofNullable(statistics);
    }

    /** Whether entries i and j of a sample are treated alike. */
    public boolean alike(int i, int j) {
        return factor[i % factor.length] == factor[j % factor.length]
                && offset[i % offset.length] == offset[j % offset.length];
    }

    /** Whether it has no offset. */
    public boolean linear() {
        return Arrays.stream(offset).allMatch(b -> b == 0);
    }

    @Override
    public void forward(PassState pass, Node node, int from, int count) {
        super.forward(pass, node, from, count);
        double[] out = pass.value[node.index()];
        int end = (from + count) * node.size();
        for (int at = from * node.size(); at < end; at += offset.length) {
            for (int j = 0; j < offset.length; j++) {
                out[at + j] += offset[j];
            }
        }
    }

    @Override
    public void apply(PassState pass, Node node, double[][] values, double[] out, int from, int count) {
        multiply(values[node.input()], node.size(), from, count, false, out);
    }

    @Override
    public void adjoint(PassState pass, Node node, double[] g, double[][] out, int from, int count) {
        if (out[node.input()].length > 0) {
            multiply(g, node.size(), from, count, node.adds()[0], out[node.input()]);
        }
    }

    private void multiply(double[] in, int size, int from, int count, boolean add, double[] out) {
        int end = (from + count) * size;
        for (int at = from * size; at < end; at += factor.length) {
            for (int j = 0; j < factor.length; j++) {
                out[at + j] = (add ? out[at + j] : 0) + factor[j] * in[at + j];
            }
        }
    }
}
