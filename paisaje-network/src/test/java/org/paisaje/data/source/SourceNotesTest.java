package org.paisaje.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.data.Task;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.source.SourceOptions.Reading;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** What is assumed about targets, and that it is said. */
final class SourceNotesTest {
    private static final Seed SEED = Seed.of(1);
    private static final SourceOptions TARGET = SourceOptions.detected().withTarget("y");

    @TempDir
    private Path folder = Path.of("");

    private Sources.Read csv(String name, String text, SourceOptions options) throws IOException {
        return Sources.read(Files.writeString(folder.resolve(name), text).toString(), options, SEED);
    }

    private Sources.Read column(String values) throws IOException {
        return csv("t.csv", "x,y\n1.5," + values.replace(" ", "\n2.5,") + "\n", TARGET);
    }

    private Sources.Read arrays(Tensor y) {
        int n = y.rows().rows();
        NpyFile.write(folder.resolve("x.npy"), Matrix.wrap(n, 2, Seed.of(2).gaussians(2 * n)));
        NpyFile.write(folder.resolve("y.npy"), y);
        return Sources.read(folder.resolve("x.npy") + "," + folder.resolve("y.npy"), SourceOptions.detected(), SEED);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           1 2 3 1 2 3          ,  0, whole numbers 1\\, 2\\, 3 and is taken as a real number
                           1 2 3 1 4 5          ,  0, whole numbers 1\\, 2\\, 3\\, 4\\, 5 and is taken as a real number
                           0 1 2 1 0            ,  0, whole numbers 0\\, 1\\, 2 and is taken as a real number
                           10 20 40 70          ,  0, whole numbers 10\\, 20\\, 40\\, 70 and is taken as a real number
                           0 1 2 0 1 2          ,  3, target 0\\, 1\\, 2 is taken as 3 classes
                           -1 1 1 -1            ,  2, target -1\\, 1 is taken as 2 classes
                           0.5 1.5 0.5 1.5      ,  0, -
                           01 1 00 0            ,  2, target 0\\, 1 is taken as 2 classes
                           red 2 red 2          ,  2, numbers and words
                           """, quoteCharacter = '`')
    void whatNumbersAreTakenFor(String values, int classes, String note) throws IOException {
        Sources.Read read = column(values);
        assertThat(read.data().classes()).hasSize(classes);
        if (note.equals("-")) {
            assertThat(read.notes()).isEmpty();
        } else {
            assertThat(read.notes()).hasSize(1).first().asString().contains(note.replace("\\", ""));
        }
    }

    @Test
    void oneOddCellIsNoClass() {
        assertThatThrownBy(() -> column("0.5 1.5 2.5 oops 3.5 4.5")).isInstanceOf(DataFormatException.class)
                .hasMessageContaining("record 4: the target 'oops' is not a number, and 5 of the 6 others are");
        String many = "1 2 ".repeat(50) + "1o 1o";
        assertThatThrownBy(() -> column(many)).hasMessageContaining("record 101");
    }

    @Test
    void spellingsOfOneNumberAreOneClass() throws IOException {
        Sources.Read read = csv("t.csv", "x,y\n1,01\n2,1\n3,2\n4,02\n", TARGET.reading(Reading.CLASSIFICATION));
        assertThat(read.data().classes()).containsExactly("1", "2");
        assertThat(read.data().labels()).containsExactly(0, 0, 1, 1);
        Sources.Read words = csv("t.csv", "x,y\n1,01\n2,1\n3,a\n4,a\n", TARGET.reading(Reading.CLASSIFICATION));
        assertThat(words.data().classes()).containsExactly("01", "1", "a");
    }

    @Test
    void targetsOfArrays() {
        Sources.Read oneHot = arrays(Tensor.of(Matrix.of(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 1, 0}})));
        assertThat(oneHot.data().labels()).containsExactly(1, 0, 2, 1);
        assertThat(oneHot.notes()).first().asString().contains("3 classes");
        Sources.Read several = arrays(Tensor.of(Matrix.of(new double[][] {{1, 1}, {0, 1}})));
        assertThat(several.data().task()).isEqualTo(Task.regression());
        assertThat(several.notes()).first().asString().contains("taken as real numbers");
        Sources.Read binary = arrays(Tensor.of(new double[] {0, 1, 1, 0}));
        assertThat(binary.data().task()).isEqualTo(Task.classification(List.of("0", "1")));
        assertThat(arrays(Tensor.of(new double[] {1, 2, 3, 1, 2, 3})).notes()).first()
                .asString()
                .contains("--task classification");
    }

    @Test
    void textsAsLabels() throws IOException {
        NpyFile.write(folder.resolve("x.npy"), Matrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
        for (boolean wide : List.of(true, false)) {
            String head = "{'descr': '" + (wide ? "<U5" : "|S5") + "', 'fortran_order': False, 'shape': (3,), }";
            ByteBuffer bytes = ByteBuffer.allocate(10 + 118 + 15 * (wide ? 4 : 1));
            bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
            bytes.put((head + " ".repeat(117 - head.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
            for (String word : List.of("dog", "mouse", "dog")) {
                String padded = word + "\0".repeat(5 - word.length());
                bytes.put(padded.getBytes(wide ? Charset.forName("UTF-32LE") : StandardCharsets.US_ASCII));
            }
            Path y = Files.write(folder.resolve("y.npy"), bytes.array());
            Sources.Read read = Sources.read(folder.resolve("x.npy") + "," + y, SourceOptions.detected(), SEED);
            assertThat(read.data().classes()).containsExactly("dog", "mouse");
            assertThat(read.data().labels()).containsExactly(0, 1, 0);
            assertThatThrownBy(() -> NpyFile.read(y)).hasMessageContaining("it holds text");
        }
    }

    @Test
    void emptyArraysAreRefused() {
        for (Matrix empty : List.of(Matrix.zeros(0, 3), Matrix.zeros(3, 0))) {
            NpyFile.write(folder.resolve("x.npy"), empty);
            NpyFile.write(folder.resolve("y.npy"), Tensor.of(new double[empty.rows()]));
            String spec = folder.resolve("x.npy") + "," + folder.resolve("y.npy");
            assertThatThrownBy(() -> Sources.read(spec, SourceOptions.detected(), SEED))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("at least one row and one column");
            assertThatThrownBy(() -> Sources.points(folder.resolve("x.npy").toString(), SourceOptions.detected(), SEED))
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void exchangedImagesAndLabels() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102, 0, 0};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 7, 9, 7};
        Path x = Files.write(folder.resolve("images"), images);
        Path y = Files.write(folder.resolve("labels"), labels);
        Sources.Read right = Sources.read("idx:" + x + "," + y, SourceOptions.detected(), SEED);
        Sources.Read exchanged = Sources.read("idx:" + y + "," + x, SourceOptions.detected(), SEED);
        assertThat(exchanged.data().x()).isEqualTo(right.data().x());
        assertThat(exchanged.data().y()).isEqualTo(right.data().y());
        assertThat(exchanged.notes()).anyMatch(note -> note.contains("are exchanged"));
    }

    /** A file of labels holds classes, also where it is too short for each to occur twice; what was assumed is said. */
    @Test
    void fewLabelsOfImages() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102, 0, 0, 9, 8, 7, 6};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 5, 0, 1, 2, 1, 0};
        Path x = Files.write(folder.resolve("images"), images);
        Path y = Files.write(folder.resolve("labels"), labels);
        Sources.Read read = Sources.read("idx:" + x + "," + y, SourceOptions.detected(), SEED);
        assertThat(read.data().classes()).containsExactly("0", "1", "2");
        assertThat(read.notes()).containsExactly(
                "its target 0, 1, 2 is taken as 3 classes; --task regression takes it as a real number");
        labels[9] = 4;
        Files.write(y, labels);
        Sources.Read gap = Sources.read("idx:" + x + "," + y, SourceOptions.detected(), SEED);
        assertThat(gap.data().task()).isEqualTo(Task.regression());
        assertThat(gap.notes()).singleElement().asString().contains("numbers 0, 1, 2, 4 and is taken as a real");
    }

    @Test
    void imagesAreNoLabels() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102, 0, 0};
        Path x = Files.write(folder.resolve("images"), images);
        assertThatThrownBy(() -> Sources.read("idx:" + x + "," + x, SourceOptions.detected(), SEED))
                .hasMessageContaining("it holds images, 3 x 1 x 2, where labels are needed");
    }

    @Test
    void oneTargetForAllRowsIsSaid() throws IOException {
        assertThat(column("3 3 3 3").notes()).containsExactly(
                "its target is 3 in every row, so that there is nothing to tell apart");
    }

    @Test
    void manyClassesAreCountedRight() {
        double[] values = new double[600];
        Arrays.setAll(values, i -> i / 4 + 1);
        Sources.Read real = arrays(Tensor.of(values));
        assertThat(real.data().task()).isEqualTo(Task.regression());
        assertThat(real.notes()).first().asString().contains("1, 2, ..., 150 and is taken as a real number");
    }

    @Test
    void testSetsAreReadAsTheTrainingData() throws IOException {
        Sources.Read train = csv("train.csv", "id,a,b,y\n1,1,10,cat\n2,2,20,dog\n3,3,30,eel\n", TARGET);
        assertThat(train.columns()).containsExactly("a", "b");
        Path test = Files.writeString(folder.resolve("test.csv"), "b,a,id,y\n50,5,77,dog\n60,6,3,dog\n");
        Sources.Read read = Sources.readTest(test.toString(), TARGET, SEED, train);
        assertThat(read.data().x()).isEqualTo(Matrix.of(new double[][] {{5, 50}, {6, 60}}));
        assertThat(read.data().classes()).containsExactly("cat", "dog", "eel");
        assertThat(read.data().labels()).containsExactly(1, 1);
        Path other = Files.writeString(folder.resolve("other.csv"), "b,a,y\n50,5,fox\n60,6,dog\n");
        assertThatThrownBy(() -> Sources.readTest(other.toString(), TARGET, SEED, train))
                .hasMessageContaining("is of class fox, which does not occur in the training data (cat, dog, eel)");
        Path lacking = Files.writeString(folder.resolve("lacking.csv"), "b,y\n50,dog\n60,dog\n");
        assertThatThrownBy(() -> Sources.readTest(lacking.toString(), TARGET, SEED, train))
                .hasMessageContaining("it has no column a");
    }
}
