package org.paisaje.bench.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.store.KernelBuild;
import org.paisaje.theory.kernel.store.KernelFile;
import org.paisaje.theory.kernel.store.KernelFunction;
import org.paisaje.theory.kernel.store.PointKernel;
import org.paisaje.theory.kernel.store.TileListener;

/**
 * A kernel in a file, 4,096 points of 784 inputs, ReLU, depth 3: building it, and its product with ten vectors from the
 * tiles and from the points. The products are compared with each other before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class StoredKernelBenchmark {
    private static final int POINTS = 4096;
    private static final int VECTORS = 10;

    private final Seed seed = Seed.of(1);
    private final PointKernel kernel = PointKernel.of(
            KernelFunction
                    .ntk(Architecture.parse("mlp:784-512-512-512-10:relu:param=ntk,sw=1.4142135623730951,sb=0.1")),
            Matrix.wrap(POINTS, 784, seed.named("x").uniforms(784 * POINTS)));
    private final Matrix vectors = Matrix.wrap(VECTORS, POINTS, seed.named("v").gaussians(VECTORS * POINTS));
    private final Matrix out = Matrix.zeros(VECTORS, POINTS);
    private final Path folder;
    private final KernelFile file;

    /** Builds the file that products are timed on. */
    public StoredKernelBenchmark() {
        try {
            folder = Files.createTempDirectory("stored-kernel");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = built("products");
    }

    private KernelFile built(String name) {
        return ((KernelBuild.Outcome.Complete) KernelBuild.run(folder.resolve(name), kernel, false,
                TileListener.NONE)).file();
    }

    /** Both products agree to the rounding of single precision. */
    @Setup
    public void check() {
        Matrix exact = Matrix.zeros(VECTORS, POINTS);
        kernel.applyAll(vectors, exact);
        file.applyAll(vectors, out);
        double error = out.minus(exact).frobeniusNorm() / exact.frobeniusNorm();
        if (!(error < 1e-6)) {
            throw new IllegalStateException("the products differ by " + error);
        }
    }

    /** Kernel to file: 8.4 Mi entries evaluated, 33.6 MB written and forced to the disk. */
    @Benchmark
    public long build() {
        try (KernelFile built = built("build")) {
            return built.size();
        } finally {
            KernelFile.delete(folder.resolve("build"));
        }
    }

    /** 0.67 Gflop from 42 MB of tiles. */
    @Benchmark
    public Matrix productFromTiles() {
        file.applyAll(vectors, out);
        return out;
    }

    /** The same with the kernel evaluated anew in double precision. */
    @Benchmark
    public Matrix productFromPoints() {
        kernel.applyAll(vectors, out);
        return out;
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        file.close();
        KernelFile.delete(folder.resolve("products"));
        Files.delete(folder);
    }
}
