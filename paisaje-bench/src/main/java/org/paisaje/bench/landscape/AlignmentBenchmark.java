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
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.Symmetries;
import org.paisaje.theory.landscape.align.UnitMap;

/** Two networks 784-512-512-10 brought to each other. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class AlignmentBenchmark {
    /** What units are told by. */
    @Param({"WEIGHTS", "ACTIVATIONS"})
    public NetworkAlignment.By by = NetworkAlignment.By.WEIGHTS;

    private final Architecture network = Architecture.parse("mlp:784-512-512-10:relu");
    private final Matrix x = Matrix.wrap(256, 784, Seed.of(3).gaussians(256 * 784));
    private double[] a = new double[0];
    private double[] b = new double[0];

    /** A planted symmetry must come back before unrelated networks are timed. */
    @Setup
    public void build() {
        a = network.initialize(Seed.of(1));
        b = network.initialize(Seed.of(2));
        UnitMap planted = UnitMap.random(Symmetries.of(network), 0.2, Seed.of(5));
        var found = NetworkAlignment.of(network, a, Symmetries.of(network).apply(planted, a), by, x, Seed.of(4));
        if (planted.then(found.map()).moved() != 0) {
            throw new IllegalStateException("the planted permutation was not found");
        }
    }

    /** Alignment of two unrelated networks. */
    @Benchmark
    public double align() {
        return NetworkAlignment.of(network, a, b, by, x, Seed.of(4)).after();
    }
}
