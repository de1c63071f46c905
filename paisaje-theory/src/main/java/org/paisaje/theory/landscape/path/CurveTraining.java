package org.paisaje.theory.landscape.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Objective;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Schedule;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Optimizer;
import org.paisaje.training.rule.Adam;

/**
 * Curves of low loss: the inner control points of a chain or a Bezier curve are moved to lower the mean loss along it,
 * {@code E_s L(theta(s))} with s uniform (Garipov et al. 2018). Each step looks at s drawn one from each of equal parts of
 * [0, 1]. The end points stay to the bit.
 *
 * @param bends the number of inner control points
 * @param steps of the optimizer
 * @param draws the s of a step
 * @param rule the optimizer; its rate falls to zero over the steps by a cosine
 */
public record CurveTraining(int bends, int steps, int draws, Optimizer rule) {
    /** Checks the numbers. */
    public CurveTraining {
        if (bends < 1 || steps < 1 || draws < 1) {
            throw new IllegalArgumentException("CurveTraining: " + bends + " bends, " + steps + " steps, " + draws
                    + " draws; each must be at least 1");
        }
    }

    /** So many bends and steps, two draws for each part between control points, Adam with its rate. */
    public static CurveTraining of(int bends, int steps, double rate) {
        return new CurveTraining(bends, steps, 2 * (bends + 1), Adam.withRate(rate));
    }

    /** What came of it: the curve, and how the run ended. */
    public record Trained(Curve curve, Outcome outcome) {}

    /** A chain whose corners begin on the straight line. */
    public Trained chain(LossField field, double[] start, double[] end, Seed seed, DoubleConsumer progress) {
        return chain(field, start, end, seed, progress, CurveRunner.PLAIN);
    }

    /** The same, run in that way. */
    public Trained chain(LossField field, double[] start, double[] end, Seed seed, DoubleConsumer progress,
            CurveRunner runner) {
        return trained(field, start, end, seed, false, progress, runner);
    }

    /** A Bezier curve whose control points begin on the straight line. */
    public Trained bezier(LossField field, double[] start, double[] end, Seed seed, DoubleConsumer progress) {
        return bezier(field, start, end, seed, progress, CurveRunner.PLAIN);
    }

    /** The same, run in that way. */
    public Trained bezier(LossField field, double[] start, double[] end, Seed seed, DoubleConsumer progress,
            CurveRunner runner) {
        return trained(field, start, end, seed, true, progress, runner);
    }

    private Trained trained(LossField field, double[] start, double[] end, Seed seed, boolean smooth,
            DoubleConsumer progress, CurveRunner runner) {
        int p = start.length;
        double[] inner = new double[bends * p];
        for (int j = 0; j < bends; j++) {
            double s = (j + 1.0) / (bends + 1);
            for (int i = 0; i < p; i++) {
                inner[j * p + i] = (1 - s) * start[i] + s * end[i];
            }
        }
        var objective = new MeanLoss(field, start, end, smooth, seed.named("draws").generator());
        objective.skip(runner.made());
        Training training = Training.with(rule)
                .schedule(Schedule.parse("cosine:" + steps))
                .stop(Stop.after(steps).orWhen("interrupted", at -> Thread.currentThread().isInterrupted()))
                .watch(at -> progress.accept((double) at.step() / steps), Cadence.every(Math.max(1, steps / 100)));
        Trajectory run = runner.run(training, objective, inner);
        return new Trained(objective.curve(run.theta()), run.outcome());
    }

    /** The mean loss at drawn s, as a function of the inner control points. */
    private final class MeanLoss implements Objective {
        private final LossField field;
        private final double[] start;
        private final double[] end;
        private final boolean smooth;
        private final Generator random;
        private final double[][] gradients;

        MeanLoss(LossField field, double[] start, double[] end, boolean smooth, Generator random) {
            this.field = field;
            this.start = start;
            this.end = end;
            this.smooth = smooth;
            this.random = random;
            this.gradients = new double[draws][start.length];
        }

        /** Steps that were made before have drawn, and have cost, one evaluation each. */
        void skip(long made) {
            for (long t = 0; t < made; t++) {
                drawn();
            }
            double[] counts = field.counts();
            field.count(new double[] {counts[0], counts[1] + (double) made * draws});
        }

        Curve curve(double[] inner) {
            List<double[]> points = new ArrayList<>();
            points.add(start);
            for (int j = 0; j < bends; j++) {
                points.add(Arrays.copyOfRange(inner, j * start.length, (j + 1) * start.length));
            }
            points.add(end);
            return smooth ? new Bezier(points) : Polyline.of(points);
        }

        private double[] drawn() {
            double[] s = new double[draws];
            for (int q = 0; q < draws; q++) {
                s[q] = (q + random.nextDouble()) / draws;
            }
            return s;
        }

        private double[] weights(double s) {
            if (smooth) {
                return Bezier.weights(bends + 1, s);
            }
            double[] result = new double[bends + 2];
            int part = Math.min(bends, (int) (s * (bends + 1)));
            double t = s * (bends + 1) - part;
            result[part] = 1 - t;
            result[part + 1] = t;
            return result;
        }

        @Override
        public int dimension() {
            return bends * start.length;
        }

        @Override
        public double value(double[] inner) {
            Curve curve = curve(inner);
            double[] s = drawn();
            return Arrays.stream(field.values(draws, q -> curve.at(s[q]))).average().orElseThrow();
        }

        @Override
        public double valueAndGradient(double[] inner, double[] gradient) {
            Curve curve = curve(inner);
            double[] s = drawn();
            double[] losses = field.gradients(draws, q -> curve.at(s[q]), gradients);
            Arrays.fill(gradient, 0);
            int p = start.length;
            for (int q = 0; q < draws; q++) {
                double[] weights = weights(s[q]);
                for (int j = 0; j < bends; j++) {
                    double factor = weights[j + 1] / draws;
                    for (int i = 0; factor != 0 && i < p; i++) {
                        gradient[j * p + i] += factor * gradients[q][i];
                    }
                }
            }
            return Arrays.stream(losses).average().orElseThrow();
        }
    }
}
