package org.paisaje.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.random.Seed;

/** Columns of words among the inputs become one column for each word. */
final class WordsTest {
    @TempDir
    private Path folder = Path.of("");

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private static Sources.Read read(String file, CsvDialect dialect) {
        return Sources.read(file, options(dialect), Seed.of(1));
    }

    private static SourceOptions options(CsvDialect dialect) {
        return SourceOptions.detected().withTarget("y").dialect(dialect);
    }

    private static CsvDialect plain() {
        return CsvDialect.detected();
    }

    @Test
    void eachWordHasItsColumn() throws IOException {
        Sources.Read read = read(file("a.csv", "m2,place,y", "1,south,0.5", "2,north,0.25", "3, south ,1.5"), plain());
        assertThat(read.columns()).containsExactly("m2", "place north", "place south");
        assertThat(read.data().names()).isEqualTo(read.columns());
        assertThat(read.data().x().data()).containsExactly(1, 0, 1, 2, 1, 0, 3, 0, 1);
        assertThat(read.notes()).contains("column place holds words and becomes 2 columns of 0 and 1: north, south");
    }

    @Test
    void namesAboveWordsAloneAreNames() throws IOException {
        Sources.Read read = read(file("a.csv", "colour,y", "red,yes", "red,no", "green,yes", "green,no"), plain());
        assertThat(read.columns()).containsExactly("colour green", "colour red");
        assertThat(read.data().classes()).containsExactly("no", "yes");
    }

    @Test
    void aTestSetHasTheColumnsOfTheTrainingData() throws IOException {
        Sources.Read train = read(
                file("a.csv", "u,place,y", "1,b,0.5", "2,a,1.5", "3,c,2.5", "4,c,0.25", "1,a,1", "2,b,2"),
                plain());
        String other = file("t.csv", "place,y,u", "d,1.5,7", "c,2.5,8", "c,2.5,9", "d,3.5,6");
        Sources.Read test = Sources.readTest(other, options(plain()), Seed.of(1), train);
        assertThat(test.columns()).containsExactly("u", "place a", "place b", "place c");
        assertThat(test.data().x().row(0)).containsExactly(7, 0, 0, 0);
        assertThat(test.data().x().row(1)).containsExactly(8, 0, 0, 1);
        assertThat(test.notes()).anyMatch(note -> note.startsWith("column place holds d, not in "));
        String without = file("w.csv", "z,y,u", "1,1.5,7", "2,2.5,8");
        assertThatThrownBy(() -> Sources.readTest(without, options(plain()), Seed.of(1), train))
                .hasMessageContaining("it has no column place a");
    }

    @Test
    void aMissingWordTakesTheSharesOfTheTrainingPart() throws IOException {
        String[] lines = {"place,y", "b,0.5", "a,1.5", ",2.5", "a,0.5", "b,1.25", "a,0.75"};
        String file = file("a.csv", lines);
        assertThatThrownBy(() -> read(file, plain()))
                .hasMessageContaining("line 4, column 1 (place): the value is missing");
        assertThat(read(file, plain().withMissing(CsvDialect.Missing.DROP)).data().size()).isEqualTo(5);
        CsvDialect mean = plain().withMissing(CsvDialect.Missing.MEAN);
        Sources.Read train = read(file, mean);
        assertThat(train.data().x().row(2)).containsExactly(3.0 / 5, 2.0 / 5);
        // Only b occurs here: the missing word has the shares of the training data in both columns.
        Sources.Read test = Sources.readTest(file("t.csv", "place,y", "b,0.5", ",1.5", "b,2.5"), options(mean),
                Seed.of(1),
                train);
        assertThat(test.data().x().row(0)).containsExactly(0, 1);
        assertThat(test.data().x().row(1)).containsExactly(3.0 / 5, 2.0 / 5);
    }

    @Test
    void wordsOfRecordsLeftOutHaveNoColumn() throws IOException {
        Sources.Read read = read(file("a.csv", "u,place,y", "1,b,0.5", ",c,1.5", "3,a,2.5", "4,b,1"),
                plain().withMissing(CsvDialect.Missing.DROP));
        assertThat(read.columns()).containsExactly("u", "place a", "place b");
    }

    @Test
    void whatBeginsAsANumberIsNoWordUnlessTold() throws IOException {
        String file = file("a.csv", "age,y", "18-25,1.5", "26-40,2.5", "18-25,3.5", "26-40,0.5");
        assertThatThrownBy(() -> read(file, plain())).isInstanceOf(DataFormatException.class)
                .hasMessageContaining("'18-25' is not a number; --drop age leaves the column out, "
                        + "--one-hot age takes each of its values for an input");
        assertThat(read(file, plain().withWords(List.of("age"))).columns()).containsExactly("age 18-25", "age 26-40");
        String money = file("b.csv", "price,y", "$ 12,1.5", "13 EUR,2.5", "$ 12,3.5");
        assertThatThrownBy(() -> read(money, plain())).hasMessageContaining("'$ 12' is not a number");
    }

    @Test
    void aColumnThatTellsRecordsApartIsRefused() throws IOException {
        String file = file("a.csv", "name,y", "ann,1.5", "bob,2.5", "cid,3.5", "dan,0.5");
        assertThatThrownBy(() -> read(file, plain()))
                .hasMessageContaining("column name: it holds 4 different words in 4 records, too many");
        String[] many = IntStream.range(0, 1200)
                .mapToObj(i -> i == 0 ? "name,y" : "w" + Integer.toString(i % 300, 36) + "," + i / 7.0)
                .toArray(String[]::new);
        String large = file("b.csv", many);
        assertThatThrownBy(() -> read(large, plain())).hasMessageContaining("more than 256 different words")
                .hasMessageContaining("--drop name leaves the column out");
    }

    @Test
    void columnsToDropMayBeListed() throws IOException {
        Sources.Read read = read(file("a.csv", "u,name,city,y", "1,ann,x,0.5", "2,bob,y,1.5"),
                plain().dropping(List.of("name,city")));
        assertThat(read.columns()).containsExactly("u");
    }

    @Test
    void piecesGiveTheSameTable() throws IOException {
        int n = 60_000;
        List<String> words = List.of("delta", "beta", "gamma", "alpha");
        String text = IntStream.range(0, n)
                .mapToObj(i -> i + "," + words.get((i % 7 + i / 977) % 4) + "," + i / 3.0)
                .collect(Collectors.joining("\n", "u,greek,y\n", "\n"));
        Path file = Files.writeString(folder.resolve("large.csv"), text);
        CsvFile read = CsvFile.read(file, Optional.of("y"), plain());
        assertThat(Files.size(file)).as("several pieces").isGreaterThan(1L << 20);
        assertThat(read.names()).containsExactly("u", "greek alpha", "greek beta", "greek delta", "greek gamma");
        List<String> sorted = List.of("alpha", "beta", "delta", "gamma");
        double[] expected = new double[5 * n];
        for (int i = 0; i < n; i++) {
            expected[5 * i] = i;
            expected[5 * i + 1 + sorted.indexOf(words.get((i % 7 + i / 977) % 4))] = 1;
        }
        assertThat(read.numbers().data()).isEqualTo(expected);
    }
}
