package org.paisaje.study.explain.attempt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paisaje.training.Schedule;
import org.paisaje.training.Training;

/**
 * How the rate goes over time, and how long a gradient may be.
 *
 * @param schedule the factor of the rate over time
 * @param clip the norm above which gradients are scaled down to it; infinity is never
 */
public record Pace(Schedule schedule, double clip) {
    /** The same rate throughout, nothing clipped. */
    public static final Pace CONSTANT = new Pace(Schedule.constant(), Double.POSITIVE_INFINITY);

    /** Checks the bound. */
    public Pace {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("--clip " + clip + ": a norm above 0 is needed");
        }
    }

    /** Whether the rate stays as it is. */
    public boolean constant() {
        return schedule.equals(Schedule.constant());
    }

    /** Whether gradients may be scaled down. */
    public boolean clips() {
        return clip < Double.POSITIVE_INFINITY;
    }

    /** The same with another schedule. */
    public Pace with(Schedule other) {
        return new Pace(other, clip);
    }

    /** The same without a bound on gradients. */
    public Pace unclipped() {
        return new Pace(schedule, Double.POSITIVE_INFINITY);
    }

    /** Training at this pace; a rule without a rate refuses all but the constant one. */
    public Training of(Training training) {
        Training paced = constant() ? training : training.schedule(schedule);
        return clips() ? paced.clip(clip) : paced;
    }

    /** The factors of the rate over a run, at up to so many steps at even distances. */
    public double[] factors(long steps, long stepsPerEpoch, int most) {
        int count = (int) Math.max(1, Math.min(most, steps));
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            long step = Math.max(0, steps) * i / count;
            result[i] = schedule.factor(step, step / Math.max(1, stepsPerEpoch));
        }
        return result;
    }

    /** By the names of the options, but for what is as usual. */
    public Map<String, Object> said() {
        var result = new LinkedHashMap<String, Object>();
        if (!constant()) {
            result.put("schedule", schedule.text());
        }
        if (clips()) {
            result.put("clip", clip);
        }
        return result;
    }
}
