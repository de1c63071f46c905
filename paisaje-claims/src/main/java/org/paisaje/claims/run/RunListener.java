package org.paisaje.claims.run;

import org.paisaje.claims.Claim;

/** Hears how a run goes. Calls come from one thread at a time, not always the same. */
public interface RunListener {
    /** Hears nothing. */
    RunListener SILENT = new RunListener() {};

    /** A replicate finished, or was found finished; {@code done} of {@code total} over all claims of the run. */
    default void replicate(Claim claim, int done, int total) {}

    /** A claim came out. */
    default void finished(ClaimResult result) {}
}
