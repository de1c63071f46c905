package org.paisaje.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Vectors.dot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;

final class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = Path.of("src/test/java/org/paisaje/readme/ReadmeExample.java");
    private static final List<String> DOCUMENTS = List.of("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
            "CHANGELOG.md", "docs/notation.md");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    @Test
    void theExampleIsTheOneThatIsCompiled() throws IOException {
        String program = Files.readString(Path.of("src/it/consumer/src/main/java/Example.java"));
        String quoted = between(Files.readString(ROOT.resolve("README.md")), "<!-- example -->\n```java\n", "```\n");
        assertThat(quoted).isEqualTo(program);
        String tested = between(Files.readString(EXAMPLE), "        // example\n", "        // end\n");
        assertThat(program.stripIndent()).contains(tested.stripTrailing().stripIndent().indent(4));
    }

    /** The network has learned, and no direction is more curved than the eigenvalue that was found. */
    @Test
    void theExampleIsRight() {
        ReadmeExample example = ReadmeExample.compute();
        assertThat(example.run().value()).isLessThan(0.1 * example.risk().value(example.theta()));
        var top = example.top().orThrow();
        var hessian = example.risk().hessian(example.run().theta());
        for (int i = 0; i < 20; i++) {
            double[] v = Seed.of(3).named("direction").at(i).gaussians(hessian.columns());
            double[] hv = hessian.apply(v);
            assertThat(dot(v, hv) / dot(v, v)).isLessThanOrEqualTo(top.values()[0] + top.residuals()[0]);
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
