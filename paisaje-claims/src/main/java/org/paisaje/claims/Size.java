package org.paisaje.claims;

import java.util.Locale;

/** How much work a check may do. */
public enum Size {
    /** About a second: the test suite runs it. */
    SMOKE,
    /** Seconds: the default. */
    STANDARD,
    /** As much as the statement deserves. */
    FULL;

    /** The name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
