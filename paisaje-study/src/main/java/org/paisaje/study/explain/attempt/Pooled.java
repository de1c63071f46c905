package org.paisaje.study.explain.attempt;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;

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
        Dataset own = setup.raw(setup.train());
        return setup.test().map(setup::raw).map(other -> InOrder.stacked(own, other)).orElse(own);
    }
}
