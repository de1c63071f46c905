package org.paisaje.claims.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.Means;
import org.paisaje.study.Estimate;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.width.WidthLaw;

/**
 * How measured quantities go with the width, or with another size: every replicate of a claim holds a list with the quantity
 * at each of them, to which {@link WidthLaw} fits a power.
 */
public final class Exponents {

    /** The level of intervals of exponents where the number of comparisons is not said. */
    public static final double LEVEL = 0.999;

    private Exponents() {}

    /** The law of the quantity of that name; at least two replicates and two widths. */
    public static WidthLaw law(double[] widths, List<Quantities> measured, String name) {
        return law(widths, measured, name, LEVEL);
    }

    private static WidthLaw law(double[] widths, List<Quantities> measured, String name, double level) {
        double[][] rows = measured.stream().map(q -> q.list(name)).toArray(double[][]::new);
        return WidthLaw.of(widths, Matrix.of(rows), level);
    }

    /** The exponent of the quantity of that name, with Student's interval over replicates at {@link #LEVEL}. */
    public static Estimate of(double[] widths, List<Quantities> measured, String name) {
        return Estimate.of(law(widths, measured, name).exponent());
    }

    /** The exponent with Student's interval at the level of one among so many comparisons of a claim. */
    public static Estimate of(double[] widths, List<Quantities> measured, String name, int comparisons) {
        return Estimate.of(law(widths, measured, name, Level.each(comparisons)).exponent());
    }

    /** The mean of values with Student's interval at {@link #LEVEL}. */
    public static Estimate mean(double[] values) {
        return Estimate.of(Means.student(values, LEVEL));
    }

    /** The mean of values with Student's interval at the level of one among so many comparisons of a claim. */
    public static Estimate mean(double[] values, int comparisons) {
        return Estimate.of(Means.student(values, Level.each(comparisons)));
    }

    /** A log-log chart of geometric means with their intervals at level 0.95 and, for each quantity, the fitted power. */
    public static Figure chart(String id, String title, String caption, String quantity, double[] widths,
            List<Quantities> measured, List<String> names) {
        var series = new ArrayList<Series>();
        for (String name : names) {
            WidthLaw law = law(widths, measured, name);
            double[] low = new double[widths.length];
            double[] high = new double[widths.length];
            double[] fitted = new double[widths.length];
            for (int k = 0; k < widths.length; k++) {
                Interval mean = law.mean(k, 0.95);
                low[k] = mean.low();
                high[k] = mean.high();
                fitted[k] = law.at(widths[k]);
            }
            Interval exponent = law.exponent();
            series.add(new Series.Intervals(name, Role.MEASURED, widths, law.means(), low, high));
            series.add(new Series.Line(
                    String.format(
                            Locale.ROOT, "%s: exponent %.2f (%.2f to %.2f)", name, exponent.estimate(), exponent.low(),
                            exponent.high()),
                    Role.REFERENCE, widths, fitted));
        }
        return new Figure.Chart(
                id, title, caption + " Points: geometric means over " + measured.size()
                        + " initialisations with intervals at level 0.95; lines: fitted powers, intervals at " + LEVEL
                        + ".",
                Axis.log("width m", "neurons"), Axis.log(quantity), series);
    }
}
