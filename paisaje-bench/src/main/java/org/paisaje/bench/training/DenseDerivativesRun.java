package org.paisaje.bench.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

/**
 * Our side of {@code compare/dense_derivatives.py}: reads theta, x, labels and v as raw little-endian doubles from a
 * directory, writes gradient and Hessian-vector product there, and prints median times in milliseconds.
 */
public final class DenseDerivativesRun {
    private DenseDerivativesRun() {}

    /** Arguments: directory, activation, repetitions. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Architecture net = Architecture.parse("mlp:784-1024-512-256-128-64-10:" + arguments[1]);
        int repetitions = Integer.parseInt(arguments[2]);
        double[] theta = read(directory.resolve("theta.bin"));
        Matrix x = Matrix.wrap(512, 784, read(directory.resolve("x.bin")));
        double[] labels = read(directory.resolve("labels.bin"));
        Matrix y = Matrix.zeros(512, 10);
        for (int i = 0; i < 512; i++) {
            y.set(i, (int) labels[i], 1);
        }
        double[] v = read(directory.resolve("v.bin"));
        Risk risk = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        double[] gradient = risk.gradient(theta);
        LinearOperator hessian = risk.hessian(theta);
        double[] product = hessian.apply(v);
        write(directory.resolve("gradient.bin"), gradient);
        write(directory.resolve("product.bin"), product);
        double[] square = new double[1024 * 1024];
        double[] out = new double[1024 * 1024];
        Arrays.fill(square, 0.5);
        double[][] times = new double[3][repetitions];
        for (int i = -10; i < repetitions; i++) {
            long start = System.nanoTime();
            risk.valueAndGradient(theta, gradient);
            long middle = System.nanoTime();
            hessian.apply(v, product);
            long end = System.nanoTime();
            Blas.gemm(false, false, 1024, 1024, 1024, square, square, out);
            long last = System.nanoTime();
            if (i >= 0) {
                times[0][i] = (middle - start) * 1e-6;
                times[1][i] = (end - middle) * 1e-6;
                times[2][i] = (last - end) * 1e-6;
            }
        }
        for (double[] row : times) {
            Arrays.sort(row);
        }
        System.out.printf(Locale.ROOT, "%.3f %.3f %.3f%n", times[0][repetitions / 2], times[1][repetitions / 2],
                times[2][repetitions / 2]);
    }

    /** The doubles of a file, in the order of bytes that NumPy writes. */
    public static double[] read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            double[] result = new double[bytes.remaining() / Double.BYTES];
            bytes.asDoubleBuffer().get(result);
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
