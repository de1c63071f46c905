package org.paisaje.theory.teacher;

import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;

/**
 * Many independent runs of the update of eq. (5), one for each lane of a vector. A run whose step changes no bit of w is
 * at rest for good: its lane is given to the next run, so that no time is spent on runs that have settled. The result
 * of a run does not depend on the runs beside it.
 *
 * <p>A step of one run costs 4 N d flops and reads 16 N d bytes, from the first level of cache at the sizes of Table 1.
 */
public final class Trials {
    private static final TrialStep STEP = Simd.choose(() -> new VectorTrialStep(), () -> new PlainTrialStep());
    private static final int WIDTH = Simd.lanes();

    /** Steps between two looks at which runs have settled or finished. */
    private static final int STRIDE = 25;

    private final Settings settings;

    /** Runs with these settings. */
    public Trials(Settings settings) {
        this.settings = settings;
    }

    /**
     * What the runs have in common.
     *
     * @param dimension d
     * @param samples N
     * @param lambda the weight of the penalty
     * @param penalty R
     * @param sign its sign in the update
     * @param eta the learning rate
     * @param radius w starts uniformly in the ball of this radius around 0
     * @param steps how many steps a run takes, a multiple of 25
     * @param fromTeacher whether w starts at w* instead
     */
    public record Settings(
            int dimension, int samples, double lambda, Penalty penalty, Sign sign, double eta, double radius,
            int steps, boolean fromTeacher) {
        /** Checks the number of steps. */
        public Settings {
            if (steps <= 0 || steps % STRIDE != 0) {
                throw new IllegalArgumentException(
                        "Trials: steps is " + steps + ", it must be a positive multiple of " + STRIDE);
            }
        }

        /** Starts in the ball. */
        public Settings(
                int dimension, int samples, double lambda, Penalty penalty, Sign sign, double eta, double radius,
                int steps) {
            this(dimension, samples, lambda, penalty, sign, eta, radius, steps, false);
        }
    }

    /**
     * One run.
     *
     * @param sample what it learned from
     * @param end w after the last step
     * @param updates how many steps were computed before w was at rest
     */
    public record Run(TeacherSample sample, double[] end, int updates) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The sample that run {@code index} learns from. */
    public TeacherSample sample(Seed seed, int index) {
        return TeacherSample.gaussian(
                settings.dimension, settings.samples, settings.lambda, settings.penalty, settings.sign,
                seed.at(index).named("samples"));
    }

    /** Where run {@code index} starts: uniform in the ball, or at w*. */
    public double[] start(Seed seed, int index) {
        double[] w = new double[settings.dimension];
        if (settings.fromTeacher) {
            java.util.Arrays.fill(w, 1);
            return w;
        }
        seed.at(index).named("start").generator().inBall(w, 0, w.length);
        for (int j = 0; j < w.length; j++) {
            w[j] *= settings.radius;
        }
        return w;
    }

    /** Runs numbers 0 to {@code count - 1}. */
    public Run[] run(Seed seed, int count) {
        var result = new Run[count];
        new Batch(seed, result).run();
        return result;
    }

    /** The lanes and what runs in them. Entry (i, j) of the samples of all lanes is a vector at (j N + i) WIDTH. */
    private final class Batch {
        private final Seed seed;
        private final Run[] result;
        private final int d = settings.dimension;
        private final int n = settings.samples;
        private final double[] x = new double[d * n * WIDTH];
        private final double[] targets = new double[n * WIDTH];
        private final double[] residuals = new double[n * WIDTH];
        private final double[] w = new double[d * WIDTH];
        private final double[] before = new double[d * WIDTH];
        private final TeacherSample[] samples = new TeacherSample[WIDTH];
        private final int[] running = new int[WIDTH];
        private final int[] done = new int[WIDTH];
        private int next;

        private Batch(Seed seed, Run[] result) {
            this.seed = seed;
            this.result = result;
        }

        private void run() {
            int busy = 0;
            for (int lane = 0; lane < WIDTH; lane++) {
                busy += fill(lane) ? 1 : 0;
            }
            while (busy > 0) {
                for (int step = 0; step < STRIDE; step++) {
                    if (step == STRIDE - 1) {
                        System.arraycopy(w, 0, before, 0, w.length);
                    }
                    STEP.residuals(n, d, x, w, targets, residuals);
                    STEP.update(n, d, x, residuals, w, settings);
                }
                for (int lane = 0; lane < WIDTH; lane++) {
                    if (running[lane] >= 0) {
                        done[lane] += STRIDE;
                        if (done[lane] >= settings.steps || settled(lane)) {
                            result[running[lane]] = new Run(samples[lane], end(lane), done[lane]);
                            busy -= fill(lane) ? 0 : 1;
                        }
                    }
                }
            }
        }

        private boolean settled(int lane) {
            for (int j = 0; j < d; j++) {
                if (w[j * WIDTH + lane] != before[j * WIDTH + lane]) {
                    return false;
                }
            }
            return true;
        }

        private double[] end(int lane) {
            double[] values = new double[d];
            for (int j = 0; j < d; j++) {
                values[j] = w[j * WIDTH + lane];
            }
            return values;
        }

        /** Gives a lane to the next run; an idle lane has zeros, which stay zeros. */
        private boolean fill(int lane) {
            done[lane] = 0;
            if (next == result.length) {
                running[lane] = -1;
                return false;
            }
            running[lane] = next;
            TeacherSample sample = sample(seed, next);
            double[] start = start(seed, next);
            samples[lane] = sample;
            Matrix own = sample.x();
            double[] labels = sample.outputs(sample.teacher());
            for (int i = 0; i < n; i++) {
                targets[i * WIDTH + lane] = labels[i];
                for (int j = 0; j < d; j++) {
                    x[(j * n + i) * WIDTH + lane] = own.get(i, j);
                }
            }
            for (int j = 0; j < d; j++) {
                w[j * WIDTH + lane] = start[j];
            }
            next++;
            return true;
        }
    }
}
