package org.paisaje.study.explain.attempt;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;

/** Training and test data together, for what is judged row by row. */
public final class Pooled {
    /** Each row is left out once. */
    public static final int FOLDS = 5;

    private Pooled() {}

    /** The same run trained without each fifth of all rows in turn, with that for test data. */
    public static List<Setup> folds(Setup setup) {
        Dataset all = data(setup);
        Preparation bare = setup.prepared().making(setup.prepared().made()).with(Preparation.Rows.NONE);
        return IntStream.range(0, FOLDS).mapToObj(fold -> {
            int[] held = IntStream.range(0, all.size()).filter(i -> i % FOLDS == fold).toArray();
            int[] rest = IntStream.range(0, all.size()).filter(i -> i % FOLDS != fold).toArray();
            Setup one = new Setup(all.subset(rest), Optional.of(all.subset(held)), setup.network(), setup.start(),
                    setup.given(), setup.initializer(), setup.loss(), setup.optimizer(), setup.pace(),
                    Math.min(setup.batch(), rest.length), setup.steps(), setup.seed(), setup.threads(), bare);
            return setup.standardized() ? one.withStandardizedInputs() : one;
        }).toList();
    }

    /** Training and test data together, with inputs as they were before they were standardised. */
    public static Dataset data(Setup setup) {
        UnaryOperator<Dataset> raw = data -> raw(setup, data);
        Dataset one = raw.apply(setup.train());
        return setup.test()
                .map(raw)
                .map(other -> new Dataset(one.name(), one.task(), below(one.x(), other.x()),
                        below(one.y(), other.y()), one.names()))
                .orElse(one);
    }

    static Dataset raw(Setup setup, Dataset data) {
        return data.withInputs(setup.prepared()
                .inputs()
                .filter(map -> map.columns() == data.inputs())
                .map(map -> map.inverse(data.x()))
                .orElse(data.x()));
    }

    private static Matrix below(Matrix above, Matrix under) {
        Matrix all = Matrix.zeros(above.rows() + under.rows(), above.columns());
        IntStream.range(0, above.rows()).forEach(i -> all.setRow(i, above.row(i)));
        IntStream.range(0, under.rows()).forEach(i -> all.setRow(above.rows() + i, under.row(i)));
        return all;
    }
}
