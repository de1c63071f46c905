package org.paisaje.theory.geometry.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.network.Architecture;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.architecture.Mlp;

/** An enumeration that takes parts from what is kept is the one that finds them, bit for bit. */
@Tag("slow")
final class KeptCellsTest {
    private static final long LIMIT = 100_000;

    /** Parts in memory: takes the known ones, and counts what was found anew. */
    private static final class Memory implements FoundRegions {
        private final Map<Integer, List<double[]>> parts = new ConcurrentHashMap<>();
        private final List<Integer> found = new ArrayList<>();
        private int all;

        @Override
        public Optional<List<double[]>> known(int part) {
            return Optional.ofNullable(parts.get(part));
        }

        @Override
        public synchronized void found(int part, int count, List<double[]> regions) {
            found.add(part);
            parts.put(part, regions);
            all = count;
        }
    }

    private static void same(Architecture net, double[] theta, Domain domain) throws InterruptedException {
        var network = net.pieces(theta);
        Regions whole = Regions.of(network, domain, 2, LIMIT);
        var memory = new Memory();
        same(Regions.of(network, domain, 2, LIMIT, memory), whole);
        if (network.steps().stream().filter(step -> !(step instanceof PiecewiseLinear.Affine)).count() < 2) {
            assertThat(memory.found).isEmpty();
            return;
        }
        assertThat(memory.all).isGreaterThan(1);
        assertThat(memory.found).hasSize(memory.all).doesNotHaveDuplicates();
        memory.parts.keySet().removeIf(part -> part % 3 == 1);
        int left = memory.parts.size();
        memory.found.clear();
        same(Regions.of(network, domain, 1, LIMIT, memory), whole);
        assertThat(memory.found).hasSize(memory.all - left);
        memory.found.clear();
        same(Regions.of(network, domain, 2, LIMIT, memory), whole);
        assertThat(memory.found).isEmpty();
    }

    private static void same(Regions one, Regions whole) throws InterruptedException {
        assertThat(one.walls()).isEqualTo(whole.walls());
        assertThat(one.linearClasses()).isEqualTo(whole.linearClasses());
        assertThat(one.cells()).hasSameSizeAs(whole.cells());
        for (int i = 0; i < one.cells().size(); i++) {
            Region a = one.cells().get(i);
            Region b = whole.cells().get(i);
            assertThat(a.pattern()).isEqualTo(b.pattern());
            assertThat(a.map()).isEqualTo(b.map());
            assertThat(a.mapError()).isEqualTo(b.mapError());
            assertThat(a.volume()).isEqualTo(b.volume());
            assertThat(bits(a.halfSpaces())).isEqualTo(bits(b.halfSpaces()));
            assertThat(bits(a.corners(9))).isEqualTo(bits(b.corners(9)));
            assertThat(one.exact(a)).usingRecursiveComparison().isEqualTo(whole.exact(b));
        }
        assertThat(one.largestJump()).isEqualTo(whole.largestJump());
        CellComplex a = CellComplex.of(one);
        CellComplex b = CellComplex.of(whole);
        for (int d = 0; d <= a.dimension(); d++) {
            assertThat(a.count(d)).isEqualTo(b.count(d));
        }
        assertThat(critical(a)).isEqualTo(critical(b));
        var first = DecisionBoundary.of(one, 0, () -> false).orElseThrow();
        var second = DecisionBoundary.of(whole, 0, () -> false).orElseThrow();
        assertThat(first.boundary(9).stream().map(KeptCellsTest::bits))
                .isEqualTo(second.boundary(9).stream().map(KeptCellsTest::bits).toList());
    }

    private static List<Long> bits(List<double[]> points) {
        return points.stream().flatMapToDouble(Arrays::stream).mapToObj(Double::doubleToLongBits).toList();
    }

    private static List<List<Long>> critical(CellComplex complex) {
        return PiecewiseCritical.of(complex, 0)
                .all()
                .stream()
                .map(one -> bits(List.of(one.point(), new double[] {one.value(), one.index(), one.dimension(),
                    one.kind().ordinal()})))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("org.paisaje.theory.geometry.region.RegionsTest#networks")
    void whatIsKeptIsWhatWasFound(Architecture net, Domain domain) throws InterruptedException {
        same(net, RandomNets.uniform(net, 3), domain);
    }

    /** Without biases all kinks of the first layer meet in one point, and weights of one sign make ties. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void cornersWhereManyPlanesMeetAreTheSame(int inputs) throws InterruptedException {
        Mlp net = RandomNets.relu(inputs, 5, 4, 2).withBias(false);
        double[] theta = RandomNets.uniform(net, 11);
        for (int j = 0; j < inputs; j++) {
            theta[inputs + j] = theta[j];
            theta[2 * inputs + j] = -2 * theta[j];
        }
        same(net, theta, Domain.space(inputs));
        same(net, theta, Domain.box(inputs, -1, 1));
    }

    /** A network with one layer that cuts has nothing worth keeping behind its first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void oneLayerKeepsNothing(int inputs) throws InterruptedException {
        Mlp net = RandomNets.relu(inputs, 6, 1);
        var memory = new Memory();
        Regions.of(net.pieces(RandomNets.uniform(net, 4)), Domain.space(inputs), 2, LIMIT, memory);
        assertThat(memory.found).isEmpty();
    }
}
