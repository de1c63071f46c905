package org.paisaje.study.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the launcher started from. */
public final class Checkout {
    private Checkout() {}

    /** The commit of the checkout that the launcher started from, with "-dirty" if files differ from it. */
    public static String commit() {
        String home = System.getenv("PAISAJE_HOME");
        if (home == null || !Files.exists(Path.of(home, ".git"))) return "no checkout";
        try {
            Process git = new ProcessBuilder(
                    "git", "-C", home, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !answer.isEmpty() ? "commit " + answer : "commit unknown";
        } catch (IOException _) {
            return "commit unknown: no git";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "commit unknown";
        }
    }
}
