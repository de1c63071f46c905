package org.paisaje.claims.catalogue.document000;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Comparison;
import org.paisaje.claims.Estimate;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Chapter;
import org.paisaje.math.stats.Interval;
import org.paisaje.math.stats.LineFit;
import org.paisaje.math.stats.Means;

/** Document 000 as claims, in its order. */
public final class Document000 implements Chapter {
    /** The level of intervals of exponents. */
    static final double LEVEL = 0.999;

    @Override
    public List<Claim> claims() {
        return Stream.of(LazyTrainingClaims.example(), GradientBoundClaims.all(), LazyTrainingClaims.all(),
                SecondDerivativeClaims.all()).flatMap(List::stream).toList();
    }

    static Source source(String place) {
        return new Source("000", place);
    }

    /**
     * The exponent of a quantity that every replicate holds at every width: the mean of the slopes of log quantity against
     * log width, with Student's interval over replicates.
     */
    static Estimate exponent(double[] widths, List<Quantities> measured, String name) {
        double[] slopes = measured.stream()
                .mapToDouble(q -> LineFit.logLog(widths, q.list(name)).slope())
                .toArray();
        Interval interval = Means.student(slopes, LEVEL);
        return new Estimate(interval.estimate(), interval.low(), interval.high());
    }

    /** A measured interval meets a predicted number with its tolerance. */
    static Comparison near(String quantity, double predicted, double tolerance, Estimate measured, String origin) {
        Estimate expected = Estimate.within(predicted, tolerance);
        return new Comparison(quantity, expected, Comparison.Relation.EQUAL, measured, measured.meets(expected),
                origin);
    }

    /** Powers of two from 2^low to 2^high. */
    static double[] powersOfTwo(int low, int high) {
        double[] widths = new double[high - low + 1];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.scalb(1.0, low + i);
        }
        return widths;
    }
}
