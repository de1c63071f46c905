package org.paisaje.data.format.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvDialect.Missing;
import org.paisaje.math.linalg.Matrix;

/** The ways in which people write one and the same table. */
final class CsvFormsTest {
    private static final Matrix TABLE = Matrix.of(new double[][] {{-0.5, 1.25}, {3, 0.0625}, {1234.5, -2}, {0, 7}});
    private static final List<String> TARGETS = List.of("0.5", "1.5", "2.5", "3.5");
    private static final CsvDialect DETECTED = CsvDialect.detected();

    @TempDir
    private Path folder = Path.of("");

    private CsvFile read(byte[] bytes, String target, CsvDialect dialect) throws IOException {
        return CsvFile.read(Files.write(folder.resolve("t.csv"), bytes), Optional.of(target), dialect);
    }

    private CsvFile read(String text, String target, CsvDialect dialect) throws IOException {
        return read(text.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8), target, dialect);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock = """
                        a,b,y\\n-0.5,1.25,0.5\\n3,0.0625,1.5\\n1234.5,-2,2.5\\n0,7,3.5
                        a;b;y\\n-0,5;1,25;0,5\\n3;0,0625;1,5\\n1234,5;-2;2,5\\n0;7;3,5
                        a;b;y\\n-0,5;1,25;0,5\\n3;0,0625;1,5\\n1.234,5;-2;2,5\\n0;7;3,5
                        a,b,y\\n-0.5,1.25,0.5\\n3,0.0625,1.5\\n"1,234.5",-2,2.5\\n0,7,3.5
                        a,b,y\\n"-0,5","1,25","0,5"\\n3,"0,0625","1,5"\\n"1234,5",-2,"2,5"\\n0,7,"3,5"
                        a;b;y\\n-0.5;1.25;0.5\\n3;0.0625;1.5\\n1'234.5;-2;2.5\\n0;7;3.5
                        # made by x\\na,b,y\\n-0.5,1.25,0.5\\n3,0.0625,1.5\\n# middle\\n1234.5,-2,2.5\\n0,7,3.5
                        # a,b,y\\n-0.5,1.25,0.5\\n3,0.0625,1.5\\n1234.5,-2,2.5\\n0,7,3.5
                        % a b y\\n-0.5 1.25  0.5\\n3 0.0625 1.5\\n 1234.5 -2 2.5\\n0  7 3.5
                        a b y\\n  -0,5 1,25   0,5\\n3   0,0625 1,5\\n1234,5 -2 2,5\\n0 7 3,5
                        ,a,b,y\\n0,-0.5,1.25,0.5\\n1,3,0.0625,1.5\\n2,1234.5,-2,2.5\\n3,0,7,3.5
                        Unnamed: 0,a,b,y\\n9,-0.5,1.25,0.5\\n4,3,0.0625,1.5\\n2,1234.5,-2,2.5\\n7,0,7,3.5
                        id,a,b,y\\n1,-0.5,1.25,0.5\\n2,3,0.0625,1.5\\n3,1234.5,-2,2.5\\n4,0,7,3.5
                        a,b,y,\\n-0.5,1.25,0.5,\\n3,0.0625,1.5,\\n1234.5,-2,2.5,\\n0,7,3.5,
                        a|b|y\\n\u22120.5|1.25|0.5\\n3|0.0625|1.5\\n1234.5|-2|2.5\\n0|7|3.5
                        """)
    void oneTableInManyForms(String text) throws IOException {
        CsvFile table = read(text.strip(), "y", DETECTED);
        assertThat(table.numbers()).isEqualTo(TABLE);
        assertThat(table.names()).containsExactly("a", "b");
        assertThat(table.target().stream().map(table::number).toList())
                .isEqualTo(TARGETS.stream().map(Double::valueOf).toList());
        assertThat(table.notes().isEmpty()).isEqualTo(text.startsWith("a,b,y\\n-0.5,1.25,0.5\\n3,0.0625,1.5\\n1234.5")
                || text.startsWith("a,b,y,") || text.startsWith("a|"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "windows-1252"})
    void encodingsWithoutMark(String charset) throws IOException {
        String text = "größe,b,y\n-0.5,1.25,0.5\n3,0.0625,1.5\n1234.5,-2,2.5\n0,7,3.5\n";
        CsvFile table = read(text.getBytes(Charset.forName(charset)), "y", DETECTED);
        assertThat(table.numbers()).isEqualTo(TABLE);
        assertThat(table.names()).containsExactly("größe", "b");
        assertThat(table.notes()).hasSize(charset.equals("UTF-8") ? 0 : 1);
        CsvFile marked = read(("\uFEFF" + text).getBytes(Charset.forName(charset.startsWith("w") ? "UTF-8" : charset)),
                "y", DETECTED);
        assertThat(marked.numbers()).isEqualTo(TABLE);
        assertThat(marked.names()).containsExactly("größe", "b");
    }

    @Test
    void gzippedTables() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write("a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(bytes.toByteArray(), "b", DETECTED).target()).containsExactly("2", "4");
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 9);
        assertThatThrownBy(() -> read(cut, "b", DETECTED)).hasMessageContaining("damaged or cut short");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock = """
                        a;y\\n1,234;5,678\\n2,345;6,789   ! may be 1234 or 1.234
                        a,y\\n1.5,2.5\\n"3,5",2.5         ! line 3, column 1 (a): '3,5' is not a number with a decimal point
                        a,y\\n1.5,2.5\\nred,2.5           ! --drop a leaves the column out
                        a,y\\n1.5,2.5\\n,2.5              ! --missing drop leaves such records out
                        y\\n1.5\\n2.5                     ! say which character it is: --separator
                        a\0,y\\n1.5,2.5                   ! byte 1: a zero byte
                        PK\u0003\u0004,y\\n1.5,2.5        ! zip archive
                        """)
    void whatCannotBeReadSaysWhatToDo(String text, String complaint) {
        assertThatThrownBy(() -> read(text.strip(), "y", DETECTED)).isInstanceOf(DataFormatException.class)
                .hasMessageContaining(complaint.strip());
    }

    @Test
    void whatIsSaidOverridesWhatIsFoundOut() throws IOException {
        String unclear = "a;y\n1,234;5,678\n2,345;6,789\n";
        assertThat(read(unclear, "y", DETECTED.withDecimal(",")).numbers().get(0, 0)).isEqualTo(1.234);
        assertThat(read(unclear, "y", DETECTED.withDecimal(".")).numbers().get(0, 0)).isEqualTo(1234);
        assertThat(read("1,5;2\n2,5;3\n", "2", DETECTED.withSeparator(";")).numbers().get(1, 0)).isEqualTo(2.5);
        assertThat(read("a:y\n1:2\n", "y", DETECTED.withSeparator(":")).target()).containsExactly("2");
        assertThat(read("id,a,y\n1,5,2\n2,6,2\n3,8,1\n", "y", DETECTED.dropping(List.of("none"))).names())
                .containsExactly("id", "a");
        assertThat(read("a,b,c,y\n1,5,x,2\n2,6,y,2\n", "y", DETECTED.dropping(List.of("c", "1"))).names())
                .containsExactly("b");
        assertThatThrownBy(() -> read("a,y\n1,2\n", "y", DETECTED.dropping(List.of("z"))))
                .hasMessageContaining("there is no column z; there are a, y");
        assertThatThrownBy(() -> read("a,y\n1,2\n", "y", DETECTED.dropping(List.of("y"))))
                .hasMessageContaining("is the target");
        assertThatThrownBy(() -> read("a,y\n1,2\n", "y", DETECTED.dropping(List.of("a"))))
                .hasMessageContaining("no column is left");
        assertThatThrownBy(() -> DETECTED.withSeparator("ab")).hasMessageContaining("--separator");
        assertThatThrownBy(() -> DETECTED.withDecimal("x")).hasMessageContaining("--decimal");
        assertThatThrownBy(() -> DETECTED.withDecimal(",").withSeparator(",")).hasMessageContaining("must differ");
        assertThatThrownBy(() -> Missing.parse("zero")).hasMessageContaining("drop, mean, indicator or refuse");
    }

    @Test
    void aColumnThatIsEmptyAtFirstMustStayEmpty() throws IOException {
        String empty = "a,,y\n" + "1,,2\n".repeat(300);
        assertThat(read(empty, "y", DETECTED).numbers()).isEqualTo(Matrix.wrap(300, 1, ones(300)));
        assertThatThrownBy(() -> read(empty + "1,4,2\n", "y", DETECTED))
                .hasMessageContaining("line 302, column 2: '4' stands in a column that is empty");
    }

    private static double[] ones(int n) {
        double[] result = new double[n];
        Arrays.fill(result, 1);
        return result;
    }

    @Test
    void missingValues() throws IOException {
        String text = "a,b,y\n1,2,0.5\n,4,1.5\n3,NA,2.5\n5,6,?\n8,9,4.5\n";
        CsvFile dropped = read(text, "y", DETECTED.withMissing(Missing.DROP));
        assertThat(dropped.numbers()).isEqualTo(Matrix.of(new double[][] {{1, 2}, {8, 9}}));
        assertThat(dropped.target()).containsExactly("0.5", "4.5");
        assertThat(dropped.notes()).containsExactly("3 of 5 records lack a value and are left out");
        CsvFile filled = read(text, "y", DETECTED.withMissing(Missing.MEAN));
        assertThat(filled.numbers()).isEqualTo(Matrix.of(new double[][] {{1, 2}, {4, 4}, {3, 5}, {8, 9}}));
        assertThat(filled.target()).containsExactly("0.5", "1.5", "2.5", "4.5");
        assertThat(filled.notes()).containsExactly("1 of 5 records lack a value and are left out",
                "2 missing values filled with the mean of the column");
        assertThatThrownBy(() -> read("a,b,y\n1,,2\n2,,3\n", "y", DETECTED.withMissing(Missing.MEAN)))
                .hasMessageContaining("column b holds no value");
        assertThatThrownBy(() -> read("a,y\n,2\n,3\n", "y", DETECTED.withMissing(Missing.DROP)))
                .hasMessageContaining("2 of 2 records lack a value");
    }

    @Test
    void manyPiecesTellTheSameAsOne() throws IOException {
        var text = new StringBuilder("# head\na,b,y\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i % 7 == 0 ? "" : Integer.toString(i))
                    .append(',')
                    .append("\"1,0")
                    .append(10 + i % 90)
                    .append("\",")
                    .append(i % 11 == 0 ? "NA" : "2.5")
                    .append('\n')
                    .append(i % 100 == 0 ? "# note\n" : "");
        }
        Path file = Files.writeString(folder.resolve("large.csv"), text);
        for (Missing missing : List.of(Missing.DROP, Missing.MEAN)) {
            CsvDialect dialect = DETECTED.withMissing(missing).withDecimal(".");
            CsvFile whole = CsvFile.read(file, Optional.of("y"), dialect, 1 << 30);
            assertThat(CsvFile.read(file, Optional.of("y"), dialect, 1000)).isEqualTo(whole);
            assertThat(whole.notes()).anyMatch(note -> note.startsWith("51 lines beginning with #"))
                    .anyMatch(note -> note.contains("with thousands set apart, the first '1,010', read as 1010"));
        }
    }
}
