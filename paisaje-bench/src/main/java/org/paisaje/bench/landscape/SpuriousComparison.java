package org.paisaje.bench.landscape;

import java.nio.file.Path;
import java.util.Locale;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.theory.landscape.population.DescentEnsemble;
import org.paisaje.theory.landscape.population.DescentEnsemble.End;

/** Our side of {@code compare/spurious.py}: many runs of descent on the population loss of an orthonormal teacher. */
public final class SpuriousComparison {
    private SpuriousComparison() {}

    /** Arguments: directory, runs, teachers, steps, rounds. Writes starts and ends to it and prints the seconds of every round. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        int runs = Integer.parseInt(arguments[1]);
        int k = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[4]);
        Seed seed = Seed.of(1);
        var ensemble = SpuriousBenchmark.ensemble(k, Integer.parseInt(arguments[3]));
        Matrix starts = Matrix.zeros(runs, k * k);
        for (int i = 0; i < runs; i++) {
            starts.setRow(i, ensemble.start(seed, i));
        }
        NpyFile.write(directory.resolve("starts.npy"), starts);
        End[] ends = ensemble.run(seed, runs);
        Matrix weights = Matrix.zeros(runs, k * k);
        for (int i = 0; i < runs; i++) {
            weights.setRow(i, ends[i].weights());
        }
        NpyFile.write(directory.resolve("ends.npy"), weights);
        var line = new StringBuilder();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            ensemble.run(seed, runs);
            line.append(String.format(Locale.ROOT, "%.4f ", 1e-9 * (System.nanoTime() - start)));
        }
        System.out.println(line);
    }
}
