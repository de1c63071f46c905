package org.paisaje.theory.dynamics.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.fittedOrder;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Rings;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Cadence;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.Adam;

final class LayerCubeTest {
    private static final Seed SEED = Seed.of(21);

    private static Matrix gaussian(String name, int rows, int columns) {
        return Matrix.wrap(rows, columns, SEED.named(name).gaussians(rows * columns));
    }

    /** Phi(x, l + 1) is the layer at Phi(x, l): the nodes are those of the head of the network. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet:2x6:tanh:step=0.2", "resnet:3x4:relu:step=0.5"})
    void everyNodeIsTheOutputOfTheShorterNetwork(String text) {
        Residual whole = (Residual) Architecture.parse(text);
        double[] theta = whole.initialize(SEED.named("theta"));
        Matrix x = gaussian("x", 5, whole.width());
        LayerCube cube = LayerCube.of(whole, List.of(theta), x);
        assertThat(cube.nodes()).isEqualTo(whole.blocks() + 1);
        for (int l = 1; l <= whole.blocks(); l++) {
            Architecture head = Architecture.parse(text.replace("x" + whole.blocks(), "x" + l));
            double[] first = Arrays.copyOf(theta, head.layout().size());
            assertThat(cube.values(0, l)).isEqualTo(head.forward(first, x));
        }
    }

    /** Rotation by Euler: each of L steps lengthens by sqrt(1 + h^2) and goes h times the distance to the centre. */
    @Test
    void lengthsOfEulersSpiralAreKnown() {
        int steps = 100;
        double h = 2 * Math.PI / steps;
        Residual euler = Residual.of(Activation.IDENTITY, 2, steps).withStep(h).withBias(false);
        double[] theta = new double[4 * steps];
        for (int l = 0; l < steps; l++) {
            theta[4 * l + 1] = -1;
            theta[4 * l + 2] = 1;
        }
        LayerCube cube = LayerCube.of(euler, List.of(theta), Matrix.of(new double[][] {{1, 0}}));
        double growth = Math.sqrt(1 + h * h);
        assertClose(cube.norms(0, steps)[0], Math.pow(growth, steps), rounding(steps).times(2));
        double length = h * (Math.pow(growth, steps) - 1) / (growth - 1);
        assertClose(cube.lengths(0, 0, steps)[0][0], length, rounding(steps).times(10));
        double[] end = cube.values(0, steps).row(0);
        assertClose(cube.lengths(0, 0, steps)[0][1], Math.hypot(end[0] - 1, end[1]), rounding(8));
    }

    /** Divided steps of a rotation: Euler's radius at each refinement, order 1, and the rotation itself as the flow. */
    @Test
    void dividedBlocksTendToTheFlow() {
        int blocks = 10;
        double h = 2 * Math.PI / blocks;
        Residual euler = Residual.of(Activation.IDENTITY, 2, blocks).withStep(h).withBias(false);
        double[] theta = new double[4 * blocks];
        for (int l = 0; l < blocks; l++) {
            theta[4 * l + 1] = -1;
            theta[4 * l + 2] = 1;
        }
        Matrix x = Matrix.of(new double[][] {{1, 0}, {0, 2}});
        for (int k : new int[] {1, 2, 4}) {
            double[] row = DepthRefinement.refined(euler, theta, k, x).row(0);
            double fine = h / k;
            assertClose(Math.hypot(row[0], row[1]), Math.pow(1 + fine * fine, blocks * k / 2.0),
                    rounding(40 * k).times(6));
        }
        DepthRefinement refinement = DepthRefinement.of(euler, theta, x);
        assertThat(refinement.errors()[4]).isLessThan(refinement.errors()[0] / 10);
        // Order 1 in the limit: halving a small step halves the error but for a share of the order of the step.
        assertThat(refinement.errors()[3] / refinement.errors()[4]).isBetween(1.9, 2.4);
        Residual two = (Residual) Architecture.parse("resnet:3-2x4-2:tanh:block=two,step=0.1");
        double[] drawn = two.initialize(SEED.named("two"));
        Matrix points = gaussian("points", 6, 3);
        assertThat(DepthRefinement.refined(two, drawn, 1, points)).isEqualTo(two.forward(drawn, points));
        assertThat(DepthRefinement.of(two, drawn, points).order().orElseThrow().slope()).isBetween(-1.1, -0.9);
    }

    /** Each scheme at its own order, with weights that differ from block to block. */
    @ParameterizedTest
    @CsvSource({"midpoint, 2", "leapfrog, 2", "second-difference, 2", "rk4, 4"})
    void schemesRefineAtTheirOrder(String scheme, int order) {
        Architecture net = Architecture.parse("resnet:3-2x3-2:tanh:step=0.4,scheme=" + scheme);
        double[] theta = net.initialize(SEED.named("scheme"));
        Matrix points = gaussian("points", 6, 3);
        assertThat(DepthRefinement.refined(net, theta, 1, points)).isEqualTo(net.forward(theta, points));
        DepthRefinement refinement = DepthRefinement.of(net, theta, points);
        assertThat(refinement.promised()).isEqualTo(order);
        assertClose(refinement.finest(), order, fittedOrder(0.1));
        assertThat(refinement.order().orElseThrow().slope()).isLessThan(-0.9 * order);
    }

    @Test
    void networksWithoutStepsAreNotRefined() {
        Architecture net = Architecture.parse("mlp:2-2-1:tanh");
        assertThat(DepthRefinement.known(net)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DepthRefinement.of(net, new double[9], gaussian("points", 2, 2)))
                .withMessageContaining("no blocks that are steps");
    }

    /** The cube of a run is that of the same run made again, whatever the number of threads. */
    @Test
    void aRunFromTheSameSeedGivesTheSameBits() {
        Dataset data = Rings.sample(60, SEED.named("data"));
        Architecture network = Architecture.parse("mlp:2-3-3-1:tanh");
        LayerCube[] cubes = new LayerCube[2];
        for (int k = 0; k < 2; k++) {
            Risk risk = Risk.of(network, data, Loss.BINARY_CROSS_ENTROPY);
            Trajectory run = Training.with(Adam.withRate(1e-2))
                    .batches(Batches.of(10, SEED.named("batches")))
                    .threads(k + 1)
                    .snapshots(Cadence.epochs(2))
                    .stop(Stop.afterEpochs(6))
                    .run(risk, network.initialize(SEED.named("init")));
            cubes[k] = LayerCube.of(network, run.snapshots().stream().map(Trajectory.Snapshot::theta).toList(),
                    data.x());
        }
        assertThat(cubes[0].times()).isEqualTo(4);
        for (int t = 0; t < 4; t++) {
            for (int l = 0; l < cubes[0].nodes(); l++) {
                assertThat(cubes[1].values(t, l)).isEqualTo(cubes[0].values(t, l));
            }
        }
        assertThat(cubes[0].values(3, 1)).isNotEqualTo(cubes[0].values(0, 1));
    }

    /** Two classes at -1 and 1 with spread 1/2: between 1, within 1/4. */
    @Test
    void separationIsFishersRatio() {
        Architecture identity = Architecture.parse("linear:1-1");
        Matrix x = Matrix.of(new double[][] {{-1.5}, {-0.5}, {0.5}, {1.5}});
        LayerCube cube = LayerCube.of(identity, List.of(new double[] {1}), x);
        assertClose(cube.separation(0, 0, new int[] {0, 0, 1, 1}), 4, rounding(4));
        assertThat(cube.separation(0, 0, new int[] {0, 1, 1, 0})).isZero();
    }

    /** A plane in space is seen as it is, turned back to where it was seen before. */
    @Test
    void planesAreTurnedBack() {
        Matrix flat = gaussian("flat", 40, 2);
        Matrix centred = flat.copy();
        for (int j = 0; j < 2; j++) {
            double mean = Arrays.stream(flat.column(j)).average().orElseThrow();
            for (int i = 0; i < 40; i++) {
                centred.set(i, j, flat.get(i, j) - mean);
            }
        }
        double c = Math.cos(0.7);
        double s = Math.sin(0.7);
        Matrix lifted = flat.times(Matrix.of(new double[][] {{c, s, 0}, {-s * 0.6, c * 0.6, 0.8}}));
        assertClose(InputPlane.of(lifted, flat).apply(lifted), centred, stated(1e-12, "rounding of an eigenvector"));
        assertThat(InputPlane.of(flat).apply(flat)).isEqualTo(flat);
        assertThat(InputPlane.of(Matrix.of(new double[][] {{3}})).apply(Matrix.of(new double[][] {{3}})).row(0))
                .containsExactly(3, 0);
    }

    @Test
    void refusesWhatHasNoDistance() {
        LayerCube cube = LayerCube.of(Architecture.parse("mlp:2-3-1:tanh"), List.of(new double[13]),
                gaussian("x", 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> cube.lengths(0, 0, 1))
                .withMessageContaining("node 0 has dimension 2, node 1 has 3");
        assertThatIllegalArgumentException().isThrownBy(
                () -> LayerCube.of(Architecture.parse("mlp:2-3-1:tanh"), List.of(), gaussian("x", 2, 2)));
    }
}
