package org.paisaje.theory.landscape.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;

/** The loss on slices against the risk point by point, and directions against what they are meant to be. */
final class SliceLossTest {
    private static Risk risk(Architecture net, int samples) {
        Seed seed = Seed.of(5);
        return Risk.of(net, Matrix.wrap(samples, net.inputs(), seed.named("x").gaussians(samples * net.inputs())),
                Matrix.wrap(samples, net.outputs(), seed.named("y").gaussians(samples * net.outputs())),
                Loss.meanSquared());
    }

    private static ParameterSlice plane(Architecture net) {
        double[] theta = net.initialize(Seed.of(1));
        FilterGroups groups = FilterGroups.of(net);
        return new ParameterSlice(theta, List.of(groups.normalised(Seed.of(2).gaussians(theta.length), theta),
                groups.normalised(Seed.of(3).gaussians(theta.length), theta)));
    }

    /** 2,500 samples are more than one chunk. */
    @ParameterizedTest
    @CsvSource({"mlp:3-5-4-2:relu,40,true", "mlp:3-70-4-2:tanh,40,true", "mlp:3-5-2:gelu:param=ntk,2500,true",
        "mlp:4-6-3-1:relu:param=mean-field,30,true", "linear:3-4-2,20,true", "mlp:3-2:relu,20,false",
        "resnet:2x3-1:tanh,20,false", "conv:4x4x1-2-3:relu,20,false", "mlp:3-4-1:tanh:output=sigmoid,9,false"})
    void everyPointHasItsRisk(String text, int samples, boolean shared) {
        Architecture net = Architecture.parse(text);
        Risk risk = risk(net, samples);
        ParameterSlice slice = plane(net);
        SliceLoss loss = SliceLoss.of(risk, slice);
        assertThat(loss.sharesFirstLayer()).isEqualTo(shared);
        LossGrid grid = LossGrid.open(LossGrid.places(-1, 1, 3), LossGrid.places(-0.5, 1, 4));
        loss.fill(grid, line -> {});
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                double exact = risk.value(slice.at(grid.xs()[j], grid.ys()[i]));
                assertClose(grid.values()[i][j], exact, rounding(200).times(1 + exact));
            }
        }
        assertThat(loss.points()).isEqualTo(12);
        assertThat(loss.cost()).isPositive().isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:3-70-40-2:relu", "mlp:3-5-2:tanh", "conv:4x4x1-2-3:relu"})
    void theBitsDoNotDependOnTheThreads(String text) {
        Architecture net = Architecture.parse(text);
        List<double[]> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 2}) {
            LossGrid grid = LossGrid.open(LossGrid.places(-1, 1, 9), LossGrid.places(-1, 1, 9));
            Blas.withThreads(threads, () -> SliceLoss.of(risk(net, 300), plane(net)).fill(grid, line -> {}));
            results.add(grid.flat());
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @Test
    void penaltiesAreAddedAndKnownLinesLeftAlone() {
        Architecture net = Architecture.parse("mlp:3-4-1:tanh");
        Risk risk = risk(net, 10).with(Regularizer.l2(0.3));
        ParameterSlice slice = plane(net);
        SliceLoss loss = SliceLoss.of(risk, slice);
        assertThat(loss.sharesFirstLayer()).isFalse();
        LossGrid grid = LossGrid.open(LossGrid.places(0, 1, 2), LossGrid.places(0, 1, 2));
        Arrays.fill(grid.values()[0], 17);
        loss.fill(grid, line -> assertThat(line).isEqualTo(1));
        assertThat(grid.values()[0]).containsOnly(17);
        assertClose(grid.values()[1][1], risk.value(slice.at(1, 1)), rounding(100));
        assertThat(grid.complete()).isTrue();
    }

    @Test
    void anInterruptLeavesLinesOpen() {
        Architecture net = Architecture.parse("mlp:3-4-1:tanh");
        LossGrid grid = LossGrid.open(LossGrid.places(0, 1, 5), LossGrid.places(0, 1, 50));
        Blas.withThreads(1, () -> SliceLoss.of(risk(net, 10), plane(net)).fill(grid, line -> {
            if (line == 7) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(grid.complete()).isFalse();
        assertThat(grid.open()).hasSize(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp:7-9-3:relu", "conv:6x6x2-4-3:relu", "resnet:2x3-1:tanh", "mlp:1-3-1:tanh"})
    void everyFilterHasTheNormOfThatOfTheWeights(String text) {
        Architecture net = Architecture.parse(text);
        FilterGroups groups = FilterGroups.of(net);
        double[] theta = Seed.of(4).gaussians(net.layout().size());
        double[] direction = groups.normalised(Seed.of(9).gaussians(theta.length), theta);
        assertClose(groups.norms(direction), groups.norms(theta), rounding(100).times(Vectors.norm(theta)));
        // The groups fill theta: a row for each output of a layer, and its biases once.
        int at = 0;
        for (FilterGroups.Group group : groups.groups()) {
            assertThat(group.from()).isEqualTo(at);
            at += group.size();
        }
        assertThat(at).isEqualTo(theta.length);
        int expected = net.layerShapes().stream().mapToInt(l -> l.outputs() + (l.hasBias() ? 1 : 0)).sum();
        assertThat(groups.groups()).hasSize(expected);
        for (LayerShape layer : net.layerShapes()) {
            assertThat(groups.groups()).anyMatch(g -> g.from() == layer.weight() && g.size() == layer.inputs());
            assertThat(groups.groups()).anyMatch(g -> g.from() == layer.bias() && g.size() == layer.outputs());
        }
    }

    /** Biases are drawn as 0; so is what normalises them. Sizes near the ends of the range keep their norms. */
    @Test
    void normsOfAnySizeAreKept() {
        Architecture net = Architecture.parse("mlp:2-2-1:relu");
        FilterGroups groups = FilterGroups.of(net);
        double[] theta = {3e-200, 4e-200, 3e200, 4e200, 0, 0, 1, 1, 0};
        double[] direction = groups.normalised(new double[] {1, 1, 1e-300, 1e-300, 1, 1, 0, 2, 1}, theta);
        double half = Math.sqrt(0.5);
        assertClose(direction[0], 5e-200 * half, rounding(10).times(5e-200));
        assertClose(direction[3], 5e200 * half, rounding(10).times(5e200));
        assertThat(direction[4]).isZero();
        assertThat(direction[8]).isZero();
        assertClose(direction[7], Math.sqrt(2), rounding(10));
    }

    @Test
    void theRangeEndsWhereTheLossHasRisen() {
        // R(w) = (w - 1)^2 + 1 on x = 1 with targets 0 and 2.
        Risk risk = Risk.of(Architecture.parse("linear:1-1"), Matrix.of(new double[][] {{1}, {1}}),
                Matrix.of(new double[][] {{0}, {2}}), Loss.meanSquared());
        var loss = SliceLoss.of(risk, new ParameterSlice(new double[] {1}, List.of(new double[] {1})));
        SliceRange range = SliceRange.of(loss, 0, 10, 100);
        // t^2 + 1 = 10 at 3; found to within 1 % and rounded up to two digits
        assertThat(range.found()).isTrue();
        assertThat(range.reach()).isBetween(3.0, 3.2);
        assertClose(range.level(), 10, rounding(10));
        SliceRange near = SliceRange.of(loss, 0, 10, 2);
        assertThat(near.found()).isFalse();
        assertThat(near.reach()).isEqualTo(2);
        assertThatThrownBy(() -> SliceRange.of(loss, 0, 1, 2)).hasMessageContaining("a factor above 1");
    }

    @Test
    void slicesThroughNetworksPassThroughThem() {
        double[] a = Seed.of(1).gaussians(20);
        double[] b = Seed.of(2).gaussians(20);
        double[] c = Seed.of(3).gaussians(20);
        assertThat(JoiningSlice.line(a, b).slice().at(0.0)).isEqualTo(a);
        assertClose(JoiningSlice.line(a, b).slice().at(1.0), b, rounding(4));
        JoiningSlice plane = JoiningSlice.plane(a, b, c);
        assertClose(plane.slice().cosine(), 0, rounding(20));
        int i = 0;
        for (double[] network : List.of(a, b, c)) {
            assertClose(plane.slice().at(plane.places()[i++]), network, rounding(20).times(Vectors.norm(network)));
        }
        assertThatThrownBy(() -> JoiningSlice.line(a, a.clone())).hasMessageContaining("are the same");
        assertThatThrownBy(() -> JoiningSlice.plane(a, b, Vectors.plus(a, 2, Vectors.plus(b, -1, a))))
                .hasMessageContaining("on one line");
    }

    @Test
    void mistakesAreRefused() {
        Architecture net = Architecture.parse("mlp:3-4-1:tanh");
        assertThatThrownBy(() -> SliceLoss.of(risk(net, 5), new ParameterSlice(new double[2],
                List.of(new double[] {1, 0})))).hasMessageContaining("the network has 21 parameters");
        assertThatThrownBy(() -> new ParameterSlice(new double[2], List.of(new double[2])))
                .hasMessageContaining("the norm 0.0");
        assertThatThrownBy(() -> new ParameterSlice(new double[2], List.of(new double[3])))
                .hasMessageContaining("3 entries");
        assertThatThrownBy(() -> LossGrid.places(1, 1, 3)).hasMessageContaining("in a range");
        assertThatThrownBy(() -> TrajectoryPlane.of(List.of(new double[2], new double[2])))
                .hasMessageContaining("a run of 2");
        assertThatThrownBy(() -> TrajectoryPlane.of(List.of(new double[] {0, 0}, new double[] {1, 1},
                new double[] {2, 2}))).hasMessageContaining("on one line");
    }

    /** Points in a plane of R^40: explained in full, projected back onto themselves, the larger variance first. */
    @Test
    void principalPlaneOfARun() {
        double[] u = Seed.of(1).gaussians(40);
        double[] v = Seed.of(2).gaussians(40);
        double[] o = Seed.of(3).gaussians(40);
        List<double[]> points = new ArrayList<>();
        for (int k = 0; k < 9; k++) {
            points.add(Vectors.plus(Vectors.plus(o, k, u), 0.1 * k * k, v));
        }
        TrajectoryPlane plane = TrajectoryPlane.of(points);
        assertClose(plane.explained()[0] + plane.explained()[1], 1, rounding(400));
        assertThat(plane.explained()[0]).isGreaterThan(plane.explained()[1]);
        assertClose(plane.slice().lengths(), new double[] {1, 1}, rounding(40));
        for (int k = 0; k < 9; k++) {
            // the distance is a root of a difference of squares
            assertThat(plane.apart()[k]).isLessThan(1e-6 * Vectors.norm(points.get(8)));
            assertClose(plane.slice().at(plane.path().row(k)), points.get(k),
                    rounding(4000).times(Vectors.norm(points.get(8))));
        }
        assertThat(plane.path().row(8)).containsOnly(0);
    }

    /** The least and largest eigenvalue of a Hessian that is known: that of a linear fit is 2 X^T X / n everywhere. */
    @Test
    void curvatureOnAPlane() {
        Architecture net = Architecture.parse("linear:3-1");
        Risk risk = risk(net, 12);
        var slice = new ParameterSlice(new double[3], List.of(new double[] {1, 0, 0}, new double[] {0, 1, 1}));
        double[] places = LossGrid.places(-1, 1, 3);
        CurvatureMap map = CurvatureMap.of(risk, slice, places, places, Seed.of(1), share -> {});
        Matrix moments = risk.x().transpose().times(risk.x());
        moments.scale(2.0 / 12);
        double[] exact = SymmetricEigen.values(moments);
        for (double[] row : map.least()) {
            assertClose(row, new double[] {exact[0], exact[0], exact[0]}, rounding(100).times(exact[2]));
        }
        for (double[] row : map.largest()) {
            assertClose(row, new double[] {exact[2], exact[2], exact[2]}, rounding(100).times(exact[2]));
        }
        assertThat(map.indefinite()).isZero();
        assertThat(map.products()).isPositive();
    }
}
