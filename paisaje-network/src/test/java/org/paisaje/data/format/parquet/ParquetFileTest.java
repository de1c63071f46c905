package org.paisaje.data.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** The files are written by {@code src/test/python/make_parquet.py}, which has the same formulas. */
final class ParquetFileTest {
    private static final Path FOLDER = Path.of("src/test/resources/org/paisaje/data/format/parquet");
    private static final CsvDialect DETECTED = CsvDialect.detected();

    @TempDir
    private Path folder = Path.of("");

    private static CsvFile read(String name, String target, CsvDialect dialect) {
        return ParquetFile.read(FOLDER.resolve(name + ".parquet"), Optional.of(target), dialect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "lz4", "second"})
    void everyTypeKeepsItsBits(String name) {
        CsvFile table = read(name, "kind", DETECTED);
        assertThat(table.names()).containsExactly("a", "b", "single", "half", "u", "big", "flag", "price");
        assertThat(table.numbers().rows()).isEqualTo(24);
        for (int i = 0; i < 24; i++) {
            assertThat(table.numbers().row(i)).as("row " + i)
                    .containsExactly((i * i - 70) / 7.0, 3 * i - 31, i / 10.0f, i / 4.0,
                            232 + i, 4294967295.0 - i, i % 3 == 0 ? 1 : 0, i * 7 / 4.0);
            assertThat(table.target().get(i)).isEqualTo(i % 2 == 0 ? "blue" : "red");
        }
    }

    @Test
    void wordsAreClassesAsInOtherTables() {
        Sources.Read read = Sources.read(FOLDER.resolve("snappy.parquet").toString(),
                SourceOptions.detected().withTarget("kind"), Seed.of(1));
        assertThat(read.data().classes()).containsExactly("blue", "red");
        assertThat(read.columns()).hasSize(8);
        Matrix points = Sources.points(FOLDER.resolve("lists.parquet").toString(), SourceOptions.detected(),
                Seed.of(1));
        assertThat(points).isEqualTo(Matrix.of(new double[][] {{1, 2, 0.5}, {3, 4, 1.5}, {5, 6.5, 2.5}}));
    }

    @Test
    void listsAndStructuresBecomeColumns() {
        CsvFile lists = read("lists", "y", DETECTED);
        assertThat(lists.names()).containsExactly("e.0", "e.1");
        assertThat(lists.numbers()).isEqualTo(Matrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6.5}}));
        CsvFile structure = read("nested", "y", DETECTED.dropping(List.of("when")));
        assertThat(structure.names()).containsExactly("s.p", "s.q");
        assertThat(structure.numbers()).isEqualTo(Matrix.of(new double[][] {{0, 0}, {1, 0.25}, {2, 0.5}}));
    }

    @Test
    void missingValuesAreTreatedAsInOtherTables() {
        CsvFile dropped = read("missing", "y", DETECTED.withMissing(CsvDialect.Missing.DROP));
        assertThat(dropped.numbers()).isEqualTo(Matrix.of(new double[][] {{1.5}}));
        CsvFile filled = read("missing", "y", DETECTED.withMissing(CsvDialect.Missing.MEAN));
        assertThat(filled.numbers()).isEqualTo(Matrix.of(new double[][] {{1.5}, {1.5}, {1.5}}));
        assertThat(filled.target()).containsExactly("0.5", "2.5", "4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | y | row 2, column 1 (x): the value is missing",
                "ragged | y | row 2, column e: the list holds 1 where that of the first row holds 2",
                "zstd | kind | it is packed by zstd; what pandas and Arrow write by default is read",
                "delta | kind | column b is encoded as delta_binary_packed",
                "empty | kind | and no row",
                "none | colour | there is no column colour; there are a, b, single"})
    void whatIsNotReadIsSaid(String name, String target, String words) {
        assertThatExceptionOfType(DataFormatException.class).isThrownBy(() -> read(name, target, DETECTED))
                .withMessageContaining(words);
    }

    @Test
    void whatIsCutOffIsRefused() throws IOException {
        byte[] packed = Files.readAllBytes(FOLDER.resolve("lz4.parquet"));
        for (int at = 4; at < 600; at += 3) {
            byte[] damaged = packed.clone();
            damaged[at] ^= (byte) 0xA5;
            Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
            try {
                ParquetFile.read(file, Optional.of("kind"), DETECTED);
            } catch (DataFormatException e) {
                assertThat(e).hasMessageContaining("damaged.parquet");
            }
        }
        byte[] whole = Files.readAllBytes(FOLDER.resolve("snappy.parquet"));
        Path cut = folder.resolve("cut.parquet");
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ParquetFile.read(cut, Optional.of("kind"), DETECTED))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("it is damaged, or no Parquet file");
        }
        assertThatThrownBy(() -> Sources.read(FOLDER.resolve("none.parquet").toString(), SourceOptions.detected(),
                Seed.of(1))).hasMessageContaining("a Parquet file needs the column to be predicted: --target NAME");
    }
}
