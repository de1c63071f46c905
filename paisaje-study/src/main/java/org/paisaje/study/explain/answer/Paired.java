package org.paisaje.study.explain.answer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Attempt;
import org.paisaje.study.explain.attempt.KeptAttempts;
import org.paisaje.study.explain.attempt.Pooled;
import org.paisaje.study.explain.attempt.Setup;
import org.paisaje.study.explain.check.data.CrossValidation;

/** Two runs with the same targets and the same loss, compared row by row. */
final class Paired {
    /** A gain of so many standard errors has a chance of one in a hundred. */
    private static final double GAIN = 2.33;
    /** What a comparison by cross-validation costs, in pairs of runs. */
    static final int FOLDS = Pooled.FOLDS;

    private Paired() {}

    /**
     * Whether the one leaves less loss than the other beyond chance.
     *
     * @param crossed whether both are trained anew without each fifth of all rows in turn and judged there, else they are judged
     *     as they are, on the test data if there are any
     */
    static boolean gains(Attempt after, Attempt before, boolean crossed, KeptAttempts runs) {
        if (after.diverged() || before.diverged()) {
            return before.diverged() && !after.diverged();
        }
        if (!crossed && after.setup().test().isEmpty()) {
            return false;
        }
        double[] now = crossed ? crossed(after.setup(), runs) : losses(after);
        double[] then = crossed ? crossed(before.setup(), runs) : losses(before);
        return now.length == then.length
                && CrossValidation
                        .overError(IntStream.range(0, now.length).mapToDouble(i -> then[i] - now[i]).toArray()) > GAIN;
    }

    private static double[] crossed(Setup setup, KeptAttempts runs) {
        return Pooled.folds(setup).stream().flatMapToDouble(fold -> Arrays.stream(losses(runs.of(fold)))).toArray();
    }

    private static double[] losses(Attempt run) {
        Setup setup = run.setup();
        Dataset data = setup.test().orElse(setup.train());
        Matrix outputs = setup.network().forward(run.end(), data.x());
        Matrix targets = setup.targets(data);
        return IntStream.range(0, data.size())
                .mapToDouble(i -> setup.loss().value(outputs.rows(new int[] {i}), targets.rows(new int[] {i})))
                .toArray();
    }
}
