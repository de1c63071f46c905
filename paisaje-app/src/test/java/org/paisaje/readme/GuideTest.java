package org.paisaje.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.cli.Main;
import org.paisaje.report.terminal.Terminal;

/**
 * README.md and the pages of docs/guide show what their commands print: every block that is marked {@code console} or stands
 * under the mark of a transcript is run, and so are the tables behind it that {@code --details} prints. Times are left out.
 */
@Tag("slow")
final class GuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern PROMPT = Pattern.compile("^\\$ \\./paisaje (.*)$", Pattern.MULTILINE);
    private static final Pattern TABLE = Pattern.compile("\n\n((?:    \\S.*\n|     +.*\n)+)");

    @TempDir
    private Path folder = Path.of("");

    /** A command, what it is said to print, and tables that are said to stand in its details. */
    private record Shown(String place, String command, String output, List<String> details) {}

    private static List<Path> pages() throws IOException {
        try (var files = Files.list(ROOT.resolve("docs/guide"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")),
                    // FindingsGuideTest runs the examples of findings.md.
                    files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("findings.md")).sorted())
                    .toList();
        }
    }

    private static List<Shown> shown(Path page) throws IOException {
        String text = Files.readString(page);
        List<Shown> result = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            Matcher prompt = PROMPT.matcher(block.group(2));
            if (!prompt.lookingAt()) {
                continue;
            }
            String output = block.group(2).substring(prompt.end() + 1);
            String after = text.substring(block.end());
            int next = after.indexOf("\n```");
            List<String> details = new ArrayList<>();
            Matcher table = TABLE.matcher(next < 0 ? after : after.substring(0, next));
            while (table.find()) {
                if (!table.group(1).contains("./paisaje")) {
                    details.add(table.group(1));
                }
            }
            result.add(new Shown(page.getFileName() + ": " + prompt.group(1), prompt.group(1), output, details));
        }
        return result;
    }

    @TestFactory
    Stream<DynamicTest> whatIsShownIsWhatComesOut() throws IOException {
        List<Shown> all = new ArrayList<>();
        for (Path page : pages()) {
            all.addAll(shown(page));
        }
        return all.stream().map(shown -> DynamicTest.dynamicTest(shown.place(), () -> check(shown)));
    }

    private void check(Shown shown) {
        String printed = run(shown.command().replaceAll("--(out|run) (?!docs/)(\\S+)", "--$1 " + folder + "/$2")
                + " --quiet");
        assertThat(timeless(printed)).startsWith(timeless(shown.output()));
        if (!shown.details().isEmpty()) {
            String all = run(shown.command().replaceAll("--out \\S+|--figures", "").strip() + " --quiet --details");
            for (String table : shown.details()) {
                assertThat(table.lines().map(String::strip)).allSatisfy(line -> assertThat(all).contains(line));
            }
        }
    }

    private static String run(String arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        // Pages name files from the root of the project; tests run in that of their module.
        int status = Main.run(new Terminal(new PrintWriter(out), new PrintWriter(err), false, false, false, 100),
                arguments.replace(" docs/guide/", " ../docs/guide/").split("\\s+", -1));
        assertThat(status).describedAs(err.toString()).isZero();
        return out.toString().replace("../docs/guide/", "docs/guide/");
    }

    private static String timeless(String text) {
        return text.replaceAll("[0-9.]+ [mun]?s\\b", "0 s");
    }

    /** A page that shows output in another kind of block would not be looked at. */
    @Test
    void everyPromptIsLookedAt() throws IOException {
        int prompts = 0;
        int looked = 0;
        for (Path page : pages()) {
            Matcher prompt = PROMPT.matcher(Files.readString(page));
            while (prompt.find()) {
                prompts++;
            }
            looked += shown(page).size();
        }
        assertThat(looked).isEqualTo(prompts).isGreaterThanOrEqualTo(7);
    }
}
