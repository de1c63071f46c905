package org.paisaje.theory.landscape.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Norms;
import org.paisaje.training.Outcome;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.Adam;

/**
 * Dynamic string sampling (Freeman and Bruna 2017, algorithm 1): two points below a level are joined by the straight
 * segment if the loss on it stays below the level; else the point where it rises highest is trained down to a share of the
 * level and both halves are joined in the same way. A chain that was found shows that the two points are connected below
 * the level, up to what happens between samples; one that was not found shows nothing.
 *
 * @param level the loss that is not to be exceeded
 * @param share a new bead is trained to this share of the level
 * @param beads the most points between the ends
 * @param samples steps at which a segment is looked at
 * @param steps the most training steps for a bead
 * @param rate of Adam
 */
public record StringSampling(double level, double share, int beads, int samples, int steps, double rate) {
    /** Checks the numbers. */
    public StringSampling {
        if (!(level > 0) || !(share > 0 && share < 1) || beads < 1 || samples < 2 || steps < 1 || !(rate > 0)) {
            throw new IllegalArgumentException("StringSampling: level " + level + ", share " + share + ", " + beads
                    + " beads, " + samples + " samples, " + steps + " steps, rate " + rate
                    + "; a level and a rate above 0, a share between 0 and 1, and counts of at least 1 are needed");
        }
    }

    /**
     * What came of it.
     *
     * @param chain the points, the ends included
     * @param connected whether every segment was below the level where it was looked at
     * @param highest the largest loss that was seen on the chain
     */
    public record Strung(Polyline chain, boolean connected, double highest) {
        /** The length against the distance of the ends. */
        public double stretch() {
            return chain.length() / Norms.distance(chain.points().getFirst(), chain.points().getLast());
        }
    }

    /** Joins two points below the level. */
    public Strung between(LossField field, double[] start, double[] end) {
        List<double[]> chain = new ArrayList<>(List.of(start, end));
        int at = 0;
        double highest = 0;
        boolean open = false;
        while (at < chain.size() - 1) {
            Barrier segment = look(field, chain.get(at), chain.get(at + 1));
            if (segment.highest() <= level || open) {
                highest = Math.max(highest, segment.highest());
                at++;
                continue;
            }
            double[] bead = lowered(field, Curve.line(chain.get(at), chain.get(at + 1)).at(inside(segment.top())));
            boolean moved = field.value(bead) <= level && distinct(bead, chain.get(at), chain.get(at + 1));
            if (!moved || chain.size() - 2 >= beads) {
                open = true;
                continue;
            }
            chain.add(at + 1, bead);
        }
        return new Strung(Polyline.of(chain).byLength(), !open, highest);
    }

    private static boolean distinct(double[] bead, double[] before, double[] after) {
        return !Arrays.equals(bead, before) && !Arrays.equals(bead, after);
    }

    private static double inside(double s) {
        return Math.clamp(s, 0.05, 0.95);
    }

    private Barrier look(LossField field, double[] start, double[] end) {
        Curve line = Curve.line(start, end);
        double[] places = IntStream.rangeClosed(0, samples).mapToDouble(i -> (double) i / samples).toArray();
        return new Barrier(places, field.values(places.length, i -> line.at(places[i])));
    }

    private double[] lowered(LossField field, double[] theta) {
        Trajectory run = Training.with(Adam.withRate(rate))
                .stop(Stop.after(steps).orLossBelow(share * level))
                .run(field.counting(), theta);
        return run.outcome() instanceof Outcome.Diverged ? theta : run.theta();
    }
}
