package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Terms on a page. */
final class TermsTest {
    @Test
    void theGuideHasTheSameParagraphs() throws IOException {
        assertThat(Files.readString(Path.of("../docs/guide/terms.md"))).isEqualTo(Resources.own("terms.md"));
    }

    @Test
    void theFirstOccurrenceLeadsToTheMeaning() {
        Terms.Linked linked = Terms.link("<h1>The sharpness</h1><p>Sharpness, and sharpness again &lt; 2.</p>"
                + "<dd>a <a href=\"#x\">saddle</a> or a saddle</dd><pre>rate</pre>");
        assertThat(linked.body()).isEqualTo(
                "<h1>The sharpness</h1><p><a class=\"term\" href=\"#term-sharpness\">Sharpness</a>, and sharpness again &lt; 2.</p>"
                        + "<dd>a <a href=\"#x\">saddle</a> or a <a class=\"term\" href=\"#term-saddle\">saddle</a></dd>"
                        + "<pre>rate</pre>");
        assertThat(linked.section())
                .contains("<dt id=\"term-sharpness\">sharpness</dt><dd>The largest curvature of the loss.")
                .contains("id=\"term-saddle\"")
                .doesNotContain("term-rate");
    }

    /** Parts of words and terms inside longer ones stay as they are. */
    @Test
    void wordsAreWhole() {
        assertThat(Terms.link("<p>accelerate, deadline, batches</p>").section()).isEmpty();
        String body = Terms.link("<p>the condition number of a local minimum</p>").body();
        assertThat(body).isEqualTo("<p>the <a class=\"term\" href=\"#term-condition-number\">condition number</a> of a "
                + "<a class=\"term\" href=\"#term-local-minimum\">local minimum</a></p>");
    }
}
