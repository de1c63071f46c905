package org.paisaje.cli.option;

import picocli.CommandLine.Option;

/** Going on with what was stopped. A mixin. */
public final class ResumeOption {
    @Option(
            order = 100,
            names = "--resume",
            description = "Goes on with the run in the folder of --out that was stopped; give the same options.")
    private boolean resume;

    /** Whether to go on with what is in the folder. */
    public boolean resume() {
        return resume;
    }
}
