package org.paisaje.theory.landscape.slice;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/**
 * A risk on a slice, at many points in parallel: each line of points is one task on one thread, so that the bits do not depend
 * on the threads, and no point allocates. Where the network allows it the first layer is shared by all points. Counts what it costs.
 */
public final class SliceLoss {
    private final Risk risk;
    private final ParameterSlice slice;
    private final Optional<SharedFirstLayer> shared;
    private final ConcurrentLinkedQueue<PointLoss> free = new ConcurrentLinkedQueue<>();
    private final AtomicLong points = new AtomicLong();

    private SliceLoss(Risk risk, ParameterSlice slice, Optional<SharedFirstLayer> shared) {
        this.risk = risk;
        this.slice = slice;
        this.shared = shared;
    }

    /** The risk on a slice; its own buffers are left alone. */
    public static SliceLoss of(Risk risk, ParameterSlice slice) {
        check(risk, slice);
        return new SliceLoss(risk, slice, SharedFirstLayer.of(risk, slice));
    }

    /** The same by a whole forward pass at each point, which any network can. */
    public static SliceLoss whole(Risk risk, ParameterSlice slice) {
        check(risk, slice);
        return new SliceLoss(risk, slice, Optional.empty());
    }

    private static void check(Risk risk, ParameterSlice slice) {
        if (slice.origin().length != risk.dimension()) {
            throw new IllegalArgumentException("slice: its point has " + slice.origin().length
                    + " entries, the network has " + risk.dimension() + " parameters");
        }
    }

    /** The slice. */
    public ParameterSlice slice() {
        return slice;
    }

    /** The risk. */
    public Risk risk() {
        return risk;
    }

    /** Whether the first layer is shared by all points. */
    public boolean sharesFirstLayer() {
        return shared.isPresent();
    }

    /** The loss at one point. */
    public double at(double... s) {
        double[] value = new double[1];
        Blas.withThreads(1, () -> {
            PointLoss own = taken();
            value[0] = own.at(s);
            free.add(own);
        });
        points.incrementAndGet();
        return value[0];
    }

    /**
     * The loss on a grid. Lines that are known already are left alone. An interrupt of the calling thread ends it soon, with
     * lines that are not known.
     *
     * @param grid where, and the values that are known
     * @param done hears of each line that was finished, from several threads
     */
    public void fill(LossGrid grid, IntConsumer done) {
        int[] open = grid.open();
        Parallel.runInterruptibly(open.length, task -> Blas.withThreads(1, () -> {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            int i = open[task];
            PointLoss own = taken();
            double[] s = new double[slice.dimension()];
            double[] line = grid.values()[i];
            for (int j = 0; j < line.length; j++) {
                grid.place(i, j, s);
                double value = own.at(s);
                line[j] = Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
                if (Thread.currentThread().isInterrupted() && j + 1 < line.length) {
                    Arrays.fill(line, Double.NaN);
                    return;
                }
            }
            free.add(own);
            points.addAndGet(line.length);
            done.accept(i);
        }));
    }

    private PointLoss taken() {
        PointLoss own = free.poll();
        if (own != null) {
            return own;
        }
        if (shared.isPresent()) {
            return shared.get().evaluation();
        }
        Risk fresh = Risk.of(risk.network(), risk.x(), risk.y(), risk.loss());
        for (Regularizer penalty : risk.penalties()) {
            fresh = fresh.with(penalty);
        }
        Risk settled = fresh;
        double[] theta = new double[risk.dimension()];
        return s -> {
            slice.at(s, theta, 0);
            return settled.value(theta);
        };
    }

    /** How many points were looked at. */
    public long points() {
        return points.get();
    }

    /**
     * What was computed so far in equivalents of gradients over the same samples; a loss counts a third of one, and less where
     * the first layer is shared, which then counts once for the origin and each direction.
     */
    public double cost() {
        double once = shared.isPresent() ? (1 - shared.get().share()) * (1 + slice.dimension()) : 0;
        double each = shared.map(SharedFirstLayer::share).orElse(1.0);
        return (once + each * points.get()) / 3;
    }
}
