package org.paisaje.theory.geometry.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Signs at points that are on a line or off it by less than rounding, against a twin in decimal arithmetic. */
final class CornerTest {
    private static Plane plane(double[] n) {
        return Plane.rounded(n, new double[n.length], () -> Dyadic.of(n));
    }

    @Test
    void signsAreExact() {
        Random random = new Random(11);
        int zeros = 0;
        int open = 0;
        for (int k = 0; k < 3000; k++) {
            double[] p = line(random);
            double[] q = line(random);
            double[] f = new double[3];
            for (int i = 0; i < 3; i++) {
                f[i] = p[i] * (1 + k % 3) - q[i] * 2;
            }
            if (k % 4 > 0) {
                f[k % 3] = k % 2 == 0 ? Math.nextUp(f[k % 3]) : Math.nextDown(f[k % 3]);
            }
            int expected = twin(p, q, f);
            if (expected == NONE) {
                continue;
            }
            Corner corner = Corner.of(plane(p), plane(q));
            assertThat(corner.side(plane(f))).as("k = %d", k).isEqualTo(expected);
            zeros += expected == 0 ? 1 : 0;
            open += corner.sure(f, new double[3], 0) == 0 ? 1 : 0;
        }
        assertThat(zeros).isGreaterThan(300);
        assertThat(open).isGreaterThan(2000);
    }

    private static final int NONE = 9;

    private static double[] line(Random random) {
        return new double[] {random.nextInt(-9, 10), random.nextInt(-9, 10), random.nextInt(-9, 10)};
    }

    private static int twin(double[] p, double[] q, double[] f) {
        BigDecimal w = minor(p, q, 0, 1);
        if (w.signum() == 0) {
            return NONE;
        }
        BigDecimal sum = new BigDecimal(f[0]).multiply(minor(p, q, 1, 2))
                .subtract(new BigDecimal(f[1]).multiply(minor(p, q, 0, 2)))
                .add(new BigDecimal(f[2]).multiply(w));
        return sum.signum() * w.signum();
    }

    private static BigDecimal minor(double[] p, double[] q, int i, int j) {
        return new BigDecimal(p[i]).multiply(new BigDecimal(q[j]))
                .subtract(new BigDecimal(p[j]).multiply(new BigDecimal(q[i])));
    }
}
