package org.paisaje.data.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.Entry;

/** The generators against what their documentation says of their law; the built-in data against known sums. */
final class DatasetsTest {
    private static final Seed SEED = Seed.of(20);

    static Stream<String> names() {
        return Datasets.registry().entries().stream().map(Entry::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameSeedGivesTheSameData(String name) {
        Dataset data = Datasets.named(name, SEED);
        assertThat(Datasets.named(name, SEED)).isEqualTo(data);
        assertThat(data.name()).isEqualTo(name);
        boolean fixed = Stream.of("digits", "iris", "four-points", "step").anyMatch(name::equals);
        assertThat(Datasets.named(name, Seed.of(21)).equals(data)).isEqualTo(fixed);
    }

    @ParameterizedTest
    @MethodSource("names")
    void moreSamplesContinueFewer(String name) {
        DataKind kind = Datasets.registry().named(name).orElseThrow().make();
        if (kind.options().contains("n") && !name.equals("step")) {
            int[] first = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
            assertThat(Datasets.named(name + ":n=30", SEED).subset(first)).isEqualTo(
                    Datasets.named(name + ":n=10", SEED));
        }
    }

    /** Also where n goes past a block, and where the targets are a product with several columns. */
    @ParameterizedTest
    @ValueSource(
            strings = {"teacher:d=10,noise=0.1", "teacher:d=300,width=7", "gaussian:d=300,outputs=3",
                "gaussian:d=20000"})
    void moreSamplesOfAFunctionContinueFewer(String text) {
        Dataset few = Datasets.named(text + ",n=13", SEED);
        for (int n : new int[] {1, 7, 300}) {
            int[] first = IntStream.range(0, Math.min(n, few.size())).toArray();
            assertThat(Datasets.named(text + ",n=" + n, SEED).subset(first)).isEqualTo(few.subset(first));
        }
    }

    /** Sums and a few entries as scikit-learn gives them. */
    @Test
    void realDataAreThoseOfTheirSource() {
        Dataset digits = Datasets.named("digits", SEED);
        assertThat(digits.x().rows()).isEqualTo(1797);
        assertThat(digits.x().columns()).isEqualTo(64);
        assertThat(16 * Arrays.stream(digits.x().data()).sum()).isEqualTo(561718);
        assertThat(digits.classCounts()).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
        Dataset iris = Datasets.named("iris", SEED);
        assertThat(iris.x().row(0)).containsExactly(5.1, 3.5, 1.4, 0.2);
        assertThat(iris.x().row(34)).containsExactly(4.9, 3.1, 1.5, 0.2);
        assertThat(iris.x().row(37)).containsExactly(4.9, 3.6, 1.4, 0.1);
        assertThat(iris.classCounts()).containsExactly(50, 50, 50);
        assertThat(iris.classes()).containsExactly("setosa", "versicolor", "virginica");
    }

    /** Uniform radius: the mean of n radii of a class is within 5 standard errors of the middle of its range. */
    @Test
    void ringsHaveTheRadiiOfTheDocument() {
        Dataset rings = Rings.sample(20_000, SEED);
        double[] sums = new double[2];
        for (int i = 0; i < rings.size(); i++) {
            double r = Math.hypot(rings.x().get(i, 0), rings.x().get(i, 1));
            int label = rings.labels()[i % 2];
            assertThat(r).isBetween(label == 0 ? 0 : 0.575 - 1e-15, label == 0 ? 0.35 : 1 + 1e-15);
            sums[label] += r;
        }
        assertThat(sums[0] / 10_000).isCloseTo(0.175, within(5 * 0.35 / Math.sqrt(12e4)));
        assertThat(sums[1] / 10_000).isCloseTo(0.7875, within(5 * 0.425 / Math.sqrt(12e4)));
    }

    @Test
    void pointsLieOnTheirCurvesWithoutNoise() {
        Matrix moons = new Moons(0).draw(200, SEED).x();
        Matrix spirals = new Spirals(3, 1.5, 0).draw(201, SEED).x();
        Matrix xor = new Xor(0.25, 0).draw(200, SEED).x();
        for (int i = 0; i < 200; i++) {
            double u = i % 2 == 0 ? moons.get(i, 0) : 1 - moons.get(i, 0);
            double v = i % 2 == 0 ? moons.get(i, 1) : 0.5 - moons.get(i, 1);
            assertClose(u * u + v * v, 1, rounding(1));
            assertThat(v).isGreaterThanOrEqualTo(-2e-16);
            double r = Math.hypot(spirals.get(i, 0), spirals.get(i, 1));
            double angle = Math.atan2(spirals.get(i, 1), spirals.get(i, 0)) / (2 * Math.PI);
            double turns = angle - 1.5 * r - (i % 3) / 3.0;
            assertClose(turns, Math.rint(turns), rounding(40));
            assertThat(xor.get(i, 0) * xor.get(i, 1) > 0).isEqualTo(i % 2 == 0);
            assertThat(Math.abs(xor.get(i, 0))).isBetween(0.25, 1.0);
        }
    }

    @Test
    void alternatingIntervalsStartWithOne() {
        var f = new AlternatingIntervals(2);
        double[] x = {-1, -0.75, -0.51, -0.5, -0.01, 0, 0.49, 0.5, 0.99, 1};
        assertThat(Arrays.stream(x).mapToInt(f::label)).containsExactly(1, 1, 1, 0, 0, 1, 1, 0, 0, 0);
        Dataset data = f.draw(500, SEED);
        for (int i = 0; i < 500; i++) {
            assertThat(data.labels()[i]).isEqualTo(f.label(data.x().get(i, 0)));
        }
    }

    @Test
    void gridOfTheStep() {
        Dataset step = new Step(0).draw(4, SEED);
        assertThat(step.x().data()).containsExactly(-0.75, -0.25, 0.25, 0.75);
        assertThat(step.y().data()).containsExactly(0, 0, 1, 1);
    }

    /** A unit linear teacher: variance 1 + noise^2, 5 standard errors of a chi-squared mean. */
    @Test
    void teachersLabelWithTheirFunction() {
        Dataset noisy = Datasets.named("gaussian:n=20000,d=7,noise=0.5", SEED);
        double power = Arrays.stream(noisy.y().data()).map(v -> v * v).sum() / 20_000;
        assertThat(power).isCloseTo(1.25, within(5 * 1.25 * Math.sqrt(2.0 / 20_000)));
        Teacher teacher = Teacher.relu(4, 3, 0, SEED);
        Dataset exact = teacher.draw(50, SEED);
        assertThat(exact.y()).isEqualTo(teacher.function().apply(exact.x()));
        Matrix doubled = exact.x().copy();
        for (int i = 0; i < doubled.data().length; i++) {
            doubled.data()[i] *= 2;
        }
        double[] twice = teacher.function().apply(doubled).data();
        for (int i = 0; i < 50; i++) {
            assertThat(twice[i]).isEqualTo(2 * exact.y().get(i, 0));
        }
    }

    @Test
    void parityIsTheProductOfSigns() {
        Dataset parity = new Parity(6, 3).draw(200, SEED);
        for (int i = 0; i < 200; i++) {
            double[] x = parity.x().row(i);
            assertThat(x[0] * x[1] * x[2]).isEqualTo(parity.labels()[i] == 0 ? 1 : -1);
        }
        assertThat(Xor.fourPoints().labels()).containsExactly(0, 1, 1, 0);
    }
}
