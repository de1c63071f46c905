package org.paisaje.claims;

import java.util.List;

/**
 * An entry for a statement that no computation can decide: it stands in the catalogue with the reason, so that nothing
 * of a document is left out in silence.
 *
 * @param id the identifier
 * @param source where the statement stands
 * @param statement what is stated; {@link Statement#measured} says why nothing is
 */
public record Unexecutable(String id, Source source, Statement statement) implements Claim {
    private static final Setting NOTHING = Setting.of();

    @Override
    public Expectation expected() {
        return Expectation.NOT_APPLICABLE;
    }

    @Override
    public List<Hypothesis> hypotheses() {
        return List.of(new Hypothesis(
                "the statement has executable content",
                setting -> new Hypothesis.Observation(false, statement.measured())));
    }

    @Override
    public Setting standard(Size size) {
        return NOTHING;
    }

    @Override
    public Setting control(Size size) {
        return NOTHING;
    }

    @Override
    public Quantities predict(Setting setting) {
        return Quantities.NONE;
    }

    @Override
    public Quantities measure(Setting setting, int replicate, org.paisaje.math.random.Seed seed) {
        return Quantities.NONE;
    }

    @Override
    public Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        return new Judgement(new Verdict.NotApplicable(statement.measured()), List.of());
    }
}
