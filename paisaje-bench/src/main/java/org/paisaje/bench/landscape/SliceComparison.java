package org.paisaje.bench.landscape;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.paisaje.bench.training.DenseDerivativesRun;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.ParameterSlice;

/** Our side of {@code compare/slices.py}: the loss on a grid over a plane through given weights. */
public final class SliceComparison {
    private SliceComparison() {}

    /** Arguments: directory, points, rounds. Writes the surface to it and prints the seconds of every round. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int points = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Architecture net = Architecture.parse(SliceBenchmark.NET);
        double[] labels = DenseDerivativesRun.read(directory.resolve("labels.bin"));
        Matrix x = Matrix.wrap(labels.length, net.inputs(), DenseDerivativesRun.read(directory.resolve("x.bin")));
        Matrix y = Matrix.zeros(labels.length, net.outputs());
        for (int i = 0; i < labels.length; i++) {
            y.set(i, (int) labels[i], 1);
        }
        Risk risk = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        var slice = new ParameterSlice(DenseDerivativesRun.read(directory.resolve("theta.bin")),
                List.of(DenseDerivativesRun.read(directory.resolve("first.bin")),
                        DenseDerivativesRun.read(directory.resolve("second.bin"))));
        LossGrid grid = SliceBenchmark.grid(risk, slice, points);
        NpyFile.write(directory.resolve("surface.npy"), Matrix.of(grid.values()));
        var line = new StringBuilder();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            SliceBenchmark.grid(risk, slice, points);
            line.append(String.format(Locale.ROOT, "%.4f ", 1e-9 * (System.nanoTime() - start)));
        }
        System.out.println(line);
    }
}
