package org.paisaje.bench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Ensemble;
import org.paisaje.training.SampledRisk;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.GradientDescent;

/**
 * The Java side of {@code compare/narrow.py}: reads lines {@code network n members optimizer rate batch steps threads file}
 * from standard input, trains every member from its theta in the file, and answers each line with the seconds taken and
 * the file of the final parameters. Files hold little-endian doubles: x, y, then theta member by member.
 */
public final class NarrowComparison {
    private NarrowComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(serve(line.strip().split(" ", -1)));
        }
    }

    private static String serve(String[] words) throws IOException {
        Architecture net = Architecture.parse(words[0]);
        int n = Integer.parseInt(words[1]);
        int members = Integer.parseInt(words[2]);
        double rate = Double.parseDouble(words[4]);
        int batch = Integer.parseInt(words[5]);
        Path file = Path.of(words[8]);
        ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Matrix x = Matrix.wrap(n, net.inputs(), take(numbers, n * net.inputs()));
        Matrix y = Matrix.wrap(n, net.outputs(), take(numbers, n * net.outputs()));
        List<double[]> starts = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            starts.add(take(numbers, net.layout().size()));
        }
        int threads = Integer.parseInt(words[7]);
        Training training = Training
                .with(words[3].equals("adam") ? Adam.withRate(rate) : GradientDescent.withRate(rate))
                .batches(batch < n ? Batches.inOrder(batch) : null)
                .stop(Stop.after(Integer.parseInt(words[6])));
        long start = System.nanoTime();
        List<Trajectory> runs = members == 1
                ? List.of(Blas.withThreads(threads, () -> training.run(risk(net, x, y), starts.getFirst())))
                : Ensemble.train(training, () -> risk(net, x, y), starts, threads);
        double seconds = 1e-9 * (System.nanoTime() - start);
        ByteBuffer out = ByteBuffer.allocate(8 * members * net.layout().size()).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        for (Trajectory run : runs) {
            out.asDoubleBuffer().put(at, run.theta());
            at += run.theta().length;
        }
        Path answer = file.resolveSibling(file.getFileName() + ".out");
        Files.write(answer, out.array());
        return seconds + " " + answer;
    }

    private static SampledRisk risk(Architecture net, Matrix x, Matrix y) {
        return SampledRisk.of(Risk.of(net, x, y, Loss.SQUARED));
    }

    private static double[] take(ByteBuffer numbers, int n) {
        double[] result = new double[n];
        numbers.asDoubleBuffer().get(result);
        numbers.position(numbers.position() + 8 * n);
        return result;
    }
}
