package org.paisaje.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;

final class TargetScaleTest {
    private static final Matrix X = Matrix.of(new double[][] {{1}, {2}, {3}, {4}});

    @Test
    void errorsAreThoseOfTheFile() {
        Matrix y = Matrix.of(new double[][] {{1e8, 5}, {3e8, 5}, {1e8, 5}, {3e8, 5}});
        Dataset train = Dataset.regression("prices", X, y);
        TargetScale scale = TargetScale.of(train);
        assertThat(scale.means()).containsExactly(2e8, 5);
        assertThat(scale.scales()).containsExactly(1e8, 1);
        Matrix scaled = scale.apply(train).y();
        assertThat(scaled.column(0)).containsExactly(-1, 1, -1, 1);
        assertThat(scaled.column(1)).containsExactly(0, 0, 0, 0);
        // Outputs that are 3e7 and 0.5 too large in the units of the file.
        Matrix outputs = scaled.copy();
        for (int i = 0; i < 4; i++) {
            outputs.set(i, 0, outputs.get(i, 0) + 0.3);
            outputs.set(i, 1, outputs.get(i, 1) + 0.5);
        }
        double[] errors = scale.errors(outputs, scaled);
        // The sum -1 + 0.3 is rounded at 1 and scaled by 1e8.
        assertThat(errors[0]).isCloseTo(3e7, within(1e8 * 4 * Math.ulp(1.0)));
        assertThat(errors[1]).isEqualTo(0.5);
    }

    @Test
    void classesHaveNoScale() {
        Dataset classes = Dataset.classification("c", X, new int[] {0, 1, 0, 1}, List.of("a", "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> TargetScale.of(classes))
                .withMessageContaining("--standardize-target: c has 2 classes");
    }
}
