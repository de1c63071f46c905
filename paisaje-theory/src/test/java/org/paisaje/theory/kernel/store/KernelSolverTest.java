package org.paisaje.theory.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.given;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.KernelRegression;

final class KernelSolverTest {
    private static final int N = 300;
    private static final KernelFunction NTK = KernelFunction
            .ntk(Architecture.parse("mlp:5-9-9-1:relu:param=ntk,sw=1.4,sb=0.1"));

    private final Path folder;
    private final Matrix x = KernelFileTest.points(N);
    private final Matrix y = Matrix.wrap(N, 3, Seed.of(4).gaussians(3 * N));
    private final PointKernel kernel = PointKernel.of(NTK, x, 32);
    private final StoredSolveSettings settings = StoredSolveSettings.standard(N, Seed.of(1));
    private final KernelFile file;

    KernelSolverTest(@TempDir Path own) {
        folder = own;
        file = ((KernelBuild.Outcome.Complete) KernelBuild.run(folder.resolve("k"), kernel, true,
                TileListener.NONE)).file();
    }

    @AfterEach
    void close() {
        file.close();
    }

    private KernelSolver.Outcome solve(StoredSolveSettings how) {
        return KernelSolver.solve(file, kernel, y, how, Optional.empty(), SolveListener.NONE);
    }

    private static CertifiedSolution solved(KernelSolver.Outcome outcome) {
        return ((KernelSolver.Outcome.Solved) outcome).solution();
    }

    /** The certified residual is that of the dense kernel, below what single precision alone could give. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-3, 10})
    void theCertificateHoldsForTheKernelInMemory(double ridge) {
        CertifiedSolution solution = solved(solve(settings.withRidge(ridge).withTolerance(1e-11)));
        Matrix dense = NTK.of(x);
        Matrix fit = dense.times(solution.weights());
        assertThat(solution.trained().minus(fit).frobeniusNorm()).isLessThan(1e-12 * fit.frobeniusNorm());
        Matrix residual = y.minus(fit);
        residual.addScaled(-ridge, solution.weights());
        for (int c = 0; c < 3; c++) {
            double norm = column(residual, c).frobeniusNorm() / column(y, c).frobeniusNorm();
            assertClose(norm, 0, given(1e-11));
            assertClose(solution.residuals()[c], norm, rounding(1_000));
        }
        Matrix direct = KernelRegression.of(dense, y, ridge).predict(NTK.of(KernelFileTest.points(320), x));
        Matrix ours = kernel.predict(KernelFileTest.points(320), solution.weights());
        assertThat(ours.minus(direct).frobeniusNorm()).isLessThan(1e-7 * direct.frobeniusNorm());
        assertThat(solution.refinements()).isGreaterThan(1);
        double[] norms = KernelRegression.of(dense, y, ridge).squaredNorms();
        assertThat(solution.squaredNorms()[1]).isCloseTo(norms[1], offset(1e-6 * norms[1]));
    }

    private static Matrix column(Matrix a, int c) {
        return Matrix.wrap(a.rows(), 1, a.column(c));
    }

    @Test
    void thePreconditionerSavesIterations() {
        int with = solved(solve(settings.withRank(150))).iterations();
        int without = solved(solve(settings.withRank(1))).iterations();
        assertThat(2 * with).isLessThan(without);
    }

    /** Eigenvalues of the approximation are lower bounds. */
    @Test
    void leadingEigenvaluesAreBoundedFromBelow() {
        double[] found = solved(solve(settings)).eigenvalues();
        double[] exact = SymmetricEigen.values(NTK.of(x));
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isLessThan(exact[N - 1 - i] * (1 + 1e-6));
        }
        assertThat(found[0]).isGreaterThan(0.9 * exact[N - 1]);
    }

    /** Interrupted after so many iterations and resumed: bit for bit what an undisturbed run gives. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12, 40})
    void anInterruptedSolutionGoesOnWithTheSameBits(int stop) {
        CertifiedSolution whole = solved(solve(settings));
        Path checkpoint = folder.resolve("solve");
        var outcome = KernelSolver.solve(file, kernel, y, settings, Optional.of(checkpoint), (phase, done, all, r) -> {
            if (phase == SolveListener.Phase.ITERATION && done == stop) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isEqualTo(new KernelSolver.Outcome.Interrupted(stop));
        assertThat(checkpoint).exists();
        CertifiedSolution rest = solved(KernelSolver.solve(file, kernel, y, settings, Optional.of(checkpoint),
                SolveListener.NONE));
        assertThat(rest.weights()).isEqualTo(whole.weights());
        assertThat(rest.iterations()).isEqualTo(whole.iterations());
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void aCheckpointOfAnotherProblemIsRefused() throws IOException {
        Path checkpoint = folder.resolve("solve");
        KernelSolver.solve(file, kernel, y, settings.withMaxIterations(5).withCheckpointEvery(Duration.ZERO),
                Optional.of(checkpoint), SolveListener.NONE);
        Matrix other = y.copy();
        other.set(0, 0, 7);
        for (KernelSolverCase wrong : new KernelSolverCase[] {new KernelSolverCase(other, settings),
            new KernelSolverCase(y, settings.withRidge(1)), new KernelSolverCase(y, settings.withRank(9))}) {
            assertThatThrownBy(() -> KernelSolver.solve(file, kernel, wrong.y(), wrong.settings(),
                    Optional.of(checkpoint), SolveListener.NONE)).hasMessageContaining("the checkpoint is of another");
        }
        byte[] bytes = Files.readAllBytes(checkpoint);
        bytes[500] ^= 1;
        Files.write(checkpoint, bytes);
        assertThatThrownBy(() -> KernelSolver.solve(file, kernel, y, settings, Optional.of(checkpoint),
                SolveListener.NONE)).hasMessageContaining("checksum does not fit");
    }

    private byte[] kept(Path checkpoint) throws IOException {
        KernelSolver.solve(file, kernel, y, settings.withMaxIterations(5).withCheckpointEvery(Duration.ZERO),
                Optional.of(checkpoint), SolveListener.NONE);
        return Files.readAllBytes(checkpoint);
    }

    @Test
    @Tag("slow")
    void aFlippedBitOfACheckpointIsNeverBelieved() throws IOException {
        Path checkpoint = folder.resolve("solve");
        byte[] good = kept(checkpoint);
        byte[] identity = Arrays.copyOfRange(good, 40, 104);
        var random = Seed.of(2).generator();
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(checkpoint, bad);
            assertThatThrownBy(() -> SolveCheckpoint.read(checkpoint, identity, 3, N)).as("byte %d", at)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(checkpoint.toString());
        }
    }

    /** Whole numbers and doubles of the file, each of which is put in the place of another under a valid checksum. */
    @ParameterizedTest
    @CsvSource({"12, int, -1, iterations", "16, int, -1, refinements", "32, double, 0, level", "32, double, NaN, level",
        "104, double, -1, 'residuals before, entry 0'", "136, double, NaN, 'r^T P^-1 r, entry 1'",
        "152, double, -1, 'goals, entry 0'", "176, double, 0.5, 'sides that go on, entry 0'",
        "200, double, -1, 'least residuals, entry 0'", "224, double, 0.5, 'steps since the least, entry 0'",
        "248, double, Infinity, 'solutions, entry 0'", "-8, double, NaN, directions"})
    void nonsenseUnderAValidChecksumIsNamed(int place, String kind, double value, String field) throws IOException {
        Path checkpoint = folder.resolve("solve");
        byte[] bytes = kept(checkpoint);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = place < 0 ? bytes.length - 8 + place : place;
        if (kind.equals("int")) {
            buffer.putInt(at, (int) value);
        } else {
            buffer.putDouble(at, value);
        }
        var crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 8);
        buffer.putLong(bytes.length - 8, crc.getValue());
        Files.write(checkpoint, bytes);
        assertThatThrownBy(() -> KernelSolver.solve(file, kernel, y, settings, Optional.of(checkpoint),
                SolveListener.NONE)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(checkpoint + ": the checkpoint is not one of a solution: " + field);
    }

    private record KernelSolverCase(Matrix y, StoredSolveSettings settings) {}

    @Test
    void aBudgetThatEndsIsAValueWithItsResidual() {
        var outcome = (KernelSolver.Outcome.NotConverged) solve(settings.withMaxIterations(3));
        assertThat(outcome.reason()).contains("3 iterations");
        assertThat(outcome.solution().worst()).isBetween(1e-8, 1.0);
        Matrix residual = y.minus(NTK.of(x).times(outcome.solution().weights()));
        assertClose(outcome.solution().residuals()[0],
                column(residual, 0).frobeniusNorm() / column(y, 0).frobeniusNorm(), rounding(1_000));
    }

    /** Twice the same point with different targets has no interpolant; a ridge gives one. */
    @Test
    void aSingularKernelIsSaidToBeOne() {
        Matrix twice = x.copy();
        twice.setRow(1, twice.row(0));
        PointKernel singular = PointKernel.of(NTK, twice, 32);
        try (KernelFile own = ((KernelBuild.Outcome.Complete) KernelBuild.run(folder.resolve("s"), singular, true,
                TileListener.NONE)).file()) {
            var outcome = KernelSolver.solve(own, singular, y, settings, Optional.empty(), SolveListener.NONE);
            assertThat(outcome).isInstanceOfSatisfying(KernelSolver.Outcome.NotConverged.class, value -> {
                assertThat(value.reason()).contains("a ridge helps");
                assertThat(value.solution().worst()).isFinite();
            });
            assertClose(solved(KernelSolver.solve(own, singular, y, settings.withRidge(1e-3), Optional.empty(),
                    SolveListener.NONE)).worst(), 0, given(settings.tolerance()));
        }
    }

    @Test
    void mistakesAreExplained() {
        assertThatThrownBy(() -> KernelSolver.solve(file, kernel, Matrix.zeros(7, 1), settings, Optional.empty(),
                SolveListener.NONE)).hasMessageContaining("rows of y are points");
        assertThatThrownBy(() -> solve(settings.withRank(N + 1))).hasMessageContaining("lower the rank");
        assertThatThrownBy(() -> settings.withTolerance(0)).hasMessageContaining("tolerance in (0, 1)");
        assertThatThrownBy(() -> KernelSolver.solve(file, PointKernel.of(NTK, KernelFileTest.points(N + 1), 32), y,
                settings, Optional.empty(), SolveListener.NONE)).hasMessageContaining("this file holds");
        assertThat(solved(KernelSolver.solve(file, kernel, Matrix.zeros(N, 1), settings, Optional.empty(),
                SolveListener.NONE)).weights()).isEqualTo(Matrix.zeros(N, 1));
    }
}
