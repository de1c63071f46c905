package org.paisaje.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version, the commit it was built from and what it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "paisaje " + number() + " (" + commit() + ")",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                    + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " processors"
        };
    }

    static String number() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The commit of the checkout that the launcher started from, with "-dirty" if files differ from it. */
    static String commit() {
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
