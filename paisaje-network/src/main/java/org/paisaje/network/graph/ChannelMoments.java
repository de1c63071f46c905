package org.paisaje.network.graph;

/** Means and variances of channels that lie next to each other, put together piece by piece (Chan et al. 1983). */
final class ChannelMoments {
    private final double[] mean;
    private final double[] squares;
    private long count;

    ChannelMoments(int channels) {
        this.mean = new double[channels];
        this.squares = new double[channels];
    }

    /** Adds the first so many entries, whole groups of channels. */
    void add(double[] values, int entries) {
        int channels = mean.length;
        int n = entries / channels;
        for (int c = 0; c < channels; c++) {
            double own = 0;
            for (int at = c; at < entries; at += channels) {
                own += values[at] / n;
            }
            double spread = 0;
            for (int at = c; at < entries; at += channels) {
                spread += (values[at] - own) * (values[at] - own);
            }
            double apart = own - mean[c];
            double all = (double) count + n;
            mean[c] += apart * n / all;
            squares[c] += spread + apart * apart * count * n / all;
        }
        count += n;
    }

    double[] means() {
        return mean.clone();
    }

    double[] variances() {
        double[] result = squares.clone();
        for (int c = 0; c < result.length; c++) {
            result[c] /= count;
        }
        return result;
    }
}
