package org.paisaje.theory.geometry.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

final class TopologyTest {
    private static Betti rings(double inner, double outer) {
        return StableBetti.of(points -> {
            boolean[] in = new boolean[points.rows()];
            for (int i = 0; i < in.length; i++) {
                double r = Math.hypot(points.get(i, 0), points.get(i, 1));
                in[i] = r >= inner && r <= outer;
            }
            return in;
        }, new double[] {-1.1, -1.1}, new double[] {1.1, 1.1}, 256).orElseThrow().betti();
    }

    /** Document 004, corollary 7.1.1: an annulus has b0 = b1 = 1, a disc b0 = 1 and b1 = 0. */
    @Test
    void annulusAndDisc() {
        assertThat(rings(0, 0.35)).isEqualTo(new Betti(1, 0, 0));
        assertThat(rings(0.575, 1)).isEqualTo(new Betti(1, 1, 0));
    }

    @Test
    void bodiesInSpace() {
        assertThat(body((x, y, z) -> x * x + y * y + z * z <= 0.8)).isEqualTo(new Betti(1, 0, 0));
        assertThat(body((x, y, z) -> {
            double r = x * x + y * y + z * z;
            return r >= 0.4 && r <= 0.9;
        })).isEqualTo(new Betti(1, 0, 1));
        assertThat(body((x, y, z) -> Math.pow(Math.hypot(x, y) - 0.65, 2) + z * z <= 0.06))
                .isEqualTo(new Betti(1, 1, 0));
        assertThat(body((x, y, z) -> Math.abs(Math.hypot(Math.hypot(x, y) - 0.6, z) - 0.28) <= 0.07))
                .isEqualTo(new Betti(1, 2, 1));
    }

    private interface Body {
        boolean holds(double x, double y, double z);
    }

    private static Betti body(Body body) {
        return StableBetti.of(points -> {
            boolean[] in = new boolean[points.rows()];
            for (int i = 0; i < in.length; i++) {
                in[i] = body.holds(points.get(i, 0), points.get(i, 1), points.get(i, 2));
            }
            return in;
        }, new double[] {-1, -1, -1}, new double[] {1, 1, 1}, 64).orElseThrow().betti();
    }

    /** Random cells: Euler's number of the cells against the Betti numbers, and in the plane the count of faces. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void alternatingSumsAreEulersNumber(int seed) {
        Random random = new Random(seed);
        CubicalSet plane = CubicalSet.plane(20, 15);
        CubicalSet slab = CubicalSet.space(20, 15, 1);
        for (int k = 0; k < 140; k++) {
            int x = random.nextInt(20);
            int y = random.nextInt(15);
            plane.add(x, y);
            slab.add(x, y, 0);
        }
        assertThat(plane.betti().euler()).isEqualTo(plane.euler());
        assertThat(slab.betti()).isEqualTo(plane.betti());
        assertThat(slab.euler()).isEqualTo(plane.euler());
        assertThat(CubicalSet.plane(3, 3).betti()).isEqualTo(new Betti(0, 0, 0));
        assertThatThrownBy(() -> plane.add(20, 0)).hasMessageContaining("cell 20, 0, 0 of a grid of 20 x 15");
    }

    @Test
    void samplesOfARingHaveOneLoop() {
        double[] u = Seed.of(4).uniforms(1200);
        Matrix ring = Matrix.zeros(400, 2);
        Matrix disc = Matrix.zeros(400, 2);
        Matrix lifted = Matrix.zeros(400, 3);
        Matrix flat = Matrix.zeros(400, 2);
        for (int i = 0; i < 400; i++) {
            double phi = 2 * Math.PI * u[i];
            double r = 0.575 + 0.425 * u[400 + i];
            ring.set(i, 0, r * Math.cos(phi));
            ring.set(i, 1, r * Math.sin(phi));
            disc.set(i, 0, 0.35 * Math.sqrt(u[800 + i]) * Math.cos(phi));
            disc.set(i, 1, 0.35 * Math.sqrt(u[800 + i]) * Math.sin(phi));
            lifted.set(i, 0, ring.get(i, 0));
            lifted.set(i, 1, ring.get(i, 1));
            lifted.set(i, 2, 0.2 * Math.cos(2 * phi));
            flat.set(i, 0, ring.get(i, 0));
            flat.set(i, 1, ring.get(i, 0) + 0.1 * ring.get(i, 1));
        }
        StableBetti found = StableBetti.ofPoints(ring).orElseThrow();
        assertThat(found.betti()).isEqualTo(new Betti(1, 1, 0));
        assertThat(found.coarsest()).isGreaterThan(1.5 * found.finest());
        assertThat(StableBetti.ofPoints(disc).orElseThrow().betti()).isEqualTo(new Betti(1, 0, 0));
        assertThat(StableBetti.ofPoints(lifted).orElseThrow().betti()).isEqualTo(new Betti(1, 1, 0));
        // A map that keeps shapes: the ring is squeezed to a twentieth of its width along a diagonal.
        assertThat(StableBetti.ofPoints(flat).orElseThrow().betti()).isEqualTo(new Betti(1, 1, 0));
        assertThat(StableBetti.ofPoints(Matrix.zeros(5, 2))).isEmpty();
    }

    @Test
    void stripsAreAsWideAsHullsAreApart() {
        Matrix square = Matrix.of(new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}});
        Matrix far = Matrix.of(new double[][] {{3, 0.5}, {4, 9}, {4, -9}});
        HullDistance apart = HullDistance.of(far, square);
        assertThat(apart.verdict()).isEqualTo(HullDistance.Verdict.APART);
        assertClose(apart.width(), 2, rounding(100).times(2));
        assertClose(apart.margin(), 1, rounding(100));
        HullDistance inside = HullDistance.of(Matrix.of(new double[][] {{0.3, 0.4}}), square);
        assertThat(inside.verdict()).isEqualTo(HullDistance.Verdict.MEET);
        assertThat(inside.margin()).isZero();
        assertThatThrownBy(() -> HullDistance.of(Matrix.zeros(0, 2), square)).hasMessageContaining("0 points");
    }

    /** Two clouds in many dimensions: the width is between what every direction shows and the distance of the points. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 20})
    void theGapClosesInManyDimensions(int d) {
        double[] g = Seed.of(d).gaussians(600 * d);
        for (double shift : new double[] {0, 9}) {
            Matrix a = Matrix.zeros(300, d);
            Matrix b = Matrix.zeros(300, d);
            for (int i = 0; i < 300; i++) {
                for (int j = 0; j < d; j++) {
                    a.set(i, j, g[i * d + j] + (j == 0 ? shift : 0));
                    b.set(i, j, g[(300 + i) * d + j]);
                }
            }
            HullDistance found = HullDistance.of(a, b);
            if (shift == 0) {
                assertThat(found.verdict()).isEqualTo(HullDistance.Verdict.MEET);
            } else {
                assertThat(found.verdict()).isEqualTo(HullDistance.Verdict.APART);
                assertThat(found.width()).isCloseTo(found.distance(), within(1e-9 * found.distance()));
            }
        }
    }
}
