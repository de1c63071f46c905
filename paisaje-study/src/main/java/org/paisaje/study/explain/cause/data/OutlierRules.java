package org.paisaje.study.explain.cause.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.Dataset;
import org.paisaje.data.Outliers;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Remedy;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Rule;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.cause.Trait;
import org.paisaje.study.explain.check.data.PowersOfTen;
import org.paisaje.study.explain.signal.Signals;

/** Single values that lie apart from all others of their column: codes for missing values, slips of the decimal point. */
public final class OutlierRules {
    private static final double MOST_STRENGTH = 100;

    private OutlierRules() {}

    /** All of them. */
    public static List<Rule> all() {
        return List.of(Rule.of("values that lie apart", OutlierRules::apart, "data.outliers"));
    }

    /**
     * The column whose outliers are farthest off.
     *
     * @param input whether it is an input
     * @param column its number from 0
     * @param what how it is called
     * @param count how many values lie apart
     * @param value the farthest one
     * @param same whether all of them are that value
     * @param range what the others hold
     * @param strength the distance of the farthest over the range of the others
     */
    private record Farthest(boolean input, int column, String what, int count, double value, boolean same,
            Outliers.Range range,
            double strength) {}

    private static Optional<Cause> apart(Signals s) {
        if (s.setup().outliersLeftOut() || s.setup().whitened()) {
            return Optional.empty();
        }
        Dataset train = s.setup().train();
        Outliers outliers = Outliers.of(train);
        if (!outliers.any()) {
            return Optional.empty();
        }
        IntFunction<String> target = j -> train.outputs() == 1 ? "the target" : "target " + (j + 1);
        IntFunction<String> column = j -> train.inputs() == 1 && train.names().isEmpty() ? "the input" : train.input(j);
        // The largest of numbers over powers of ten lies far out, and no slip put it there.
        Farthest far = farthest(farthest(null, false, target, outliers.targets(), train.y(), s.setup().rawTargets()),
                true, column, outliers.inputs(), train.x(), s.setup().rawInputs());
        int rows = train.size() - outliers.kept(train).length;
        if (far == null || rows == train.size()) {
            return Optional.empty();
        }
        // In the units of the file, whatever was standardised on the way.
        double[] raw = raw(far.input() ? s.setup().prepared().inputs() : s.setup().prepared().targets(),
                far.input() ? train.inputs() : train.outputs(), far.column(), far.value(), far.range().low(),
                far.range().high());
        String values = far.count() == 1
                ? "One value of " + far.what() + " is " + Words.number(raw[0])
                : far.count() + " values of " + far.what() + (far.same()
                        ? " are " + Words.number(raw[0])
                        : " lie apart, the farthest at " + Words.number(raw[0]));
        String head = values + ", while all others lie between " + Words.number(raw[1]) + " and "
                + Words.number(raw[2]) + ".";
        String why = (far.same() && far.count() > 1
                ? "A number that stands for a missing value looks like this. "
                : "A slip in the data looks like this. ")
                + (far.input()
                        ? "The network takes it for a size, and a few such rows push its weights more than all others together."
                        : "Squared, its error is larger than that of all other rows together, so the network fits nothing else.")
                + (rows == far.count() ? "" : " In all " + Words.count(rows, "row") + " hold such values.");
        return Optional.of(new Cause("data.outliers", Stage.DATA, Math.min(MOST_STRENGTH, far.strength()), head, why,
                "", false, List.of(new Remedy("Leave the " + Words.count(rows, "training row")
                        + " with such values out, or put right what they hold.", s.setup().withoutOutliers())))
                .with(Trait.FEW_ROWS));
    }

    /** Values of a column as they were before it was standardised, if it was. */
    private static double[] raw(Optional<Standardization> map, int columns, int column, double... values) {
        Optional<Standardization> own = map.filter(one -> one.columns() == columns);
        if (own.isEmpty()) {
            return values;
        }
        Matrix rows = Matrix.zeros(values.length, columns);
        for (int i = 0; i < values.length; i++) {
            rows.set(i, column, values[i]);
        }
        return own.get().inverse(rows).column(column);
    }

    private static @Nullable Farthest farthest(
            @Nullable Farthest before, boolean input, IntFunction<String> name,
            Outliers.Range[] ranges, Matrix x, Matrix raw) {
        Farthest best = before;
        for (int j = 0; j < ranges.length; j++) {
            Outliers.Range range = ranges[j];
            double[] apart = Arrays.stream(x.column(j)).filter(value -> !range.holds(value)).toArray();
            if (apart.length == 0 || PowersOfTen.of(raw.column(j))) {
                continue;
            }
            double middle = 0.5 * (range.low() + range.high());
            double most = apart[0];
            for (double value : apart) {
                most = Math.abs(value - middle) > Math.abs(most - middle) ? value : most;
            }
            double value = most;
            double strength = Math.abs(value - middle) / Math.max(0.5 * (range.high() - range.low()), 1e-300);
            if (best == null || strength > best.strength()) {
                best = new Farthest(input, j, name.apply(j), apart.length, value,
                        Arrays.stream(apart).allMatch(other -> other == value), range, strength);
            }
        }
        return best;
    }
}
