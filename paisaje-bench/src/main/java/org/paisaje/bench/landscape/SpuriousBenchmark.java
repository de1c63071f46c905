package org.paisaje.bench.landscape;

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
import org.paisaje.theory.landscape.population.DescentEnsemble;
import org.paisaje.theory.landscape.population.PopulationLoss;

/** 1,000 runs of 500 steps of descent on the population loss of Safran and Shamir, as many ReLUs as the teacher has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class SpuriousBenchmark {
    private static final int RUNS = 1000;
    private static final int STEPS = 500;
    /** A step is rounded in every entry; over the steps that are checked nothing multiplies that much. */
    private static final double SAME = 1e-12;

    @Param({"6", "10", "20"})
    private int teachers = 10;

    /** Runs of a fixed number of steps. */
    static DescentEnsemble ensemble(int k, int steps) {
        return new DescentEnsemble(new DescentEnsemble.Settings(k, k, 5.0 / k, Double.MIN_NORMAL, 0, steps));
    }

    /** Three steps of each of some runs against the gradient of one run at a time. */
    @Setup
    public void check() {
        var ends = ensemble(teachers, 3).run(Seed.of(1), 20);
        PopulationLoss loss = PopulationLoss.orthonormal(teachers, teachers);
        for (int i = 0; i < ends.length; i++) {
            double[] w = ensemble(teachers, 3).start(Seed.of(1), i);
            for (int step = 0; step < 3; step++) {
                double[] gradient = loss.gradient(w);
                for (int j = 0; j < w.length; j++) {
                    w[j] -= 5.0 / teachers * gradient[j];
                }
            }
            if (!(Math.abs(loss.value(w) - ends[i].loss()) <= SAME * (1 + ends[i].loss()))) {
                throw new IllegalStateException("run " + i + " ends at the loss " + ends[i].loss()
                        + ", step by step at " + loss.value(w));
            }
        }
    }

    /** All runs. */
    @Benchmark
    public int run() {
        return ensemble(teachers, STEPS).run(Seed.of(2), RUNS).length;
    }
}
