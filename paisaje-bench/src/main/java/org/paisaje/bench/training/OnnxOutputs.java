package org.paisaje.bench.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;

/** Compares the outputs of the models of a folder with those beside them, see {@code compare/onnx_outputs.py}. */
public final class OnnxOutputs {
    private static final double LARGEST = 1e-6;

    private OnnxOutputs() {}

    /** Prints a line for each model; exit status 1 if one differs. */
    public static void main(String[] args) throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            models = files.filter(path -> path.toString().endsWith(".onnx")).sorted().toList();
        }
        boolean differs = models.isEmpty();
        for (Path model : models) {
            double error = difference(model);
            boolean large = !(error <= LARGEST);
            differs |= large;
            System.out.printf("%-28s differs by %.1e of the largest output%s%n", model.getFileName(), error,
                    large ? ": TOO MUCH" : "");
        }
        System.exit(differs ? 1 : 0);
    }

    private static double difference(Path model) {
        String stem = model.toString().replaceFirst("\\.onnx$", "");
        Architecture net = Architecture.parse("onnx:" + model);
        Matrix f = net.leftToLoss()
                .value(net.forward(net.givenParameters().orElseThrow(), NpyFile.read(Path.of(stem + "-x.npy")).rows()));
        Matrix expected = NpyFile.read(Path.of(stem + "-f.npy")).rows();
        double largest = 1;
        double error = 0;
        for (int i = 0; i < expected.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            error = Math.max(error, Math.abs(f.data()[i] - expected.data()[i]));
        }
        return f.columns() == expected.columns() ? error / largest : Double.NaN;
    }
}
