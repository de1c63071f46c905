package org.paisaje.theory.landscape.path;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.risk.Objective;
import org.paisaje.risk.Risk;

/**
 * A risk at many parameter vectors at once, shared by the threads of {@link Parallel}: each vector is one task, so that the
 * numbers do not depend on the threads. Counts what it costs.
 */
public final class LossField {
    private final Risk risk;
    private final ConcurrentLinkedQueue<Objective> free = new ConcurrentLinkedQueue<>();
    private final AtomicLong values = new AtomicLong();
    private final AtomicLong gradients = new AtomicLong();

    private LossField(Risk risk) {
        this.risk = risk;
    }

    /** The field of a risk, whose buffers are left alone. */
    public static LossField of(Risk risk) {
        return new LossField(risk);
    }

    /** The risk. */
    public Risk risk() {
        return risk;
    }

    /** The number p of parameters. */
    public int dimension() {
        return risk.dimension();
    }

    /** The losses at so many points, which are asked for one by one from several threads. */
    public double[] values(int count, IntFunction<double[]> points) {
        double[] result = new double[count];
        values.addAndGet(count);
        Parallel.run(count, i -> {
            Objective own = taken();
            result[i] = own.value(points.apply(i));
            free.add(own);
        });
        return result;
    }

    /** The loss at one point. */
    public double value(double[] theta) {
        return values(1, i -> theta)[0];
    }

    /** The losses at so many points, with their gradients written to the rows of an array. */
    public double[] gradients(int count, IntFunction<double[]> points, double[][] out) {
        double[] result = new double[count];
        gradients.addAndGet(count);
        Parallel.run(count, i -> {
            Objective own = taken();
            result[i] = own.valueAndGradient(points.apply(i), out[i]);
            free.add(own);
        });
        return result;
    }

    /** The risk as an objective whose evaluations are counted here; one thread at a time. */
    Objective counting() {
        return new Objective() {
            @Override
            public int dimension() {
                return risk.dimension();
            }

            @Override
            public double value(double[] theta) {
                return LossField.this.value(theta);
            }

            @Override
            public double valueAndGradient(double[] theta, double[] gradient) {
                return gradients(1, i -> theta, new double[][] {gradient})[0];
            }
        };
    }

    private Objective taken() {
        Objective own = free.poll();
        if (own != null) {
            return own;
        }
        Risk fresh = Risk.of(risk.network(), risk.x(), risk.y(), risk.loss());
        for (var penalty : risk.penalties()) {
            fresh = fresh.with(penalty);
        }
        return fresh;
    }

    /** How many losses and how many gradients were computed so far. */
    public double[] counts() {
        return new double[] {values.get(), gradients.get()};
    }

    /** Counts as if so many losses and gradients had been computed, where a run goes on from what is known. */
    public void count(double[] known) {
        values.set((long) known[0]);
        gradients.set((long) known[1]);
    }

    /** What was computed so far in equivalents of gradients over the data; a loss counts a third of one. */
    public double cost() {
        return gradients.get() + values.get() / 3.0;
    }
}
