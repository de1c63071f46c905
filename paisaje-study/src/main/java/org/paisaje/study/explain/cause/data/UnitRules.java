package org.paisaje.study.explain.cause.data;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.study.explain.attempt.Quality;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.cause.Cause;
import org.paisaje.study.explain.cause.Stage;
import org.paisaje.study.explain.signal.Signals;

/** A column that was filled in in two units, as metres in some rows and centimetres in others. */
final class UnitRules {
    /** Between the groups lies a gap at least so wide, as a factor. */
    private static final double GAP = 2;
    private static final double FEWEST = 0.04;
    private static final double LESS = 0.7;
    /** Factors between units, and by how much the middles of the groups may miss them. */
    private static final double[] FACTORS = {1000, 100, 10, 60, 3600, 24, 1024, 2.54, 2.2046, 3.2808, 3.6, 4.1868,
        4.546, 3.785,
        28.35, 30.48, 12};
    private static final double NEAR = 0.2;

    private UnitRules() {}

    static Optional<Cause> mixed(Signals s) {
        Setup setup = s.setup();
        Dataset train = setup.train();
        double own = s.attempt().diverged() ? 1 : s.test().orElse(s.train()).left();
        if (setup.mixedColumns() || !setup.codes().isEmpty() || own < Quality.MARGIN || s.reference().isEmpty()) {
            return Optional.empty();
        }
        Matrix raw = setup.rawInputs();
        for (int j = 0; j < raw.columns(); j++) {
            double[] values = raw.column(j);
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            if (!(sorted[0] > 0)) {
                continue;
            }
            int at = 1;
            for (int i = 2; i < n; i++) {
                at = sorted[i] * sorted[at - 1] > sorted[at] * sorted[i - 1] ? i : at;
            }
            double factor = factor(sorted[at + (n - at) / 2] / sorted[at / 2]);
            if (sorted[at] < GAP * sorted[at - 1] || Math.min(at, n - at) < FEWEST * n || factor == 0) {
                continue;
            }
            double bound = Math.sqrt(sorted[at] * sorted[at - 1]);
            int column = j;
            double left = Reference.of(mended(train, raw, column, bound, factor), setup.test()
                    .map(data -> mended(data, setup.prepared()
                            .inputs()
                            .map(map -> map.inverse(data.x()))
                            .orElse(data.x()), column, bound, factor)))
                    .map(Reference::left)
                    .orElse(1.0);
            if (left < LESS * Math.min(own, s.reference().get().left())) {
                return Optional.of(Cause.decided("data.units", Stage.DATA, 6,
                        train.inputFirst(j) + " holds numbers in two units: " + (n - at) + " of " + n + " are about "
                                + Words.number(factor) + " times as large as the others.",
                        "No value lies between " + Words.number(sorted[at - 1]) + " and " + Words.number(sorted[at])
                                + ". With the large ones divided by " + Words.number(factor)
                                + " a simple method leaves " + Words.percent(left)
                                + " of the error of a constant, as they are "
                                + Words.percent(s.reference().get().left())
                                + "; this run leaves " + Words.percent(own) + ".",
                        "Divide the values of " + train.input(j) + " above " + Words.number(bound) + " by "
                                + Words.number(factor) + " in the file."));
            }
        }
        return Optional.empty();
    }

    private static double factor(double ratio) {
        for (double factor : FACTORS) {
            if (Math.abs(Math.log(ratio / factor)) < NEAR) {
                return factor;
            }
        }
        return 0;
    }

    private static Dataset mended(Dataset data, Matrix raw, int column, double bound, double factor) {
        Matrix x = raw.copy();
        for (int i = 0; i < x.rows(); i++) {
            if (x.get(i, column) > bound) {
                x.set(i, column, x.get(i, column) / factor);
            }
        }
        return data.withInputs(x);
    }
}
