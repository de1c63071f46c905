package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvDialect.Missing;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.data.source.Sources;
import org.paisaje.math.random.Seed;

/** What is missing is filled with means that know nothing of the test data. */
final class GapsTest {
    private static final Seed SEED = Seed.of(1);
    private static final SourceOptions MEAN = SourceOptions.detected()
            .dialect(CsvDialect.detected().withMissing(Missing.MEAN))
            .withTarget("y");

    @TempDir
    private Path folder = Path.of("");

    private Sources.Read read(String name, String text) throws IOException {
        return Sources.read(Files.writeString(folder.resolve(name), text).toString(), MEAN, SEED);
    }

    @Test
    void aSplitFillsBothPartsFromTheTrainingPart() throws IOException {
        var text = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 20; i++) {
            text.append(i % 4 == 1 ? "" : Integer.toString(i * i)).append(',').append(i).append(",0.5\n");
        }
        Sources.Read read = read("t.csv", text.toString());
        Dataset.Split split = read.split(0.3, SEED);
        Dataset.Split plain = read.data().split(0.3, SEED);
        double sum = 0;
        int n = 0;
        for (int i = 0; i < split.train().size(); i++) {
            int row = (int) plain.train().x().get(i, 1);
            sum += row % 4 == 1 ? 0 : row * row;
            n += row % 4 == 1 ? 0 : 1;
        }
        int filled = 0;
        for (Dataset part : new Dataset[] {split.train(), split.test()}) {
            for (int i = 0; i < part.size(); i++) {
                int row = (int) part.x().get(i, 1);
                filled += row % 4 == 1 ? 1 : 0;
                // A running mean of integers below 400 rounds once for each of its terms.
                assertThat(part.x().get(i, 0))
                        .isCloseTo(row % 4 == 1 ? sum / n : row * row, within(20 * Math.ulp(400.0)));
            }
        }
        assertThat(filled).isEqualTo(5);
        assertThat(split.test().x().column(1)).isEqualTo(plain.test().x().column(1));
    }

    @Test
    void codesAreMissingAndIndicatorsSayWhere() throws IOException {
        SourceOptions said = MEAN.dialect(CsvDialect.detected()
                .withMissing(Missing.INDICATOR)
                .withCodes(List.of("a=0", "2=-9")));
        Path file = Files.writeString(folder.resolve("codes.csv"), "a,b,c,y\n1,0,5,0.5\n0,10,6,1.5\n3,-9,7,2.5\n");
        Sources.Read train = Sources.read(file.toString(), said, SEED);
        assertThat(train.data().names()).containsExactly("a", "b", "c", "a missing", "b missing");
        assertThat(train.data().x().row(0)).containsExactly(1, 0, 5, 0, 0);
        assertThat(train.data().x().row(1)).containsExactly(2, 10, 6, 1, 0);
        assertThat(train.data().x().row(2)).containsExactly(3, 5, 7, 0, 1);
        Path test = Files.writeString(folder.resolve("more.csv"), "b,a,c,y\n4,0.0,8,0.5\n1,2,9,1.5\n");
        Dataset aligned = Sources.readTest(test.toString(), said, SEED, train).data();
        assertThat(aligned.x().row(0)).containsExactly(2, 4, 8, 1, 0);
        assertThat(aligned.x().row(1)).containsExactly(2, 1, 9, 0, 0);
        SourceOptions refused = MEAN.dialect(CsvDialect.detected().withCodes(List.of("0")));
        assertThatThrownBy(() -> Sources.read(file.toString(), refused, SEED))
                .hasMessageContaining("line 2, column 2 (b)")
                .hasMessageContaining("said to stand for a missing value");
    }

    @Test
    void aTestFileTakesTheMeansOfTheTrainingFile() throws IOException {
        Sources.Read train = read("train.csv", "a,b,y\n1,,0.5\n3,10,1.5\n,20,2.5\n");
        Path test = Files.writeString(folder.resolve("test.csv"), "y,b,a\n0.5,,7\n1.5,99,\n");
        Dataset aligned = Sources.readTest(test.toString(), MEAN, SEED, train).data();
        assertThat(aligned.x().row(0)).containsExactly(7, 15);
        assertThat(aligned.x().row(1)).containsExactly(2, 99);
    }

    @Test
    void aColumnWithoutValueInTheTrainingPartIsRefused() throws IOException {
        Sources.Read train = read("train.csv", "a,b,y\n1,5,0.5\n3,10,1.5\n");
        Sources.Read one = read("one.csv", "a,b,y\n1,5,0.5\n3,,1.5\n2,,2.5\n4,,3.5\n");
        long seed = 1;
        while (one.data().split(0.25, Seed.of(seed)).test().x().get(0, 0) != 1) {
            seed++;
        }
        Seed unlucky = Seed.of(seed);
        assertThatThrownBy(() -> one.split(0.25, unlucky)).hasMessageContaining("column b holds no value");
        assertThat(train.gaps().isEmpty()).isTrue();
    }
}
