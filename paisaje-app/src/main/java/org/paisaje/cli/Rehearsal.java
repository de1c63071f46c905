package org.paisaje.cli;

import java.io.PrintWriter;
import java.io.Writer;
import org.paisaje.report.terminal.Terminal;

/**
 * Loads what most runs load, so that the launcher can keep it in the ahead-of-time cache of the JVM. Extend it when a
 * verb becomes common; it must stay short and write no file.
 */
final class Rehearsal {
    private static final String[][] RUNS = {{"--version"}, {"--help"}, {"--no-such-option"}, {"claims"},
        {"train", "--data", "xor", "--epochs", "2", "--quiet"}};

    private Rehearsal() {}

    public static void main(String[] args) {
        Terminal.restoreStandardError();
        var nowhere = new PrintWriter(Writer.nullWriter());
        var terminal = new Terminal(nowhere, nowhere, false, false, true, Terminal.WIDEST);
        for (String[] run : RUNS) {
            Main.run(terminal, run);
        }
    }
}
