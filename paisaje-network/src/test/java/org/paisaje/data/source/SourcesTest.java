package org.paisaje.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.Task;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.source.SourceOptions.Reading;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class SourcesTest {
    private static final Seed SEED = Seed.of(1);
    private static final SourceOptions DETECTED = SourceOptions.detected();

    @TempDir
    private Path folder = Path.of("");

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private Dataset csv(String content, String target) throws IOException {
        return Sources.open(file("a.csv", content), DETECTED.withTarget(target), SEED);
    }

    @Test
    void tablesWithWordsAsTargets() throws IOException {
        Dataset data = csv("\uFEFFsize;\"col; our\";kind\n1;2.5;cat\n-3e-1;+.5;\"a \"\"dog\"\"\"\n\n0;0;cat\n", "kind");
        assertThat(data.x()).isEqualTo(Matrix.of(new double[][] {{1, 2.5}, {-0.3, 0.5}, {0, 0}}));
        assertThat(data.classes()).containsExactly("a \"dog\"", "cat");
        assertThat(data.labels()).containsExactly(1, 0, 1);
    }

    @Test
    void targetsByNumberAndWithoutHeader() throws IOException {
        String content = "1\t5\t0\n2\t6\t1\n3\t7\t0\n4\t8\t1\n";
        assertThat(csv(content, "-1").labels()).containsExactly(0, 1, 0, 1);
        assertThat(csv(content, "3")).isEqualTo(csv(content, "-1"));
        assertThat(csv(content, "1").y()).isEqualTo(Matrix.of(new double[][] {{1}, {2}, {3}, {4}}));
        assertThat(csv(content, "1").task()).isEqualTo(Task.regression());
        Dataset forced = Sources.open(file("b.csv", content), DETECTED.withTarget("3").reading(Reading.REGRESSION),
                SEED);
        assertThat(forced.task()).isEqualTo(Task.regression());
        Dataset ten = csv("x,y\n1,10\n2,2\n3,10\n4,-1\n5,2\n6,-1\n", "y");
        assertThat(ten.task()).isEqualTo(Task.regression());
        Dataset classes = Sources.open(file("c.csv", "x,y\n1,10\n2,2\n3,10\n4,-1\n"),
                DETECTED.withTarget("y").reading(Reading.CLASSIFICATION), SEED);
        assertThat(classes.classes()).containsExactly("-1", "2", "10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            textBlock = """
                        a,b,y\\n1,2,3\\n1,red,3        ! line 3, column 2 (b): 'red' is not a number
                        a,b,y\\n1,2,3\\n1,,3           ! line 3, column 2 (b): the value is missing ('')
                        a,b,y\\n1,2,3\\n1,?,3          ! line 3, column 2 (b): the value is missing ('?')
                        a,b,y\\n1,2,3\\n1,inf,3        ! line 3, column 2 (b): 'inf' is not a finite number
                        a,b,y\\n1,2,3\\n1,1e999,3      ! line 3, column 2 (b): '1e999' is not a finite number
                        a,b,y\\n1,2,3\\n1,2d,3         ! line 3, column 2 (b): '2d' is not a number
                        a,b,y\\n1,2,3\\n1,2,NA         ! line 3, column 3 (y): the target is missing
                        a,b,y\\n1,2,3\\n1,2            ! line 3: it has 2 fields separated by ',', the first line has 3
                        a,b,y\\n1,2,3\\n1,2,3,4        ! line 3: it has 4 fields
                        a,b,y\\n1,"2\\n2",3\\n1,2,x    ! line 2, column 2 (b)
                        a,b,y                          ! there is a header and no record
                        a,b,z\\n1,2,3                  ! there is no column y; there are a, b, z
                        a,y,y\\n1,2,3                  ! two columns are called y
                        y\\n1\\n2                      ! the target is the only column
                        a,b,y\\n1,"2,3\\n1,2,3         ! quote
                        """)
    void whatIsWrongWithATableIsSaidInOneLine(String content, String complaint) throws IOException {
        String text = content.strip().replace("\\n", "\n");
        assertThatThrownBy(() -> csv(text, "y")).isInstanceOf(DataFormatException.class)
                .hasMessageContaining("a.csv")
                .hasMessageContaining(complaint.strip())
                .message()
                .doesNotContain("\n");
    }

    @Test
    void emptyAndUntargetedTables() throws IOException {
        assertThatThrownBy(() -> csv("", "y")).hasMessageContaining("it is empty");
        String file = file("a.csv", "1,2\n3,4\n");
        assertThatThrownBy(() -> Sources.open(file, DETECTED, SEED)).hasMessageContaining("--target");
        assertThat(Sources.points(file, DETECTED, SEED)).isEqualTo(Matrix.of(new double[][] {{1, 2}, {3, 4}}));
        assertThatThrownBy(() -> csv("x,y\n1,a\n2,a\n", "y")).hasMessageContaining("all 2 targets are 'a'");
    }

    @Test
    void writtenTablesReadBackExactly() {
        Matrix numbers = Matrix.of(new double[][] {{1.0 / 3, -0.0}, {1e300, 5}, {Double.MIN_VALUE, -1e15}});
        CsvFile.write(folder.resolve("t.csv"), List.of("a, \"b\"", "c"), numbers);
        CsvFile back = CsvFile.read(folder.resolve("t.csv"), Optional.empty(), CsvDialect.detected());
        assertThat(back.numbers()).isEqualTo(numbers);
        assertThat(back.names()).containsExactly("a, \"b\"", "c");
    }

    @Test
    void columnsKeepTheirNames() throws IOException {
        Dataset data = csv("id no,age,income\n1.5,30,2\n2.5,41,3\n9,52,5\n7,23,8\n", "income");
        assertThat(data.names()).containsExactly("id no", "age");
        assertThat(data.input(1)).isEqualTo("column 'age'");
        assertThat(data.subset(2, 0).withTargets(data.y().rows(new int[] {0, 1})).inputFirst(0))
                .isEqualTo("Column 'id no'");
        assertThat(data.withInputs(Matrix.zeros(4, 3)).input(2)).isEqualTo("input 3");
        assertThat(csv("1,30,2\n2,41,3\n9,52,5\n", "3").names()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> data.withNames(List.of("age")))
                .withMessageContaining("1 names for the 2 columns");
    }

    @Test
    void archivesWithANameForEachColumn() {
        var arrays = new LinkedHashMap<String, Tensor>();
        arrays.put("age", Tensor.of(new double[] {30, 41, 52}));
        arrays.put("price", Tensor.of(new double[] {1.5, 2.5, 3.5}));
        arrays.put("size", Tensor.of(new double[] {7, 8, 9}));
        NpzFile.write(folder.resolve("f.npz"), arrays);
        Dataset data = Sources.open(folder + "/f.npz", DETECTED.withTarget("price"), SEED);
        assertThat(data.names()).containsExactly("age", "size");
        assertThat(data.x()).isEqualTo(Matrix.of(new double[][] {{30, 7}, {41, 8}, {52, 9}}));
        assertThat(data.y()).isEqualTo(Matrix.wrap(3, 1, new double[] {1.5, 2.5, 3.5}));
        assertThatThrownBy(() -> Sources.open(folder + "/f.npz", DETECTED.withTarget("prize"), SEED))
                .hasMessageContaining(
                        "there is no array prize; arrays x and y are needed, or one array for each column with "
                                + "--target NAME; there are age, price, size");
        arrays.put("size", Tensor.of(new double[] {7, 8}));
        NpzFile.write(folder.resolve("g.npz"), arrays);
        assertThatThrownBy(() -> Sources.open(folder + "/g.npz", DETECTED.withTarget("price"), SEED))
                .hasMessageContaining("array size")
                .hasMessageContaining("here 3");
    }

    @Test
    void numpyPairsAndArchives() {
        Matrix x = Matrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
        Tensor real = Tensor.of(new double[] {0.5, 1, 1.5, 2});
        NpyFile.write(folder.resolve("x.npy"), x);
        NpyFile.write(folder.resolve("y.npy"), real);
        Dataset pair = Sources.open(folder + "/x.npy," + folder + "/y.npy", DETECTED, SEED);
        assertThat(pair.x()).isEqualTo(x);
        assertThat(pair.y()).isEqualTo(Matrix.wrap(4, 1, real.values()));
        assertThat(Sources.points(folder + "/x.npy", DETECTED, SEED)).isEqualTo(x);
        var arrays = new LinkedHashMap<String, Tensor>();
        arrays.put("x", Tensor.of(x));
        arrays.put("y", Tensor.of(Matrix.zeros(4, 2)).as(ElementType.F32));
        NpzFile.write(folder.resolve("d.npz"), arrays);
        assertThat(Sources.open(folder + "/d.npz", DETECTED, SEED).outputs()).isEqualTo(2);
        arrays.remove("y");
        NpzFile.write(folder.resolve("e.npz"), arrays);
        assertThatThrownBy(() -> Sources.open(folder + "/e.npz", DETECTED, SEED))
                .hasMessageContaining("there are x");
        NpyFile.write(folder.resolve("short.npy"), Tensor.of(new double[] {1, 2}));
        assertThatThrownBy(() -> Sources.open(folder + "/x.npy," + folder + "/short.npy", DETECTED, SEED))
                .hasMessageContaining("short.npy: it has a vector of 2 targets")
                .hasMessageContaining("4 samples");
        assertThatThrownBy(() -> Sources.open(folder + "/x.npy", DETECTED, SEED))
                .hasMessageContaining("two files, written X.npy,Y.npy");
    }

    @Test
    void archivesAsKerasAndNumpyNameThem() {
        Matrix x = Matrix.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        var arrays = new LinkedHashMap<String, Tensor>();
        for (String name : List.of("x_train", "x_test")) {
            arrays.put(name, Tensor.of(x));
        }
        arrays.put("y_train", Tensor.of(new double[] {0.5, 1, 1.5}));
        NpzFile.write(folder.resolve("k.npz"), arrays);
        Sources.Read read = Sources.read(folder + "/k.npz", DETECTED, SEED);
        assertThat(read.data().x()).isEqualTo(x);
        assertThat(read.notes()).containsExactly(
                "its inputs are the array x_train, its targets the array y_train; left aside: x_test");
        arrays.clear();
        arrays.put("arr_0", Tensor.of(x));
        arrays.put("arr_1", Tensor.of(new double[] {0.5, 1, 1.5}));
        NpzFile.write(folder.resolve("n.npz"), arrays);
        assertThat(Sources.read(folder + "/n.npz", DETECTED, SEED).data().y().data()).containsExactly(0.5, 1, 1.5);
    }

    @Test
    void sumsOfMoneyAreNoClasses() throws IOException {
        for (String target : List.of("$1%d", "1%d.5 %%", "-3%d,50€")) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 9; i++) {
                text.append(i).append(";").append(String.format(target, i)).append('\n');
            }
            assertThat(csv("a;y\n" + text, "y").task()).as(target).isInstanceOf(Task.Regression.class);
            text.append("9;10\n");
            assertThatThrownBy(() -> csv("a;y\n" + text, "y"))
                    .as(target)
                    .hasMessageContaining("record 1: the target '")
                    .hasMessageContaining("sign of money or a per cent sign");
        }
    }

    @Test
    void integerTargetsOfArchivesAreClasses() {
        Path stored = Path.of("src/test/resources/org/paisaje/data/format/deflated.npz");
        Dataset data = Sources.open(stored.toString(), DETECTED, SEED);
        assertThat(data.classes()).containsExactly("0", "1");
        assertThat(data.labels()).containsExactly(0, 1, 0, 1);
    }

    @Test
    void idxPairs() throws IOException {
        byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, (byte) 255, 51, 102};
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 3, 7};
        Files.write(folder.resolve("i"), images);
        Files.write(folder.resolve("l"), labels);
        Dataset data = Sources.open("idx:" + folder + "/i," + folder + "/l", DETECTED, SEED);
        assertThat(data.x()).isEqualTo(Matrix.of(new double[][] {{0, 1}, {0.2, 0.4}}));
        assertThat(data.classes()).containsExactly("3", "7");
        assertThatThrownBy(() -> Sources.open("idx:" + folder + "/i", DETECTED, SEED))
                .hasMessageContaining("idx:IMAGES,LABELS");
    }

    @Test
    void aTestSetTakesTheClassesOfTheTrainingSet() throws IOException {
        Dataset train = csv("x,y\n1,a\n2,b\n3,c\n", "y");
        Dataset test = csv("x,y\n4,c\n5,a\n", "y").alignedTo(train);
        assertThat(test.labels()).containsExactly(2, 0);
        assertThat(test.outputs()).isEqualTo(3);
        Dataset other = csv("x,y\n4,c\n5,z\n", "y");
        assertThatIllegalArgumentException().isThrownBy(() -> other.alignedTo(train))
                .withMessageContaining("row 1 is of class z");
        assertThatIllegalArgumentException().isThrownBy(() -> Datasets.named("step", SEED).alignedTo(train))
                .withMessageContaining("real targets");
        assertThatIllegalArgumentException().isThrownBy(() -> Datasets.named("rings", SEED).alignedTo(train))
                .withMessageContaining("2 inputs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
                                            ringz            ! did you mean rings?
                                            digit            ! did you mean digits?
                                            quux             ! there is no data set called quux; built in are digits
                                            rings:nois=1     ! did you mean noise?
                                            rings:n          ! key=value
                                            rings:n=1.5      ! n is 1.5, needs a whole number
                                            rings:n=3e9      ! n is 3e9, needs a whole number up to 2147483647
                                            rings:n=0        ! at least 1 sample
                                            rings:n=5,n=6    ! given twice
                                            rings:noise=-1   ! noise -1.0 >= 0
                                            rings:from=0.2   ! 0.35 < 0.2
                                            rings:noise=NaN  ! noise NaN
                                            digits:n=5       ! it takes none
                                            data.orc     ! of no known kind
                                            net.safetensors  ! it holds weights, not data
                                            mnist.gz         ! write idx:
                                            """)
    void unknownNamesGetASuggestion(String spec, String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sources.open(spec.strip(), DETECTED, SEED))
                .withMessageContaining(complaint.strip());
    }
}
