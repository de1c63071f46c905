package org.paisaje.study.explain.wiring;

import org.paisaje.data.log.LoggedSeries;
import org.paisaje.loss.Decision;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.wiring.change.ClassWeights;
import org.paisaje.study.explain.wiring.change.Context;
import org.paisaje.study.explain.wiring.change.Part;
import org.paisaje.study.explain.wiring.change.Reading;
import org.paisaje.study.explain.wiring.change.Reduction;

/** Shares of right answers, which a log has from 0 to 1 or in per cent. */
final class LoggedAccuracy {
    private static final double PER_CENT = 1.5;

    private LoggedAccuracy() {}

    /** The series from 0 to 1. */
    static LoggedSeries of(LoggedSeries series) {
        boolean percent = series.points().stream().anyMatch(point -> point.value() > PER_CENT);
        return !percent
                ? series
                : new LoggedSeries(series.name(), series.quantity(), series.part(), series.points()
                        .stream()
                        .map(point -> new LoggedSeries.Point(point.step(), point.epoch(), point.row(),
                                point.value() / 100, point.halfUnit() / 100))
                        .toList());
    }

    /** The share of right answers as a way of computing. */
    static Reading reading(Context context, Part part) {
        Decision decision = context.loss().decision();
        return context.asTold(part).by((f, y) -> {
            Matrix right = Matrix.zeros(f.rows(), 1);
            for (int i = 0; i < f.rows(); i++) {
                right.set(i, 0, decision.classOf(f, i) == ClassWeights.label(y, i) ? 1 : 0);
            }
            return right;
        }).reduced(new Reduction(1, false, Reduction.Samples.MEAN, 0, false));
    }
}
