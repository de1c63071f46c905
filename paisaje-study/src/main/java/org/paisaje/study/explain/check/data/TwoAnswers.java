package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.HeldOut;

/**
 * Whether inputs have two right answers: what the best simple method leaves of held out targets lies at one distance from 0, of
 * both signs, rather than near 0. The measure is the kurtosis given the inputs, {@code 1 + E (z - v)^2 / E v^2} for the squares z
 * of what is left and the variance v that the inputs tell of them: 1 for two values, however far apart they are at each input,
 * 9/5 for noise that is spread evenly, 3 for normal noise, whatever its size at each input.
 *
 * @param method the simple method
 * @param left what it leaves of the squared error of a constant
 * @param kurtosis the kurtosis of that given the inputs
 */
public record TwoAnswers(String method, double left, double kurtosis) {
    /** Midway between two values and evenly spread noise; of 200 rows of such noise fewer than 1 in 1,000 sets comes that low. */
    private static final double TWO = 1.4;
    private static final int FEWEST = 200;
    /** Targets with fewer different values for each row are counts or codes, whose noise has few values by itself. */
    private static final double DISTINCT = 0.25;

    /**
     * Of a regression with one output; absent for few rows, and where targets have few values.
     *
     * @param residuals what is left of these data, which is asked for once it matters
     */
    public static Optional<TwoAnswers> of(Dataset train, Supplier<Optional<HeldOut>> residuals) {
        if (train.size() < FEWEST || !train.classes().isEmpty() || train.outputs() != 1
                || Arrays.stream(train.y().data()).distinct().count() < DISTINCT * train.size()) {
            return Optional.empty();
        }
        return residuals.get().flatMap(held -> {
            Matrix squares = held.residuals().copy();
            for (int i = 0; i < squares.rows(); i++) {
                squares.set(i, 0, squares.get(i, 0) * squares.get(i, 0));
            }
            return HeldOut.of(Dataset.regression(train.name(), train.x().rows(held.rows()), squares))
                    .filter(spread -> spread.rows().length == squares.rows())
                    .map(spread -> new TwoAnswers(held.method(), held.left(), kurtosis(squares, spread.residuals())));
        });
    }

    private static double kurtosis(Matrix squares, Matrix untold) {
        double off = 0;
        double told = 0;
        for (int i = 0; i < squares.rows(); i++) {
            double r = untold.get(i, 0);
            double variance = squares.get(i, 0) - r;
            off += r * r;
            told += variance * variance;
        }
        return told > 0 ? 1 + off / told : Double.POSITIVE_INFINITY;
    }

    /** Whether there are two. */
    public boolean shows() {
        return kurtosis < TWO;
    }
}
