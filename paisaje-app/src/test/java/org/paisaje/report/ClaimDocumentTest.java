package org.paisaje.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.paisaje.claims.catalogue.Catalogue;

/**
 * The pages in docs/claims are those of the catalogue; {@code ./paisaje claims pages docs/claims} writes them anew. The tables
 * beside them are measured by {@code paisaje-bench/rates}.
 */
final class ClaimDocumentTest {
    @Test
    void thePagesOfTheCatalogueAreTrue() throws IOException {
        Map<String, String> written = new TreeMap<>();
        try (var files = Files.list(Path.of("../docs/claims"))) {
            for (Path file : files.toList()) {
                written.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        written.remove("rates.md");
        written.remove("rivals.md");
        Map<String, String> generated = ClaimDocument.pages(Catalogue.load().all());
        assertThat(written.keySet()).isEqualTo(generated.keySet());
        generated.forEach((name, text) -> assertThat(written.get(name)).as(name).isEqualTo(text));
    }
}
