package org.paisaje.bench.landscape;

import java.util.List;
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
import org.paisaje.data.builtin.Rings;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.dynamics.flow.LayerCube;
import org.paisaje.theory.dynamics.signal.WideSignals;

/** One frame of a picture of a small network, and the signals that theory expects of a deep one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PropagationBenchmark {
    private static final Seed SEED = Seed.of(1);
    private static final int SIDE = 100;

    private final Architecture network = Architecture.parse("mlp:2-4-2-1:tanh");
    private final double[] theta = network.initialize(SEED);
    private final Matrix samples = Rings.sample(250, SEED.named("data")).x();
    private final Matrix plane = Matrix.zeros(SIDE * SIDE, 2);
    private final Architecture deep = Architecture.parse("resnet:10-64x50-1:relu:step=0.1");
    private final Matrix some = Matrix.wrap(16, 10, SEED.named("some").gaussians(160));

    /** Checks the middle of the map of the first unit by its definition, and that the deep network's first layer has the mean square 2/10 of the inputs'. */
    @Setup
    public void check() {
        for (int i = 0; i < SIDE; i++) {
            for (int j = 0; j < SIDE; j++) {
                plane.set(i * SIDE + j, 0, -1 + 2.0 * j / (SIDE - 1));
                plane.set(i * SIDE + j, 1, -1 + 2.0 * i / (SIDE - 1));
            }
        }
        int row = SIDE * SIDE / 2 + 7;
        double expected = Math.tanh(theta[0] * plane.get(row, 0) + theta[1] * plane.get(row, 1)
                + theta[network.layerShapes().getFirst().bias()]);
        double found = unitMaps().getFirst().get(row, 0);
        if (!(Math.abs(found - expected) < 1e-14)) {
            throw new IllegalStateException("the first unit gives " + found + ", by hand " + expected);
        }
        double lift = expectedSignals().activation()[0];
        double inputs = some.frobeniusNorm() / Math.sqrt(160);
        if (!(Math.abs(lift - Math.sqrt(2) * inputs) < 1e-12)) {
            throw new IllegalStateException("the lift has rms " + lift + " for inputs of rms " + inputs);
        }
    }

    /** A map of 100 x 100 points of every unit. */
    @Benchmark
    public List<Matrix> unitMaps() {
        LayerTrace trace = network.trace(theta, plane);
        return List.of(trace.values(0), trace.values(1), trace.values(2));
    }

    /** A frame: those maps and 250 samples behind every layer. */
    @Benchmark
    public Object frame() {
        return List.of(unitMaps(), LayerCube.of(network, List.of(theta), samples));
    }

    /** Lengths, correlations and gradients expected of 50 residual blocks, for all pairs of 16 inputs. */
    @Benchmark
    public WideSignals expectedSignals() {
        return WideSignals.of(deep, Initializer.heNormal(), some).orElseThrow();
    }
}
