package org.paisaje.theory.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.theory.kernel.InfiniteConvolution.Stage;
import org.paisaje.theory.kernel.InfiniteNetwork.Rule;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * One evaluation of the kernels of a convolutional network between two sets of images. For a flattened network the state
 * of an image against a run of others is one row of covariances per pixel; for an averaging one, the state of a pair of
 * images is one row per pixel of the first with an entry per pixel of the second. In both a convolution sums rows, and the
 * activation follows row by row while it is in cache. Every pair is computed on one thread in an order that depends on
 * the sizes alone.
 */
final class ConvolutionPass {
    private static final int STATE_BYTES = 256 << 10;
    private static final int FEWEST = 8;

    private final InfiniteConvolution network;
    private final List<Stage> stages;
    private final Matrix x;
    private final Matrix y;
    private final boolean symmetric;
    private final boolean wantNngp;
    private final boolean wantNtk;
    private final PixelStates states;
    private final Matrix nngp;
    private final Matrix ntk;
    /** The images of y as columns, entry by entry. */
    private final double[] columns;
    /** Per stage and tap, runs of outputs whose sources follow each other: to, from, length. */
    private final int[][][] runs;
    private final ConcurrentLinkedQueue<Buffers> free = new ConcurrentLinkedQueue<>();
    private final LongAdder passNanos = new LongAdder();

    /** The arrays of one thread: K and Theta before and behind a convolution. */
    private static final class Buffers {
        final double[] scratch = new double[DualActivation.SCRATCH * DualActivation.CHUNK];
        double[] k;
        double[] t;
        double[] nextK;
        double[] nextT;

        Buffers(int size, boolean ntk) {
            k = new double[size];
            nextK = new double[size];
            t = ntk ? new double[size] : DualActivation.NONE;
            nextT = ntk ? new double[size] : DualActivation.NONE;
        }

        void swap() {
            double[] oldK = k;
            k = nextK;
            nextK = oldK;
            double[] oldT = t;
            t = nextT;
            nextT = oldT;
        }
    }

    ConvolutionPass(InfiniteConvolution network, Matrix x, Matrix y, boolean wantNngp, boolean wantNtk) {
        this.network = network;
        this.stages = network.stages();
        this.x = x;
        this.y = y;
        this.symmetric = x == y;
        this.wantNngp = wantNngp;
        this.wantNtk = wantNtk;
        this.states = new PixelStates(network, x, y, network.averages());
        this.nngp = wantNngp ? Matrix.zeros(x.rows(), y.rows()) : Matrix.zeros(0, 0);
        this.ntk = wantNtk ? Matrix.zeros(x.rows(), y.rows()) : Matrix.zeros(0, 0);
        this.columns = network.averages() ? DualActivation.NONE : y.transpose().data();
        this.runs = new int[stages.size()][][];
        for (int s = 0; s < stages.size(); s++) {
            runs[s] = network.averages() ? runs(stages.get(s)) : new int[0][];
        }
    }

    private static int[][] runs(Stage stage) {
        int[][] result = new int[stage.map().taps()][];
        for (int tap = 0; tap < result.length; tap++) {
            int[] found = new int[3 * stage.map().pixels()];
            int size = 0;
            for (int p = 0; p < stage.map().pixels(); p++) {
                int source = stage.map().source(p, tap);
                if (source < 0) {
                    continue;
                }
                int last = size - 3;
                if (size > 0 && found[last] + found[last + 2] == p && found[last + 1] + found[last + 2] == source) {
                    found[last + 2]++;
                } else {
                    found[size++] = p;
                    found[size++] = source;
                    found[size++] = 1;
                }
            }
            result[tap] = Arrays.copyOf(found, size);
        }
        return result;
    }

    private static int widest(InfiniteConvolution network) {
        int widest = network.pixels();
        for (Stage stage : network.stages()) {
            widest = Math.max(widest, stage.map().pixels());
        }
        return widest;
    }

    /** The images of y that one image of x meets at a time. */
    private static int chunk(InfiniteConvolution network) {
        int fit = STATE_BYTES / (Double.BYTES * widest(network)) / FEWEST * FEWEST;
        return Math.clamp(fit, FEWEST, DualActivation.CHUNK);
    }

    private static int stateSize(InfiniteConvolution network) {
        int widest = widest(network);
        return Math.multiplyExact(widest, network.averages() ? widest : chunk(network));
    }

    /** The bytes that one thread needs besides the results. */
    static long scratchBytes(InfiniteConvolution network) {
        long widest = widest(network);
        return 4 * Double.BYTES * widest * (network.averages() ? widest : chunk(network));
    }

    WideKernels run() {
        if (network.averages()) {
            // Larger rows first, so that the last tasks are short.
            Parallel.run(x.rows(), task -> {
                int i = x.rows() - 1 - task;
                timed(buffers -> {
                    for (int j = 0; j < (symmetric ? i + 1 : y.rows()); j++) {
                        pair(buffers, i, j);
                    }
                });
            });
        } else {
            int chunk = chunk(network);
            Parallel.run(x.rows(), task -> {
                int i = x.rows() - 1 - task;
                timed(buffers -> {
                    int end = symmetric ? i : y.rows();
                    for (int j = 0; j < end; j += chunk) {
                        row(buffers, i, j, Math.min(chunk, end - j));
                    }
                    if (symmetric) {
                        diagonal(i);
                    }
                });
            });
        }
        for (Matrix kernel : symmetric ? List.of(nngp, ntk) : List.<Matrix>of()) {
            mirror(kernel);
        }
        return new WideKernels(nngp, ntk, states.error(), new WideKernels.Work(0, 1e-9 * passNanos.sum()));
    }

    private interface Task {
        void run(Buffers buffers);
    }

    private void timed(Task task) {
        long start = System.nanoTime();
        Buffers own = free.poll();
        Buffers buffers = own == null ? new Buffers(stateSize(network), wantNtk) : own;
        task.run(buffers);
        free.add(buffers);
        passNanos.add(System.nanoTime() - start);
    }

    private static void mirror(Matrix a) {
        double[] data = a.data();
        int n = a.rows();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                data[j * n + i] = data[i * n + j];
            }
        }
    }

    /** Image i of x against n images of y from j, pairs of equal pixels. */
    private void row(Buffers b, int i, int j, int n) {
        int colours = network.colours();
        int size = y.rows();
        for (int p = 0; p < network.pixels(); p++) {
            int to = p * n;
            Arrays.fill(b.k, to, to + n, 0);
            for (int c = 0; c < colours; c++) {
                int entry = p * colours + c;
                add(b.k, to, columns, entry * size + j, n, x.data()[i * network.inputs() + entry] / colours);
            }
        }
        if (wantNtk) {
            Arrays.fill(b.t, 0, network.pixels() * n, 0);
        }
        int other = (symmetric ? 0 : x.rows()) + j;
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            int taps = stage.map().taps();
            for (int p = 0; p < stage.map().pixels(); p++) {
                int to = p * n;
                Arrays.fill(b.nextK, to, to + n, 0);
                if (wantNtk) {
                    Arrays.fill(b.nextT, to, to + n, 0);
                }
                for (int tap = 0; tap < taps; tap++) {
                    int source = stage.map().source(p, tap);
                    if (source >= 0) {
                        add(b.nextK, to, b.k, source * n, n, 1);
                        if (wantNtk) {
                            add(b.nextT, to, b.t, source * n, n, 1);
                        }
                    }
                }
                affine(stage.affine(), 1.0 / taps, b.nextK, b.nextT, to, n);
                int start = states.at(p, 0, stage.map().pixels());
                stage.dual().map(states.points[s], start + i, start + other, n, b.nextK, b.nextT, to, b.scratch);
            }
            b.swap();
        }
        int pixels = stages.getLast().map().pixels();
        for (int l = 0; l < n; l++) {
            double k = 0;
            double t = 0;
            for (int p = 0; p < pixels; p++) {
                k += b.k[p * n + l];
                t += wantNtk ? b.t[p * n + l] : 0;
            }
            store(i, j + l, k / pixels, t / pixels);
        }
    }

    /** An image with itself, from its states: equal pixels have correlation 1. */
    private void diagonal(int i) {
        int last = stages.size() - 1;
        int pixels = stages.get(last).map().pixels();
        double k = 0;
        double t = 0;
        for (int p = 0; p < pixels; p++) {
            k += states.nngp[last][states.at(p, i, pixels)];
            t += states.ntk[last][states.at(p, i, pixels)];
        }
        store(i, i, k / pixels, t / pixels);
    }

    /** Images i and j, all pairs of pixels. */
    private void pair(Buffers b, int i, int j) {
        int colours = network.colours();
        int pixels = network.pixels();
        double[] first = x.data();
        double[] second = y.data();
        for (int p = 0; p < pixels; p++) {
            for (int r = 0; r < pixels; r++) {
                double sum = 0;
                for (int c = 0; c < colours; c++) {
                    sum += first[(i * pixels + p) * colours + c] * second[(j * pixels + r) * colours + c];
                }
                b.k[p * pixels + r] = sum / colours;
            }
        }
        if (wantNtk) {
            Arrays.fill(b.t, 0, pixels * pixels, 0);
        }
        boolean same = symmetric && i == j;
        int before = pixels;
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            int after = stage.map().pixels();
            int own = states.at(0, i, after);
            int other = states.at(0, (symmetric ? 0 : x.rows()) + j, after);
            for (int p = 0; p < after; p++) {
                int to = p * after;
                sources(stage, runs[s], p, b.k, before, b.nextK, to, after);
                if (wantNtk) {
                    sources(stage, runs[s], p, b.t, before, b.nextT, to, after);
                }
                affine(stage.affine(), 1.0 / stage.map().taps(), b.nextK, b.nextT, to, after);
                for (int r = 0; r < after; r += DualActivation.CHUNK) {
                    int n = Math.min(DualActivation.CHUNK, after - r);
                    stage.dual().map(states.points[s], own + p, other + r, n, b.nextK, b.nextT, to + r, b.scratch);
                }
                if (same) {
                    b.nextK[to + p] = states.nngp[s][own + p];
                    if (wantNtk) {
                        b.nextT[to + p] = states.ntk[s][own + p];
                    }
                }
            }
            b.swap();
            before = after;
        }
        double k = 0;
        double t = 0;
        for (int p = 0; p < before; p++) {
            double rowK = 0;
            double rowT = 0;
            for (int r = 0; r < before; r++) {
                rowK += b.k[p * before + r];
                rowT += wantNtk ? b.t[p * before + r] : 0;
            }
            k += rowK;
            t += rowT;
        }
        double entries = (double) before * before;
        store(i, j, k / entries, t / entries);
    }

    /** Row p behind a convolution: the sum over taps of the rows of their sources, shifted alike. */
    private static void sources(Stage stage, int[][] runs, int p, double[] from, int before, double[] out, int to,
            int after) {
        Arrays.fill(out, to, to + after, 0);
        for (int tap = 0; tap < runs.length; tap++) {
            int source = stage.map().source(p, tap);
            if (source < 0) {
                continue;
            }
            int[] run = runs[tap];
            for (int r = 0; r < run.length; r += 3) {
                add(out, to + run[r], from, source * before + run[r + 1], run[r + 2], 1);
            }
        }
    }

    private static void affine(Rule.Affine rule, double share, double[] k, double[] t, int at, int n) {
        double variance = rule.variance() * share;
        if (t.length > 0) {
            double input = rule.input() * share;
            for (int l = at; l < at + n; l++) {
                t[l] = variance * t[l] + input * k[l] + rule.own();
            }
        }
        for (int l = at; l < at + n; l++) {
            k[l] = variance * k[l] + rule.offset();
        }
    }

    private static void add(double[] out, int to, double[] from, int at, int n, double factor) {
        for (int l = 0; l < n; l++) {
            out[to + l] += factor * from[at + l];
        }
    }

    private void store(int i, int j, double k, double t) {
        Rule.Affine readout = network.readout();
        if (wantNtk) {
            ntk.data()[i * y.rows() + j] = readout.variance() * t + readout.input() * k + readout.own();
        }
        if (wantNngp) {
            nngp.data()[i * y.rows() + j] = readout.variance() * k + readout.offset();
        }
    }
}
