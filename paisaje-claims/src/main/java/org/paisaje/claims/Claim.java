package org.paisaje.claims;

import java.util.List;
import org.paisaje.math.random.Seed;
import org.paisaje.study.figure.Figure;

/**
 * One statement of a document as a check that can fail.
 *
 * <p>A claim predicts from theory and measures by computation; the two never share code. It carries a control setting
 * on which it must come out the other way, so that a check which always agrees is found out. A statement that is wrong
 * as printed is a claim expected to be refuted, beside a corrected one expected to be supported.
 *
 * <p>Claims are stateless: one instance measures many replicates at once, each single-threaded and each from its own
 * seed, so that results do not depend on the number of threads.
 */
public interface Claim {
    /** The identifier, document first: {@code 003.lemma2.corrected}. Letters, digits, dots and hyphens. */
    String id();

    /** Where the statement stands. */
    Source source();

    /** What is stated, and what is wrong with the way it is printed. */
    Statement statement();

    /** What is expected to come out. */
    Expectation expected();

    /** About how many seconds a check of standard size takes on one core, its control included. */
    default double seconds() {
        return 1;
    }

    /** What must hold in a setting for the statement to speak about it; checked before anything is measured. */
    default List<Hypothesis> hypotheses() {
        return List.of();
    }

    /** The setting on which the claim is checked. */
    Setting standard(Size size);

    /**
     * The setting on which the claim must come out opposite to {@link #expected()}, its note saying what was broken.
     */
    Setting control(Size size);

    /** How many independent replicates {@link #judge} needs. */
    default int replicates(Setting setting) {
        return 1;
    }

    /** What theory says comes out. Must not call what {@link #measure} exercises. */
    Quantities predict(Setting setting);

    /**
     * The name of what {@link #measure} measures, the identifier unless said. Claims of one name measure the same in equal
     * settings, from the same seeds, so that their replicates are measured once for all of them.
     */
    default String measurement() {
        return id();
    }

    /**
     * One replicate of the measurement.
     *
     * @param replicate its number, from 0
     * @param seed its own source of randomness, a function of {@link #measurement}, the seed of the run and the number
     */
    Quantities measure(Setting setting, int replicate, Seed seed);

    /**
     * Weighs prediction against measurement.
     *
     * @param measured one entry per replicate, in order of their numbers
     */
    Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured);

    /** The pictures that go with the result, in the order of the argument. */
    default List<Figure> figures(Setting setting, Quantities predicted, List<Quantities> measured) {
        return List.of();
    }
}
