package org.paisaje.report.svg;

import java.util.List;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;

/** The smallest and largest coordinate of all series along one axis. */
final class ChartRange {
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    /** Of all series along x or along y. */
    static ChartRange of(List<Series> all, boolean along) {
        var range = new ChartRange();
        for (Series series : all) {
            switch (series) {
                case Series.Line s -> range.add(along ? s.x() : s.y());
                case Series.Points s -> range.add(along ? s.x() : s.y());
                case Series.Shade s -> range.addCells(along ? s.xs() : s.ys());
                case Series.Contours s -> range.add(along ? s.xs() : s.ys());
                case Series.Marks s -> range.add(along ? s.x() : s.y());
                case Series.Intervals s -> {
                    range.add(along ? s.x() : s.y());
                    if (!along) {
                        range.add(s.low());
                        range.add(s.high());
                    }
                }
                case Series.Band s -> {
                    range.add(along ? s.x() : s.low());
                    range.add(along ? s.x() : s.high());
                }
                case Series.Arrows s -> {
                    double[] from = along ? s.x() : s.y();
                    double[] step = along ? s.dx() : s.dy();
                    range.add(from);
                    for (int i = 0; i < from.length; i++) {
                        range.add(new double[] {from[i] + step[i]});
                    }
                }
            }
        }
        if (range.low > range.high) {
            range.add(new double[] {0, 1});
        }
        return range;
    }

    private void add(double[] values) {
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    }

    /** Cells of counts are seen whole; a field that is sampled needs no more than its places. */
    private void addCells(double[] places) {
        add(Scale.whole(places) && places[1] - places[0] == 1 ? cellEdges(places) : places);
    }

    /** Where the first and the last cell end if every place is the middle of one. */
    static double[] cellEdges(double[] places) {
        int last = places.length - 1;
        double half = (places[last] - places[0]) / last / 2;
        return new double[] {places[0] - half, places[last] + half};
    }

    double low() {
        return low;
    }

    double high() {
        return high;
    }

    /** Complains where a logarithmic axis would have to show what is not positive. */
    void require(Figure.Chart chart, Axis axis) {
        if (axis.logarithmic() && low <= 0) {
            throw new IllegalArgumentException("chart " + chart.id() + ": " + axis.name() + " reaches " + low
                    + ", a logarithmic axis needs positive values");
        }
    }

    /** Whether everything measured or predicted, and each field below it, lies on whole numbers; references have no say. */
    static boolean counts(List<Series> all, boolean along) {
        boolean any = false;
        for (Series series : all) {
            boolean field = series instanceof Series.Shade || series instanceof Series.Contours;
            if (series.role() == Role.REFERENCE && !field) {
                continue;
            }
            double[] values = switch (series) {
                case Series.Line s -> along ? s.x() : s.y();
                case Series.Points s -> along ? s.x() : s.y();
                case Series.Shade s -> along ? s.xs() : s.ys();
                case Series.Contours s -> along ? s.xs() : s.ys();
                case Series.Marks s -> along ? s.x() : s.y();
                case Series.Intervals s -> along ? s.x() : s.y();
                case Series.Band s -> along ? s.x() : s.high();
                case Series.Arrows s -> along ? s.x() : s.y();
            };
            if (!Scale.whole(values)) {
                return false;
            }
            any = true;
        }
        return any;
    }
}
