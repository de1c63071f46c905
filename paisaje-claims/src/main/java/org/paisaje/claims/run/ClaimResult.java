package org.paisaje.claims.run;

import java.util.List;
import java.util.Optional;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Hypothesis;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.study.figure.Figure;

/**
 * How one claim came out.
 *
 * @param claim the claim
 * @param size how much work was allowed
 * @param setting what was measured on
 * @param ownSetting whether the user changed the standard setting; then nothing is expected
 * @param hypotheses the conditions with what was found
 * @param failure why it could not be measured or judged, if it could not
 * @param predicted what theory said
 * @param judgement verdict and comparisons
 * @param control how the control came out; absent if a hypothesis failed or the setting is the user's own
 * @param figures the pictures
 * @param replicates how many replicates the judgement rests on, control included
 * @param kept how many of these were found finished in the store
 * @param seconds the processor time of all replicates, found ones included
 */
public record ClaimResult(
        Claim claim,
        Size size,
        Setting setting,
        boolean ownSetting,
        List<CheckedHypothesis> hypotheses,
        Optional<String> failure,
        Quantities predicted,
        Judgement judgement,
        Optional<Control> control,
        List<Figure> figures,
        int replicates,
        int kept,
        double seconds) {
    /** Copies the lists. */
    public ClaimResult {
        hypotheses = List.copyOf(hypotheses);
        figures = List.copyOf(figures);
    }

    /** A condition with what was found. */
    public record CheckedHypothesis(String words, Hypothesis.Observation finding) {}

    /** The broken setting and how it came out. */
    public record Control(Setting setting, Judgement judgement) {}

    /** Whether the control came out opposite to what is expected of the claim, or there is none. */
    public boolean controlWorks() {
        return control.map(c -> claim.expected().opposite().matches(c.judgement().verdict()))
                .orElse(true);
    }

    /** Whether the verdict is the expected one and the control works; always true in a setting of the user's own. */
    public boolean asExpected() {
        return ownSetting || (claim.expected().matches(judgement.verdict()) && controlWorks());
    }
}
