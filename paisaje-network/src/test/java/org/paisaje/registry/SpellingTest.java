package org.paisaje.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
    private static final List<String> WORDS = List.of("train", "explain", "spectrum", "landscape", "optimizers", "n");

    @ParameterizedTest
    @CsvSource({"trian, train", "tran, train", "trains, train", "optimizer, optimizers", "spec, spectrum",
        "landscpae, landscape", "m, n"})
    void whatWasMeant(String word, String meant) {
        assertThat(Spelling.suggestion(word, WORDS)).isEqualTo("; did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"frobnicate", "tr", "xyz"})
    void nothingNear(String word) {
        assertThat(Spelling.suggestion(word, WORDS)).isEmpty();
    }
}
