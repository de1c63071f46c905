package org.paisaje.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Vectors.dot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.factor.SymmetricEigen;
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

    /** Against Adam step by step as it is defined, and all eigenvalues of the dense Hessian. */
    @Test
    void theExampleIsRight() {
        ReadmeExample example = ReadmeExample.compute();
        double[] theta = example.theta().clone();
        double[] m = new double[theta.length];
        double[] v = new double[theta.length];
        for (int step = 1; step <= 300; step++) {
            double[] g = example.risk().gradient(theta);
            for (int i = 0; i < theta.length; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                theta[i] -= 1e-2 * m[i] / (1 - Math.pow(0.9, step))
                        / (Math.sqrt(v[i] / (1 - Math.pow(0.999, step))) + 1e-8);
            }
        }
        // Small gradients, which have lost two digits to cancellation, count as much as large ones.
        assertClose(example.run().theta(), theta, rounding(300).times(100));
        assertThat(example.run().value()).isLessThan(0.1 * example.risk().value(example.theta()));
        var top = example.top().orThrow();
        double[] all = SymmetricEigen.values(example.risk().at(example.run().theta()).denseHessian());
        for (int k = 0; k < 5; k++) {
            assertClose(top.values()[k], all[all.length - 1 - k], stated(top.residuals()[k], "the bound of Lanczos")
                    .plus(rounding(all.length).times(all[all.length - 1])));
            assertClose(top.residuals()[k], 0, stated(1e-8, "the tolerance of Lanczos").times(all[all.length - 1]));
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
