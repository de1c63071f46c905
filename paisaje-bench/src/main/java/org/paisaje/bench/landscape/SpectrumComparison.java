package org.paisaje.bench.landscape;

import java.nio.file.Path;
import java.util.Locale;
import org.paisaje.bench.training.DenseDerivativesRun;
import org.paisaje.loss.Loss;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;

/** Our side of {@code compare/spectrum.py}: Lanczos on the Hessian of given weights and data. */
public final class SpectrumComparison {
    private SpectrumComparison() {}

    /** Arguments: directory, steps, rounds. Prints the largest Ritz value, then the seconds of every round. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Architecture net = Architecture.parse(SpectrumBenchmark.NET);
        double[] theta = DenseDerivativesRun.read(directory.resolve("theta.bin"));
        Matrix x = Matrix.wrap(512, 784, DenseDerivativesRun.read(directory.resolve("x.bin")));
        double[] labels = DenseDerivativesRun.read(directory.resolve("labels.bin"));
        Matrix y = Matrix.zeros(512, 10);
        for (int i = 0; i < 512; i++) {
            y.set(i, (int) labels[i], 1);
        }
        LinearOperator hessian = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY).hessian(theta);
        var line = new StringBuilder();
        for (int round = -1; round < rounds; round++) {
            long start = System.nanoTime();
            RitzPairs pairs = SpectrumBenchmark.lanczos(hessian, steps, false);
            double seconds = 1e-9 * (System.nanoTime() - start);
            line.append(round < 0
                    ? String.format(Locale.ROOT, "%.15g", pairs.values()[0])
                    : String.format(Locale.ROOT, " %.4f", seconds));
        }
        System.out.println(line);
    }
}
