package org.paisaje.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.paisaje.report.terminal.Terminal;

/**
 * Loads what most runs load, so that the launcher can keep it in the ahead-of-time cache of the JVM. Extend it when a
 * verb becomes common; it must stay short and write no file.
 */
final class Rehearsal {
    /** What the launcher starts without the vector module. */
    private static final String[][] TEXT = {{"--version"}, {"--help"}, {"--no-such-option"}, {"claims"},
        {"train", "--help"}};
    private static final String[][] RUNS = {{"train", "--data", "xor", "--epochs", "2", "--quiet"}};

    private Rehearsal() {}

    /** @param args any argument: only what prints text */
    public static void main(String[] args) {
        Terminal.restoreStandardError();
        var nowhere = new PrintWriter(Writer.nullWriter());
        var terminal = new Terminal(nowhere, nowhere, false, false, true, Terminal.WIDEST);
        for (String[] run : args.length > 0 ? TEXT : RUNS) {
            Main.run(terminal, run);
        }
    }
}
