package org.paisaje.theory.landscape.population;

import java.util.Arrays;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;
import org.paisaje.math.special.Elementwise;

/**
 * Many runs of gradient descent on the {@link PopulationLoss} of an orthonormal teacher, from weights of N(0, 1/k). Runs go
 * side by side in batches, one batch a thread; entry c of neuron i of all runs of a batch lies together, so that every loop
 * of a step is over runs. A run that has ended gives its place to the next. What a run does depends on its seed alone.
 *
 * <p>A step of one run costs about n d (2 n + 1) flops and n (n + 2 k - 1) / 2 angles.
 */
public final class DescentEnsemble {
    private static final LaneLoops LOOPS = Simd.choose(() -> new VectorLaneLoops(), () -> new PlainLaneLoops());
    /** Runs side by side in a batch. */
    private static final int LANES = Simd.lanes();
    /** Steps between two looks at the loss. */
    private static final int STRIDE = 50;
    /** Runs that a batch works off. */
    private static final int BATCH = 128;

    private final Settings settings;

    /** Runs with these settings. */
    public DescentEnsemble(Settings settings) {
        this.settings = settings;
    }

    /**
     * What the runs have in common.
     *
     * @param teachers k, the neurons of the teacher and the dimension of the inputs
     * @param neurons n, those of the student
     * @param rate the step of gradient descent
     * @param tolerance the norm of the gradient at which a run ends
     * @param enough the loss at which a run ends too, as descent does not leave the basin of the global minimum; 0 to go on
     * @param steps how many steps a run takes at most
     */
    public record Settings(int teachers, int neurons, double rate, double tolerance, double enough, int steps) {
        /** Checks the numbers. */
        public Settings {
            if (teachers < 1 || neurons < 1 || steps < 1 || !(rate > 0) || !(tolerance > 0) || !(enough >= 0)) {
                throw new IllegalArgumentException("DescentEnsemble: teachers " + teachers + ", neurons " + neurons
                        + ", steps " + steps + ", rate " + rate + " and tolerance " + tolerance
                        + " must all be above 0, and enough, which is " + enough + ", at least 0");
            }
        }

        /**
         * What tells how often descent fails: the step 5 / n for as many neurons as the teacher has, 3 / n for more; until
         * the loss is below 1e-3, the gradient below 1e-7, or 20,000 steps are taken.
         */
        public static Settings of(int teachers, int neurons) {
            return new Settings(teachers, neurons, (neurons == teachers ? 5.0 : 3.0) / neurons, 1e-7,
                    End.SPURIOUS_ABOVE, 20_000);
        }
    }

    /** What a run ended at. */
    public enum Kind {
        /** A loss below 1e-3, from which only the global minimum is reached. */
        GLOBAL,
        /** A higher loss, a small gradient and a Hessian without negative eigenvalues. */
        SPURIOUS,
        /** A higher loss and a negative eigenvalue: on the way past a saddle. */
        SADDLE,
        /** A higher loss and a gradient that is not small. */
        UNSETTLED
    }

    /**
     * How a run ended.
     *
     * @param weights the student, row-major
     * @param loss F there
     * @param gradientNorm the norm of the gradient at the last step
     * @param steps how many steps were taken
     */
    public record End(double[] weights, double loss, double gradientNorm, int steps) {
        /** The losses of known spurious minima up to k = 100 are above 1e-3; Safran and Shamir use the same limit. */
        public static final double SPURIOUS_ABOVE = 1e-3;
        /** What rounding may leave of an eigenvalue 0: the Hessian has entries of order 1. */
        private static final double ROUNDING = 1e-9;

        /** What the run ended at; looks at the Hessian only where the loss is high and the gradient small. */
        public Kind kind(Settings settings) {
            if (loss < SPURIOUS_ABOVE) {
                return Kind.GLOBAL;
            }
            if (!Double.isFinite(loss)) {
                return Kind.UNSETTLED;
            }
            PopulationLoss population = PopulationLoss.orthonormal(settings.neurons, settings.teachers);
            boolean negative = SymmetricEigen.values(population.hessian(weights))[0] < -ROUNDING;
            return negative ? Kind.SADDLE : gradientNorm < 1e-5 ? Kind.SPURIOUS : Kind.UNSETTLED;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** Where run {@code index} starts. */
    public double[] start(Seed seed, int index) {
        double[] w = seed.at(index).named("start").gaussians(settings.neurons * settings.teachers);
        for (int i = 0; i < w.length; i++) {
            w[i] /= Math.sqrt(settings.teachers);
        }
        return w;
    }

    /** Runs numbers 0 to {@code count - 1}, on all threads. */
    public End[] run(Seed seed, int count) {
        var ends = new End[count];
        Parallel.run((count + BATCH - 1) / BATCH,
                batch -> new Batch(seed, ends, batch * BATCH, Math.min(count, (batch + 1) * BATCH)).run());
        return ends;
    }

    /** Runs on this thread alone, for an ensemble that is itself one of many. */
    public End[] runAlone(Seed seed, int count) {
        var ends = new End[count];
        new Batch(seed, ends, 0, count).run();
        return ends;
    }

    /** How many runs ended at each kind, in the order of {@link Kind}. */
    public int[] census(End[] ends) {
        int[] counts = new int[Kind.values().length];
        for (End end : ends) {
            counts[end.kind(settings).ordinal()]++;
        }
        return counts;
    }

    /** The runs of a batch. Entry (i, c) of lane l is at ((i d + c) LANES + l). */
    private final class Batch {
        private final Seed seed;
        private final End[] ends;
        private final int last;
        private final int n = settings.neurons;
        private final int d = settings.teachers;
        private final double[] w = new double[n * d * LANES];
        private final double[] gradient = new double[n * d * LANES];
        private final double[] norms = new double[n * LANES];
        /** Cosines of pairs j < i, then of the neurons with those of the teacher; what becomes of them beside it. */
        private final double[] cosines = new double[(n * (n - 1) / 2 + n * d) * LANES];
        private final double[] sines = new double[cosines.length];
        private final double[] angles = new double[cosines.length];
        private final double[] along = new double[n * LANES];
        private final double[] squares = new double[LANES];
        private final int[] running = new int[LANES];
        private final int[] done = new int[LANES];
        private int next;

        private Batch(Seed seed, End[] ends, int first, int last) {
            this.seed = seed;
            this.ends = ends;
            this.last = last;
            next = first;
        }

        private void run() {
            PopulationLoss loss = PopulationLoss.orthonormal(n, d);
            int busy = 0;
            for (int lane = 0; lane < LANES; lane++) {
                busy += fill(lane) ? 1 : 0;
            }
            while (busy > 0) {
                gradient();
                for (int lane = 0; lane < LANES; lane++) {
                    double norm = Math.sqrt(squares[lane]);
                    if (running[lane] >= 0 && (!(norm >= settings.tolerance) || done[lane] == settings.steps
                            || done[lane] % STRIDE == 0 && settings.enough > 0
                                    && loss.value(own(lane)) < settings.enough)) {
                        double[] own = own(lane);
                        ends[running[lane]] = new End(own, loss.value(own), norm, done[lane]);
                        if (fill(lane)) {
                            clear(lane);
                        } else {
                            busy--;
                        }
                    } else {
                        done[lane]++;
                    }
                }
                move();
            }
        }

        /** A new run does not move by the gradient of the one before. */
        private void clear(int lane) {
            for (int at = lane; at < gradient.length; at += LANES) {
                gradient[at] = 0;
            }
        }

        private double[] own(int lane) {
            double[] own = new double[n * d];
            for (int at = 0; at < own.length; at++) {
                own[at] = w[at * LANES + lane];
            }
            return own;
        }

        private boolean fill(int lane) {
            done[lane] = 0;
            running[lane] = next < last ? next : -1;
            double[] start = next < last ? start(seed, next) : new double[n * d];
            if (next == last) {
                Arrays.fill(start, 1);
            }
            for (int at = 0; at < start.length; at++) {
                w[at * LANES + lane] = start[at];
            }
            next = Math.min(last, next + 1);
            return running[lane] >= 0;
        }

        /** The gradient of every lane into {@link #gradient} and its squared norm into {@link #squares}. */
        private void gradient() {
            int teacherAt = n * (n - 1) / 2 * LANES;
            cosines(teacherAt);
            Elementwise.acos(cosines, 0, angles, 0, cosines.length);
            for (int at = 0; at < cosines.length; at++) {
                sines[at] = Math.sqrt((1 - cosines[at]) * (1 + cosines[at]));
                angles[at] = Math.PI - angles[at];
            }
            Arrays.fill(along, 0);
            for (int at = 0; at < gradient.length; at++) {
                gradient[at] = Math.PI * w[at] - angles[teacherAt + at];
            }
            int row = d * LANES;
            int pair = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++, pair += LANES) {
                    LOOPS.addProduct(norms, j * LANES, sines, pair, along, i * LANES);
                    LOOPS.addProduct(norms, i * LANES, sines, pair, along, j * LANES);
                    LOOPS.addRow(d, angles, pair, w, j * row, gradient, i * row);
                    LOOPS.addRow(d, angles, pair, w, i * row, gradient, j * row);
                }
                LOOPS.subtractRow(d, sines, teacherAt + i * row, along, i * LANES);
            }
            for (int at = 0; at < along.length; at++) {
                along[at] /= norms[at];
            }
            Arrays.fill(squares, 0);
            for (int i = 0; i < n; i++) {
                LOOPS.addRow(d, along, i * LANES, w, i * row, gradient, i * row);
            }
            for (int at = 0; at < gradient.length; at++) {
                gradient[at] /= 2 * Math.PI;
            }
            for (int at = 0; at < gradient.length; at += LANES) {
                LOOPS.addProduct(gradient, at, gradient, at, squares, 0);
            }
        }

        /** Norms, and the cosines of all pairs. */
        private void cosines(int teacherAt) {
            int row = d * LANES;
            int pair = 0;
            for (int i = 0; i < n; i++) {
                LOOPS.dot(d, w, i * row, i * row, norms, i * LANES);
                for (int j = 0; j < i; j++, pair += LANES) {
                    LOOPS.dot(d, w, i * row, j * row, cosines, pair);
                }
            }
            for (int at = 0; at < norms.length; at++) {
                norms[at] = Math.sqrt(norms[at]);
            }
            pair = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++, pair += LANES) {
                    LOOPS.divide(1, norms, i * LANES, cosines, pair, cosines, pair);
                    LOOPS.divide(1, norms, j * LANES, cosines, pair, cosines, pair);
                }
                LOOPS.divide(d, norms, i * LANES, w, i * row, cosines, teacherAt + i * row);
            }
            for (int at = 0; at < cosines.length; at++) {
                cosines[at] = Math.max(-1, Math.min(1, cosines[at]));
            }
        }

        private void move() {
            for (int at = 0; at < w.length; at++) {
                w[at] -= settings.rate * gradient[at];
            }
        }
    }
}
