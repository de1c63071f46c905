package org.paisaje.bench.algebra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.paisaje.math.krylov.SolveSettings;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.krylov.system.ConjugateGradient;
import org.paisaje.math.krylov.system.LinearSolution;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.SymmetricOperator;

/**
 * The Java side of {@code compare/krylov.py}. Reads one request per line, {@code eigen|eigen-nocopies|cg OPERATOR K TOLERANCE}, and
 * answers with one line: seconds, products, and the values found. An operator is a folder written by the script.
 */
public final class KrylovComparison {
    private KrylovComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String name = "";
        LinearOperator a = null;
        double[] b = new double[0];
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] request = line.strip().split(" ");
            if (a == null || !name.equals(request[1])) {
                name = request[1];
                a = operator(Path.of(name));
                b = numbers(Path.of(name, "b.bin"));
            }
            double tolerance = Double.parseDouble(request[3]);
            StringBuilder answer = new StringBuilder();
            long start = System.nanoTime();
            if (request[0].equals("cg")) {
                LinearSolution solution = ConjugateGradient.solve(a, b,
                        SolveSettings.standard().withTolerance(tolerance));
                double seconds = 1e-9 * (System.nanoTime() - start);
                solution.orThrow();
                answer.append(String.format(Locale.ROOT, "%.9f %d", seconds, solution.products()));
                for (int i = 0; i < 10; i++) {
                    answer.append(' ').append(solution.x()[i * (b.length / 10)]);
                }
            } else {
                var settings = Lanczos.Settings.standard().withTolerance(tolerance).withVectors();
                int k = Integer.parseInt(request[2]);
                RitzPairs pairs = Lanczos.largest(a, k,
                        request[0].equals("eigen") ? settings : settings.withoutCopies().withoutSymmetryProbe());
                double seconds = 1e-9 * (System.nanoTime() - start);
                pairs.orThrow();
                answer.append(String.format(Locale.ROOT, "%.9f %d", seconds, pairs.products()));
                for (double value : pairs.values()) {
                    answer.append(' ').append(value);
                }
            }
            System.out.println(answer);
        }
    }

    private static LinearOperator operator(Path folder) throws IOException {
        double[] b = numbers(folder.resolve("b.bin"));
        if (Files.exists(folder.resolve("dense.bin"))) {
            double[] entries = numbers(folder.resolve("dense.bin"));
            Matrix matrix = Matrix.wrap(b.length, b.length, entries);
            return folder.endsWith("goe-full") ? matrix.asOperator() : new SymmetricOperator(matrix);
        }
        double[] u = numbers(folder.resolve("u.bin"));
        return new KrylovOperators.LowRankPlusDiagonal(b.length, u.length / b.length, numbers(folder.resolve("d.bin")),
                u);
    }

    private static double[] numbers(Path file) throws IOException {
        var buffer = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[] result = new double[buffer.remaining()];
        buffer.get(result);
        return result;
    }
}
