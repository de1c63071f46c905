package org.paisaje.bench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.training.Batches;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.optimizer.Optimizers;

/**
 * The Java side of {@code compare/training.py}. Reads one request per line, {@code FOLDER NET LOSS OPTIMIZER BATCH STEPS}
 * (batch 0 is all samples, others come in the order of the data), trains from the theta of the folder and answers with
 * seconds and the risk on all samples at the end. A folder holds x.npy, y.npy and theta.npy (p x 1).
 */
public final class TrainingComparison {
    private TrainingComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] request = line.strip().split(" ");
            Path folder = Path.of(request[0]);
            Matrix x = NpyFile.read(folder.resolve("x.npy")).rows();
            Matrix y = NpyFile.read(folder.resolve("y.npy")).rows();
            double[] theta = NpyFile.read(folder.resolve("theta.npy")).values();
            Risk risk = Risk.of(Architecture.parse(request[1]), x, y, Loss.parse(request[2]));
            int batch = Integer.parseInt(request[4]);
            Training training = Training.with(Optimizers.parse(request[3]))
                    .batches(batch == 0 ? null : Batches.inOrder(batch))
                    .stop(Stop.after(Long.parseLong(request[5])));
            long start = System.nanoTime();
            Trajectory run = training.run(risk, theta);
            double seconds = 1e-9 * (System.nanoTime() - start);
            System.out.println(String.format(Locale.ROOT, "%.6f %.17g", seconds, risk.value(run.theta())));
        }
    }
}
