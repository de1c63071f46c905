package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;

final class LogarithmsTest {
    private static final Matrix X = Matrix.of(new double[][] {{1, 5}, {Math.E, -5}, {100, 0}});
    private static final Dataset DATA = new Dataset("towns", Dataset.regression("t", X, X.rowRange(0, 3)).task(), X,
            Matrix.of(new double[][] {{1}, {10}, {100}}), List.of("people", "height"));

    @Test
    void takesThemOfTheNamedColumnAlone() {
        for (String column : List.of("people", "1")) {
            Matrix x = Logarithms.of(DATA, List.of(column)).apply(DATA).x();
            assertThat(x.column(0)).containsExactly(0, 1, Math.log(100));
            assertThat(x.column(1)).containsExactly(5, -5, 0);
        }
        assertThat(Logarithms.ofTargets(DATA).y().column(0)).containsExactly(0, Math.log(10), Math.log(100));
    }

    @Test
    void refusesWhatHasNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> Logarithms.of(DATA, List.of("height")).apply(DATA))
                .withMessage(
                        "--input-log: towns has in column 'height' 2 of 3 numbers that are 0 or below, such as -5.0 in "
                                + "row 2; only numbers above 0 have a logarithm");
        Dataset lost = DATA.withTargets(Matrix.of(new double[][] {{1}, {0}, {3}}));
        assertThatIllegalArgumentException().isThrownBy(() -> TargetScale.of(lost, true, true))
                .withMessageContaining(
                        "--target-log: towns has 1 of 3 numbers that are 0 or below, such as 0.0 in row 2");
        assertThatIllegalArgumentException().isThrownBy(() -> Logarithms.of(DATA, List.of("hight")))
                .withMessageContaining("--input-log hight: towns has no such input; needed is one of people, height");
    }

    @Test
    void errorsOfLogarithmsAreThoseOfTheFile() {
        TargetScale scale = TargetScale.of(DATA, true, true);
        Matrix y = scale.apply(DATA).y();
        // ln 1, ln 10 and ln 100 have mean ln 10 and the variance 2/3 (ln 10)^2.
        assertClose(y.column(0), new double[] {-Math.sqrt(1.5), 0, Math.sqrt(1.5)}, rounding(3).times(1.3));
        Matrix outputs = Matrix.zeros(3, 1);
        assertClose(scale.errors(outputs, y)[0], Math.sqrt((81 + 8100) / 3.0), rounding(20).times(52));
        assertClose(TargetScale.of(DATA, true, false).errors(outputs, Logarithms.ofTargets(DATA).y())[0],
                Math.sqrt((81 + 99 * 99) / 3.0), rounding(20).times(52));
    }

    @Test
    void standardizedRowsComeBackAlsoFromTwoMaps() {
        Standardization first = Standardization.of(X);
        Matrix z = first.apply(X);
        Standardization second = Standardization.of(z.rowRange(0, 2));
        Matrix back = second.after(first).inverse(second.apply(z));
        for (int i = 0; i < X.rows(); i++) {
            // Rounding at the size of the column, 100.
            assertClose(back.row(i), X.row(i), rounding(4).times(100));
        }
    }
}
