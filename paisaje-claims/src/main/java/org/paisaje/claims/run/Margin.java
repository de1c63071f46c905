package org.paisaje.claims.run;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.paisaje.claims.Level;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/**
 * How safely an interval decides: how far the value that would make it undecided lies from what was measured, beside the
 * reach of the interval to that side. Below 1 the interval holds that value.
 *
 * @param quantity what is compared
 * @param predicted what theory says
 * @param measured the value and its interval, means over the seeds
 * @param limit the nearest value that must stay outside: a rival or the bound where the line agrees, the nearest end of
 *            the prediction where it contradicts
 * @param seeds over how many seeds the means were taken
 * @param random whether the interval depends on the seed, as far as the seeds show it
 */
public record Margin(
        String quantity, Estimate predicted, Estimate measured, double limit, int seeds, boolean random) {
    /**
     * The margin of one line of a claim, measured with several seeds.
     *
     * @param lines that line for every seed
     * @return empty if the line is not judged by an interval, or never undecided, such as one that an exact test decides
     */
    public static Optional<Margin> of(List<Comparison> lines) {
        Comparison first = lines.getFirst();
        Estimate measured = new Estimate(
                mean(lines, line -> line.measured().value()), mean(lines, line -> line.measured().low()),
                mean(lines, line -> line.measured().high()));
        boolean equal = first.relation() == Comparison.Relation.EQUAL;
        if (measured.isExact() || !Double.isFinite(measured.high() - measured.low())
                || (equal && first.rivals().isEmpty()) || lines.stream().anyMatch(Margin::decidedOtherwise)) {
            return Optional.empty();
        }
        double value = measured.value();
        double low = mean(lines, line -> line.predicted().low());
        double high = mean(lines, line -> line.predicted().high());
        boolean against = 2 * lines.stream()
                .filter(line -> line.outcome() == Comparison.Outcome.CONTRADICTS
                        || line.outcome() == Comparison.Outcome.UNSOUND)
                .count() > lines.size();
        double limit = !equal || against ? Math.clamp(value, low, high) : nearest(first.rivals(), measured);
        boolean random = lines.size() == 1
                || lines.stream().anyMatch(line -> !line.measured().equals(first.measured()));
        return Optional.of(new Margin(
                first.quantity(), first.predicted(), measured, limit, lines.size(), random));
    }

    /** Whether the interval holds the bound and something else decided. */
    private static boolean decidedOtherwise(Comparison line) {
        return line.relation() != Comparison.Relation.EQUAL && line.measured().meets(line.predicted())
                && line.outcome() != Comparison.Outcome.UNDECIDED
                && line.measured().low() < line.predicted().high() && line.measured().high() > line.predicted().low();
    }

    private static double mean(List<Comparison> lines, ToDoubleFunction<Comparison> number) {
        return lines.stream().mapToDouble(number).average().orElseThrow();
    }

    private static double nearest(List<Double> rivals, Estimate measured) {
        double nearest = rivals.getFirst();
        for (double rival : rivals) {
            nearest = ratio(measured, rival) < ratio(measured, nearest) ? rival : nearest;
        }
        return nearest;
    }

    private static double ratio(Estimate measured, double limit) {
        double reach = limit < measured.value()
                ? measured.value() - measured.low()
                : measured.high() - measured.value();
        return Math.abs(limit - measured.value()) / reach;
    }

    /** The distance to the limit in units of the reach of the interval to that side. */
    public double ratio() {
        return ratio(measured, limit);
    }

    /** How many standard errors lie between: an interval of a claim reaches {@link Level#deviations} of them, or more. */
    public double deviations() {
        return ratio() * Level.deviations(1);
    }

    /**
     * The chance that the interval of another seed holds the limit: that a normal variable is off by as much as lies
     * between the end of the interval and the limit. An interval at the level of one among many comparisons reaches
     * farther, which makes it less than that. It is 0 where seeds give the same interval, such as one of rounding or of an
     * order without end.
     */
    public double chance() {
        return !random ? 0 : new NormalDistribution().cumulativeProbability(-Level.deviations(1) * (ratio() - 1));
    }
}
