package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.paisaje.math.linalg.Parallel;

/**
 * Random ReLU networks of one input without biases, all hidden layers of one width: how many are born dead, that is, have a
 * layer that gives 0. Weights are uniform around a mean, the scale does not matter.
 *
 * @param width N, the units of each hidden layer
 * @param hidden H, the number of hidden layers
 * @param mean the mean of the weights in units of half their range; 0 for symmetric weights
 */
public record BornDeadSample(int width, int hidden, double mean) {
    /** Networks whose numbers stand side by side, so that loops run over them. */
    private static final int BLOCK = 256;
    private static final double SPREAD = 0x1p-31;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Checks the sizes. */
    public BornDeadSample {
        if (width < 1 || hidden < 1 || !(Math.abs(mean) <= 1)) {
            throw new IllegalArgumentException("BornDead: width " + width + ", " + hidden + " hidden layers, mean "
                    + mean + "; sizes are at least 1 and the mean is between -1 and 1");
        }
    }

    /**
     * The probability that a network is born dead at one input that is not 0: {@code 1 - (1 - 2^-N)^H}, since each unit is
     * off with probability 1/2, independently, wherever a layer gets something that is not 0 (Lu, Shin, Su and Karniadakis
     * 2020; equality in document 004, theorem 8.1.2).
     */
    public double probability() {
        return -Math.expm1(hidden * Math.log1p(-Math.scalb(1.0, -width)));
    }

    /**
     * Of so many random networks how many are dead at the input 1, and how many at both -1 and 1, which is on all of the line
     * since without biases the network is homogeneous on both sides of 0. The same for any number of threads.
     */
    public Count sample(long nets, long key) {
        return counts(nets, key, hidden).getFirst();
    }

    /** The same networks cut off behind 1, 2, ..., H hidden layers: a row of the map over width and depth for the price of one place. */
    public List<Count> sampleByDepth(long nets, long key) {
        return counts(nets, key, 1);
    }

    /** Behind {@code first} hidden layers and each further one. */
    private List<Count> counts(long nets, long key, int first) {
        if (nets < 1) {
            throw new IllegalArgumentException("sample: " + nets + " networks; at least one is needed");
        }
        int blocks = Math.toIntExact((nets + BLOCK - 1) / BLOCK);
        int depths = hidden - first + 1;
        long[][] right = new long[depths][blocks];
        long[][] both = new long[depths][blocks];
        Parallel.run(blocks, b -> {
            int count = (int) Math.min(BLOCK, nets - (long) b * BLOCK);
            var work = new Work(width);
            work.begin(mixed(key) + BLOCK * (long) b * GOLDEN, mean);
            for (int l = 1; l <= hidden; l++) {
                if (l > 1) {
                    work.layer(mean);
                }
                if (l >= first) {
                    work.look();
                    for (int k = 0; k < count; k++) {
                        right[l - first][b] += work.deadRight[k] ? 1 : 0;
                        both[l - first][b] += work.deadRight[k] && work.deadLeft[k] ? 1 : 0;
                    }
                }
            }
        });
        List<Count> result = new ArrayList<>();
        for (int d = 0; d < depths; d++) {
            result.add(new Count(nets, LongStream.of(right[d]).sum(), LongStream.of(both[d]).sum()));
        }
        return List.copyOf(result);
    }

    /** Spreads the bits of a counter (Steele, Lea and Flood 2014). */
    private static long mixed(long counter) {
        long z = (counter ^ (counter >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * What was counted.
     *
     * @param nets the networks
     * @param atOne those that are dead at the input 1
     * @param onTheLine those that are dead at every input
     */
    public record Count(long nets, long atOne, long onTheLine) {}

    /** One block of networks: entry {@code i * BLOCK + k} belongs to unit i of network k. */
    private static final class Work {
        private final int width;
        private double[] right;
        private double[] left;
        private double[] nextRight;
        private double[] nextLeft;
        private final int[] state = new int[BLOCK];
        private final int[] weyl = new int[BLOCK];
        private final double[] weight = new double[BLOCK];
        private final boolean[] deadRight = new boolean[BLOCK];
        private final boolean[] deadLeft = new boolean[BLOCK];

        Work(int width) {
            this.width = width;
            this.right = new double[width * BLOCK];
            this.left = new double[width * BLOCK];
            this.nextRight = new double[width * BLOCK];
            this.nextLeft = new double[width * BLOCK];
        }

        void begin(long key, double mean) {
            for (int k = 0; k < BLOCK; k++) {
                long start = mixed(key + GOLDEN * k);
                state[k] = (int) start == 0 ? 1 : (int) start;
                weyl[k] = (int) (start >>> 32);
            }
            for (int i = 0; i < width; i++) {
                draw(mean);
                for (int k = 0; k < BLOCK; k++) {
                    right[i * BLOCK + k] = Math.max(weight[k], 0);
                    left[i * BLOCK + k] = Math.max(-weight[k], 0);
                }
            }
        }

        void look() {
            for (int k = 0; k < BLOCK; k++) {
                double sumRight = 0;
                double sumLeft = 0;
                for (int i = 0; i < width; i++) {
                    sumRight += right[i * BLOCK + k];
                    sumLeft += left[i * BLOCK + k];
                }
                deadRight[k] = sumRight == 0;
                deadLeft[k] = sumLeft == 0;
            }
        }

        /** A layer of zeros gives zeros, so that only the last layer need be looked at. */
        private void layer(double mean) {
            for (int i = 0; i < width; i++) {
                int to = i * BLOCK;
                for (int k = 0; k < BLOCK; k++) {
                    nextRight[to + k] = 0;
                    nextLeft[to + k] = 0;
                }
                for (int j = 0; j < width; j++) {
                    draw(mean);
                    int from = j * BLOCK;
                    for (int k = 0; k < BLOCK; k++) {
                        nextRight[to + k] += weight[k] * right[from + k];
                        nextLeft[to + k] += weight[k] * left[from + k];
                    }
                }
                for (int k = 0; k < BLOCK; k++) {
                    nextRight[to + k] = Math.max(nextRight[to + k], 0);
                    nextLeft[to + k] = Math.max(nextLeft[to + k], 0);
                }
            }
            double[] old = right;
            right = nextRight;
            nextRight = old;
            old = left;
            left = nextLeft;
            nextLeft = old;
        }

        /**
         * A weight for every network of the block: Marsaglia's xorshift of 32 bits plus a Weyl sequence, a generator of period
         * 2^64 for each network.
         */
        private void draw(double mean) {
            for (int k = 0; k < BLOCK; k++) {
                int x = state[k];
                x ^= x << 13;
                x ^= x >>> 17;
                x ^= x << 5;
                state[k] = x;
                weyl[k] += 0x9e3779b9;
                weight[k] = (x + weyl[k] + 0.5) * SPREAD + mean;
            }
        }
    }
}
