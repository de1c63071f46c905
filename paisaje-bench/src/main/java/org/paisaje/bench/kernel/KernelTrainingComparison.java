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
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.kernel.flow.KernelFlow;
import org.paisaje.theory.kernel.margin.MaxMargin;

/**
 * Our side of {@code compare/kernel_training.py}. Reads lines {@code DIRECTORY REPETITIONS}; the directory holds kernel.bin
 * (n x n) and y.bin (n labels) as raw little-endian doubles. Answers with the median seconds of logistic training to
 * t = 1e6 with decomposition, and of the hard-margin machine; writes the outputs to flow.bin and alpha to alpha.bin there.
 */
public final class KernelTrainingComparison {
    private KernelTrainingComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(Blas.backend());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.strip().split(" ", -1);
            Path directory = Path.of(words[0]);
            double[] y = read(directory.resolve("y.bin"));
            Matrix kernel = Matrix.wrap(y.length, y.length, read(directory.resolve("kernel.bin")));
            int repetitions = Integer.parseInt(words[1]);
            double[] flowing = new double[repetitions];
            double[] solving = new double[repetitions];
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                KernelFlow.State last = KernelFlow.of(kernel, Matrix.wrap(y.length, 1, y), Loss.LOGISTIC)
                        .solve(1e6)
                        .last();
                flowing[i] = 1e-9 * (System.nanoTime() - start);
                write(directory.resolve("flow.bin"), last.outputs().data());
                start = System.nanoTime();
                MaxMargin machine = MaxMargin.of(kernel, y);
                solving[i] = 1e-9 * (System.nanoTime() - start);
                if (!(machine instanceof MaxMargin.Separator separator)) {
                    throw new IllegalStateException("the labels are not separated: " + machine);
                }
                write(directory.resolve("alpha.bin"), separator.multipliers());
            }
            Arrays.sort(flowing);
            Arrays.sort(solving);
            System.out.println(flowing[repetitions / 2] + " " + solving[repetitions / 2]);
        }
    }

    private static double[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / Double.BYTES];
        bytes.asDoubleBuffer().get(values);
        return values;
    }

    private static void write(Path file, double[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
