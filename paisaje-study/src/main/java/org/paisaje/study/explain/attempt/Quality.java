package org.paisaje.study.explain.attempt;

import java.util.Optional;

/** How a run turned out, against a constant and against what simple methods get out of the same data. */
public enum Quality {
    /** As good as the data allow, as far as simple methods can tell. */
    WELL,
    /** As good as simple methods, which is not good: more than half of the error of a constant is left. */
    LIMITED,
    /** It learned, and simple methods do clearly better on new data. */
    SHORT,
    /** It fits the training data and does badly on the test data. */
    OVERFITTED,
    /** No better than a constant. */
    NOTHING,
    /** It diverged. */
    DIVERGED,
    /** Neither the run nor the simple methods do well. */
    UNDECIDED,
    /** It was stopped before it was judged. */
    UNJUDGED;

    /** What may be left of the error of a constant beyond what simple methods leave. */
    public static final double MARGIN = 0.1;
    /** Above this share of the error of a constant, nothing was learned. */
    public static final double NOTHING_LEFT = 0.95;
    private static final double FACTOR = 3;
    private static final double MUCH = 0.5;
    private static final double WELL_FITTED = 0.3;

    /** The quality of a run; {@code forced} is what equal inputs with different targets leave at least. */
    public static Quality of(boolean diverged, Score train, Optional<Score> test, Optional<Reference> reference,
            double forced) {
        if (diverged) {
            return DIVERGED;
        }
        double possible = Math.max(forced, reference.map(Reference::left).orElse(forced));
        double left = test.map(Score::left).orElse(train.left());
        double noise = 2 * Math.hypot(test.map(Score::error).orElse(0.0),
                reference.map(Reference::error).orElse(0.0));
        boolean nothing = train.left() > NOTHING_LEFT;
        // Right answers with outputs so large that the wrong ones cost more than a constant would: the loss was not learned.
        boolean costly = train.loss() > train.constantLoss();
        if (test.isEmpty()) {
            return train.left() <= possible + MARGIN && !costly
                    ? train.left() > MUCH ? LIMITED : WELL
                    : nothing ? NOTHING : SHORT;
        }
        // Several times the error of a simple method, beyond what chance explains, is not as good as the data allow.
        boolean behind = left > FACTOR * possible + MARGIN / 3 && left - possible > Math.max(0.7 * MARGIN, 1.5 * noise);
        boolean near = left <= possible + Math.max(MARGIN, Math.min(noise, 2 * MARGIN)) && !behind;
        if (near && left <= MUCH) {
            return costly ? SHORT : WELL;
        }
        // What a few test samples can show by chance is no gap; until more is known, the run may only be short.
        double chance = 2 * Math.hypot(test.map(Score::error).orElse(0.0), train.error());
        if (train.left() < WELL_FITTED && left > train.left() + Math.max(2 * MARGIN, chance)) {
            return OVERFITTED;
        }
        if (near && !nothing) {
            return left > 1 - MARGIN ? UNDECIDED : LIMITED;
        }
        if (near) {
            return UNDECIDED;
        }
        return nothing ? NOTHING : SHORT;
    }

    /** Whether the run is as good as the data allow. */
    public boolean done() {
        return this == WELL || this == LIMITED;
    }

    /** Whether nothing needs doing. */
    public boolean well() {
        return this == WELL;
    }
}
