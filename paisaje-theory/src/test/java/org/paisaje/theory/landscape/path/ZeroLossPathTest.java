package org.paisaje.theory.landscape.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.printed;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.risk.Risk;

/** Curves of zero loss between interpolating networks: the frozen case R8 of document 001, and the setting D20. */
final class ZeroLossPathTest {
    /** What the theory calls zero: squares of rounding at well-conditioned corners. */
    private static final double ZERO = 1e-20;

    /** Document 001, R8: m^(-1/2) sum a s(w . x); inputs times sqrt(d) undo the factor of the first layer. */
    private static final Mlp NET = net(Activation.RELU, 2, 4);
    private static final Matrix X = scaled(Matrix.of(new double[][] {{0.6, 0.8}, {1, 0}}));
    private static final Matrix Y = Matrix.of(new double[][] {{1}, {-1}});
    private static final double[] START = {1, 1, 2, -1, -1, 2, 1, -2, 7.0 / 6, -19.0 / 12, 1, 0};
    private static final double[] END = {-0.5, 1, -1, -1, 2, 1, -2, 3, 3.2, 1, -1, 2};

    private static Mlp net(Activation s, int d, int... widths) {
        int[] all = new int[widths.length + 2];
        all[0] = d;
        System.arraycopy(widths, 0, all, 1, widths.length);
        all[all.length - 1] = 1;
        return Mlp.of(s, all).withBias(false).withParametrization(Parametrization.ntk(1, 0));
    }

    private static Matrix scaled(Matrix x) {
        Matrix result = x.copy();
        result.scale(Math.sqrt(x.columns()));
        return result;
    }

    private static double[] normals(long seed, int n) {
        var random = new Random(seed);
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = random.nextGaussian();
        }
        return result;
    }

    /** D20 of document 001. */
    private static Matrix sphere() {
        Matrix x = Matrix.wrap(20, 10, normals(1, 200));
        for (int i = 0; i < 20; i++) {
            double[] row = x.row(i);
            double norm = 0;
            for (double v : row) {
                norm += v * v;
            }
            for (int j = 0; j < 10; j++) {
                x.set(i, j, row[j] / Math.sqrt(norm));
            }
        }
        return scaled(x);
    }

    private static Matrix labels() {
        return Matrix.wrap(20, 1, normals(2, 20));
    }

    private static LossField field(Architecture net, Matrix x, Matrix y) {
        return LossField.of(Risk.of(net, x, y, Loss.halfMeanSquared()));
    }

    /** An interpolating network: the last layer of a random one is corrected, which is exact. */
    private static double[] interpolating(Architecture net, Matrix x, Matrix y, long seed) {
        double[] theta = normals(seed, net.layout().size());
        LastLayer last = LastLayer.of(net).orElseThrow();
        last.put(LastLayer.corrected(last.features(theta, x), last.weights(theta), y).weights(), theta);
        return theta;
    }

    @Test
    void lineOfTheFrozenCase() {
        LossField field = field(NET, X, Y);
        Curve line = Curve.line(START, END);
        assertThat(field.value(START)).isLessThan(ZERO);
        assertThat(field.value(END)).isLessThan(ZERO);
        assertClose(field.values(3, i -> line.at((i + 1) / 4.0)),
                new double[] {0.271987329101562, 0.361895876736111, 0.11832956000434}, printed(14));
    }

    @Test
    void fiveSegmentsOfTheFrozenCase() {
        FiveSegments path = FiveSegments.of(NET, START, END, X, Y);
        LossField field = field(NET, X, Y);
        Barrier along = Barrier.along(field, path.chain(), 80);
        assertThat(along.highest()).isLessThan(ZERO);
        assertThat(path.chain().at(0)).isEqualTo(START);
        assertThat(path.chain().at(1)).isEqualTo(END);
        assertThat(path.chain().points()).hasSize(6);
    }

    @Test
    void projectionOfTheFrozenMidpoint() {
        double[] theta = Curve.line(START, END).at(0.5);
        double[] middle = theta.clone();
        double[] losses = ProjectedLine.losses(NET, theta, X, Y, 6);
        double[] exact = {0.164362137017386, 0.0650201043129336, 0.000520974187389836, 5.24530270585255e-8,
            4.95320003878006e-16};
        for (int t = 0; t < exact.length; t++) {
            assertClose(losses[t], exact[t], rounding(200).times(Math.sqrt(exact[t])));
        }
        assertClose(losses[5], 0, stated(Math.pow(rounding(10).bound(), 2), "the square of a rounding"));
        assertClose(Norms.distance(theta, middle), 1.86914472211621, printed(13));
        assertClose(theta[0], -0.618047442412469, printed(13));
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh"})
    void outerLayerFollowsExactly(String s) {
        Mlp net = net(Activation.parse(s), 10, 64);
        double[] a = interpolating(net, sphere(), labels(), 100);
        double[] b = interpolating(net, sphere(), labels(), 101);
        OuterLayerPath path = OuterLayerPath.of(net, a, b, sphere(), labels());
        LossField field = field(net, sphere(), labels());
        Barrier along = Barrier.along(field, path, 400);
        assertThat(along.highest()).isLessThan(ZERO);
        assertThat(path.at(0)).isEqualTo(a);
        assertThat(path.at(1)).isEqualTo(b);
        assertThat(Barrier.along(field, Curve.line(a, b), 40).aboveChord()).isGreaterThan(0.01);
        var rank = path.rank(net, 2000);
        assertThat(rank.least()).isPositive();
        assertThat(rank.proven()).isTrue();
        assertThat(rank.gap()).isLessThanOrEqualTo(rank.least());
        // the chain of its points misses zero between them by the fourth power of the step
        double coarse = Barrier.along(field, path.chain(100), 400).highest();
        double fine = Barrier.along(field, path.chain(400), 1600).highest();
        assertThat(fine).isLessThan(coarse / 10);
    }

    @Test
    void outerLayerOfDeepNetworksAndEndsThatDoNotInterpolate() {
        Mlp net = net(Activation.TANH, 10, 40, 40);
        double[] a = normals(7, net.layout().size());
        double[] b = interpolating(net, sphere(), labels(), 101);
        OuterLayerPath path = OuterLayerPath.of(net, a, b, sphere(), labels());
        LossField field = field(net, sphere(), labels());
        Barrier along = Barrier.along(field, path, 300);
        assertThat(along.start()).isGreaterThan(0.01);
        assertThat(along.highest()).isLessThanOrEqualTo(along.start());
        for (int i = 0; i < along.places().length; i++) {
            assertThat(along.losses()[i]).isLessThan(along.places()[i] < 0.01 ? along.start() * 1.01 : ZERO);
        }
        assertThat(path.rank(net, 50).proven()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh"})
    void fiveSegmentsOfWideNetworks(String s) {
        Mlp net = net(Activation.parse(s), 10, 64);
        double[] a = interpolating(net, sphere(), labels(), 100);
        double[] b = interpolating(net, sphere(), labels(), 101);
        FiveSegments path = FiveSegments.of(net, a, b, sphere(), labels());
        assertThat(Barrier.along(field(net, sphere(), labels()), path.chain().byLength(), 500).highest())
                .isLessThan(ZERO);
    }

    @Test
    void projectionIsACurveWithoutKinksOnly() {
        Mlp smooth = net(Activation.TANH, 10, 64);
        double[] a = interpolating(smooth, sphere(), labels(), 100);
        double[] b = interpolating(smooth, sphere(), labels(), 101);
        var coarse = ProjectedLine.of(smooth, a, b, sphere(), labels(), 25);
        var fine = ProjectedLine.of(smooth, a, b, sphere(), labels(), 100);
        assertThat(fine.refines(coarse)).isTrue();
        assertThat(Barrier.along(field(smooth, sphere(), labels()), fine.chain(), 100).losses()[0]).isLessThan(ZERO);
        Mlp kinked = net(Activation.RELU, 10, 64);
        double[] c = interpolating(kinked, sphere(), labels(), 100);
        double[] d = interpolating(kinked, sphere(), labels(), 101);
        assertThat(ProjectedLine.of(kinked, c, d, sphere(), labels(), 400)
                .refines(ProjectedLine.of(kinked, c, d, sphere(), labels(), 100))).isFalse();
    }

    @Test
    void refusesWhatIsTooNarrow() {
        Mlp net = net(Activation.RELU, 10, 19);
        double[] theta = normals(1, net.layout().size());
        assertThatThrownBy(() -> OuterLayerPath.of(net, theta, theta, sphere(), labels()))
                .hasMessageContaining("19 weights")
                .hasMessageContaining("20 samples");
        Mlp wider = net(Activation.RELU, 10, 39);
        double[] other = normals(1, wider.layout().size());
        assertThatThrownBy(() -> FiveSegments.of(wider, other, other, sphere(), labels()))
                .hasMessageContaining("39 hidden units, for 20 samples 40 are needed");
    }
}
