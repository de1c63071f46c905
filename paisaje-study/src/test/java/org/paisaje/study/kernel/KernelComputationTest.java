package org.paisaje.study.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
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
                assertThat(other.predictions().getFirst().outputs().minus(exact).frobeniusNorm())
                        .isLessThan(1e-7 * exact.frobeniusNorm());
                assertThat(other.predictions().getFirst().trainLoss())
                        .isCloseTo(eigen.predictions().getFirst().trainLoss(), offset(1e-9));
                assertThat(other.predictions().getFirst().testAccuracy())
                        .isEqualTo(eigen.predictions().getFirst().testAccuracy());
            }
            assertThat(file.storage().orElseThrow().residuals()).hasSize(10);
            assertThat(file.matrix()).isEmpty();
            assertThat(folder.resolve("kernel.tiles").toFile().delete()).isTrue();
        }
    }

    /** Empirical kernels have a row for each output, and both in-memory ways take them. */
    @Test
    void empiricalKernelsOfAllOutputs() {
        KernelSetting setting = setting(KernelSetting.Kind.EMPIRICAL, List.of(INF), 0.5, false);
        KernelAnswer eigen = KernelComputation.run(setting, KernelComputation.StudyListener.NONE);
        KernelAnswer factor = KernelComputation.run(setting, 10, KernelComputation.StudyListener.NONE);
        assertThat(eigen.rows()).isEqualTo(1200);
        Matrix exact = eigen.predictions().getFirst().outputs();
        assertThat(factor.predictions().getFirst().outputs().minus(exact).frobeniusNorm())
                .isLessThan(1e-8 * exact.frobeniusNorm());
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
            assertThat(curve.predictions().get(i).outputs().minus(exact).frobeniusNorm())
                    .isLessThanOrEqualTo(1e-7 * exact.frobeniusNorm());
            assertThat(curve.predictions().get(i).trainLoss())
                    .isCloseTo(eigen.predictions().get(i).trainLoss(), offset(1e-8));
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
        assertThat(found.plain()).isCloseTo(cosine(kernel, ideal), offset(1e-12));
        assertThat(found.centred()).isCloseTo(cosine(h.times(kernel).times(h), h.times(ideal).times(h)), offset(1e-11));
        assertThat(KernelFigures.alignment(ideal, y).orElseThrow().plain()).isCloseTo(1, offset(1e-12));
        assertThat(KernelFigures.alignment(kernel, Matrix.zeros(n, 1))).isEmpty();
    }

    private static double cosine(Matrix a, Matrix b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) {
            sum += a.data()[i] * b.data()[i];
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
        assertThat(((Cell.Share) modes.rows().getLast().getLast()).value()).isCloseTo(1, offset(120 * Math.ulp(1.0)));
        Figure.Field map = (Figure.Field) answer.figures().get(3);
        for (int i = 0; i < map.z().length; i++) {
            assertThat(map.z()[i][i]).isCloseTo(1, offset(1e-12));
        }
        assertThat(answer.predictions().getFirst().trainLoss()).isEqualTo(0.5);
    }
}
