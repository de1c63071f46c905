package org.paisaje.data.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.random.Seed;

/** Wherever a table is cut, it is the table that one pass over the whole gives. */
final class CsvPiecesTest {
    @TempDir
    private Path folder = Path.of("");

    private static CsvFile read(Path file, int piece) {
        return CsvFile.read(file, Optional.of("-1"), CsvDialect.detected(), piece);
    }

    private Path file(String content, Charset charset) throws IOException {
        return Files.write(folder.resolve("t.csv"), content.getBytes(charset));
    }

    /** Eighty records with empty lines between them, every third target in quotes that may hold a line end. */
    private static String table(String lineEnd, boolean breaks) {
        RandomGenerator random = Seed.of(5).generator();
        var text = new StringBuilder("\"a, \"\"1\"\"\",b,\u00e9").append(lineEnd);
        for (int i = 0; i < 80; i++) {
            text.append(random.nextGaussian()).append(',').append(i).append(',');
            text.append(i % 3 == 0 ? "\"x" + (breaks ? lineEnd : " ") + "1,2," + i % 2 + "\"" : "w\u00f6rd" + i % 5);
            text.append(lineEnd).append(i % 7 == 0 ? lineEnd : "");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void cutsDoNotShow(String lineEnd) throws IOException {
        for (boolean breaks : new boolean[] {false, true}) {
            Path file = file("\uFEFF" + table(lineEnd, breaks), StandardCharsets.UTF_8);
            CsvFile whole = read(file, Integer.MAX_VALUE);
            assertThat(whole.names()).containsExactly("a, \"1\"", "b");
            assertThat(whole.numbers().rows()).isEqualTo(80);
            assertThat(whole.numbers().get(79, 1)).isEqualTo(79);
            assertThat(whole.target().get(3)).isEqualTo(breaks ? "x" + lineEnd + "1,2,1" : "x 1,2,1");
            for (int piece = 1; piece < 400; piece += 1 + piece / 8) {
                assertThat(read(file, piece)).as("pieces of " + piece).isEqualTo(whole);
            }
        }
    }

    @Test
    void otherEncodingsAreReadWhole() throws IOException {
        CsvFile expected = read(file(table("\n", false), StandardCharsets.UTF_8), 100);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            Path file = file("\uFEFF" + table("\n", false), charset);
            assertThat(CsvFile.read(file, Optional.of("-1"), CsvDialect.detected().withSeparator(","),
                    100)).isEqualTo(expected);
        }
    }

    @Test
    void complaintsNameTheLineOfTheWholeFile() throws IOException {
        String sound = "x,y\n" + "1.5,2\n\n".repeat(500);
        String[][] damages = {{"1;3\n", "line 1002: it has 1 fields separated by ','"},
            {"1,2,3\n", "line 1002: it has 3 fields separated by ','"},
            {"1e,b\n", "line 1002, column 1 (x): '1e' is not a number"},
            {"1e999,b\n", "line 1002, column 1 (x): '1e999' is not a finite number"},
            {",b\n", "line 1002, column 1 (x): the value is missing"},
            {"1, NA \n", "line 1002, column 2 (y): the target is missing (' NA ')"}};
        for (String[] damage : damages) {
            Path file = file(sound + damage[0] + "oops\n" + "3,4\n".repeat(300), StandardCharsets.UTF_8);
            for (int piece : new int[] {64, 1000, 1 << 20}) {
                assertThatThrownBy(() -> read(file, piece)).as(damage[0])
                        .isInstanceOf(DataFormatException.class)
                        .hasMessageStartingWith(file + ", " + damage[1]);
            }
        }
    }

    @Test
    void aQuoteThatNeverEndsIsNoticed() throws IOException {
        Path file = file("x,y\n" + "1,2\n".repeat(100) + "1,\"2\n" + "3,4\n".repeat(100), StandardCharsets.UTF_8);
        for (int piece : new int[] {16, 100, 1 << 20}) {
            assertThatThrownBy(() -> read(file, piece)).isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("t.csv")
                    .hasMessageContaining("102");
        }
    }

    @Test
    void largeTablesReadBackBitForBit() throws IOException {
        RandomGenerator random = Seed.of(6).generator();
        double[] values = new double[60_000];
        var text = new StringBuilder("1,2,a\n");
        for (int i = 0; i < values.length; i += 2) {
            values[i] = random.nextGaussian();
            values[i + 1] = Math.scalb(random.nextGaussian(), random.nextInt(-1000, 1000));
            text.append(values[i]).append(',').append(values[i + 1]).append(",c").append(i % 3).append('\n');
        }
        CsvFile table = read(file(text.toString(), StandardCharsets.UTF_8), CsvTable.PIECE);
        assertThat(Files.size(folder.resolve("t.csv"))).isGreaterThan(CsvTable.PIECE);
        assertThat(table.numbers().rows()).isEqualTo(30_001);
        for (int i = 0; i < values.length; i++) {
            assertThat(table.numbers().data()[i + 2]).isEqualTo(values[i]);
        }
        assertThat(table.target().getLast()).isEqualTo("c" + (values.length - 2) % 3);
    }
}
