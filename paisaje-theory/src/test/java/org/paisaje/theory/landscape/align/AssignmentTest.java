package org.paisaje.theory.landscape.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/** The assignment problem against all permutations, and planted ones at size. */
final class AssignmentTest {
    @Test
    void bestOfAllPermutations() {
        for (int n = 1; n <= 7; n++) {
            for (int r = 0; r < 20; r++) {
                Matrix gain = Matrix.wrap(n, n, Seed.of(n).at(r).gaussians(n * n));
                Assignment found = Assignment.best(gain);
                assertThat(found.columns()).doesNotHaveDuplicates().hasSize(n);
                assertClose(found.value(), brute(gain, new boolean[n], 0), rounding(n).times(4));
            }
        }
    }

    private static double brute(Matrix gain, boolean[] used, int row) {
        if (row == gain.rows()) {
            return 0;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < used.length; j++) {
            if (!used[j]) {
                used[j] = true;
                best = Math.max(best, gain.get(row, j) + brute(gain, used, row + 1));
                used[j] = false;
            }
        }
        return best;
    }

    @Test
    void findsWhatIsPlanted() {
        int n = 300;
        int[] planted = Seed.of(4).permutation(n);
        Matrix gain = Matrix.wrap(n, n, Seed.of(5).uniforms(n * n));
        for (int i = 0; i < n; i++) {
            gain.set(i, planted[i], 2);
        }
        assertThat(Assignment.best(gain).columns()).isEqualTo(planted);
    }

    @Test
    void tiesAreTakenInOrder() {
        assertThat(Assignment.best(Matrix.zeros(4, 4)).columns()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void refusesWhatIsNoProblem() {
        assertThatThrownBy(() -> Assignment.best(Matrix.zeros(2, 3))).hasMessageContaining("2 x 3");
        assertThatThrownBy(() -> Assignment.best(Matrix.wrap(1, 1, new double[] {Double.NaN})))
                .hasMessageContaining("NaN");
    }
}
