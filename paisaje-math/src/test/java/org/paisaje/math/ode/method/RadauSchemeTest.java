package org.paisaje.math.ode.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RadauSchemeTest {
    /** The scheme of three stages in closed form (Hairer and Wanner 1996, table IV.5.6). */
    @Test
    void threeStages() {
        double r = Math.sqrt(6);
        double[] c = RadauScheme.nodes(3);
        assertClose(c, new double[] {(4 - r) / 10, (4 + r) / 10, 1}, rounding(4));
        double[][] a = RadauScheme.integrals(c);
        assertClose(a[0], new double[] {(88 - 7 * r) / 360, (296 - 169 * r) / 1800, (-2 + 3 * r) / 225}, rounding(4));
        assertClose(a[2], new double[] {(16 - r) / 36, (16 + r) / 36, 1.0 / 9}, rounding(4));
    }

    /** The last row integrates polynomials of degree 2 s - 2 exactly, the others of degree s - 1. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 7})
    void integratesPolynomials(int s) {
        double[] c = RadauScheme.nodes(s);
        double[][] a = RadauScheme.integrals(c);
        for (int degree = 0; degree <= 2 * s - 2; degree++) {
            for (int i = degree < s ? 0 : s - 1; i < s; i++) {
                double sum = 0;
                for (int j = 0; j < s; j++) {
                    sum += a[i][j] * Math.pow(c[j], degree);
                }
                assertClose(sum, Math.pow(c[i], degree + 1) / (degree + 1), rounding(4));
            }
        }
        double[][] inverse = RadauScheme.inverse(a);
        double trace = 0;
        for (int i = 0; i < s; i++) {
            for (int j = 0; j < s; j++) {
                trace += inverse[i][j] * a[j][i];
            }
        }
        assertClose(trace, s, rounding(100).times(4));
        assertThat(RadauScheme.withZero(c)).hasSize(s + 1).startsWith(0);
    }
}
