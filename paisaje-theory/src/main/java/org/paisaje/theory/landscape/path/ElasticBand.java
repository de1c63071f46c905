package org.paisaje.theory.landscape.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/**
 * The automated nudged elastic band (Draxler et al. 2018, after Jonsson et al. 1998): pivots between the end points follow
 * the gradient without its part along the band, and are put back at equal distances after every step, which is the limit
 * of stiff springs. After each cycle a pivot is put where the loss between two neighbours rises highest above the straight
 * line between their losses, if by more than a share of the range of the losses on the band.
 *
 * @param cycles of optimisation, each followed by a look between the pivots
 * @param steps of each cycle
 * @param rate of Adam in the first cycle; it is divided by 10 in the last, geometrically between
 * @param most pivots, end points included
 */
public record ElasticBand(int cycles, int steps, double rate, int most) {
    private static final int BETWEEN = 9;
    private static final double RISE = 0.2;

    /** Checks the numbers. */
    public ElasticBand {
        if (cycles < 1 || steps < 1 || !(rate > 0) || most < 3) {
            throw new IllegalArgumentException("ElasticBand: " + cycles + " cycles of " + steps + " steps, rate " + rate
                    + ", at most " + most + " pivots; at least 1, 1, above 0 and 3 are needed");
        }
    }

    /** Keeps bands between cycles, from which another run may go on. */
    public interface Log {
        /** Nothing is known, and nothing is kept. */
        Log NONE = new Log() {
            @Override
            public Optional<List<double[]>> after(int cycle) {
                return Optional.empty();
            }

            @Override
            public void done(int cycle, List<double[]> band) {}
        };

        /** The band after a cycle, if it is known. */
        Optional<List<double[]>> after(int cycle);

        /** Told of the band after each cycle. */
        void done(int cycle, List<double[]> band);
    }

    /** Relaxes a band that begins with three pivots between the end points. */
    public Polyline between(LossField field, double[] start, double[] end, DoubleConsumer progress) {
        return between(field, start, end, progress, Log.NONE);
    }

    /** The same, from the cycles that a log knows. */
    public Polyline between(LossField field, double[] start, double[] end, DoubleConsumer progress, Log log) {
        List<double[]> band = new ArrayList<>();
        Curve line = Curve.line(start, end);
        for (int i = 0; i <= 4; i++) {
            band.add(line.at(i / 4.0));
        }
        for (int cycle = 0; cycle < cycles && !Thread.currentThread().isInterrupted(); cycle++) {
            Optional<List<double[]>> known = log.after(cycle);
            if (known.isPresent()) {
                band = new ArrayList<>(known.get());
                progress.accept((cycle + 1.0) / cycles);
                continue;
            }
            double eta = rate * Math.pow(10, cycles == 1 ? 0 : -(double) cycle / (cycles - 1));
            relax(field, band, eta);
            progress.accept((cycle + 1.0) / cycles);
            if (cycle < cycles - 1) {
                insert(field, band);
            }
            log.done(cycle, band);
        }
        return Polyline.of(band).byLength();
    }

    private void relax(LossField field, List<double[]> band, double eta) {
        int inner = band.size() - 2;
        int p = band.getFirst().length;
        List<Pivot> pivots = new ArrayList<>();
        for (int j = 0; j < inner; j++) {
            pivots.add(new Pivot(p));
        }
        double[][] gradients = new double[inner][p];
        for (int step = 0; step < steps; step++) {
            field.gradients(inner, j -> band.get(j + 1), gradients);
            List<double[]> moved = new ArrayList<>();
            for (int j = 0; j < inner; j++) {
                removeTangent(band.get(j), band.get(j + 2), gradients[j]);
                moved.add(pivots.get(j).step(band.get(j + 1), gradients[j], eta, step));
            }
            for (int j = 0; j < inner; j++) {
                band.set(j + 1, moved.get(j));
            }
            redistribute(band);
        }
    }

    /** The tangent is that of the line through the neighbours. */
    private static void removeTangent(double[] before, double[] after, double[] gradient) {
        double square = 0;
        double along = 0;
        for (int i = 0; i < gradient.length; i++) {
            double t = after[i] - before[i];
            square += t * t;
            along += t * gradient[i];
        }
        double share = square > 0 ? along / square : 0;
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] -= share * (after[i] - before[i]);
        }
    }

    private static void redistribute(List<double[]> band) {
        Polyline even = Polyline.of(band).byLength();
        int last = band.size() - 1;
        for (int j = 1; j < last; j++) {
            band.set(j, even.at((double) j / last));
        }
    }

    private void insert(LossField field, List<double[]> band) {
        if (band.size() >= most) {
            return;
        }
        Polyline chain = Polyline.of(band);
        int parts = band.size() - 1;
        int count = parts * (BETWEEN + 1) + 1;
        double[] losses = field.values(count, i -> chain.at((double) i / (count - 1)));
        double low = Arrays.stream(losses).min().orElseThrow();
        double high = Arrays.stream(losses).max().orElseThrow();
        int where = -1;
        double most = RISE * (high - low);
        for (int i = 0; i < count; i++) {
            int part = Math.min(parts - 1, i / (BETWEEN + 1));
            double t = (double) (i - part * (BETWEEN + 1)) / (BETWEEN + 1);
            double chord = (1 - t) * losses[part * (BETWEEN + 1)] + t * losses[(part + 1) * (BETWEEN + 1)];
            if (losses[i] - chord > most) {
                most = losses[i] - chord;
                where = i;
            }
        }
        if (where >= 0) {
            band.add(where / (BETWEEN + 1) + 1, chain.at((double) where / (count - 1)));
        }
    }

    /** The running means of Adam (Kingma and Ba 2015) of one pivot, whose places change between steps. */
    private static final class Pivot {
        private static final double BETA1 = 0.9;
        private static final double BETA2 = 0.999;
        private static final double EPSILON = 1e-8;

        private final double[] mean;
        private final double[] square;

        Pivot(int p) {
            this.mean = new double[p];
            this.square = new double[p];
        }

        double[] step(double[] from, double[] gradient, double eta, int step) {
            double[] theta = from.clone();
            double first = 1 - Math.pow(BETA1, step + 1);
            double second = 1 - Math.pow(BETA2, step + 1);
            for (int i = 0; i < theta.length; i++) {
                mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
                square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
                theta[i] -= eta * mean[i] / first / (Math.sqrt(square[i] / second) + EPSILON);
            }
            return theta;
        }
    }
}
