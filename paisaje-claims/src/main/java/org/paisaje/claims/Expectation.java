package org.paisaje.claims;

/** The kinds of {@link Verdict}, for what is expected of a claim. */
public enum Expectation {
    /** The measurement agrees with the statement. */
    SUPPORTED,
    /** The measurement contradicts the statement. */
    REFUTED,
    /** The measurement decides nothing. */
    INCONCLUSIVE,
    /** The statement does not speak about the setting, or cannot be executed. */
    NOT_APPLICABLE;

    /** Whether a verdict is of this kind. */
    public boolean matches(Verdict verdict) {
        return verdict.kind() == this;
    }

    /** What the control of a claim must come out as: support where refutation is expected, else refutation. */
    public Expectation opposite() {
        return this == REFUTED ? SUPPORTED : REFUTED;
    }

    /** The word for people: {@code supported}, {@code not applicable}. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
