package org.paisaje.data;

import java.util.stream.IntStream;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.Options;

/**
 * Which share of data is kept to test on.
 *
 * @param share how much of the rows; 0 for none
 * @param last whether it is the last rows, in the order of the file, rather than drawn ones
 */
public record TestShare(double share, boolean last) {
    private static final String LAST = "last:";

    /** Checks the share. */
    public TestShare {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("--split is " + Options.written(share)
                    + "; a share of the rows must lie between 0 and 1, 0 for none");
        }
    }

    /** A share that is drawn. */
    public static TestShare drawn(double share) {
        return new TestShare(share, false);
    }

    /** Reads {@code 0.2}, or {@code last:0.2} for the last rows of the file. */
    public static TestShare parse(String text) {
        boolean last = text.startsWith(LAST);
        try {
            return new TestShare(Double.parseDouble(last ? text.substring(LAST.length()) : text), last);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--split is '" + text
                    + "'; needed is a share such as 0.2, or last:0.2 for the last rows in the order of the file", e);
        }
    }

    /** The share as a number, or the text that gives these last rows again. */
    public Object written() {
        return last ? LAST + Options.written(share) : share;
    }

    /**
     * The rows of data that it takes, and the rest.
     *
     * @param seed draws them, classes in proportion, unless they are the last ones
     */
    public Partition of(Dataset data, Seed seed) {
        Partition drawn = data.partition(share, seed);
        int n = data.size();
        int rest = n - drawn.drawn().length;
        return last
                ? new Partition(IntStream.range(rest, n).toArray(), IntStream.range(0, rest).toArray())
                : drawn;
    }
}
