package org.paisaje.theory.dynamics.dead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.MaxIter;
import org.hipparchus.optim.linear.LinearConstraint;
import org.hipparchus.optim.linear.LinearConstraintSet;
import org.hipparchus.optim.linear.LinearObjectiveFunction;
import org.hipparchus.optim.linear.Relationship;
import org.hipparchus.optim.linear.SimplexSolver;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.activation.Activation;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.Regions;

final class DeadUnitsTest {
    private static final Matrix NONE = Matrix.zeros(0, 2);

    /** Weights of Gauss, biases shifted down so that units die. */
    private static PiecewiseLinear drawn(String line, int seed, double shift) {
        Architecture net = Architecture.parse(line);
        double[] theta = Seed.of(seed).named("theta").gaussians(net.layout().size());
        for (var layer : net.layerShapes()) {
            for (int i = 0; i < layer.outputs(); i++) {
                theta[layer.bias() + i] -= shift;
            }
        }
        return net.pieces(theta);
    }

    /** The regions of the plane are enumerated without rounding; what they know to be dead is dead. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void agreesWithTheExactRegionsOfThePlane(int seed) throws InterruptedException {
        PiecewiseLinear network = drawn("mlp:2-6-6-6-1:relu", seed, 1.5);
        List<Integer> dead = Regions.of(network, Domain.box(2, -1, 1), 1, 100_000).deadUnits();
        DeadUnits found = DeadUnits.of(network, InputBox.cube(2, -1, 1), NONE, DeadUnits.WORK);
        List<Integer> told = new ArrayList<>();
        int unit = 0;
        int value = 0;
        for (DeadUnits.Layer layer : found.layers()) {
            value = source(network, layer.name());
            for (int i = 0; i < layer.units().size(); i++) {
                UnitFate fate = layer.units().get(i);
                assertThat(fate).as("seed %d unit %d", seed, unit).isNotInstanceOf(UnitFate.Undecided.class);
                if (fate instanceof UnitFate.Dead) {
                    told.add(unit);
                } else if (fate instanceof UnitFate.AliveOnBox alive) {
                    assertThat(network.values(alive.witness())[value][i]).isEqualTo(alive.argument()).isPositive();
                    assertThat(Arrays.stream(alive.witness()).map(Math::abs).max().orElse(9)).isLessThanOrEqualTo(1);
                }
                unit++;
            }
        }
        assertThat(told).isEqualTo(dead);
    }

    private static int source(PiecewiseLinear network, String name) {
        return network.steps()
                .stream()
                .filter(step -> step instanceof Kinks && step.name().equals(name))
                .mapToInt(step -> ((Kinks) step).source())
                .findFirst()
                .orElseThrow();
    }

    /** Naive twin: a linear program of Hipparchus for every pattern of the units before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5})
    void agreesWithALinearProgramForEveryPattern(int seed) {
        int inputs = 7;
        PiecewiseLinear network = drawn("mlp:7-5-3-3-1:relu", seed, 2);
        DeadUnits found = DeadUnits.of(network, InputBox.cube(inputs, -1, 1), Matrix.zeros(0, inputs),
                DeadUnits.WORK);
        List<Kinks> kinks = network.steps().stream().filter(Kinks.class::isInstance).map(Kinks.class::cast).toList();
        double[][] largest = {new double[5], new double[3], new double[3]};
        for (double[] row : largest) {
            Arrays.fill(row, Double.NEGATIVE_INFINITY);
        }
        patterns(network, kinks, new ArrayList<>(), new ArrayList<>(), inputs, largest);
        for (int l = 0; l < 3; l++) {
            for (int i = 0; i < largest[l].length; i++) {
                UnitFate fate = found.layers().get(l).units().get(i);
                if (largest[l][i] > 1e-6) {
                    assertThat(fate).as("seed %d, %d.%d", seed, l, i).isInstanceOf(UnitFate.AliveOnBox.class);
                } else {
                    assertThat(fate).as("seed %d, %d.%d", seed, l, i).isInstanceOf(UnitFate.Dead.class);
                    assertThat(((UnitFate.Dead) fate).high()).isGreaterThanOrEqualTo(largest[l][i] - 1e-6);
                }
            }
        }
    }

    /** Layer by layer: the affine map under the pattern so far, and the half-spaces it holds on. */
    private static void patterns(PiecewiseLinear network, List<Kinks> kinks, List<boolean[]> pattern,
            List<LinearConstraint> held, int d, double[][] largest) {
        int l = pattern.size();
        double[][] rows = arguments(network, kinks, pattern, d);
        for (int i = 0; i < largest[l].length; i++) {
            double[] optimum = maximum(rows[i], held, d);
            if (optimum.length == 0) {
                return;
            }
            largest[l][i] = Math.max(largest[l][i], optimum[0]);
        }
        if (l + 1 == largest.length) {
            return;
        }
        for (int bits = 0; bits < 1 << largest[l].length; bits++) {
            boolean[] on = new boolean[largest[l].length];
            List<LinearConstraint> more = new ArrayList<>(held);
            for (int i = 0; i < on.length; i++) {
                on[i] = (bits >> i & 1) == 1;
                more.add(new LinearConstraint(Arrays.copyOf(rows[i], d), on[i] ? Relationship.GEQ : Relationship.LEQ,
                        -rows[i][d]));
            }
            List<boolean[]> longer = new ArrayList<>(pattern);
            longer.add(on);
            patterns(network, kinks, longer, more, d, largest);
        }
    }

    /** The arguments of the next layer as affine functions, by finite differences under a fixed pattern. */
    private static double[][] arguments(PiecewiseLinear network, List<Kinks> kinks, List<boolean[]> pattern, int d) {
        double[][] h = new double[d + 1][d];
        for (int j = 0; j < d; j++) {
            h[j][j] = 1;
        }
        int l = 0;
        for (PiecewiseLinear.Step step : network.steps()) {
            if (step instanceof PiecewiseLinear.Affine affine) {
                double[][] next = new double[d + 1][affine.size()];
                PiecewiseLinear.Term term = affine.terms().getFirst();
                for (int point = 0; point <= d; point++) {
                    for (int i = 0; i < affine.size(); i++) {
                        next[point][i] = affine.offset()[i];
                        for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                            next[point][i] += term.weights()[k] * h[point][term.columns()[k]];
                        }
                    }
                }
                h = next;
            } else if (l == pattern.size()) {
                break;
            } else {
                for (double[] point : h) {
                    for (int i = 0; i < point.length; i++) {
                        point[i] = pattern.get(l)[i] ? point[i] : 0;
                    }
                }
                l++;
            }
        }
        double[][] rows = new double[h[0].length][d + 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][d] = h[d][i];
            for (int j = 0; j < d; j++) {
                rows[i][j] = h[j][i] - h[d][i];
            }
        }
        return rows;
    }

    private static double[] maximum(double[] row, List<LinearConstraint> held, int d) {
        List<LinearConstraint> all = new ArrayList<>(held);
        for (int j = 0; j < d; j++) {
            double[] unit = new double[d];
            unit[j] = 1;
            all.add(new LinearConstraint(unit, Relationship.LEQ, 1));
            all.add(new LinearConstraint(unit, Relationship.GEQ, -1));
        }
        try {
            return new double[] {new SimplexSolver().optimize(new MaxIter(10_000),
                    new LinearObjectiveFunction(Arrays.copyOf(row, d), row[d]), new LinearConstraintSet(all),
                    GoalType.MAXIMIZE).getValue()};
        } catch (MathIllegalStateException none) {
            return new double[0];
        }
    }

    /** {@code |x| + |y| - 1.9} is at most 0.1; {@code - 2} leaves exactly 0, and a tie is no witness. */
    @Test
    void decidesWhereIntervalsDoNot() {
        for (double bias : new double[] {-1.9, -2.1}) {
            PiecewiseLinear network = corner(bias);
            UnitFate fate = DeadUnits.of(network, InputBox.cube(2, -1, 1), NONE, DeadUnits.WORK)
                    .layers()
                    .get(1)
                    .units()
                    .getFirst();
            if (bias > -2) {
                assertThat(fate).isInstanceOf(UnitFate.AliveOnBox.class);
                double[] x = ((UnitFate.AliveOnBox) fate).witness();
                assertThat(Math.abs(x[0]) + Math.abs(x[1]) + bias).isPositive();
            } else {
                assertThat(fate).isInstanceOf(UnitFate.Dead.class);
                assertClose(((UnitFate.Dead) fate).high(), 2 + bias, rounding(64).times(4));
            }
        }
        assertThat(DeadUnits.of(corner(-2), InputBox.cube(2, -1, 1), NONE, DeadUnits.WORK)
                .layers()
                .get(1)
                .units()
                .getFirst()).isNotInstanceOf(UnitFate.AliveOnBox.class);
    }

    private static PiecewiseLinear corner(double bias) {
        Architecture net = Architecture.parse("mlp:2-4-1-1:relu");
        double[] theta = new double[net.layout().size()];
        var first = net.layerShapes().get(0);
        for (int i = 0; i < 4; i++) {
            theta[first.weight() + 2 * i + i / 2] = i % 2 == 0 ? 1 : -1;
            theta[net.layerShapes().get(1).weight() + i] = 1;
        }
        theta[net.layerShapes().get(1).bias()] = bias;
        return net.pieces(theta);
    }

    /** Samples tell who is silent on them; and a box that is no larger than they are silences no more. */
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:30-40-40-40-3:relu", "resnet:8x4-2:relu", "conv:6x6x1-4-4-3:relu:filter=3",
                "conv:6x6x1-4-3:abrelu(0,2):filter=3"})
    void witnessesHoldAndBoundsHoldOnSamples(String line) {
        PiecewiseLinear network = drawn(line, 3, 1);
        Random random = new Random(1);
        int d = network.inputs();
        Matrix x = Matrix.zeros(12, d);
        Arrays.setAll(x.data(), k -> 2 * random.nextDouble() - 1);
        DeadUnits found = DeadUnits.of(network, InputBox.cube(d, -1, 1), x, 100_000_000L);
        Matrix fresh = Matrix.zeros(200, d);
        Arrays.setAll(fresh.data(),
                k -> random.nextInt(3) == 0 ? random.nextInt(2) * 2 - 1 : 2 * random.nextDouble() - 1);
        int silent = 0;
        for (DeadUnits.Layer layer : found.layers()) {
            int value = source(network, layer.name());
            silent += layer.deadOnData();
            for (int i = 0; i < layer.units().size(); i++) {
                for (int row = 0; row < fresh.rows(); row++) {
                    double z = network.values(fresh.row(row))[value][i];
                    switch (layer.units().get(i)) {
                        case UnitFate.AliveOnData alive -> {}
                        case UnitFate.AliveOnBox alive ->
                            assertThat(network.values(alive.witness())[value][i]).isPositive();
                        case UnitFate.Dead dead -> assertThat(z).isBetween(dead.low(), Math.min(0, dead.high()));
                        case UnitFate.Undecided open -> assertThat(z).isBetween(open.low(), open.high());
                    }
                }
            }
        }
        assertThat(silent).isPositive();
    }

    /** Windows are told apart by which entry is the largest; the exact regions know them too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void seesThroughMaxPooling(int seed) throws InterruptedException {
        double[] w = Seed.of(seed).named("w").gaussians(60);
        var builder = new PiecewiseLinear.Builder("pooled", 2);
        int z = builder.affine("first", Arrays.copyOfRange(w, 0, 6),
                PiecewiseLinear.term(0, 6, 2, 1, w, 6));
        int pooled = builder.largest("pool", z, new int[][] {{0, 1, 2}, {3, 4, 5}, {0, 5}});
        int next = builder.affine("second", new double[] {-4, -3, -2.5, -2, -1},
                PiecewiseLinear.term(pooled, 5, 3, 1, w, 20));
        builder.activation("second", next, 5, Activation.RELU);
        PiecewiseLinear network = builder.build();
        List<Integer> dead = Regions.of(network, Domain.box(2, -1, 1), 1, 100_000).deadUnits();
        List<UnitFate> units = DeadUnits.of(network, InputBox.cube(2, -1, 1), NONE, DeadUnits.WORK)
                .layers()
                .getFirst()
                .units();
        for (int i = 0; i < 5; i++) {
            assertThat(units.get(i)).isNotInstanceOf(UnitFate.Undecided.class);
            assertThat(units.get(i) instanceof UnitFate.Dead).as("unit %d", i).isEqualTo(dead.contains(3 + i));
        }
    }

    /** The channels of a convolution: dead where every position is. */
    @Test
    void countsChannelsAsTheTraceDoes() {
        Architecture net = Architecture.parse("conv:6x6x1-4-4-3:relu:filter=3");
        double[] theta = Seed.of(4).named("theta").gaussians(net.layout().size());
        var layer = net.layerShapes().get(1);
        theta[layer.bias()] = -1e3;
        theta[layer.bias() + 1] = 1e3;
        Matrix x = Matrix.wrap(5, 36, Seed.of(2).gaussians(180));
        DeadUnits units = DeadUnits.around(net, theta, x, DeadUnits.WORK).orElseThrow();
        assertThat(units.layers().get(1).units()).hasSize(4);
        assertThat(units.layers().get(1).units().get(0)).isInstanceOf(UnitFate.Dead.class);
        assertThat(units.layers().get(1).units().get(1)).isInstanceOf(UnitFate.AliveOnData.class);
        assertThat(units.describe()).contains("On the box that the inputs span, 1 is dead for certain");
        assertThat(DeadUnits.around(Architecture.parse("mlp:2-3-1:tanh"), new double[13], Matrix.zeros(1, 2), 100))
                .isEmpty();
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> DeadUnits.of(corner(0), InputBox.cube(3, -1, 1), NONE, 10))
                .hasMessageContaining("the box has 3 inputs");
        assertThatThrownBy(() -> InputBox.cube(2, 1, -1)).hasMessageContaining("input 0 goes from 1.0 to -1.0");
    }
}
