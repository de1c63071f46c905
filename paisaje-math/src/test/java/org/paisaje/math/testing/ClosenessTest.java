package org.paisaje.math.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.exactly;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;
import static org.paisaje.math.testing.Tolerance.truncation;

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

    /** Euler's method on y' = y: (1 + h)^(1 / h) is e (1 - h / 2 + 11 h^2 / 24 - ...). */
    @Test
    void schemesAreMeasuredByWhatTheyLeaveOut() {
        double[] errors = new double[2];
        for (int i = 0; i < 2; i++) {
            double h = Math.scalb(1.0, -5 - i);
            double end = Math.pow(1 + h, 1 / h);
            errors[i] = Math.E - end;
            Tolerance half = truncation(h, 1).times(Math.E / 2);
            assertClose(end, Math.E, half);
            assertThatThrownBy(() -> assertClose(end, Math.E, half.times(0.9))).isInstanceOf(AssertionError.class)
                    .hasMessageContaining("truncation of order 1 with step " + h);
        }
        double order = Math.log(errors[0] / errors[1]) / Math.log(2);
        Tolerance fitted = fittedOrder(11.0 / 12 / 32);
        assertClose(order, 1, fitted);
        assertThatThrownBy(() -> assertClose(order, 1, fitted.times(0.4))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("an order fitted where");
        assertThatThrownBy(() -> assertClose(1 + 2e-9, 1, given(1e-9))).isInstanceOf(AssertionError.class)
                .hasMessageContaining("the tolerance 1.0E-9 that the method was given");
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
