package org.paisaje.theory.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

final class KernelFileTest {
    private static final KernelFunction NTK = KernelFunction.ntk(Architecture.parse("mlp:5-9-9-1:relu:param=ntk"));

    @TempDir
    private Path folder = Path.of("");

    static Matrix points(int n) {
        return Matrix.wrap(n, 5, Seed.of(3).named("points").gaussians(5 * n));
    }

    private KernelFile built(PointKernel kernel) {
        return ((KernelBuild.Outcome.Complete) KernelBuild.run(folder.resolve("k"), kernel, true,
                TileListener.NONE)).file();
    }

    /** Against the kernel in memory: entries to half an ulp of single precision, products to rounding. */
    @ParameterizedTest
    @CsvSource({"1, 16", "16, 16", "17, 16", "100, 16", "90, 33", "70, 128"})
    void isTheKernelInSinglePrecision(int n, int tile) {
        Matrix x = points(n);
        Matrix dense = NTK.of(x);
        try (KernelFile file = built(PointKernel.of(NTK, x, tile))) {
            Matrix stored = Matrix.zeros(n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    stored.set(i, j, file.get(i, j));
                    assertThat(stored.get(i, j)).isCloseTo(dense.get(i, j),
                            offset(0.51 * Math.ulp((float) Math.abs(dense.get(i, j)))));
                }
            }
            assertThat(file.size()).isEqualTo(folder.resolve("k").toFile().length());
            file.verify();
            Matrix v = Matrix.wrap(3, n, Seed.of(1).gaussians(3 * n));
            Matrix out = Matrix.zeros(3, n);
            file.applyAll(v, out);
            Matrix expected = v.times(stored);
            double scale = n * dense.norm1();
            for (int i = 0; i < 3 * n; i++) {
                assertThat(out.data()[i]).isCloseTo(expected.data()[i], offset(1e-15 * scale));
            }
            assertThat(file.apply(v.row(1))).containsExactly(out.row(1), offset(1e-15 * scale));
            assertThat(file.diagonal()[n - 1]).isEqualTo(stored.get(n - 1, n - 1));
        }
    }

    @Test
    void productsFromPointsAreThoseOfTheKernel() {
        Matrix x = points(75);
        Matrix v = Matrix.wrap(2, 75, Seed.of(1).gaussians(150));
        PointKernel kernel = PointKernel.of(NTK, x, 16);
        Matrix out = Matrix.zeros(2, 75);
        kernel.applyAll(v, out);
        assertThat(out.minus(v.times(NTK.of(x))).frobeniusNorm()).isLessThan(1e-13 * out.frobeniusNorm());
        Matrix other = points(300).rowRange(250, 300);
        assertThat(kernel.predict(other, v.transpose()).minus(NTK.of(other, x).times(v.transpose())).frobeniusNorm())
                .isLessThan(1e-13 * out.frobeniusNorm());
    }

    @Test
    void bitsDoNotDependOnThreads() throws IOException {
        Matrix x = points(150);
        Matrix v = Matrix.wrap(3, 150, Seed.of(1).gaussians(450));
        byte[][] bytes = new byte[2][];
        Matrix[] products = {Matrix.zeros(3, 150), Matrix.zeros(3, 150)};
        Matrix[] exact = {Matrix.zeros(3, 150), Matrix.zeros(3, 150)};
        for (int i = 0; i < 2; i++) {
            int run = i;
            Path path = folder.resolve("k" + i);
            PointKernel kernel = PointKernel.of(NTK, x, 16);
            Blas.withThreads(1 + i, () -> {
                KernelBuild.run(path, kernel, false, TileListener.NONE);
                try (KernelFile file = KernelFile.open(path)) {
                    file.applyAll(v, products[run]);
                }
                kernel.applyAll(v, exact[run]);
            });
            bytes[i] = Files.readAllBytes(path);
        }
        assertThat(bytes[0]).isEqualTo(bytes[1]);
        assertThat(products[0]).isEqualTo(products[1]);
        assertThat(exact[0]).isEqualTo(exact[1]);
    }

    /** Stopped by an interrupt after a batch, killed in the middle of a tile, then resumed: the same bytes. */
    @Test
    void anInterruptedBuildGoesOn() throws IOException {
        PointKernel kernel = PointKernel.of(NTK, points(200), 16);
        Path whole = folder.resolve("whole");
        Path target = folder.resolve("k");
        KernelBuild.run(whole, kernel, false, TileListener.NONE);
        var outcome = KernelBuild.run(target, kernel, false, (done, all) -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOfSatisfying(KernelBuild.Outcome.Interrupted.class, stopped -> {
            assertThat(stopped.done()).isEqualTo(32);
            assertThat(stopped.tiles()).isEqualTo(91);
        });
        assertThat(target).doesNotExist();
        // What a kill leaves: a tile that is marked as written but is not what it should be.
        KernelFileHeader header = new KernelFileHeader(kernel.grid(), false, 0, kernel.fingerprint(), "");
        try (RandomAccessFile part = new RandomAccessFile(KernelBuild.partOf(target).toFile(), "rw")) {
            part.seek(header.tileAt(7) + 100);
            part.write(new byte[] {1, 2, 3, 4});
        }
        AtomicInteger first = new AtomicInteger(-1);
        var done = (KernelBuild.Outcome.Complete) KernelBuild.run(target, kernel, true,
                (at, all) -> first.compareAndSet(-1, at));
        done.file().close();
        assertThat(done.computed()).isEqualTo(91 - 31);
        assertThat(first.get()).isEqualTo(31 + 32);
        assertThat(Files.readAllBytes(target)).isEqualTo(Files.readAllBytes(whole));
        assertThat(KernelBuild.partOf(target)).doesNotExist();
    }

    @Test
    void aWrongResumeIsRefused() {
        PointKernel kernel = PointKernel.of(NTK, points(60), 16);
        Path target = folder.resolve("k");
        KernelBuild.run(target, kernel, false, TileListener.NONE);
        assertThatThrownBy(() -> KernelBuild.run(target, kernel, false, TileListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exists already");
        Matrix moved = points(60);
        moved.set(59, 4, moved.get(59, 4) + 1e-12);
        PointKernel otherPoints = PointKernel.of(NTK, moved, 16);
        assertThatThrownBy(() -> KernelBuild.run(target, otherPoints, true, TileListener.NONE))
                .hasMessageContaining("of 60 other points");
        PointKernel otherNet = PointKernel.of(KernelFunction.nngp(Architecture.parse("mlp:5-9-9-1:relu:param=ntk")),
                points(60), 16);
        assertThatThrownBy(() -> KernelBuild.run(target, otherNet, true, TileListener.NONE))
                .hasMessageContaining("holds ntk mlp:5-9-9-1:relu:param=ntk of 60 points, asked for is nngp");
    }

    @Test
    void aBrokenFileIsRefused() throws IOException {
        PointKernel kernel = PointKernel.of(NTK, points(60), 16);
        Path target = folder.resolve("k");
        KernelBuild.run(target, kernel, false, TileListener.NONE);
        byte[] good = Files.readAllBytes(target);
        assertThatThrownBy(() -> KernelFile.open(folder.resolve("none"))).hasMessageContaining("no such file");
        refused(good, 0, "no stored kernel");
        refused(good, 8, "of version");
        refused(good, 16, "header is damaged");
        refused(good, KernelFileHeader.BYTES + 3, "its table of tiles does not fit");
        Files.write(target, Arrays.copyOf(good, good.length - 100));
        assertThatThrownBy(() -> KernelFile.open(target)).hasMessageContaining("damaged");
        byte[] bad = good.clone();
        bad[bad.length - 4 * 16 * 16 + 5] ^= 1;
        Files.write(target, bad);
        try (KernelFile file = KernelFile.open(target)) {
            assertThatThrownBy(file::verify).hasMessageContaining("tile 9 of 10 is damaged");
        }
        assertThatThrownBy(() -> KernelBuild.run(target, kernel, true, TileListener.NONE))
                .hasMessageContaining("tile 9 of 10 is damaged");
    }

    /** Whichever bit is wrong: the file is refused by its name, or the bit is one of the filling that no product reads. */
    @Test
    @Tag("slow")
    void aFlippedBitIsNeverBelieved() throws IOException {
        PointKernel kernel = PointKernel.of(NTK, points(60), 16);
        Path target = folder.resolve("k");
        KernelBuild.run(target, kernel, false, TileListener.NONE);
        byte[] good = Files.readAllBytes(target);
        Matrix v = Matrix.wrap(1, 60, Seed.of(1).gaussians(60));
        Matrix right = product(target, v);
        var random = Seed.of(2).generator();
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(target, bad);
            try {
                assertThat(product(target, v)).as("byte %d", at).isEqualTo(right);
            } catch (IllegalArgumentException e) {
                assertThat(e).as("byte %d", at).hasMessageContaining(target.toString());
                refused++;
            }
        }
        // The header, the table of 10 tiles and what is used of them are about three quarters of the file.
        assertThat(refused).isGreaterThan(1000);
    }

    private static Matrix product(Path path, Matrix v) {
        try (KernelFile file = KernelFile.open(path)) {
            file.verify();
            Matrix out = Matrix.zeros(1, v.columns());
            file.applyAll(v, out);
            return out;
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 4, 2, state is 2", "16, 8, -1, order is -1", "16, 8, 0, order is 0",
        "16, 8, 4294967296, order is 4294967296", "16, 8, 2147483647, its tile is 16", "24, 4, 0, tile is 0",
        "24, 4, -16, tile is -16", "28, 4, 8, bytes of an entry is 8", "32, 8, 1, place of the tiles is 1",
        "80, 4, -1, length of the text is -1", "80, 4, 99999, length of the text is 99999",
        "12, 4, 0, not complete", "16, 8, 90, is damaged: it has", "40, 8, 7, its table of tiles does not fit"})
    void nonsenseUnderAValidChecksumIsNamed(int at, int size, long value, String message) throws IOException {
        Path target = folder.resolve("k");
        KernelBuild.run(target, PointKernel.of(NTK, points(60), 16), false, TileListener.NONE);
        byte[] bytes = Files.readAllBytes(target);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (size == 4) {
            header.putInt(at, (int) value);
        } else {
            header.putLong(at, value);
        }
        var crc = new CRC32C();
        crc.update(bytes, 0, KernelFileHeader.BYTES - 8);
        header.putLong(KernelFileHeader.BYTES - 8, crc.getValue());
        Files.write(target, bytes);
        assertThatThrownBy(() -> KernelFile.open(target)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(target.toString())
                .hasMessageContaining(message);
    }

    private void refused(byte[] good, int at, String message) throws IOException {
        byte[] bad = good.clone();
        bad[at] ^= 4;
        Files.write(folder.resolve("k"), bad);
        assertThatThrownBy(() -> KernelFile.open(folder.resolve("k"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anUnfinishedFileNeverPassesAsFinished() throws IOException {
        PointKernel kernel = PointKernel.of(NTK, points(200), 16);
        Path target = folder.resolve("k");
        KernelBuild.run(target, kernel, false, (done, all) -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isTrue();
        Files.move(KernelBuild.partOf(target), target);
        assertThatThrownBy(() -> KernelFile.open(target)).hasMessageContaining("not complete");
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnyWork() {
        assertThatThrownBy(() -> KernelBuild.requireRoom(folder.resolve("not/there"), 1L << 60))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 1152921504.61 GB on the disk");
        assertThat(KernelFile.bytes(60_000)).isBetween(7_200_000_000L, 7_500_000_000L);
        KernelFunction huge = new KernelFunction() {
            @Override
            public String text() {
                return "huge";
            }

            @Override
            public Matrix of(Matrix a) {
                return of(a, a);
            }

            @Override
            public Matrix of(Matrix a, Matrix b) {
                Matrix result = Matrix.zeros(a.rows(), b.rows());
                Arrays.fill(result.data(), 1e39);
                return result;
            }
        };
        assertThatThrownBy(() -> KernelBuild.run(folder.resolve("k"), PointKernel.of(huge, points(20), 16), false,
                TileListener.NONE)).hasMessageContaining("beyond the range of single precision");
    }
}
