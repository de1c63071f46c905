package org.paisaje.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * Reading files that lie in the page cache: 100 MB as {@code .npy}, {@code .npz} and {@code .safetensors}, a fifth of
 * them deflated, a table of 100,000 x 20 numbers, and the MNIST test images if a folder with them is named. Prints one line of JSON for each.
 * {@code compare/loading.py} writes the files, runs this and NumPy in turn, and prints the ratios.
 */
public final class LoadingComparison {
    private static final int ROUNDS = 9;

    private LoadingComparison() {}

    /** Arguments: the folder for the files, {@code write} or {@code read}, and the images if there are any. */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        if (args[1].equals("write")) {
            write(folder);
            return;
        }
        double[] expected = numbers();
        report("npy float64", () -> NpyFile.read(folder.resolve("f8.npy")).values(), expected);
        report("npy float32", () -> NpyFile.read(folder.resolve("f4.npy")).values(), expected);
        report("npz float64", () -> NpzFile.read(folder.resolve("f8.npz"), "x").values(), expected);
        report("npz deflated", () -> NpzFile.read(folder.resolve("deflated.npz"), "x").values(),
                Arrays.copyOf(expected, 2_500_000));
        report("safetensors float64", () -> tensor(folder.resolve("f8.safetensors")), expected);
        report("csv 100,000 x 20", () -> CsvFile.read(folder.resolve("t.csv"), Optional.empty(),
                CsvDialect.detected()).numbers().data(), Arrays.copyOf(expected, 2_000_000));
        if (args.length > 2) {
            Path images = Path.of(args[2]);
            report("idx gzipped", () -> IdxFile.read(images).values(), IdxFile.read(images).values());
        }
    }

    private static double[] tensor(Path file) {
        Tensor x = SafetensorsFile.read(file).tensors().get("x");
        return x == null ? new double[0] : x.values();
    }

    /** 12,500,000 numbers that a float holds exactly. */
    private static double[] numbers() {
        double[] values = Seed.of(1).gaussians(12_500_000);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }

    private static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        double[] values = numbers();
        var x = new Tensor(ElementType.F64, new int[] {12_500, 1_000}, values);
        NpyFile.write(folder.resolve("f8.npy"), x);
        NpyFile.write(folder.resolve("f4.npy"), x.as(ElementType.F32));
        var named = new LinkedHashMap<String, Tensor>();
        named.put("x", x);
        NpzFile.write(folder.resolve("f8.npz"), named);
        SafetensorsFile.write(folder.resolve("f8.safetensors"), named, new LinkedHashMap<>());
        Matrix table = Matrix.wrap(100_000, 20, Arrays.copyOf(values, 2_000_000));
        CsvFile.write(folder.resolve("t.csv"), IntStream.range(0, 20).mapToObj(j -> "c" + j).toList(), table);
    }

    private static void report(String what, Supplier<double[]> read, double[] expected) {
        if (!Arrays.equals(read.get(), expected)) {
            throw new IllegalStateException(what + ": the numbers read are not those written");
        }
        double[] seconds = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            double[] values = read.get();
            seconds[i] = (System.nanoTime() - start) / 1e9;
            if (values.length != expected.length) {
                throw new IllegalStateException(what + ": the length changed");
            }
        }
        Arrays.sort(seconds);
        System.out.println(String.format(Locale.ROOT, "{\"what\": \"%s\", \"median\": %.6f, \"best\": %.6f}", what,
                seconds[ROUNDS / 2], seconds[0]));
    }
}
