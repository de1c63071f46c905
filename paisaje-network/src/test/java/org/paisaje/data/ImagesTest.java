package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class ImagesTest {
    /** A lit pixel moves as the documentation says, and one at the edge is lost. */
    @Test
    void shiftsMoveOnePixel() {
        Matrix x = Matrix.zeros(2, 12);
        x.set(0, 5, 7); // row 1, column 1 of 3 x 4
        x.set(1, 3, 2); // row 0, column 3
        Dataset images = Dataset.classification("two", x, new int[] {0, 1}, List.of("a", "b"));
        Dataset all = Images.shifted(images, 3, 4, 8);
        assertThat(all.size()).isEqualTo(18);
        int[] first = {5, 6, 4, 9, 1, 10, 0, 8, 2};
        int[] second = {3, -1, 2, 7, -1, -1, -1, 6, -1};
        for (int s = 0; s < 9; s++) {
            check(all, 2 * s, first[s], 7, 0);
            check(all, 2 * s + 1, second[s], 2, 1);
        }
        assertThat(Images.shifted(images, 3, 4, 0)).isSameAs(images);
        assertThat(Images.shifted(images, 3, 4, 3).x()).isEqualTo(all.x().rowRange(0, 8));
    }

    private static void check(Dataset all, int row, int at, double value, int label) {
        double[] expected = new double[12];
        if (at >= 0) {
            expected[at] = value;
        }
        assertThat(all.x().row(row)).containsExactly(expected);
        assertThat(all.labels()[row]).isEqualTo(label);
    }

    @Test
    void squaresAreRecognised() {
        Dataset digits = Datasets.named("digits", Seed.of(1));
        Dataset more = Images.shifted(digits, 2);
        assertThat(more.size()).isEqualTo(3 * digits.size());
        assertThat(more.name()).isEqualTo("digits and 2 shifts");
    }

    @Test
    void mistakesAreExplained() {
        Dataset iris = Datasets.named("iris", Seed.of(1)).withInputs(Matrix.zeros(150, 3));
        assertThatThrownBy(() -> Images.shifted(iris, 1)).hasMessageContaining("rows of 3 numbers, which is no square");
        assertThatThrownBy(() -> Images.shifted(iris, 2, 2, 1)).hasMessageContaining("have 4 of them");
        assertThatThrownBy(() -> Images.shifted(iris, 1, 3, 9)).hasMessageContaining("0 to 8");
    }
}
