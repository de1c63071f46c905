package org.paisaje.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * Reading 100 MB of doubles and 50 MB of floats from {@code .npy}, a table of 100,000 x 20 numbers as text, and the MNIST
 * test images where {@code shared/data/mnist} lies beside the repository (otherwise that one reads a small file); all in the
 * page cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx2g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoadingBenchmark {
    private Path folder = Path.of("");
    private Path images = Path.of("");

    /** Writes the files and checks that they read back. */
    @Setup
    public void write() throws IOException {
        folder = Files.createTempDirectory("loading");
        double[] values = Seed.of(1).gaussians(12_500_000);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        NpyFile.write(folder.resolve("f8.npy"), Tensor.of(values));
        NpyFile.write(folder.resolve("f4.npy"), Tensor.of(values).as(ElementType.F32));
        Matrix table = Matrix.wrap(100_000, 20, Arrays.copyOf(values, 2_000_000));
        CsvFile.write(folder.resolve("t.csv"), IntStream.range(0, 20).mapToObj(j -> "c" + j).toList(), table);
        images = Path.of("../shared/data/mnist/t10k-images-idx3-ubyte.gz");
        if (!Files.exists(images)) {
            images = folder.resolve("small.idx");
            Files.write(images, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 3, 4});
        }
        if (!Arrays.equals(doubles(), values) || !Arrays.equals(floats(), values) || idx().length == 0
                || !Arrays.equals(text(), table.data())) {
            throw new IllegalStateException("the numbers read are not those written");
        }
    }

    /** Removes the files. */
    @TearDown
    public void remove() throws IOException {
        for (String name : new String[] {"f8.npy", "f4.npy", "t.csv", "small.idx", ""}) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** 12.5 million float64. */
    @Benchmark
    public double[] doubles() {
        return NpyFile.read(folder.resolve("f8.npy")).values();
    }

    /** 12.5 million float32. */
    @Benchmark
    public double[] floats() {
        return NpyFile.read(folder.resolve("f4.npy")).values();
    }

    /** 2 million numbers of 17 digits. */
    @Benchmark
    public double[] text() {
        return CsvFile.read(folder.resolve("t.csv"), Optional.empty(), CsvDialect.detected()).numbers().data();
    }

    /** 10,000 images of 28 x 28 bytes, gzipped. */
    @Benchmark
    public double[] idx() {
        return IdxFile.read(images).values();
    }
}
