package org.paisaje.study;

import java.util.Optional;
import org.paisaje.study.Comparison.Relation;

/**
 * One line of an explanation: a measured number beside the number theory gives.
 *
 * @param id a short name for files, such as {@code sharpness-end}
 * @param quantity what was measured, with its unit unless it has none
 * @param measured the number with its uncertainty, if it could be measured
 * @param theory what it is held against, if theory says anything
 * @param assessment what that means
 * @param verdict a word or two, such as {@code unstable}
 * @param note the verdict in a sentence, and where the numbers come from
 */
public record Finding(String id, String quantity, Optional<Estimate> measured, Optional<Theory> theory,
        Assessment assessment, String verdict, String note) {
    /**
     * A number from theory.
     *
     * @param relation how the measured number should stand to it
     * @param value the number
     * @param origin the equation or the source
     */
    public record Theory(Relation relation, Estimate value, String origin) {}

    /** A measurement without a verdict yet. */
    public static Finding of(String id, String quantity, Estimate measured) {
        return new Finding(id, quantity, Optional.of(measured), Optional.empty(), Assessment.NOTE, "", "");
    }

    /** An exact number without a verdict yet. */
    public static Finding of(String id, String quantity, double measured) {
        return of(id, quantity, Estimate.exact(measured));
    }

    /** Something that could not be measured. */
    public static Finding unmeasured(String id, String quantity, String reason) {
        return new Finding(id, quantity, Optional.empty(), Optional.empty(), Assessment.UNMEASURED, "not measured",
                reason);
    }

    /** Held against a number from theory. */
    public Finding against(Relation relation, double value, String origin) {
        return against(relation, Estimate.exact(value), origin);
    }

    /** Held against a number from theory that has an uncertainty. */
    public Finding against(Relation relation, Estimate value, String origin) {
        return new Finding(id, quantity, measured, Optional.of(new Theory(relation, value, origin)), assessment,
                verdict, note);
    }

    /** With a verdict and the sentence for it. */
    public Finding judged(Assessment means, String word, String sentence) {
        return new Finding(id, quantity, measured, theory, means, word, sentence);
    }
}
