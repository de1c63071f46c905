package org.paisaje.theory.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

final class KernelAlignmentTest {
    private static final double ROUNDING = 200 * Math.ulp(1.0);

    private static Matrix gram(long seed, int n, int d) {
        Matrix x = Matrix.wrap(n, d, Seed.of(seed).gaussians(n * d));
        return x.timesTransposed(x);
    }

    @Test
    void factorsAndConstantsDoNotCount() {
        Matrix k = gram(1, 12, 5);
        Matrix other = k.copy();
        for (int i = 0; i < 144; i++) {
            other.data()[i] = 3 * other.data()[i] + 7;
        }
        assertThat(KernelAlignment.of(k, other)).isCloseTo(1, within(ROUNDING));
    }

    /** The plain definition with the matrix H. */
    @Test
    void agreesWithTheDefinition() {
        int n = 9;
        Matrix k = gram(2, n, 3);
        Matrix l = gram(3, n, 4);
        Matrix h = Matrix.zeros(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                h.set(i, j, (i == j ? 1 : 0) - 1.0 / n);
            }
        }
        Matrix a = h.times(k).times(h);
        Matrix b = h.times(l).times(h);
        double product = 0;
        for (int i = 0; i < n * n; i++) {
            product += a.data()[i] * b.data()[i];
        }
        assertThat(KernelAlignment.of(k, l)).isCloseTo(product / (a.frobeniusNorm() * b.frobeniusNorm()),
                within(ROUNDING));
    }

    @Test
    void aConstantHasNone() {
        Matrix ones = Matrix.zeros(6, 6);
        Arrays.fill(ones.data(), 2.5);
        assertThat(KernelAlignment.of(gram(4, 6, 2), ones)).isNaN();
    }

    /** The tangent kernel of a linear map without bias is that of the inputs. */
    @Test
    void ofALinearNetworkItIsThatOfTheInputs() {
        Architecture net = Architecture.parse("linear:3-1");
        Matrix x = Matrix.wrap(8, 3, Seed.of(5).gaussians(24));
        Matrix y = Matrix.wrap(8, 1, Seed.of(6).gaussians(8));
        assertThat(KernelAlignment.of(net, net.initialize(Seed.of(7)), x, y))
                .isCloseTo(KernelAlignment.of(x.timesTransposed(x), y.timesTransposed(y)), within(ROUNDING));
    }
}
