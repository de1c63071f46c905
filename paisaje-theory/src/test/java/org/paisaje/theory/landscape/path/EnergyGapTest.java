package org.paisaje.theory.landscape.path;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class EnergyGapTest {
    /** Features that are orthonormal columns: leaving some out leaves their squared coefficients. */
    @Test
    void whatIsLeftOutIsLost() {
        Matrix features = Matrix.identity(4);
        Matrix y = Matrix.of(new double[][] {{1}, {2}, {3}, {4}});
        assertClose(EnergyGap.halved(features, y, 4, 1, Seed.of(1).generator()), 0,
                stated(Math.pow(rounding(4).bound(), 2), "the square of a rounding"));
        assertClose(EnergyGap.halved(features, y, 2, 200, Seed.of(1).generator()), (1 + 4) / 4.0, rounding(20));
        assertThatThrownBy(() -> EnergyGap.halved(features, y, 5, 1, Seed.of(1).generator()))
                .hasMessageContaining("5 of 4");
    }
}
