package org.paisaje.study.explain.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Optimizer;

/**
 * How a run broke: it is made again, looked at in every step, and carried on until something is no longer finite.
 *
 * @param step the first step after which a number was not finite; the last one that was looked at if all stayed finite
 * @param finite whether all stayed finite
 * @param operation what gave the first number that was not finite, or the largest one
 * @param layer the layer, from 1; 0 for the loss
 * @param unit the unit of the layer, from 1; 0 for none
 * @param sample the training sample, from 1; 0 for none
 * @param largest the largest number of the last pass in which all were finite
 * @param growth by what factor steps grew, the median over the last ones before the run counted as diverged
 * @param steps how many steps that median is over
 */
public record Breakdown(long step, boolean finite, String operation, int layer, int unit, int sample, double largest,
        double growth, int steps) {
    private static final int BEYOND = 300;
    private static final int KEPT = 24;
    private static final int MOST_SAMPLES = 500;
    private static final double MOST_WORK = 2e10;

    /** Absent where making the run again would take long. */
    public static Optional<Breakdown> of(Architecture network, Risk risk, Matrix x, double[] start, Optimizer rule,
            int batch, long until, Seed batches) {
        double each = 6.0 * start.length * (batch > 0 ? batch : risk.samples());
        if ((until + BEYOND) * each > MOST_WORK) {
            return Optional.empty();
        }
        double[][] last = {start.clone(), start.clone()};
        double[] lengths = new double[KEPT];
        long[] made = {0};
        Training training = Training.with(rule).stop(Stop.after(until + BEYOND)).watch(at -> {
            if (at.step() == 0 || !allFinite(at.theta())) {
                return;
            }
            double length = 0;
            for (int i = 0; i < start.length; i++) {
                length += (at.theta()[i] - last[0][i]) * (at.theta()[i] - last[0][i]);
            }
            if (at.step() <= until) {
                lengths[(int) (made[0] % KEPT)] = Math.sqrt(length);
                made[0]++;
            }
            last[1] = last[0];
            last[0] = at.theta().clone();
        }, Cadence.every(1));
        if (batch > 0) {
            training = training.batches(Batches.of(batch, batches));
        }
        Trajectory run = training.run(risk, start);
        boolean finite = !(run.outcome() instanceof Outcome.Diverged);
        double[] ratios = ratios(lengths, made[0]);
        Matrix seen = x.rows() <= MOST_SAMPLES ? x : x.rowRange(0, MOST_SAMPLES);
        Place broken = place(network, run.theta(), seen);
        // What the last weights overflow in, or else the largest number in the last pass that was finite.
        Place shown = broken.operation().isEmpty() ? place(network, last[0], seen) : broken;
        double largest = broken.operation().isEmpty() ? shown.value() : place(network, last[1], seen).value();
        String operation = !shown.operation().isEmpty()
                ? shown.operation()
                : finite ? "the largest argument" : "the loss or its gradient";
        return Optional.of(new Breakdown(run.outcome().step(), finite, operation, shown.layer(), shown.unit(),
                shown.sample(), largest, ratios.length == 0 ? Double.NaN : ratios[ratios.length / 2], ratios.length));
    }

    /** Sorted quotients of the lengths of the last steps, of those that grew one after another to the end. */
    private static double[] ratios(double[] lengths, long made) {
        int count = (int) Math.min(KEPT, made) - 1;
        double[] ratios = new double[Math.max(0, count)];
        int used = 0;
        for (int i = 0; i < count; i++) {
            double after = lengths[(int) ((made - 1 - i) % KEPT)];
            double before = lengths[(int) ((made - 2 - i) % KEPT)];
            if (!(before > 0) || !(after > before)) {
                break;
            }
            ratios[used++] = after / before;
        }
        double[] result = Arrays.copyOf(ratios, used);
        Arrays.sort(result);
        return result;
    }

    /** A number in a pass: the first that is not finite, with what gave it, else the largest argument. */
    private record Place(String operation, int layer, int unit, int sample, double value) {}

    private static Place place(Architecture network, double[] theta, Matrix x) {
        if (!allFinite(theta)) {
            return new Place("the update of the weights", 0, 0, 0, Double.POSITIVE_INFINITY);
        }
        LayerTrace trace = network.trace(theta, x);
        Place largest = new Place("", 0, 0, 0, 0);
        List<LayerShape> layers = trace.layers();
        for (int l = 0; l < layers.size(); l++) {
            Matrix z = trace.arguments(l);
            Matrix h = trace.values(l);
            int rows = Math.max(1, z.rows() / Math.max(1, x.rows()));
            for (int i = 0; i < z.data().length; i++) {
                int unit = i % z.columns() + 1;
                int sample = i / z.columns() / rows + 1;
                if (!Double.isFinite(z.data()[i])) {
                    return new Place("the weighted sum", l + 1, unit, sample, z.data()[i]);
                }
                if (!Double.isFinite(h.data()[i])) {
                    return new Place("the activation " + layers.get(l).activation().name(), l + 1, unit, sample,
                            h.data()[i]);
                }
                if (Math.abs(z.data()[i]) > Math.abs(largest.value())) {
                    largest = new Place("", l + 1, unit, sample, z.data()[i]);
                }
            }
        }
        return largest;
    }

    private static boolean allFinite(double[] v) {
        for (double entry : v) {
            if (!Double.isFinite(entry)) {
                return false;
            }
        }
        return true;
    }
}
