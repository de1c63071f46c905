package org.paisaje.claims.catalogue.document001;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Estimate;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.figure.Axis;
import org.paisaje.claims.figure.Figure;
import org.paisaje.claims.figure.Role;
import org.paisaje.claims.figure.Series;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;

/**
 * How a quantity goes with the width: a replicate is one initialisation and holds the quantity at every width. The
 * exponent is the mean over initialisations of the least-squares slopes of log quantity against log width, which is the
 * slope of the geometric mean, with Student's interval over initialisations.
 */
final class WidthStudy {
    /** The level of all intervals of exponents. */
    static final double LEVEL = 0.999;

    private WidthStudy() {}

    /** The exponent of the quantity of that name and its interval; at least two replicates and two widths. */
    static Estimate exponent(double[] widths, List<Quantities> measured, String name) {
        double[] slopes = measured.stream().mapToDouble(q -> exponent(widths, q.list(name))).toArray();
        Interval interval = Means.student(slopes, LEVEL);
        return new Estimate(interval.estimate(), interval.low(), interval.high());
    }

    /** The slope of log value against log width for one initialisation. */
    static double exponent(double[] widths, double[] values) {
        if (widths.length == 2) {
            return Math.log(values[1] / values[0]) / Math.log(widths[1] / widths[0]);
        }
        return LineFit.logLog(widths, values).slope();
    }

    /** The geometric mean over replicates at every width. */
    static double[] geometricMeans(List<Quantities> measured, String name) {
        double[] means = new double[measured.getFirst().list(name).length];
        for (int k = 0; k < means.length; k++) {
            int at = k;
            means[k] = Math.exp(measured.stream().mapToDouble(q -> Math.log(q.list(name)[at])).average().orElseThrow());
        }
        return means;
    }

    /** A log-log chart of geometric means with their intervals and, for each quantity, the fitted power. */
    static Figure chart(String id, String title, String caption, String quantity, double[] widths,
            List<Quantities> measured, List<String> names) {
        var series = new ArrayList<Series>();
        for (String name : names) {
            double[] means = geometricMeans(measured, name);
            double[] low = new double[means.length];
            double[] high = new double[means.length];
            for (int k = 0; k < means.length; k++) {
                int at = k;
                Interval interval = Means.student(
                        measured.stream().mapToDouble(q -> Math.log(q.list(name)[at])).toArray(), 0.95);
                low[k] = Math.exp(interval.low());
                high[k] = Math.exp(interval.high());
            }
            Estimate exponent = exponent(widths, measured, name);
            double[] fitted = new double[means.length];
            double centre = mean(logs(widths));
            for (int k = 0; k < means.length; k++) {
                fitted[k] = Math.exp(mean(logs(means)) + exponent.value() * (Math.log(widths[k]) - centre));
            }
            series.add(new Series.Intervals(name, Role.MEASURED, widths, means, low, high));
            series.add(new Series.Line(
                    String.format(
                            java.util.Locale.ROOT, "%s: exponent %.2f (%.2f to %.2f)", name, exponent.value(),
                            exponent.low(), exponent.high()),
                    Role.REFERENCE, widths, fitted));
        }
        return new Figure.Chart(
                id, title, caption + " Points: geometric means over " + measured.size()
                        + " initialisations with intervals at level 0.95; lines: fitted powers, intervals at 0.999.",
                Axis.log("width m", "neurons"), Axis.log(quantity), series);
    }

    private static double[] logs(double[] values) {
        return java.util.Arrays.stream(values).map(Math::log).toArray();
    }

    private static double mean(double[] values) {
        return java.util.Arrays.stream(values).average().orElseThrow();
    }
}
