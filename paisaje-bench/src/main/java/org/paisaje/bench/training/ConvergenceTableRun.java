package org.paisaje.bench.training;

import java.util.stream.IntStream;
import org.paisaje.math.random.Seed;
import org.paisaje.theory.teacher.ConvergenceTable;
import org.paisaje.theory.teacher.Sign;

/**
 * The 54 cells of Table 1 of document 003, for the comparison with NumPy: on standard output one line for each round with
 * its seconds, then the 54 counts of the last round.
 */
public final class ConvergenceTableRun {
    private ConvergenceTableRun() {}

    /** Arguments: runs a cell, rounds. */
    public static void main(String[] args) {
        int runs = Integer.parseInt(args[0]);
        int[] converged = new int[ConvergenceTable.CELLS];
        for (int round = 0; round < Integer.parseInt(args[1]); round++) {
            Seed seed = Seed.of(round);
            long start = System.nanoTime();
            long updates = IntStream.range(0, ConvergenceTable.CELLS)
                    .parallel()
                    .mapToLong(i -> {
                        var count = ConvergenceTable.measure(
                                ConvergenceTable.Cell.at(i), Sign.AS_PRINTED, runs, seed.at(i));
                        converged[i] = count.converged();
                        return count.updates();
                    })
                    .sum();
            System.out.println((System.nanoTime() - start) * 1e-9 + " " + updates);
        }
        for (int count : converged) {
            System.out.println(count);
        }
    }
}
