package org.paisaje.study.explain.wiring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.paisaje.data.log.LoggedSeries;

/**
 * Which logged number belongs to which checkpoint.
 *
 * @param how in words
 * @param pairs in the order of the run
 */
record LoggedPoints(String how, List<Pair> pairs) {
    /**
     * A checkpoint and the number that was logged there.
     *
     * @param checkpoint its index
     * @param point the number
     */
    record Pair(int checkpoint, LoggedSeries.Point point) {}

    LoggedPoints {
        pairs = List.copyOf(pairs);
    }

    /** When a checkpoint was written; NaN where it is not known. */
    record Time(double step, double epoch, double number) {
        double any() {
            return Double.isNaN(epoch) ? Double.isNaN(step) ? number : step : epoch;
        }
    }

    /**
     * The ways in which the numbers may belong to the checkpoints, the most plain first; without any if none has two pairs or
     * all of them.
     */
    static List<LoggedPoints> of(LoggedSeries series, List<Time> checkpoints) {
        List<LoggedPoints> result = new ArrayList<>();
        for (int shift : new int[] {0, -1, 1}) {
            add(result, series, checkpoints, "step by step", Time::step, LoggedSeries.Point::step, shift);
            add(result, series, checkpoints, "epoch by epoch", Time::epoch, LoggedSeries.Point::epoch, shift);
            // TensorBoard has no epochs; people log them as steps. A number alone may be either.
            add(result, series, checkpoints, "epoch by the number in the log", Time::epoch, LoggedSeries.Point::step,
                    shift);
            add(result, series, checkpoints, "by the number in the name", Time::number, LoggedSeries.Point::step,
                    shift);
            add(result, series, checkpoints, "by the number in the name", Time::number, LoggedSeries.Point::epoch,
                    shift);
        }
        if (result.isEmpty() && series.points().size() == checkpoints.size()) {
            List<Pair> pairs = new ArrayList<>();
            for (int i = 0; i < checkpoints.size(); i++) {
                pairs.add(new Pair(i, series.points().get(i)));
            }
            result.add(new LoggedPoints("one after another", pairs));
        }
        return result;
    }

    private static void add(List<LoggedPoints> result, LoggedSeries series, List<Time> checkpoints, String how,
            ToDoubleFunction<Time> time, ToDoubleFunction<LoggedSeries.Point> logged, int shift) {
        Map<Double, LoggedSeries.Point> last = new HashMap<>();
        for (LoggedSeries.Point point : series.points()) {
            last.put(logged.applyAsDouble(point), point);
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < checkpoints.size(); i++) {
            double at = time.applyAsDouble(checkpoints.get(i)) + shift;
            LoggedSeries.Point point = Double.isNaN(at) ? null : last.get(at);
            if (point != null) {
                pairs.add(new Pair(i, point));
            }
        }
        boolean known = result.stream().anyMatch(one -> one.pairs.equals(pairs));
        boolean most = 2 * pairs.size() >= Math.min(checkpoints.size(), series.points().size());
        if (!pairs.isEmpty() && most && !known) {
            result.add(new LoggedPoints(how + (shift == 0
                    ? ""
                    : ", the log " + (shift < 0
                            ? "one behind the files, as where it counts from 0"
                            : "one ahead of the files, as where a number is logged before the step is made")),
                    pairs));
        }
    }
}
