package org.paisaje.study.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Tolerance;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.Architecture;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.kernel.InfiniteNetwork;

final class KernelComputationTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @TempDir
    private Path folder = Path.of("");

    private final Architecture network = Architecture.parse("mlp:64-32-10:relu:param=ntk,sw=1.4,sb=0.1");
    private final Dataset digits = Datasets.named("digits", Seed.of(1)).sample(200, Seed.of(2));
    private final Dataset.Split parts = digits.split(0.4, Seed.of(3));

    private KernelSetting setting(KernelSetting.Kind kind, List<Double> times, double ridge, boolean stored) {
        return new KernelSetting(network, kind, kind == KernelSetting.Kind.EMPIRICAL
                ? Optional.of(network.initialize(Seed.of(4)))
                : Optional.empty(), Optional.of(parts.train()), parts.train().x(), Optional.empty(),
                Optional.of(parts.test()), times, ridge, stored
                        ? Optional.of(new KernelSetting.Storage(folder, false, 1e-10, Optional.empty(), 1000))
                        : Optional.empty(),
                stored, true, Seed.of(1));
    }

    /** Eigenvalues, Cholesky and conjugate gradients from a file are three ways to one answer. */
    @Test
    void threeWaysAgree() {
        for (double ridge : new double[] {0, 0.1}) {
            KernelSetting setting = setting(KernelSetting.Kind.NTK, List.of(INF), ridge, false);
            KernelAnswer eigen = KernelComputation.run(setting, KernelComputation.StudyListener.NONE);
            KernelAnswer factor = KernelComputation.run(setting, 10, KernelComputation.StudyListener.NONE);
            KernelAnswer file = KernelComputation.run(setting(KernelSetting.Kind.NTK, List.of(INF), ridge, true),
                    KernelComputation.StudyListener.NONE);
            assertThat(eigen.spectrum()).isPresent();
            assertThat(factor.spectrum()).isEmpty();
            assertThat(file.spectrum().orElseThrow().bounds()).isTrue();
            Matrix exact = eigen.predictions().getFirst().outputs();
            for (KernelAnswer other : List.of(factor, file)) {
                assertClose(other.predictions().getFirst().outputs().minus(exact).frobeniusNorm(), 0,
                        solved(eigen, other == file));
                // A residual of that size moves the outputs at the training points by as much at most.
                assertClose(other.predictions().getFirst().trainLoss(),
                        eigen.predictions().getFirst().trainLoss(),
                        stated(1e-10, "the residual of conjugate gradients"));
                assertThat(other.predictions().getFirst().testAccuracy())
                        .isEqualTo(eigen.predictions().getFirst().testAccuracy());
            }
            assertThat(file.storage().orElseThrow().residuals()).hasSize(10);
            assertThat(file.matrix()).isEmpty();
            assertThat(folder.resolve("kernel.tiles").toFile().delete()).isTrue();
        }
    }

    /**
     * How far predictions may be from those by eigenvalues: the rounding of a solution is made larger by the condition number.
     * Conjugate gradients leave a residual of 1e-10 |y|, in predictions less than sqrt(k / lambda) of it for each of the 80
     * points: the kernel of these and the training points is positive, so that |K^-1 k|^2 is at most k(x, x) / lambda.
     */
    private Tolerance solved(KernelAnswer eigen, boolean byConjugateGradients) {
        KernelAnswer.Spectrum spectrum = eigen.spectrum().orElseThrow();
        double[] values = spectrum.values();
        double size = parts.train().y().frobeniusNorm();
        double least = Math.min(values[0], values[values.length - 1]);
        double largest = Math.max(values[0], values[values.length - 1]);
        return byConjugateGradients
                ? stated(1e-10, "the residual of conjugate gradients").times(size * Math.sqrt(80 * largest / least))
                : rounding(values.length).times(size * largest / least);
    }

    /** Empirical kernels have a row for each output, and both in-memory ways take them. */
    @Test
    @Tag("slow")
    void empiricalKernelsOfAllOutputs() {
        KernelSetting setting = setting(KernelSetting.Kind.EMPIRICAL, List.of(INF), 0.5, false);
        KernelAnswer eigen = KernelComputation.run(setting, KernelComputation.StudyListener.NONE);
        KernelAnswer factor = KernelComputation.run(setting, 10, KernelComputation.StudyListener.NONE);
        assertThat(eigen.rows()).isEqualTo(1200);
        Matrix exact = eigen.predictions().getFirst().outputs();
        assertClose(factor.predictions().getFirst().outputs().minus(exact).frobeniusNorm(), 0, solved(eigen, false));
        assertThatThrownBy(() -> KernelComputation.run(setting(KernelSetting.Kind.EMPIRICAL, List.of(INF), 0.5, true),
                KernelComputation.StudyListener.NONE)).hasMessageContaining("one output is needed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void finiteTimesOfALargeKernelNeedNoEigenvalues() {
        KernelSetting setting = setting(KernelSetting.Kind.NTK, List.of(0.0, 3.0, INF, 500.0), 0, false);
        KernelAnswer eigen = KernelComputation.run(setting, KernelComputation.StudyListener.NONE);
        KernelAnswer curve = KernelComputation.run(setting, 10, KernelComputation.StudyListener.NONE);
        assertThat(curve.spectrum()).isEmpty();
        for (int i = 0; i < 4; i++) {
            Matrix exact = eigen.predictions().get(i).outputs();
            assertThat(curve.predictions().get(i).time()).isEqualTo(setting.times().get(i));
            assertClose(curve.predictions().get(i).outputs().minus(exact).frobeniusNorm(), 0, solved(eigen, false));
            assertClose(curve.predictions().get(i).trainLoss(), eigen.predictions().get(i).trainLoss(),
                    solved(eigen, false));
        }
    }

    @Test
    void anInterruptKeepsTheDonePartsOfAKernelInMemory() {
        KernelSetting setting = setting(KernelSetting.Kind.NTK, List.of(1.0, INF), 0, false);
        KernelAnswer whole = KernelComputation.run(setting, KernelComputation.StudyListener.NONE);
        for (String part : List.of("kernel", "eigenvalues", "predictions")) {
            KernelAnswer stopped = KernelComputation.run(setting, (share, note) -> {
                if (note.equals(part)) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(Thread.interrupted()).isTrue();
            assertThat(stopped.status()).isEqualTo(KernelAnswer.Status.INTERRUPTED);
            assertThat(stopped.headline()).contains("120 x 120", "NOT COMPLETE, interrupted in the " + part);
            assertThat(stopped.predictions()).isEmpty();
            assertThat(stopped.matrix().isPresent()).isEqualTo(!part.equals("kernel"));
            assertThat(stopped.spectrum().isPresent()).isEqualTo(part.equals("predictions"));
            stopped.matrix().ifPresent(matrix -> assertThat(matrix).isEqualTo(whole.matrix().orElseThrow()));
        }
    }

    @Test
    void anInterruptIsKeptAndMarkedAndGoneOnFrom() {
        KernelSetting setting = setting(KernelSetting.Kind.NTK, List.of(INF), 0, true);
        KernelAnswer stopped = KernelComputation.run(setting, (share, note) -> {
            if (note.startsWith("iteration 5,")) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.status()).isEqualTo(KernelAnswer.Status.INTERRUPTED);
        assertThat(stopped.headline()).contains("NOT COMPLETE, interrupted in the solution, after 5 iterations");
        assertThat(Files.exists(folder.resolve("solve.checkpoint"))).isTrue();
        KernelSetting again = new KernelSetting(setting.network(), setting.kind(), setting.theta(), setting.train(),
                setting.x(), setting.x2(), setting.test(), setting.times(), setting.ridge(),
                Optional.of(new KernelSetting.Storage(folder, true, 1e-10, Optional.empty(), 1000)), true, true,
                setting.seed());
        KernelAnswer done = KernelComputation.run(again, KernelComputation.StudyListener.NONE);
        assertThat(done.status()).isEqualTo(KernelAnswer.Status.DONE);
        assertThat(done.storage().orElseThrow().computed()).isZero();
    }

    /** Against the definition, with the centring written out. */
    @Test
    void alignmentIsThatOfItsDefinition() {
        Matrix kernel = InfiniteNetwork.of(network).ntk(parts.train().x());
        Matrix y = parts.train().y();
        int n = kernel.rows();
        Matrix h = Matrix.identity(n);
        for (int i = 0; i < n * n; i++) {
            h.data()[i] -= 1.0 / n;
        }
        var found = KernelFigures.alignment(kernel, y).orElseThrow();
        Matrix ideal = y.timesTransposed(y);
        Matrix centred = h.times(kernel).times(h);
        assertClose(found.plain(), cosine(kernel, ideal), rounding(4L * n));
        assertClose(found.centred(), cosine(centred, h.times(ideal).times(h)),
                rounding(8L * n).times(kernel.frobeniusNorm() / centred.frobeniusNorm()));
        assertClose(KernelFigures.alignment(ideal, y).orElseThrow().plain(), 1, rounding(4L * n));
        assertThat(KernelFigures.alignment(kernel, Matrix.zeros(n, 1))).isEmpty();
    }

    private static double cosine(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.rows(); i++) {
            sum += Vectors.dot(a.row(i), b.row(i));
        }
        return sum / (a.frobeniusNorm() * b.frobeniusNorm());
    }

    @Test
    void figuresSayWhatTheyShow() {
        KernelAnswer answer = KernelComputation.run(setting(KernelSetting.Kind.NTK, List.of(0.0, INF), 0, false),
                KernelComputation.StudyListener.NONE);
        assertThat(answer.figures()).extracting(Figure::id).containsExactly("spectrum", "modes", "course", "heat-map");
        Figure.Table modes = (Figure.Table) answer.figures().get(1);
        assertThat(modes.rows()).extracting(List::getFirst)
                .containsExactly(
                        IntStream.of(1, 2, 3, 4, 5, 10, 20, 50, 100, 120).mapToObj(Cell::count).toArray(Cell[]::new));
        assertClose(((Cell.Share) modes.rows().getLast().getLast()).value(), 1, rounding(120));
        Figure.Field map = (Figure.Field) answer.figures().get(3);
        for (int i = 0; i < map.z().length; i++) {
            assertClose(map.z()[i][i], 1, rounding(3));
        }
        assertThat(answer.predictions().getFirst().trainLoss()).isEqualTo(0.5);
    }
}
