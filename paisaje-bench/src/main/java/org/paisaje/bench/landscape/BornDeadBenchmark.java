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
import org.paisaje.theory.dynamics.dead.BornDeadSample;

/** A million random networks of 15 hidden layers told dead or alive, at one input and on the line. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BornDeadBenchmark {
    private static final long NETS = 1_000_000;

    /** Units of each layer. */
    @Param({"2", "4", "8"})
    private int width = 2;

    private BornDeadSample net = new BornDeadSample(2, 15, 0);

    /** Holds one sample against the law. */
    @Setup
    public void prepare() {
        net = new BornDeadSample(width, 15, 0);
        double p = net.probability();
        double share = sample().atOne() / (double) NETS;
        if (!(Math.abs(share - p) <= 5 * Math.sqrt(p * (1 - p) / NETS))) {
            throw new IllegalStateException("the share is " + share + ", the probability " + p);
        }
    }

    /** The sample. */
    @Benchmark
    public BornDeadSample.Count sample() {
        return net.sample(NETS, 1);
    }
}
