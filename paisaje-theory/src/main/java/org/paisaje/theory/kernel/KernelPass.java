package org.paisaje.theory.kernel;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.theory.kernel.InfiniteNetwork.Rule;
import org.paisaje.theory.kernel.dual.DualActivation;

/**
 * One evaluation of the kernels between two sets of points, block by block: the Gram product of a block, then all layers
 * row by row while the block is in cache. Of a symmetric kernel only blocks on and below the diagonal are computed.
 * Blocks are cut by the sizes alone and each runs on one thread, so the bits do not depend on the number of threads.
 */
final class KernelPass {
    private static final int BLOCK = DualActivation.CHUNK;
    private static final int PATCH = 8;

    private final List<Rule> rules;
    private final Matrix x;
    private final Matrix y;
    private final boolean symmetric;
    private final boolean wantNngp;
    private final boolean wantNtk;
    private final PointStates states;
    private final Matrix nngp;
    private final Matrix ntk;
    private final ConcurrentLinkedQueue<Buffers> free = new ConcurrentLinkedQueue<>();
    private final LongAdder gramNanos = new LongAdder();
    private final LongAdder passNanos = new LongAdder();

    /** The arrays of one thread. */
    private static final class Buffers {
        final double[] k = new double[BLOCK * BLOCK];
        final double[] t;
        final double[] scratch = new double[DualActivation.SCRATCH * BLOCK];
        final double[] forkedK = new double[BLOCK];
        final double[] forkedT = new double[BLOCK];

        Buffers(boolean ntk) {
            t = ntk ? new double[BLOCK * BLOCK] : DualActivation.NONE;
        }
    }

    KernelPass(InfiniteNetwork network, Matrix x, Matrix y, boolean wantNngp, boolean wantNtk) {
        this.rules = network.rules();
        this.x = x;
        this.y = y;
        this.symmetric = x == y;
        this.wantNngp = wantNngp;
        this.wantNtk = wantNtk;
        this.states = new PointStates(rules, x, y);
        // The first touch of the pages of large results costs a third of the passes: each on a thread of its own.
        Matrix[] results = new Matrix[2];
        Parallel.run(2, i -> {
            boolean wanted = i == 0 ? wantNngp : wantNtk;
            results[i] = Matrix.zeros(wanted ? x.rows() : 0, wanted ? y.rows() : 0);
        });
        this.nngp = results[0];
        this.ntk = results[1];
    }

    /** The bytes that one thread needs besides the results. */
    static long scratchBytes() {
        return 8L * (2 * BLOCK * BLOCK + (DualActivation.SCRATCH + 2) * BLOCK);
    }

    WideKernels run() {
        int down = (x.rows() + BLOCK - 1) / BLOCK;
        int across = (y.rows() + BLOCK - 1) / BLOCK;
        if (symmetric) {
            Parallel.run(down * (down + 1) / 2, task -> {
                // Task = row (row + 1) / 2 + column.
                int row = (int) ((Math.sqrt(8.0 * task + 1) - 1) / 2);
                Blas.withThreads(1, () -> block(row, task - row * (row + 1) / 2));
            });
        } else {
            Parallel.run(down * across, task -> Blas.withThreads(1, () -> block(task / across, task % across)));
        }
        return new WideKernels(nngp, ntk, states.error(),
                new WideKernels.Work(1e-9 * gramNanos.sum(), 1e-9 * passNanos.sum()));
    }

    private void block(int blockRow, int blockColumn) {
        Buffers own = free.poll();
        Buffers buffers = own == null ? new Buffers(wantNtk) : own;
        int i0 = blockRow * BLOCK;
        int j0 = blockColumn * BLOCK;
        int rows = Math.min(BLOCK, x.rows() - i0);
        int columns = Math.min(BLOCK, y.rows() - j0);
        int d = x.columns();
        long start = System.nanoTime();
        Blas.gemm(false, true, rows, columns, d, 1.0 / d, x.data(), i0 * d, d, y.data(), j0 * d, d, 0, buffers.k, 0,
                BLOCK);
        long middle = System.nanoTime();
        boolean onDiagonal = symmetric && blockRow == blockColumn;
        int offset = symmetric ? 0 : x.rows();
        for (int i = 0; i < rows; i++) {
            row(buffers, i0 + i, offset + j0, onDiagonal ? i : columns, i * BLOCK);
            if (onDiagonal) {
                buffers.k[i * BLOCK + i] = states.nngp[i0 + i];
                if (wantNtk) {
                    buffers.t[i * BLOCK + i] = states.ntk[i0 + i];
                }
            }
        }
        if (wantNngp) {
            store(buffers.k, nngp, i0, j0, rows, columns, onDiagonal);
        }
        if (wantNtk) {
            store(buffers.t, ntk, i0, j0, rows, columns, onDiagonal);
        }
        gramNanos.add(middle - start);
        passNanos.add(System.nanoTime() - middle);
        free.add(buffers);
    }

    /** Takes the pairs of point i with n points from j through all rules, in place at {@code at} of the block. */
    private void row(Buffers buffers, int i, int j, int n, int at) {
        double[] k = buffers.k;
        double[] t = buffers.t;
        boolean tangent = t.length > 0;
        for (int l = 0; tangent && l < n; l++) {
            t[at + l] = 0;
        }
        for (int r = 0; r < rules.size(); r++) {
            switch (rules.get(r)) {
                case Rule.Affine affine -> affine(affine, k, t, at, n);
                case Rule.Nonlinear(DualActivation dual) -> dual.map(states.points[r], i, j, n, k, t, at,
                        buffers.scratch);
                case Rule.Fork() -> {
                    System.arraycopy(k, at, buffers.forkedK, 0, n);
                    if (tangent) {
                        System.arraycopy(t, at, buffers.forkedT, 0, n);
                    }
                }
                case Rule.Join(double step) -> join(buffers, r, step, i, j, n, at);
            }
        }
    }

    private static void affine(Rule.Affine rule, double[] k, double[] t, int at, int n) {
        double variance = rule.variance();
        double offset = rule.offset();
        if (t.length > 0) {
            double input = rule.input();
            double own = rule.own();
            for (int l = 0; l < n; l++) {
                t[at + l] = variance * t[at + l] + input * k[at + l] + own;
            }
        }
        for (int l = 0; l < n; l++) {
            k[at + l] = variance * k[at + l] + offset;
        }
    }

    private void join(Buffers buffers, int rule, double step, int i, int j, int n, int at) {
        double[] k = buffers.k;
        double[] t = buffers.t;
        double[] skip = states.skipMean[rule];
        double[] branch = states.branchMean[rule];
        double skipOwn = step * skip[i];
        double branchOwn = step * branch[i];
        double square = step * step;
        for (int l = 0; l < n; l++) {
            k[at + l] = buffers.forkedK[l] + skipOwn * branch[j + l] + branchOwn * skip[j + l] + square * k[at + l];
        }
        if (t.length > 0) {
            for (int l = 0; l < n; l++) {
                t[at + l] = buffers.forkedT[l] + square * t[at + l];
            }
        }
    }

    /** Copies a block to its place and, of a symmetric kernel, its transpose to the other side. */
    private void store(double[] block, Matrix to, int i0, int j0, int rows, int columns, boolean onDiagonal) {
        double[] out = to.data();
        int stride = to.columns();
        for (int i = 0; i < rows; i++) {
            System.arraycopy(block, i * BLOCK, out, (i0 + i) * stride + j0, onDiagonal ? i + 1 : columns);
        }
        if (!symmetric) {
            return;
        }
        for (int p = 0; p < rows; p += PATCH) {
            int pEnd = Math.min(rows, p + PATCH);
            int last = onDiagonal ? pEnd : columns;
            for (int j = 0; j < last; j++) {
                int to0 = (j0 + j) * stride + i0;
                for (int i = onDiagonal ? Math.max(p, j + 1) : p; i < pEnd; i++) {
                    out[to0 + i] = block[i * BLOCK + j];
                }
            }
        }
    }
}
