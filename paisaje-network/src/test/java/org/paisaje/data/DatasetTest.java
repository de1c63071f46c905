package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class DatasetTest {

    private static Dataset classes(int... sizes) {
        int n = Arrays.stream(sizes).sum();
        Matrix x = Matrix.zeros(n, 1);
        int[] labels = new int[n];
        int row = 0;
        for (int c = 0; c < sizes.length; c++) {
            for (int i = 0; i < sizes[c]; i++) {
                x.set(row, 0, row);
                labels[row++] = c;
            }
        }
        List<String> names = List.of("a", "b", "c", "d").subList(0, sizes.length);
        return Dataset.classification("test", x, labels, names);
    }

    @Test
    void twoClassesAreOneColumnAndMoreAreOneHot() {
        assertThat(classes(1, 1).y()).isEqualTo(Matrix.of(new double[][] {{0}, {1}}));
        assertThat(classes(1, 1).oneHot().y()).isEqualTo(Matrix.identity(2));
        assertThat(classes(1, 1).signs()).isEqualTo(Matrix.of(new double[][] {{-1}, {1}}));
        assertThat(classes(1, 1, 1).y()).isEqualTo(Matrix.identity(3));
        assertThat(classes(2, 1, 3).labels()).containsExactly(0, 0, 1, 2, 2, 2);
        assertThat(classes(2, 3).oneHot().labels()).isEqualTo(classes(2, 3).labels());
        assertThat(classes(2, 1, 3).classCounts()).containsExactly(2, 1, 3);
    }

    @Test
    void splitKeepsProportionsAndLosesNoRow() {
        Dataset data = classes(50, 30, 20);
        var split = data.split(0.3, Seed.of(4));
        assertThat(split.test().classCounts()).containsExactly(15, 9, 6);
        var rows = new TreeSet<Double>();
        for (double value : split.train().x().data()) {
            rows.add(value);
        }
        for (double value : split.test().x().data()) {
            assertThat(rows.add(value)).isTrue();
        }
        assertThat(rows).hasSize(100);
        assertThat(data.split(0.3, Seed.of(4))).isEqualTo(split);
        assertThat(data.split(0.3, Seed.of(5))).isNotEqualTo(split);
    }

    @Test
    void proportionsAreRoundedByLargestRemainders() {
        // Quotas of 7 of 10 rows in classes 5, 3, 2: 3.5, 2.1, 1.4.
        assertThat(classes(5, 3, 2).sample(7, Seed.of(1)).classCounts()).containsExactly(4, 2, 1);
    }

    /** Each row of a group of 6 is drawn with probability 1/2; 5 standard deviations of 4000 draws are 158. */
    @Test
    void everyRowIsEquallyLikely() {
        Dataset data = classes(6, 4);
        int[] hits = new int[10];
        for (int s = 0; s < 4000; s++) {
            for (double value : data.sample(5, Seed.of(s)).x().data()) {
                hits[(int) value]++;
            }
        }
        for (int count : hits) {
            assertThat(count).isBetween(2000 - 158, 2000 + 158);
        }
    }

    @Test
    void badDataAreExplained() {
        Matrix x = Matrix.zeros(2, 3);
        Matrix y = Matrix.zeros(2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.regression("d", x, Matrix.zeros(3, 1)))
                .withMessageContaining("x has 2 rows, y has 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.regression("d", Matrix.zeros(0, 3),
                Matrix.zeros(0, 1)))
                .withMessageContaining("at least one row");
        Matrix broken = Matrix.zeros(2, 3);
        broken.set(1, 2, Double.NaN);
        broken.set(1, 1, Double.POSITIVE_INFINITY);
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.regression("d", broken, y))
                .withMessageContaining("x is Infinity in row 1, column 1")
                .withMessageContaining("1 more");
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.classification("d", x, new int[] {0, 2},
                List.of("no", "yes")))
                .withMessageContaining("label 2 of row 1");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dataset("d", new Task.Binary(List.of("n", "y")), x,
                Matrix.of(new double[][] {{0}, {0.5}})))
                .withMessageContaining("row 1 of y is [0.5]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Task.Binary(List.of("a", "a")))
                .withMessageContaining("same name");
        assertThatIllegalArgumentException().isThrownBy(() -> classes(2, 2).subset(4))
                .withMessageContaining("no row 4");
        assertThatIllegalArgumentException().isThrownBy(() -> classes(2, 2).split(0.01, Seed.of(1)))
                .withMessageContaining("leaves one part empty");
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.regression("d", x, y).labels())
                .withMessageContaining("is a regression");
    }

    @Test
    void standardizationComesFromTheTrainingPart() {
        Matrix train = Matrix.of(new double[][] {{1e8 + 1, 0.1, 5}, {1e8 + 2, 0.1, 7}, {1e8 + 3, 0.1, 9}});
        Standardization map = Standardization.of(train);
        assertThat(map.means()).containsExactly(1e8 + 2, 0.1, 7);
        assertThat(map.scales()[1]).isEqualTo(1);
        double root = Math.sqrt(1.5);
        Matrix expected = Matrix.of(new double[][] {{-root, 0, -root}, {0, 0, 0}, {root, 0, root}});
        double[] got = map.apply(train).data();
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected.data()[i], Offset.offset(4 * Math.ulp(root)));
        }
        assertThat(map.apply(Matrix.of(new double[][] {{1e8 + 2, 3.1, 7}})).get(0, 1)).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> map.apply(Matrix.zeros(1, 2)))
                .withMessageContaining("2 columns");
    }
}
