package org.paisaje.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A tolerance in a test says where it comes from ({@code org.paisaje.math.testing.Tolerance}); a bare number does not.
 * Read from the test sources of the modules that keep to it.
 */
final class NamedTolerancesTest {
    private static final List<String> MODULES = List.of("math", "network", "theory", "study", "claims", "app");
    private static final Pattern BARE = Pattern.compile("\\b(within|offset|withinPercentage|withPercentage"
            + "|usingComparatorWithPrecision)\\(\\s*[0-9.]+(e-?[0-9]+)?\\s*\\)"
            + "|\\bisLessThan(OrEqualTo)?\\(\\s*[0-9.]+e-[0-9]+\\s*\\)");

    @Test
    void noToleranceIsABareNumber() throws IOException {
        List<String> bare = new ArrayList<>();
        for (String module : MODULES) {
            List<Path> sources;
            // Tests run in the folder of their module.
            try (Stream<Path> files = Files.walk(Path.of("..", "paisaje-" + module, "src", "test", "java"))) {
                sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            }
            assertThat(sources).as(module).isNotEmpty();
            for (Path source : sources) {
                if (source.endsWith("NamedTolerancesTest.java")) {
                    continue;
                }
                Matcher found = BARE.matcher(Files.readString(source));
                while (found.find()) {
                    bare.add(source + ": " + found.group());
                }
            }
        }
        assertThat(bare).isEmpty();
    }

    @Test
    void bareNumbersAreSeen() {
        for (String text : List.of("within(1e-9)", "offset(0.02)", "isLessThan(1e-12)", "withinPercentage(1e-12)",
                "within(\n    2.0)")) {
            assertThat(BARE.matcher(text).find()).as(text).isTrue();
        }
        assertThat(BARE.matcher("within(4 * error) isLessThan(60) stated(1e-9, \"the flow\")").find()).isFalse();
    }
}
