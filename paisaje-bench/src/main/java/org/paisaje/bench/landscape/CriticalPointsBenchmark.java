package org.paisaje.bench.landscape;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.critical.CriticalSurvey;

/** 1,000 searches of critical points of a tanh network of 50 parameters on 30 points, with the certificates of what they find. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class CriticalPointsBenchmark {
    /** The bias of a unit is the weight of a fourth input 1. */
    private final Architecture network = Architecture.parse("mlp:4-10-1:tanh:bias=false");
    private final Risk risk = Risk
            .of(network, inputs(), Matrix.wrap(30, 1, Seed.of(2).gaussians(30)), Loss.meanSquared())
            .with(Regularizer.l2(0.01));

    private static Matrix inputs() {
        Matrix x = Matrix.wrap(30, 4, Seed.of(1).gaussians(120));
        for (int i = 0; i < 30; i++) {
            x.set(i, 3, 1);
        }
        return x;
    }

    /** What is found has to be proven, and the origin is always critical. */
    @Setup
    public void check() {
        CriticalSurvey survey = CriticalSurvey.of(risk, network, 40, Seed.of(3), share -> {});
        if (risk.dimension() != 50 || survey.proven() < 0.9 * survey.points().size() || survey.points().isEmpty()) {
            throw new IllegalStateException("searches do not end at critical points: " + survey);
        }
    }

    /** All searches. */
    @Benchmark
    public int search() {
        return CriticalSurvey.of(risk, network, 1000, Seed.of(4), share -> {}).points().size();
    }
}
