package org.paisaje.theory.landscape.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class EnergyGapTest {
    /** Features that are orthonormal columns: leaving some out leaves their squared coefficients. */
    @Test
    void whatIsLeftOutIsLost() {
        Matrix features = Matrix.identity(4);
        Matrix y = Matrix.of(new double[][] {{1}, {2}, {3}, {4}});
        assertThat(EnergyGap.halved(features, y, 4, 1, Seed.of(1).generator())).isCloseTo(0, within(1e-30));
        assertThat(EnergyGap.halved(features, y, 2, 200, Seed.of(1).generator())).isCloseTo((1 + 4) / 4.0,
                within(1e-14));
        assertThatThrownBy(() -> EnergyGap.halved(features, y, 5, 1, Seed.of(1).generator()))
                .hasMessageContaining("5 of 4");
    }
}
