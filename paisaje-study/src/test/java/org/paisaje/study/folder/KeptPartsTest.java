package org.paisaje.study.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Session;

/** Parts are found again, whole or not at all. */
final class KeptPartsTest {
    private static final String NAME = "some.part";
    private static final Map<String, Object> SETTING = Map.of("net", "mlp:2-3-1:tanh");

    @TempDir
    private Path folder = Path.of("");

    private KeptParts parts(boolean resume) {
        Session session = Session.silent().keptIn(folder);
        return KeptParts.open(NAME, SETTING, resume ? session.resumedFrom(folder) : session);
    }

    private void written() {
        try (KeptParts parts = parts(false)) {
            parts.add("a", new KeptParts.Part(List.of(new double[] {1, -0.0, Double.NaN}, new double[0]),
                    List.of("words", "")));
            parts.add("b", KeptParts.Part.of(Seed.of(3).gaussians(20_000)));
        }
    }

    @Test
    void aSecondStartFindsTheBits() {
        written();
        try (KeptParts parts = parts(true)) {
            KeptParts.Part a = parts.known("a").orElseThrow();
            assertThat(a.words()).containsExactly("words", "");
            assertThat(a.numbers().getFirst()).containsExactly(1, -0.0, Double.NaN);
            assertThat(a.numbers().getLast()).isEmpty();
            assertThat(parts.numbers("b", () -> new double[0])).isEqualTo(Seed.of(3).gaussians(20_000));
            assertThat(parts.numbers("c", () -> new double[] {5})).containsExactly(5);
            assertThat(parts.known("c")).isPresent();
        }
    }

    @Test
    void aFileThatWasCutOffOrDamagedEndsBeforeThePart() throws IOException {
        written();
        Path file = folder.resolve(NAME);
        byte[] whole = Files.readAllBytes(file);
        var random = Seed.of(1).named("damage").generator();
        for (int i = 0; i < 60; i++) {
            byte[] bytes = whole.clone();
            if (i % 2 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bytes);
            try (KeptParts parts = parts(true)) {
                parts.known("b")
                        .ifPresent(part -> assertThat(part.numbers().getFirst())
                                .isEqualTo(Seed.of(3).gaussians(20_000)));
                assertThat(parts.known("a").isPresent() && parts.known("b").isPresent()).isFalse();
                parts.add("c", KeptParts.Part.of(new double[] {i}));
            }
            try (KeptParts parts = parts(true)) {
                assertThat(parts.known("c").orElseThrow().numbers().getFirst()).containsExactly(i);
            }
        }
    }

    @Test
    void whatMayHaveBeenCutShortIsNotKept() {
        try (KeptParts parts = parts(false)) {
            Thread.currentThread().interrupt();
            parts.add("cut", KeptParts.Part.of(new double[1]));
            parts.addWhole("whole", KeptParts.Part.of(new double[1]));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(parts.known("cut")).isEmpty();
            assertThat(parts.known("whole")).isPresent();
        }
    }

    @Test
    void anotherSettingAndNoFolder() {
        written();
        Session session = Session.silent().resumedFrom(folder);
        assertThatThrownBy(() -> KeptParts.open(NAME, Map.of("net", "other"), session))
                .hasMessageContaining("is of another setting");
        try (KeptParts none = KeptParts.none()) {
            none.add("a", KeptParts.Part.of(new double[1]));
            assertThat(none.known("a")).isEmpty();
            assertThat(none.numbers("a", () -> new double[] {7})).containsExactly(7);
        }
    }
}
