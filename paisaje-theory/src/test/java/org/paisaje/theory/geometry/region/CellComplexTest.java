package org.paisaje.theory.geometry.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.geometry.region.CriticalSet.Kind;
import org.paisaje.theory.geometry.topology.Betti;

/** Complexes, critical points and level sets of functions whose shapes are known, and what holds of every network. */
final class CellComplexTest {

    private static CellComplex complex(String net, double[] theta, Domain domain) {
        try {
            return CellComplex.of(Regions.of(Architecture.parse(net).pieces(theta), domain, 2, 100_000));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Rows x, -x, y, -y, ... so that absolute values are sums of two units. */
    private static double[] theta(int d, double[]... rest) {
        double[] result = new double[2 * d * d + IntStream.range(0, rest.length).map(i -> rest[i].length).sum()];
        for (int i = 0; i < d; i++) {
            result[2 * i * d + i] = 1;
            result[(2 * i + 1) * d + i] = -1;
        }
        int at = 2 * d * d;
        for (double[] part : rest) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }

    /** |x| + |y| - 1 and |x| + |y| + |z| - 1: a circle and a sphere, with one minimum inside. */
    @ParameterizedTest
    @CsvSource({"2, 1, 1, 0", "3, 1, 0, 1"})
    void ballsHaveASphereRoundThem(int d, int components, int loops, int cavities) {
        double[] ones = IntStream.range(0, 2 * d).mapToDouble(i -> 1).toArray();
        double[] theta = theta(d, ones);
        CellComplex complex = complex("mlp:" + d + "-" + 2 * d + "-1:relu:bias=false", theta, Domain.box(d, -2, 2));
        assertThat(complex.count(d)).isEqualTo(1 << d);
        assertThat(complex.euler()).isEqualTo(1);
        LevelSet set = LevelSet.of(complex, new double[] {1}, 1);
        assertThat(set.boundary()).isEqualTo(new Betti(components, loops, cavities));
        assertThat(set.euler()).isEqualTo(set.boundary().euler());
        assertThat(set.enclosedBelow()).isEqualTo(1);
        assertThat(set.above()).isEqualTo(1);
        assertThat(set.enclosedAbove()).isZero();
        PiecewiseCritical critical = PiecewiseCritical.of(complex, 0);
        List<CriticalSet> inner = critical.all().stream().filter(one -> !one.edge()).toList();
        assertThat(inner).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.MINIMUM);
            assertThat(one.index()).isEqualTo(1);
            assertThat(one.value()).isZero();
            assertThat(one.point()).containsOnly(0.0);
        });
        assertThat(critical.sumOfIndices()).isEqualTo(1);
        // At the height of the corner the sphere has shrunk to a point.
        assertThat(LevelSet.of(complex, new double[] {1}, 0).boundary()).isEqualTo(new Betti(1, 0, 0));
        assertThat(LevelSet.of(complex, new double[] {1}, -1).boundary().components()).isZero();
    }

    /** ||x| + |y| - 2| + |z| = 1/2 is a torus; the circle |x| + |y| = 2, z = 0 is its lowest set. */
    @Test
    void aTorusHasTwoLoopsAndAHollow() {
        double[] theta = {1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0,
            1, 1, 1, 1, 0, 0, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 1, 1, -2, 2, 0,
            1, 1, 1, 0};
        CellComplex complex = complex("mlp:3-6-3-1:relu", theta, Domain.box(3, -4, 4));
        assertThat(complex.euler()).isEqualTo(1);
        LevelSet set = LevelSet.of(complex, new double[] {1}, 0.5);
        assertThat(set.boundary()).isEqualTo(new Betti(1, 2, 1));
        assertThat(set.euler()).isZero();
        assertThat(List.of(set.above(), set.below())).containsExactly(1, 1);
        PiecewiseCritical critical = PiecewiseCritical.of(complex, 0);
        List<CriticalSet> inner = critical.all().stream().filter(one -> !one.edge()).toList();
        assertThat(inner).extracting(CriticalSet::kind).containsExactlyInAnyOrder(Kind.MINIMUM, Kind.SADDLE);
        assertThat(inner).filteredOn(one -> one.kind() == Kind.MINIMUM).singleElement().satisfies(ring -> {
            assertThat(ring.dimension()).isEqualTo(1);
            assertThat(ring.index()).isZero();
            assertThat(ring.value()).isZero();
        });
        assertThat(inner).filteredOn(one -> one.kind() == Kind.SADDLE).singleElement().satisfies(hole -> {
            assertThat(hole.index()).isEqualTo(1);
            assertThat(hole.value()).isEqualTo(2);
        });
        assertThat(critical.sumOfIndices()).isEqualTo(1);
    }

    /** min(|x + 2|, |x - 2|) + |y| = ||x| - 2| + |y|: two valleys with a saddle between them. */
    @Test
    void twoDiscsHaveASaddleBetweenThem() {
        double[] theta = {1, 0, -1, 0, 0, 1, 0, -1, 0, 0, 0, 0,
            1, 1, 0, 0, -1, -1, 0, 0, 0, 0, 1, 1, -2, 2, 0, 1, 1, 1, 0};
        CellComplex complex = complex("mlp:2-4-3-1:relu", theta, Domain.box(2, -4, 4));
        LevelSet discs = LevelSet.of(complex, new double[] {1}, 1);
        assertThat(discs.boundary()).isEqualTo(new Betti(2, 2, 0));
        assertThat(discs.euler()).isZero();
        assertThat(discs.enclosedBelow()).isEqualTo(2);
        LevelSet joined = LevelSet.of(complex, new double[] {1}, 2);
        assertThat(joined.boundary()).isEqualTo(new Betti(1, 2, 0));
        assertThat(joined.euler()).isEqualTo(-1);
        List<CriticalSet> inner = PiecewiseCritical.of(complex, 0).all().stream().filter(one -> !one.edge()).toList();
        assertThat(inner).extracting(CriticalSet::kind)
                .containsExactlyInAnyOrder(Kind.MINIMUM, Kind.MINIMUM, Kind.SADDLE);
        assertThat(inner).filteredOn(one -> one.kind() == Kind.SADDLE)
                .singleElement()
                .satisfies(one -> assertThat(one.index()).isEqualTo(-1));
    }

    /** ReLU(|x| + |y| - 1) is 0 on a square of four cells: a flat minimum. */
    @Test
    void flatCellsAreOneMinimum() {
        double[] theta = {1, 0, -1, 0, 0, 1, 0, -1, 0, 0, 0, 0, 1, 1, 1, 1, -1, 1, 0};
        CellComplex complex = complex("mlp:2-4-1-1:relu", theta, Domain.box(2, -2, 2));
        PiecewiseCritical critical = PiecewiseCritical.of(complex, 0);
        assertThat(critical.flatCells()).isEqualTo(4);
        assertThat(critical.all().stream().filter(one -> !one.edge()).toList()).singleElement().satisfies(one -> {
            assertThat(one.kind()).isEqualTo(Kind.MINIMUM);
            assertThat(one.dimension()).isEqualTo(2);
            assertThat(one.index()).isEqualTo(1);
        });
        assertThat(LevelSet.of(complex, new double[] {1}, 0).boundary()).isEqualTo(new Betti(1, 0, 0));
        assertThat(critical.sumOfIndices()).isEqualTo(1);
    }

    /** A network without an interior bend is a plane: nothing happens inside. */
    @Test
    void aPlaneHasNoCriticalPoints() {
        CellComplex complex = complex("linear:2-1", new double[] {1, 2}, Domain.space(2));
        assertThat(PiecewiseCritical.of(complex, 0).all()).allMatch(CriticalSet::edge);
        LevelSet line = LevelSet.of(complex, new double[] {1}, 0);
        assertThat(line.boundary()).isEqualTo(new Betti(1, 0, 0));
        assertThat(List.of(line.above(), line.below())).containsExactly(1, 1);
    }

    @ParameterizedTest
    @CsvSource({"mlp:1-8-8-1:relu,1", "mlp:2-8-8-1:relu,2", "mlp:3-6-5-1:relu,3", "mlp:2-6-6-2:leaky-relu(0.1),2",
        "mlp:3-5-4-2:abrelu(-1;1),3", "resnet:2x6-1:relu:step=0.5,2", "mlp:3-4-4-4-1:relu:bias=false,3",
        "mlp:2-3-3-3-3-1:relu,2"})
    void indicesAddUpToTheEulerCharacteristic(String text, int d) {
        Architecture net = Architecture.parse(text.replace(';', ','));
        for (long s = 1; s <= 3; s++) {
            double[] theta = net.initialize(Initializer.parse("standard-normal"), Seed.of(s));
            for (Domain domain : List.of(Domain.box(d, -1, 1.5), Domain.space(d))) {
                CellComplex complex = complex(text.replace(';', ','), theta, domain);
                assertThat(complex.euler()).as("seed %d", s).isEqualTo(1);
                for (int j = 0; j < net.outputs(); j++) {
                    assertThat(PiecewiseCritical.of(complex, j).sumOfIndices()).as("seed %d", s).isEqualTo(1);
                    double[] one = new double[net.outputs()];
                    one[j] = 1;
                    LevelSet set = LevelSet.of(complex, one, 0.1);
                    assertThat(set.euler()).as("seed %d", s).isEqualTo(set.boundary().euler());
                    assertThat(set.boundary().loops()).isNotNegative();
                }
            }
        }
    }

    /** Of three classes each margin is positive where that class wins, so that the sets fill the square. */
    @Test
    void marginsOfClassesAreFunctionsLikeOthers() throws InterruptedException {
        Architecture net = Architecture.parse("mlp:2-6-3:relu");
        double[] theta = net.initialize(Initializer.parse("standard-normal"), Seed.of(2));
        PiecewiseLinear pieces = net.pieces(theta);
        double[] x = {0.3, -0.7};
        double[] f = pieces.apply(x);
        for (int c = 0; c < 3; c++) {
            double rest = Math.max(f[(c + 1) % 3], f[(c + 2) % 3]);
            PiecewiseLinear margin = LevelSet.margin(pieces, c);
            assertThat(margin.apply(x)[0]).isEqualTo(f[c] - rest);
            LevelSet set = LevelSet.of(CellComplex.of(Regions.of(margin, Domain.box(2, -2, 2), 1, 10_000)),
                    new double[] {1}, 0);
            assertThat(set.euler()).isEqualTo(set.boundary().euler());
        }
        assertThatThrownBy(() -> LevelSet.margin(pieces, 3)).hasMessageContaining("3 outputs");
    }

    @Test
    void anOutputThatIsNotThereIsRefused() {
        CellComplex complex = complex("linear:2-1", new double[] {1, 2}, Domain.box(2, 0, 1));
        assertThatThrownBy(() -> PiecewiseCritical.of(complex, 1)).hasMessageContaining("output 1");
        assertThatThrownBy(() -> LevelSet.of(complex, new double[2], 0)).hasMessageContaining("2 factors");
    }
}
