package org.paisaje.study;

import java.util.Locale;

/** What a finding means for the run. */
public enum Assessment {
    /** As it should be. */
    FINE,
    /** Worth knowing, neither good nor bad. */
    NOTE,
    /** A cause of failure or waste. */
    TROUBLE,
    /** It could not be measured; the note says why. */
    UNMEASURED;

    /** The word for people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
