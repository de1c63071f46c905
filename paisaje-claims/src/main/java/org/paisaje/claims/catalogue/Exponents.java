package org.paisaje.claims.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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

    /**
     * The exponent for sizes without end, at the level of one among so many comparisons of a claim: that of the law {@code q =
     * C m^alpha exp(c / m)}, fitted to the logarithms of each replicate, with Student's interval. The first correction of a
     * finite width is of relative order 1/m where means over neurons are smooth functions of what they are taken of; an
     * exponent that leaves it out is off by more than chance.
     *
     * @param widths three at least
     */
    public static Estimate limit(double[] widths, List<Quantities> measured, String name, int comparisons) {
        return limit(widths, measured, name, 1, comparisons);
    }

    /** As above with a first correction of another relative order, {@code m^-order}. */
    public static Estimate limit(double[] widths, List<Quantities> measured, String name, double order,
            int comparisons) {
        double[] correction = Arrays.stream(widths).map(m -> Math.exp(Math.pow(widths[0] / m, order))).toArray();
        double drift = WidthLaw.slope(widths, correction);
        double[] left = residuals(widths, correction, drift);
        double squares = Arrays.stream(left).map(x -> x * x).sum();
        double[] exponents = measured.stream().mapToDouble(q -> {
            double[] values = q.list(name);
            double slope = WidthLaw.slope(widths, values);
            double[] logs = residuals(widths, values, slope);
            double c = IntStream.range(0, left.length).mapToDouble(k -> left[k] * logs[k]).sum() / squares;
            return slope - c * drift;
        }).toArray();
        return Estimate.of(Means.student(exponents, Level.each(comparisons)));
    }

    /** What a power leaves of the logarithms. */
    private static double[] residuals(double[] widths, double[] values, double slope) {
        double[] left = IntStream.range(0, widths.length)
                .mapToDouble(k -> Math.log(values[k]) - slope * Math.log(widths[k]))
                .toArray();
        double mean = Arrays.stream(left).average().orElseThrow();
        return Arrays.stream(left).map(x -> x - mean).toArray();
    }

    /**
     * The exponent of a law without chance, by the last two sizes of three or more, which go towards the limit. Its local value
     * comes to the limit faster than the square root of the size: what is left is at most what a correction of that order would
     * leave after it moved the local value as far as it moved since the pair before. What the values are unsure of counts in
     * both local values.
     *
     * @param sizes in the order in which they go towards the limit, growing or falling
     * @param unsure how far each value may be off
     */
    public static Estimate local(double[] sizes, double[] values, double unsure) {
        int n = sizes.length;
        double last = slope(sizes, values, n - 1);
        double before = slope(sizes, values, n - 2);
        double off = unsure(sizes, values, n - 1, unsure);
        double moved = Math.abs(last - before) + off + unsure(sizes, values, n - 2, unsure);
        double order = sizes[n - 1] > sizes[0] ? -0.5 : 0.5;
        double left = root(sizes, n - 1, order) / (root(sizes, n - 2, order) - root(sizes, n - 1, order));
        return Estimate.within(last, moved * left + off);
    }

    private static double step(double[] sizes, int k) {
        return Math.log(sizes[k] / sizes[k - 1]);
    }

    private static double slope(double[] sizes, double[] values, int k) {
        return Math.log(values[k] / values[k - 1]) / step(sizes, k);
    }

    private static double unsure(double[] sizes, double[] values, int k, double unsure) {
        return unsure * (1 / values[k - 1] + 1 / values[k]) / Math.abs(step(sizes, k));
    }

    /** What a correction of that order takes from the exponent between a size and the one before, up to a factor. */
    private static double root(double[] sizes, int k, double order) {
        return (Math.pow(sizes[k], order) - Math.pow(sizes[k - 1], order)) / step(sizes, k);
    }

    /**
     * The mean for sizes without end by the last two of them, of which a correction of order {@code m^-order} is taken away,
     * with Student's interval at the level of one among so many comparisons of a claim.
     */
    public static Estimate extrapolated(double[] sizes, List<Quantities> measured, String name, double order,
            int comparisons) {
        int n = sizes.length;
        double factor = Math.pow(sizes[n - 1] / sizes[n - 2], order);
        return mean(measured.stream().mapToDouble(q -> {
            double[] values = q.list(name);
            return (factor * values[n - 1] - values[n - 2]) / (factor - 1);
        }).toArray(), comparisons);
    }

    /** From the least of the lower ends to the largest of the upper ones. */
    public static Estimate hull(List<Estimate> intervals) {
        return new Estimate(
                intervals.stream().mapToDouble(Estimate::value).average().orElseThrow(),
                intervals.stream().mapToDouble(Estimate::low).min().orElseThrow(),
                intervals.stream().mapToDouble(Estimate::high).max().orElseThrow());
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
