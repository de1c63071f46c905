package org.paisaje.theory.landscape.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

/** Losses along curves against closed forms, and curves that find what is known to be there. */
final class BarrierTest {
    /** Example 1.20 of document 002: theta_1 r(theta_3 x + theta_5) + theta_2 r(theta_4 x + theta_6) on (-1, 0), (1, 1). */
    private static final LossField EXAMPLE = LossField.of(Risk.of(Architecture.parse("mlp:1-2-1:relu"),
            Matrix.of(new double[][] {{-1}, {1}}), Matrix.of(new double[][] {{0}, {1}}), Loss.meanSquared()));
    private static final double[] THETA = {1, 1, 1, 0, 1, -1, 0};
    private static final double[] SWAPPED = {1, 1, 0, 1, -1, 1, 0};

    private static LossField linear(String net) {
        return LossField.of(Risk.of(Architecture.parse(net), Matrix.of(new double[][] {{1}}),
                Matrix.of(new double[][] {{1}}), Loss.meanSquared()));
    }

    /** R(t) = 8 t^2 (1 - t)^2 on the line between the two. */
    @Test
    void lineOfTheSixParameterExample() {
        Barrier along = Barrier.along(EXAMPLE, Curve.line(THETA, SWAPPED), 100);
        for (int i = 0; i < along.places().length; i++) {
            double t = along.places()[i];
            assertClose(along.losses()[i], 8 * t * t * (1 - t) * (1 - t), rounding(8));
        }
        assertClose(along.aboveChord(), 0.5, rounding(8));
        assertClose(along.aboveEnds(), 0.5, rounding(8));
        assertClose(along.top(), 0.5, rounding(1));
    }

    /** The two barriers differ where the ends do: along a falling line with a bump. */
    @Test
    void barriersAreThoseOfTheirDefinitions() {
        var along = new Barrier(new double[] {0, 0.25, 0.5, 1}, new double[] {4, 4.5, 3.5, 0});
        assertThat(along.aboveChord()).isEqualTo(1.5);
        assertThat(along.aboveEnds()).isEqualTo(0.5);
        assertThat(new Barrier(new double[] {0, 0.5, 1}, new double[] {1, 0, 1}).aboveChord()).isZero();
        assertThatThrownBy(() -> Barrier.along(EXAMPLE, Curve.line(THETA, SWAPPED), 0)).hasMessageContaining("0 steps");
    }

    @Test
    void looksCloserAtTheTop() {
        Barrier along = Barrier.along(EXAMPLE, Curve.line(THETA, SWAPPED), 3);
        assertThat(along.places()).isSorted().hasSize(4 + 16);
        assertThat(along.highest()).isGreaterThan(0.49);
    }

    @Test
    void curvesKeepTheirEnds() {
        double[] a = Seed.of(1).gaussians(5);
        double[] b = Seed.of(2).gaussians(5);
        double[] c = Seed.of(3).gaussians(5);
        for (Curve curve : List.of(Curve.line(a, b), Polyline.of(a, c, b).byLength(), new Bezier(List.of(a, c, b)))) {
            assertThat(curve.at(0)).isEqualTo(a);
            assertThat(curve.at(1)).isEqualTo(b);
        }
        assertClose(new Bezier(List.of(a, c, b)).at(0.5)[2], a[2] / 4 + c[2] / 2 + b[2] / 4, rounding(4));
        Polyline even = Polyline.of(a, c, b).byLength();
        assertClose(Norms.distance(even.at(0.2), even.at(0.1)), 0.1 * even.length(),
                rounding(30).times(even.length()));
        assertThat(Polyline.of(a, a, b, b).byLength().points()).hasSize(2);
    }

    /** (w_1 w_2 - 1)^2: the solutions fall in two parts, between which every curve passes w_1 = 0, where the loss is 1. */
    @Test
    void elasticBandMeetsTheWall() {
        Polyline band = new ElasticBand(3, 200, 0.05, 9).between(linear("linear:1-1-1"), new double[] {1, 1},
                new double[] {-1, -1}, share -> {});
        double over = Barrier.along(linear("linear:1-1-1"), band, 400).aboveEnds();
        assertThat(over).isBetween(1 - 1e-6, 1.01);
    }

    /** With one unit more the solutions are connected: the band comes down, and so do trained curves and strung beads. */
    @Test
    void oneUnitMoreConnects() {
        LossField field = linear("linear:1-2-1");
        double[] a = {1, 0.2, 1, 0};
        double[] b = {-1, 0.3, -1, 0};
        assertClose(field.value(a), 0, rounding(4));
        double line = Barrier.along(field, Curve.line(a, b), 100).aboveEnds();
        assertThat(line).isGreaterThan(0.9);
        Polyline band = new ElasticBand(4, 400, 0.05, 11).between(field, a, b, share -> {});
        assertThat(Barrier.along(field, band, 200).aboveEnds()).isLessThan(0.1);
        var strung = new StringSampling(0.02, 0.5, 64, 20, 500, 0.02).between(field, a, b);
        assertThat(strung.connected()).isTrue();
        assertThat(strung.highest()).isLessThanOrEqualTo(0.02);
        assertThat(Barrier.along(field, strung.chain(), 500).highest()).isLessThan(0.03);
        assertThat(field.cost()).isPositive();
    }

    @Test
    void stringDoesNotCrossTheWall() {
        var strung = new StringSampling(0.5, 0.5, 16, 20, 200, 0.02).between(linear("linear:1-1-1"),
                new double[] {1, 1}, new double[] {-1, -1});
        assertThat(strung.connected()).isFalse();
    }

    @Test
    void trainedCurvesAreLowerAndTheSameEachTime() {
        LossField field = linear("linear:1-3-1");
        double[] a = {1, 0.1, 0.3, 1, 0, 0};
        double[] b = {-1, -0.1, 0.2, -1, 0, 0};
        double line = Barrier.along(field, Curve.line(a, b), 100).aboveEnds();
        var training = CurveTraining.of(3, 400, 0.05);
        for (boolean smooth : new boolean[] {true, false}) {
            var curve = smooth
                    ? training.bezier(field, a, b, Seed.of(1), share -> {})
                    : training.chain(field, a, b, Seed.of(1), share -> {});
            assertThat(Barrier.along(field, curve.curve(), 100).aboveEnds()).isLessThan(0.3 * line);
            var again = smooth
                    ? training.bezier(field, a, b, Seed.of(1), share -> {})
                    : training.chain(field, a, b, Seed.of(1), share -> {});
            assertThat(again.curve()).isEqualTo(curve.curve());
            assertThat(curve.curve().at(1)).isEqualTo(b);
        }
    }
}
