package org.paisaje.claims.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.claims.Key;
import org.paisaje.claims.Setting;

final class ReplicateStoreTest {
    private static final Setting SETTING = Setting.of(Key.whole("n", 1, 9, "tosses").is(3));
    private static final List<ReplicateStore.Replicate> WRITTEN = List.of(
            new ReplicateStore.Replicate(0, 0.5, Map.of("mean", new double[] {0.25, Double.NEGATIVE_INFINITY})),
            new ReplicateStore.Replicate(1, 0.25, Map.of("mean", new double[] {1e-300})),
            new ReplicateStore.Replicate(2, 0.75, Map.of()));

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private byte[] whole = new byte[0];

    @BeforeEach
    void write() throws IOException {
        try (var log = open(false)) {
            WRITTEN.forEach(log::append);
        }
        try (var files = Files.walk(folder)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        whole = Files.readAllBytes(file);
    }

    private ReplicateStore.Log open(boolean fresh) {
        return new ReplicateStore(folder).open("000.coin", SETTING, 1, "code", fresh);
    }

    @Test
    void whatWasKeptIsFound() {
        try (var log = open(false)) {
            assertThat(log.finished()).hasSize(3);
            assertThat(log.finished().values().stream().map(ReplicateStore.Replicate::line))
                    .containsExactlyElementsOf(WRITTEN.stream().map(ReplicateStore.Replicate::line).toList());
        }
    }

    /** Whichever bit is wrong: what is found is as it was written, and what comes before the damage is found. */
    @Test
    void aFlippedBitIsNeverBelieved() throws IOException {
        List<String> lines = WRITTEN.stream().map(ReplicateStore.Replicate::line).toList();
        int first = lines.getFirst().length();
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << bit);
                Files.write(file, damaged);
                try (var log = open(false)) {
                    assertThat(log.finished().values()).as("byte %s, bit %s", i, bit)
                            .allSatisfy(found -> assertThat(lines).contains(found.line()))
                            .hasSizeLessThan(3);
                    assertThat(log.finished().containsKey(0)).isEqualTo(i >= first);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock = """
                        {"replicate":-1,"seconds":0,"values":{}}               | field replicate is -1
                        {"replicate":0,"seconds":-1,"values":{}}               | field seconds is -1.0
                        {"replicate":0,"seconds":0,"values":null}              | field values is missing
                        {"replicate":0,"seconds":0}                            | field values is missing
                        {"replicate":0,"seconds":0,"values":{"mean":null}}     | field values.mean is null
                        {"replicate":0,"seconds":0,"values":{"mean":["NaN"]}}  | field values.mean is [NaN]
                        {"replicate":0,"seconds":0,"values":{"mean":["x"]}}    | field values is not what
                        {"replicate":"x","seconds":0,"values":{}}              | field replicate is not what
                        {"replicate":0,"seconds":0,"values":{},"more":1}       | field more is not what
                        null                                                   | the line is not what
                        []                                                     | the line is not what""")
    void nonsenseUnderAValidChecksumIsNamed(String json, String message) throws IOException {
        var crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, WRITTEN.getFirst().line() + String.format("%08x %s\n", crc.getValue(), json));
        assertThatThrownBy(() -> open(false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ", line 2: " + message)
                .hasMessageContaining("--fresh");
        try (var log = open(true)) {
            assertThat(log.finished()).isEmpty();
        }
    }
}
