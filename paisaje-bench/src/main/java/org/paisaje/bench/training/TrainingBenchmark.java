package org.paisaje.bench.training;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.Objective;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;
import org.paisaje.training.rule.Adam;
import org.paisaje.training.rule.WeightDecay;

/**
 * What training adds to the gradients: the loop and the update of Adam, on a function whose gradient is free. Adam moves
 * 56 bytes per parameter and step.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainingBenchmark {
    private static final int STEPS = 200;

    /** Parameters: a toy, 2-64-64-1 and 784-512-512-10. */
    @Param({"8", "4417", "669706"})
    private int p = 8;

    /** Threads of the update. */
    @Param({"1", "2"})
    private int threads = 1;

    private double[] theta = new double[0];

    /** Linear with slope 1 in every parameter. */
    private record Slope(int dimension) implements Objective {
        @Override
        public double value(double[] at) {
            return 1;
        }

        @Override
        public double valueAndGradient(double[] at, double[] gradient) {
            gradient[0] = 1;
            return 1;
        }
    }

    /** Draws theta and checks the update: with a constant gradient of 1 Adam moves by eta / (1 + epsilon) a step. */
    @Setup
    public void draw() {
        theta = Seed.of(1).gaussians(p);
        double moved = theta[0] - adam().theta()[0];
        double expected = STEPS * 1e-3 / (1 + 1e-8);
        if (Math.abs(moved - expected) > 1e-12) {
            throw new IllegalStateException("Adam moved by " + moved + ", expected " + expected);
        }
    }

    /** One step of Adam. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Trajectory adam() {
        return Training.with(Adam.withRate(1e-3)).threads(threads).stop(Stop.after(STEPS)).run(new Slope(p), theta);
    }

    /** One step of Adam with a penalty on absolute values: one pass more, over theta and v. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Trajectory adamL1() {
        return Training.with(Adam.withRate(1e-3).with(WeightDecay.l1(1e-3)))
                .threads(threads)
                .stop(Stop.after(STEPS))
                .run(new Slope(p), theta);
    }
}
