package org.paisaje.theory.geometry.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.NodeShape;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Window;

/** Counts that others have found or that are known, and what holds of every subdivision. */
final class RegionsTest {
    private static final long LIMIT = 100_000;

    private static Regions of(Architecture net, double[] theta, Domain domain) {
        return of(net.pieces(theta), domain, 2);
    }

    private static Regions of(PiecewiseLinear net, Domain domain, int threads) {
        try {
            return Regions.of(net, domain, threads, LIMIT);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Found by an independent enumeration; the smallest cells have areas of 1e-9 to 1e-11. */
    @ParameterizedTest
    @CsvSource({"8,31", "16,100", "8-8,92", "16-16,273", "16-16-16,576", "32-32,1243", "32-32-32,2585"})
    void countsOfRandomNetworks(String hidden, int expected) {
        Mlp net = RandomNets.relu(Stream.of(("2-" + hidden + "-1").split("-")).mapToInt(Integer::parseInt).toArray());
        Regions regions = of(net, RandomNets.uniform(net, 42), Domain.box(2, -1, 1));
        assertThat(regions.cells().size()).isEqualTo(expected);
        assertThat(regions.linearRegions()).isEqualTo(expected);
    }

    @Test
    void sawtoothHasExactlyTwoToTheDepthPieces() {
        for (int depth = 1; depth <= 10; depth++) {
            PiecewiseLinear net = new Sawtooth(depth).network().pieces(new Sawtooth(depth).parameters());
            assertThat(of(net, Domain.box(1, 0, 1), 1).linearRegions()).isEqualTo(1 << depth);
            assertThat(of(net, Domain.space(1), 1).linearRegions()).isEqualTo(depth == 1 ? 3 : (1 << depth) + 2);
        }
    }

    /** Hyperplanes in general position cut the whole space into Zaslavsky's number of cells. */
    @ParameterizedTest
    @CsvSource({"1,5", "1,16", "2,3", "2,8", "2,16", "3,3", "3,8", "3,11"})
    void oneLayerReachesZaslavskysNumber(int inputs, int width) {
        Mlp net = RandomNets.relu(inputs, width, 1);
        assertThat(of(net, RandomNets.uniform(net, 42), Domain.space(inputs)).cells().size())
                .isEqualTo(RegionBounds.zaslavsky(width, inputs).intValueExact());
    }

    /** All lines go through the origin: a corner of which every sign is 0. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 16})
    void linesThroughOnePointMakeTwiceAsManySectors(int width) {
        Mlp net = RandomNets.relu(2, width, 1).withBias(false);
        assertThat(of(net, RandomNets.uniform(net, 42), Domain.space(2)).cells().size()).isEqualTo(2 * width);
        assertThat(of(net, RandomNets.uniform(net, 42), Domain.box(2, -1, 1)).cells().size()).isEqualTo(2 * width);
    }

    /** A unit twice, and one turned round, add nothing. */
    @Test
    void coincidentLinesCountOnce() {
        Mlp net = RandomNets.relu(2, 4, 1);
        double[] theta = RandomNets.uniform(net, 5);
        for (int j = 0; j < 2; j++) {
            theta[2 + j] = theta[j];
            theta[4 + j] = -2 * theta[j];
        }
        theta[8 + 1] = theta[8];
        theta[8 + 2] = -2 * theta[8];
        assertThat(of(net, theta, Domain.space(2)).cells().size()).isEqualTo(4);
    }

    static Stream<Arguments> networks() {
        Window halved = new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0);
        Graph pooled = pooled(halved);
        // Windows that overlap, and the largest of their largest: entries that are equal on all of a cell.
        Graph twice = pooled(new Window(3, 3, 1, 1, 1, 1, 0, 0, 0, 0), halved);
        Domain plane = Domain.space(2);
        Domain square = Domain.box(2, -1, 1);
        return Stream.of(
                Arguments.of(RandomNets.relu(1, 8, 8, 1), Domain.box(1, -1, 1)),
                Arguments.of(RandomNets.relu(1, 8, 8, 1), Domain.space(1)),
                Arguments.of(RandomNets.relu(2, 20, 20, 1), plane),
                Arguments.of(RandomNets.relu(2, 16, 16, 1).withBias(false), plane),
                Arguments.of(RandomNets.relu(2, 4, 4, 4, 4, 4, 4, 2), square),
                Arguments.of(Mlp.of(Activation.abRelu(-1, 1), 2, 8, 8, 1), plane),
                Arguments.of(Mlp.of(Activation.leakyRelu(0.1), 2, 8, 8, 1), square),
                Arguments.of(RandomNets.relu(3, 8, 8, 1), Domain.box(3, -1, 1)),
                Arguments.of(RandomNets.relu(3, 5, 5, 1), Domain.space(3)),
                Arguments.of(RandomNets.relu(3, 8, 1).withBias(false), Domain.box(3, -1, 1)),
                Arguments.of(Architecture.parse("resnet:2-8x4-1:relu:step=0.5"), square),
                Arguments.of(Architecture.parse("resnet:2x3:relu:block=two,hidden=4"), plane),
                Arguments.of(Architecture.parse("mlp:2-8-8-1:relu:param=ntk,sw=1.4,sb=0.3"), square),
                Arguments.of(Architecture.parse("conv:4x4x1-2-2:relu"), slice(16)),
                Arguments.of(pooled, slice(16)), Arguments.of(twice, slice(16)));
    }

    private static Graph pooled(Window... windows) {
        GraphBuilder b = Graph.builder(new NodeShape(4, 4, 1));
        var h = b.activation(b.convolution("c", b.input(), 3, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 1, true),
                Activation.RELU);
        for (Window window : windows) {
            h = b.maxPool(h, window);
        }
        return b.build(b.dense("d", h, 2, true));
    }

    private static Domain slice(int inputs) {
        Random random = new Random(3);
        double[] origin = random.doubles(inputs, -1, 1).toArray();
        double[][] axes = {random.doubles(inputs, -1, 1).toArray(), random.doubles(inputs, -1, 1).toArray()};
        return new Domain(origin, axes, new double[] {-2, -2}, new double[] {2, 2});
    }

    /** Every side has one other side, Euler's formula holds, nothing jumps, and every point lies in one cell. */
    @ParameterizedTest
    @MethodSource("networks")
    void cellsSubdivideTheDomain(Architecture net, Domain domain) {
        double[] theta = RandomNets.uniform(net, 42);
        PiecewiseLinear pieces = net.pieces(theta);
        Regions regions = of(pieces, domain, 2);
        int d = domain.dimension();
        if (d < 3) {
            assertThat(regions.eulerCharacteristic()).isEqualTo(1);
        }
        assertThat(regions.largestJump()).isLessThanOrEqualTo(1);
        if (domain.bounded()) {
            assertClose(regions.volume(), domain.volume(), rounding(8L * regions.cells().size())
                    .times(domain.volume()));
        }
        Random random = new Random(1);
        for (int k = 0; k < 50; k++) {
            double[] t = random.doubles(d, domain.bounded() ? domain.low()[0] : -5, domain.bounded()
                    ? domain.high()[0]
                    : 5).toArray();
            List<Integer> holding = regions.containing(t);
            assertThat(holding).hasSize(1);
            double[] x = domain.point(t);
            double[] expected = pieces.apply(x);
            Region cell = regions.cells().get(holding.getFirst());
            var exact = net.forward(theta, Matrix.of(new double[][] {x}));
            for (int j = 0; j < expected.length; j++) {
                double scale = scale(net, theta, x);
                assertClose(cell.value(j, t), expected[j], rounding(1000).times(scale));
                assertClose(exact.get(0, j), expected[j], rounding(1000).times(scale));
            }
        }
    }

    /** A bound on all numbers on the way: the network of absolute weights at absolute inputs. */
    private static double scale(Architecture net, double[] theta, double[] x) {
        double[] positive = Arrays.stream(theta).map(Math::abs).toArray();
        double[] absolute = Arrays.stream(x).map(Math::abs).toArray();
        return 1 + Arrays.stream(net.pieces(positive).apply(absolute)).max().orElseThrow();
    }

    /** Weights of -1, 0 and 1: corners on kinks, dead units, kinks that fall together. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void degenerateNetworksAreSubdividedToo(int inputs) {
        for (int seed = 0; seed < 10; seed++) {
            Mlp net = inputs == 2 ? RandomNets.relu(2, 6, 6, 6, 1) : RandomNets.relu(3, 5, 5, 1);
            Random random = new Random(seed);
            double[] theta = random.ints(net.layout().size(), -1, 2).asDoubleStream().toArray();
            Regions regions = of(net, theta, Domain.box(inputs, -1, 1));
            assertThat(regions.volume()).isCloseTo(1 << inputs,
                    offset(regions.cells().size() * 0x1p-48));
            assertThat(regions.largestJump()).as("seed %d", seed).isLessThanOrEqualTo(1);
            if (inputs == 2) {
                assertThat(regions.eulerCharacteristic()).as("seed %d", seed).isEqualTo(1);
                assertThat(of(net, theta, Domain.space(2)).eulerCharacteristic()).as("seed %d", seed).isEqualTo(1);
            }
        }
    }

    /** A dead unit cuts regions of units but not of the function. */
    @Test
    void cellsOfOneMapAreJoined() {
        Mlp net = RandomNets.relu(2, 4, 3, 1);
        double[] theta = RandomNets.uniform(net, 1);
        Arrays.fill(theta, theta.length - 4, theta.length - 1, 0);
        Regions regions = of(net, theta, Domain.box(2, -1, 1));
        assertThat(regions.cells().size()).isGreaterThan(4);
        assertThat(regions.linearRegions()).isEqualTo(1);
    }

    /** max(0, x - 2) is off on [-1, 1] and on beyond; max(0, -3) is off everywhere; of a modulus no piece is constant. */
    @Test
    void deadUnitsAreDeadOnTheDomain() {
        Mlp net = RandomNets.relu(1, 3, 1);
        double[] theta = {1, 0, 1, -2, -3, 0, 1, 1, 1, 0};
        assertThat(of(net, theta, Domain.box(1, -1, 1)).deadUnits()).containsExactly(0, 1);
        assertThat(of(net, theta, Domain.space(1)).deadUnits()).containsExactly(1);
        Mlp modulus = net.withActivation(Activation.abRelu(-1, 1));
        assertThat(of(modulus, theta, Domain.box(1, -1, 1)).deadUnits()).isEmpty();
    }

    @Test
    void halfSpacesAreAsManyAsSides() {
        Mlp net = RandomNets.relu(2, 8, 8, 1);
        Regions regions = of(net, RandomNets.uniform(net, 42), Domain.box(2, -1, 1));
        int sides = regions.cells().stream().mapToInt(cell -> cell.halfSpaces().size()).sum();
        assertThat(sides).isEqualTo(2 * regions.walls().size() + regions.outerSides());
        for (Region cell : regions.cells()) {
            assertThat(cell.halfSpaces()).hasSize(cell.corners(0).size());
        }
    }

    @Test
    void sameAtAnyNumberOfThreads() {
        Mlp net = RandomNets.relu(2, 16, 16, 1);
        PiecewiseLinear pieces = net.pieces(RandomNets.uniform(net, 7));
        List<Regions> runs = IntStream.of(1, 2, 5).mapToObj(n -> of(pieces, Domain.space(2), n)).toList();
        for (Regions other : runs) {
            assertThat(other.cells().size()).isEqualTo(runs.getFirst().cells().size());
            for (int i = 0; i < other.cells().size(); i++) {
                Region a = runs.getFirst().cells().get(i);
                Region b = other.cells().get(i);
                assertThat(b.pattern()).isEqualTo(a.pattern());
                assertThat(b.volume()).isEqualTo(a.volume());
                assertThat(b.output(0)).isEqualTo(a.output(0));
            }
        }
    }

    @Test
    void refusesWhatHasNoRegions() {
        Mlp curved = Mlp.of(Activation.TANH, 2, 4, 1);
        assertThatThrownBy(() -> curved.pieces(new double[curved.layout().size()]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regions: tanh is curved, so that mlp:2-4-1:tanh is not made of linear pieces; take relu, "
                        + "leaky-relu(0.1) or abrelu(-1,1)");
        assertThatThrownBy(() -> Domain.space(4)).hasMessageContaining("4 dimensions")
                .hasMessageContaining("slice");
        Mlp net = RandomNets.relu(2, 16, 1);
        PiecewiseLinear pieces = net.pieces(RandomNets.uniform(net, 42));
        assertThatThrownBy(() -> Regions.of(pieces, Domain.space(2), 2, 50)).isInstanceOf(TooManyRegions.class)
                .hasMessage("regions: there are more than 50 regions");
    }
}
