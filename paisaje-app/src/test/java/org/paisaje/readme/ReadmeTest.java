package org.paisaje.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = Path.of("src/test/java/org/paisaje/readme/ReadmeExample.java");
    private static final List<String> DOCUMENTS = List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
            "CHANGELOG.md", "docs/notation.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void theExampleIsTheOneThatIsCompiled() throws IOException {
        String source = between(Files.readString(EXAMPLE), "    // example\n", "    // end\n");
        String quoted = between(Files.readString(ROOT.resolve("README.md")), "<!-- example -->\n```java\n", "```\n");
        assertThat(quoted).isEqualTo(source.stripTrailing().stripIndent() + "\n");
    }

    @Test
    void theExampleIsRight() {
        var stiffest = ReadmeExample.stiffest().orThrow();
        double[] exact = new double[3];
        for (int j = 0; j < 3; j++) {
            exact[j] = 4 * Math.pow(Math.sin((200 - j) * Math.PI / (2 * 201)), 2);
        }
        double[] found = stiffest.values().clone();
        Arrays.sort(found);
        Arrays.sort(exact);
        for (int j = 0; j < 3; j++) {
            assertThat(Math.abs(found[j] - exact[j]))
                    .isLessThanOrEqualTo(Arrays.stream(stiffest.residuals()).max().orElseThrow());
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (String document : DOCUMENTS) {
            Path place = ROOT.resolve(document);
            Matcher link = LINK.matcher(Files.readString(place));
            while (link.find()) {
                assertThat(place.resolveSibling(link.group(1)))
                        .as("%s links to %s", document, link.group(1))
                        .exists();
            }
        }
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        int to = text.indexOf(end, from + start.length());
        assertThat(from).as("place of the mark %s", start).isNotNegative();
        assertThat(to).as("place of the mark %s", end).isNotNegative();
        return text.substring(from + start.length(), to);
    }
}
