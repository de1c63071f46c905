package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.Arrays;
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
    private static final int BLOCK = 512;
    /** Layers after which is looked for networks that can be left out. */
    private static final int SOME = 3;
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
            var work = new Work(width, count);
            work.begin(mixed(key) + BLOCK * (long) b * GOLDEN, mean);
            for (int l = 1; l <= hidden; l++) {
                if (l > 1) {
                    work.layer(mean);
                }
                if (l >= first || l % SOME == 0) {
                    work.look();
                }
                if (l >= first) {
                    right[l - first][b] = work.deadRight();
                    both[l - first][b] = work.deadOnBoth();
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

    /**
     * One block of networks: entry (i, k) belongs to unit i of the k-th network that is alive on one side at least. What is
     * dead on both stays so whatever is drawn, and leaves the block once there is enough of it. One array for each unit, and loops
     * of their own over k: the compiler sees that entries do not depend on each other.
     */
    private static final class Work {
        private final int width;
        private final int nets;
        /** Networks that are still looked at. */
        private int living;
        private double[][] right;
        private double[][] left;
        private double[][] nextRight;
        private double[][] nextLeft;
        private final int[] state = new int[BLOCK];
        private final int[] weyl = new int[BLOCK];
        private final int[] bits = new int[BLOCK];
        private final double[] sumRight = new double[BLOCK];
        private final double[] sumLeft = new double[BLOCK];
        private int silentRight;
        private int silentBoth;

        Work(int width, int nets) {
            this.width = width;
            this.nets = nets;
            this.living = nets;
            this.right = new double[width][BLOCK];
            this.left = new double[width][BLOCK];
            this.nextRight = new double[width][BLOCK];
            this.nextLeft = new double[width][BLOCK];
        }

        void begin(long key, double mean) {
            for (int k = 0; k < nets; k++) {
                long start = mixed(key + GOLDEN * k);
                state[k] = (int) start == 0 ? 1 : (int) start;
                weyl[k] = (int) (start >>> 32);
            }
            for (int i = 0; i < width; i++) {
                draw();
                for (int k = 0; k < nets; k++) {
                    double w = (bits[k] + 0.5) * SPREAD + mean;
                    right[i][k] = Math.max(w, 0);
                    left[i][k] = Math.max(-w, 0);
                }
            }
        }

        /** Networks that are dead at 1. */
        int deadRight() {
            return nets - living + silentRight;
        }

        /** Networks that are dead at 1 and at -1. */
        int deadOnBoth() {
            return nets - living + silentBoth;
        }

        void look() {
            sum(right, sumRight);
            sum(left, sumLeft);
            silentRight = 0;
            silentBoth = 0;
            for (int k = 0; k < living; k++) {
                silentRight += sumRight[k] == 0 ? 1 : 0;
                silentBoth += sumRight[k] + sumLeft[k] == 0 ? 1 : 0;
            }
            if (8 * silentBoth > living) {
                close();
            }
        }

        private void sum(double[][] values, double[] result) {
            Arrays.fill(result, 0, living, 0);
            for (double[] unit : values) {
                for (int k = 0; k < living; k++) {
                    result[k] += unit[k];
                }
            }
        }

        /** Takes out what is dead on both sides. */
        private void close() {
            int to = 0;
            for (int k = 0; k < living; k++) {
                if (sumRight[k] + sumLeft[k] != 0) {
                    state[to] = state[k];
                    weyl[to] = weyl[k];
                    for (int i = 0; i < width; i++) {
                        right[i][to] = right[i][k];
                        left[i][to] = left[i][k];
                    }
                    to++;
                }
            }
            living = to;
            silentRight -= silentBoth;
            silentBoth = 0;
        }

        private void layer(double mean) {
            for (int i = 0; i < width; i++) {
                Arrays.fill(nextRight[i], 0, living, 0);
                Arrays.fill(nextLeft[i], 0, living, 0);
                for (int j = 0; j < width; j++) {
                    draw();
                    add(bits, mean, living, right[j], nextRight[i], left[j], nextLeft[i]);
                }
                rectify(nextRight[i]);
                rectify(nextLeft[i]);
            }
            double[][] old = right;
            right = nextRight;
            nextRight = old;
            old = left;
            left = nextLeft;
            nextLeft = old;
        }

        private void rectify(double[] values) {
            for (int k = 0; k < living; k++) {
                values[k] = Math.max(values[k], 0);
            }
        }

        /** Adds the weights times the values of a unit to the arguments of another, on both sides. */
        private static void add(int[] drawn, double mean, int n, double[] right, double[] sumRight, double[] left,
                double[] sumLeft) {
            for (int k = 0; k < n; k++) {
                double w = (drawn[k] + 0.5) * SPREAD + mean;
                sumRight[k] += w * right[k];
                sumLeft[k] += w * left[k];
            }
        }

        /**
         * A weight for every network of the block: Marsaglia's xorshift of 32 bits plus a Weyl sequence, a generator of period
         * 2^64 for each network.
         */
        private void draw() {
            int n = living;
            int[] x = state;
            int[] w = weyl;
            int[] sum = bits;
            for (int k = 0; k < n; k++) {
                int one = x[k] ^ x[k] << 13;
                int two = one ^ one >>> 17;
                int three = two ^ two << 5;
                x[k] = three;
                int next = w[k] + 0x9e3779b9;
                w[k] = next;
                sum[k] = three + next;
            }
        }
    }
}
