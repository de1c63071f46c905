package org.paisaje.bench.kernel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.theory.kernel.EmpiricalNtk;
import org.paisaje.theory.kernel.InfiniteNetwork;
import org.paisaje.theory.kernel.KernelRegression;
import org.paisaje.theory.kernel.WideKernels;
import org.paisaje.theory.kernel.flow.TrainingCurve;

/**
 * Our side of {@code compare/tangent_kernels.py}. Reads lines {@code TASK ARCHITECTURE DIRECTORY REPETITIONS}; the
 * directory holds x.bin and, for empirical kernels, theta.bin, for predictions y.bin with ten columns and there.bin with
 * further points, as raw little-endian doubles. Answers with the median
 * seconds and, for infinite kernels, the shares of Gram product and pass (summed over threads) and the rate of a large
 * product; writes the kernel to java.bin there. Tasks: {@code infinite}, {@code empirical64}, {@code empirical32},
 * {@code limit} and {@code times}: from kernels to predictions at infinity or at times 1, 10 and 100.
 */
public final class TangentKernelComparison {
    private TangentKernelComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(Blas.backend());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.strip().split(" ", -1);
            Architecture net = Architecture.parse(words[1]);
            Path directory = Path.of(words[2]);
            int repetitions = Integer.parseInt(words[3]);
            double[] values = read(directory.resolve("x.bin"));
            Matrix x = Matrix.wrap(values.length / net.inputs(), net.inputs(), values);
            System.out.println(switch (words[0]) {
                case "infinite" -> infinite(net, x, directory, repetitions);
                case "limit", "times" -> predictions(net, x, directory, repetitions, words[0].equals("times"));
                default -> empirical(net, x, directory, repetitions, words[0].equals("empirical32"));
            });
        }
    }

    private static String infinite(Architecture net, Matrix x, Path directory, int repetitions) throws IOException {
        InfiniteNetwork limit = InfiniteNetwork.of(net);
        double[] times = new double[repetitions];
        double gram = Double.POSITIVE_INFINITY;
        double pass = Double.POSITIVE_INFINITY;
        double[] last = {};
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            WideKernels kernels = limit.kernels(x);
            times[i] = 1e-9 * (System.nanoTime() - start);
            gram = Math.min(gram, kernels.work().gramSeconds());
            pass = Math.min(pass, kernels.work().passSeconds());
            last = kernels.ntk().data();
        }
        write(directory.resolve("java.bin"), Arrays.copyOf(last, Math.min(last.length, 1 << 20)));
        Arrays.sort(times);
        double[] a = new double[1024 * 1024];
        double[] c = new double[1024 * 1024];
        long start = System.nanoTime();
        Blas.gemm(false, false, 1024, 1024, 1024, a, a, c);
        double rate = 2.0 * 1024 * 1024 * 1024 / (System.nanoTime() - start);
        return String.format(Locale.ROOT, "%.6f %.6f %.6f %.2f", times[repetitions / 2], gram, pass, rate);
    }

    private static String empirical(Architecture net, Matrix x, Path directory, int repetitions, boolean single)
            throws IOException {
        EmpiricalNtk ntk = EmpiricalNtk.of(net, read(directory.resolve("theta.bin")));
        double[] times = new double[repetitions];
        double[] last = {};
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            if (single) {
                float[] kernel = ntk.gramSingle(x).data();
                times[i] = 1e-9 * (System.nanoTime() - start);
                last = new double[Math.min(kernel.length, 1 << 20)];
                for (int j = 0; j < last.length; j++) {
                    last[j] = kernel[j];
                }
            } else {
                double[] kernel = ntk.gram(x).data();
                times[i] = 1e-9 * (System.nanoTime() - start);
                last = Arrays.copyOf(kernel, Math.min(kernel.length, 1 << 20));
            }
        }
        write(directory.resolve("java.bin"), last);
        Arrays.sort(times);
        return String.format(Locale.ROOT, "%.6f", times[repetitions / 2]);
    }

    private static String predictions(Architecture net, Matrix x, Path directory, int repetitions, boolean finite)
            throws IOException {
        double[] targets = read(directory.resolve("y.bin"));
        Matrix y = Matrix.wrap(x.rows(), 10, targets);
        double[] points = read(directory.resolve("there.bin"));
        Matrix there = Matrix.wrap(points.length / net.inputs(), net.inputs(), points);
        InfiniteNetwork limit = InfiniteNetwork.of(net);
        Matrix kernel = limit.ntk(x);
        Matrix cross = limit.ntk(there, x);
        Matrix start = Matrix.zeros(there.rows(), 10);
        Matrix none = Matrix.zeros(x.rows(), 10);
        double[] times = new double[repetitions];
        List<Matrix> last = List.of();
        for (int i = 0; i < repetitions; i++) {
            long began = System.nanoTime();
            last = finite
                    ? TrainingCurve.of(kernel, y, none, x.rows(), new double[] {1, 10, 100}, 1e-10)
                            .predict(cross, start)
                    : List.of(KernelRegression.of(kernel, y, 0).predict(cross, start));
            times[i] = 1e-9 * (System.nanoTime() - began);
        }
        write(directory.resolve("java.bin"), Matrix.stackRows(last.toArray(Matrix[]::new)).data());
        Arrays.sort(times);
        return String.format(Locale.ROOT, "%.6f", times[repetitions / 2]);
    }

    private static double[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        double[] result = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(result);
        return result;
    }

    private static void write(Path file, double[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
