package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;

/** Points of a series that can be drawn on a logarithmic axis. */
final class Points {
    private final List<double[]> points = new ArrayList<>();

    /** Adds a point unless y is not positive and finite. */
    void addPositive(double x, double y) {
        addPositive(x, y, y, y);
    }

    /** Adds a point with its interval, cut below at a thousandth of y. */
    void addPositive(double x, double y, double low, double high) {
        if (y > 0 && Double.isFinite(y) && Double.isFinite(high)) {
            points.add(new double[] {x, y, Math.max(low, 1e-3 * y), high});
        }
    }

    int size() {
        return points.size();
    }

    double[] x() {
        return column(0);
    }

    double[] y() {
        return column(1);
    }

    double[] low() {
        return column(2);
    }

    double[] high() {
        return column(3);
    }

    private double[] column(int c) {
        return points.stream().mapToDouble(point -> point[c]).toArray();
    }
}
