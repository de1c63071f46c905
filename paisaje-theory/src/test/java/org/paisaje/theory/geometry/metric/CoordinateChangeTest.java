package org.paisaje.theory.geometry.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.truncation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;

final class CoordinateChangeTest {
    /** x + s(a x) in one dimension. */
    private static LayerMap block(Activation s, double a) {
        Residual net = Residual.of(s, 1, 1).withBias(false);
        return LayerMap.of(net, new double[] {a}, 0, 1);
    }

    private static double[] random(Architecture net, int seed) {
        return Seed.of(seed).named("theta").gaussians(net.layout().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:2-3-3-2:tanh", "resnet:3x4:tanh:step=0.3", "resnet:2-3x3-2:tanh:block=two,hidden=5",
                "resnet:2x3:tanh:block=projected,hidden=4,step=0.5", "mlp:2-4-2:relu:param=ntk,sw=1.4"})
    void mapsChainToTheNetworkAndJacobiansToFiniteDifferences(String line) {
        Architecture net = Architecture.parse(line);
        double[] theta = random(net, 3);
        double[] x = Seed.of(1).gaussians(net.inputs());
        SmoothMap chain = LayerMap.between(net, theta)
                .stream()
                .map(SmoothMap.class::cast)
                .reduce(SmoothMap::then)
                .orElseThrow();
        double[] expected = net.forward(theta, Matrix.wrap(1, x.length, x)).row(0);
        for (int i = 0; i < expected.length; i++) {
            assertClose(chain.value(x)[i], expected[i], rounding(200).times(1 + Math.abs(expected[i])));
        }
        Matrix j = chain.jacobian(x);
        double h = 1e-6;
        for (int c = 0; c < x.length; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += h;
            down[c] -= h;
            for (int r = 0; r < expected.length; r++) {
                double slope = (chain.value(up)[r] - chain.value(down)[r]) / (2 * h);
                assertThat(j.get(r, c)).isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
            }
        }
    }

    @Test
    void determinantsKeepTheirSign() {
        assertThat(LocalChange.of(Matrix.of(new double[][] {{0, 1}, {1, 0}})).orientation()).isEqualTo(-1);
        assertThat(LocalChange.of(Matrix.of(new double[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}})).determinant())
                .isEqualTo(1);
        LocalChange flat = LocalChange.of(Matrix.of(new double[][] {{1, 2}, {2, 4}}));
        assertThat(flat.orientation()).isZero();
        assertThat(flat.condition()).isGreaterThan(1e15);
        LocalChange tall = LocalChange.of(Matrix.of(new double[][] {{3, 0}, {0, 2}, {0, 0}}));
        assertClose(tall.determinant(), 6, rounding(16).times(6));
    }

    /** Document 004, lemma 7.2.1: x + ReLU(-2x) = |x| has two preimages of everything above 0. */
    @Test
    void theModulusIsAResidualBlockAndCollides() {
        LayerMap modulus = block(Activation.RELU, -2);
        assertThat(modulus.value(new double[] {-0.75})).containsExactly(0.75);
        assertThat(Invertibility.of(modulus)).isInstanceOf(Invertibility.Unknown.class);
        Collision found = Collision.search(modulus, List.of(new double[] {1}, new double[] {-2})).orElseThrow();
        assertClose(found.x()[0], -found.other()[0], rounding(100));
        assertThat(found.distance()).isGreaterThan(1e-3);
        assertClose(found.gap(), 0, rounding(50));
        assertThatThrownBy(() -> BlockInverse.of(modulus, new double[] {1}, 1e-9))
                .hasMessageContaining("the bound on the Lipschitz constant of the branch is 2");
    }

    /** x + tanh(-3x) folds smoothly; a ReLU loses a direction; both collide. A tanh layer does not. */
    @Test
    void findsCollisionsOfFoldsAndOfLostDirections() {
        Collision fold = Collision.search(block(Activation.TANH, -3), List.of(new double[] {0}, new double[] {3}))
                .orElseThrow();
        assertClose(fold.x()[0] + Math.tanh(-3 * fold.x()[0]), fold.other()[0] + Math.tanh(-3 * fold.other()[0]),
                rounding(50));
        Architecture relu = Architecture.parse("mlp:2-2-2:relu");
        double[] theta = random(relu, 4);
        List<double[]> points = points(2, 30);
        Collision lost = Collision.search(LayerMap.of(relu, theta, 0, 1), points).orElseThrow();
        assertThat(lost.distance()).isGreaterThan(1e-4);
        Architecture tanh = Architecture.parse("mlp:2-2-2:tanh");
        LayerMap layer = LayerMap.of(tanh, theta, 0, 1);
        assertThat(Invertibility.of(layer)).isInstanceOf(Invertibility.Monotone.class);
        assertThat(Collision.search(layer, points)).isEmpty();
        Architecture narrow = Architecture.parse("mlp:3-2-3:tanh");
        assertThat(Invertibility.of(LayerMap.of(narrow, random(narrow, 1), 0, 2)))
                .isEqualTo(new Invertibility.Loses(3, 2));
        Architecture plane = Architecture.parse("resnet:2x1:relu");
        double[] turn = {-2, 0, 0, 1, 0, 0};
        Collision folded = Collision.search(LayerMap.of(plane, turn, 0, 1), points).orElseThrow();
        assertClose(folded.gap(), 0, rounding(200));
    }

    private static List<double[]> points(int d, int n) {
        double[] all = Seed.of(9).gaussians(d * n);
        return IntStream.range(0, n)
                .mapToObj(i -> Arrays.copyOfRange(all, i * d, (i + 1) * d))
                .toList();
    }

    /** The error of every iterate is below c^k |x_1 - x_0| / (1 - c). */
    @Test
    void aContractingBranchIsInvertedWithItsBound() {
        Residual net = Residual.of(Activation.RELU, 3, 1).withStep(0.3);
        double[] theta = random(net, 5);
        LayerMap block = LayerMap.of(net, theta, 0, 1);
        var certificate = (Invertibility.Contraction) Invertibility.of(block);
        double[] x = {0.3, -1.2, 2};
        double[] y = block.value(x);
        List<double[]> iterates = BlockInverse.iterates(block, y, certificate.c(), 1e-13);
        double first = Norms.distance(iterates.get(1), iterates.get(0));
        for (int k = 0; k < iterates.size(); k++) {
            assertThat(Norms.distance(iterates.get(k), x))
                    .isLessThanOrEqualTo(Math.pow(certificate.c(), k) * first / (1 - certificate.c()) + 1e-14);
        }
        BlockInverse inverse = BlockInverse.of(block, y, 1e-12);
        assertClose(Norms.distance(inverse.x(), x), 0, given(1e-12));
        assertClose(inverse.residual(), 0, given(1e-12));
    }

    /** (r, phi) -> (r cos phi, r sin phi). */
    private static final SmoothMap POLAR = new SmoothMap() {
        @Override
        public int inputs() {
            return 2;
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public double[] value(double[] x) {
            return new double[] {x[0] * Math.cos(x[1]), x[0] * Math.sin(x[1])};
        }

        @Override
        public Matrix jacobian(double[] x) {
            return Matrix.of(new double[][] {{Math.cos(x[1]), -x[0] * Math.sin(x[1])},
                {Math.sin(x[1]), x[0] * Math.cos(x[1])}});
        }
    };

    @Test
    void polarCoordinatesHaveTheMetricOfTheBook() {
        var metric = new PullbackMetric(POLAR);
        Matrix g = metric.tensor(new double[] {3, 0.7});
        assertClose(g.get(0, 0), 1, rounding(8));
        assertClose(g.get(1, 1), 9, rounding(8).times(9));
        assertClose(g.get(0, 1), 0, rounding(40));
        assertClose(metric.volume(new double[] {3, 0.7}), 3, rounding(8).times(3));
        // A circle of radius 2, and the straight line in the plane that the chart bends.
        assertClose(metric.length(new double[][] {{2, 0}, {2, 1}, {2, 2}}, 1), 4, rounding(64).times(4));
        Geodesic way = Geodesic.between(POLAR, new double[] {1, 0}, new double[] {1, 2}, 40);
        assertThat(way.converged()).isTrue();
        assertClose(way.length(), 2 * Math.sin(1), rounding(40).times(2));
        assertThat(way.straight()).isGreaterThan(way.length());
        // Chords of 1/20 of a radian.
        assertClose(way.straight(), 2, truncation(2.0 / 40, 2).times(2 / 24.0).plus(rounding(40)));
        assertClose(way.points()[20][0], Math.cos(1), given(1e-13).plus(rounding(40)));
    }

    /** det M = exp of the integral of the trace: Runge's method leaves h^4 / 120, and 1,000 roundings are a random walk. */
    @Test
    void volumeFollowsLiouvillesFormula() {
        Residual net = Residual.of(Activation.TANH, 2, 1);
        double[] theta = random(net, 2);
        Architecture layer = Architecture.parse("mlp:2-2-2:tanh");
        double[] weights = new double[layer.layout().size()];
        System.arraycopy(theta, 0, weights, 0, 6);
        SmoothMap field = LayerMap.of(layer, weights, 0, 1);
        FlowVolume volume = FlowVolume.of(field, new double[] {0.2, -0.4}, 1, 1000);
        assertClose(volume.determinant(), volume.liouville(), truncation(1e-3, 4).times(1 / 120.0).plus(rounding(32)));
        FlowVolume coarse = FlowVolume.of(field, new double[] {0.2, -0.4}, 1, 10);
        assertClose(coarse.end()[0], volume.end()[0], truncation(0.1, 4).times(1 / 120.0));
        assertThat(Math.abs(volume.liouville() - 1)).isGreaterThan(0.01);
        Optional<Collision> none = Collision.search(field, List.of(new double[] {0, 0}));
        assertThat(none).isEmpty();
    }
}
