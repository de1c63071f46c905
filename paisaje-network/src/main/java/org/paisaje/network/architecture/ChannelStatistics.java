package org.paisaje.network.architecture;

import org.paisaje.math.Brief;

/**
 * What a batch normalisation normalises by, channel by channel.
 *
 * @param name what its parameters are called before {@code .weight} and {@code .bias}
 * @param mean the means
 * @param variance the variances, divided by the number of values
 * @param epsilon what is added to the variances
 */
public record ChannelStatistics(String name, double[] mean, double[] variance, double epsilon) {
    /** Checks that there are as many means as variances. */
    public ChannelStatistics {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException("statistics of " + name + ": there are " + mean.length + " means and "
                    + variance.length + " variances; each channel has one of both");
        }
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
