package org.paisaje.bench.training;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.math.random.Seed;
import org.paisaje.theory.teacher.ConvergenceTable;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;

/** One cell of Table 1 of document 003, 500 runs on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConvergenceTableBenchmark {
    /** The number of samples. */
    @Param({"10", "100"})
    public int samples;

    private ConvergenceTable.Cell cell = ConvergenceTable.Cell.at(0);

    /** Checks the printed ratio .912 or .996 (d = 2, l2, lambda = .001) within four standard errors. */
    @Setup
    public void check() {
        cell = new ConvergenceTable.Cell(Penalty.L2_SQUARED, 2, samples, 0.001);
        double printed = samples == 10 ? 0.912 : 0.996;
        double ratio = ConvergenceTable.measure(cell, Sign.AS_PRINTED, 500, Seed.of(1)).ratio();
        if (Math.abs(ratio - printed) > 4 * Math.sqrt(2 * printed * (1 - printed) / 500)) {
            throw new IllegalStateException("the ratio is " + ratio + ", printed is " + printed);
        }
    }

    /** The cell. */
    @Benchmark
    public int cell() {
        return ConvergenceTable.measure(cell, Sign.AS_PRINTED, 500, Seed.of(1)).converged();
    }
}
