package org.paisaje.math.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.exactly;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;

/** What all tests rest on must be able to fail. */
final class ClosenessTest {
    @Test
    void withinTheTolerancePasses() {
        assertClose(1 + 3 * Math.ulp(1.0), 1, rounding(3));
        assertClose(-5, -5, exactly());
        assertClose(new double[] {1e6, -2e6}, new double[] {1e6 + 1e-9, -2e6}, rounding(10).times(-1e6));
        assertClose(Double.NaN, Double.NaN, exactly());
        assertClose(Matrix.identity(3), Matrix.identity(3), exactly());
    }

    @Test
    void vectorsAreMeasuredAtEverySize() {
        for (double size : new double[] {1e-300, 1, 1e300}) {
            assertClose(Vectors.norm(new double[] {3 * size, -4 * size}), 5 * size, rounding(4).times(5 * size));
        }
        assertClose(Vectors.norm(new double[3]), 0, exactly());
        assertClose(Vectors.distance(new double[] {1, 2}, new double[] {4, -2}), 5, exactly());
    }

    @Test
    void beyondItFailsAndSaysWhere() {
        assertThatThrownBy(() -> assertClose(1 + 4 * Math.ulp(1.0), 1, rounding(3))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("rounding of 3 operations");
        assertThatThrownBy(() -> assertClose(Double.NaN, 1, stated(1e300, "anything")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("NaN")
                .hasMessageContaining("(anything)");
        assertThatThrownBy(() -> assertClose(1, Double.NaN, stated(1e300, "anything")))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertClose(new double[] {1, 2}, new double[] {1, 3}, exactly()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("entry 1: 2.0 is 1.0 from 3.0");
        assertThatThrownBy(() -> assertClose(new double[1], new double[2], exactly()))
                .isInstanceOf(AssertionError.class);
        Matrix other = Matrix.identity(3);
        other.set(2, 1, 0.5);
        assertThatThrownBy(() -> assertClose(other, Matrix.identity(3), exactly())).isInstanceOf(AssertionError.class)
                .hasMessageContaining("entry (2, 1)");
        assertThatThrownBy(() -> assertClose(Matrix.zeros(2, 3), Matrix.zeros(3, 2), exactly()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> stated(Double.NaN, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
