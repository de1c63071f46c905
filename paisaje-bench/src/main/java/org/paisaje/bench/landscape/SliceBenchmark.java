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
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.slice.FilterGroups;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.ParameterSlice;
import org.paisaje.theory.landscape.slice.SliceLoss;

/** The 51 x 51 filter-normalised slice of 784-512-512-10 on 1,000 samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class SliceBenchmark {
    static final String NET = "mlp:784-512-512-10:relu";
    static final int SAMPLES = 1000;
    private static final int POINTS = 51;

    private Risk risk = Risk.of(Architecture.parse("linear:1-1"), Matrix.zeros(1, 1), Matrix.zeros(1, 1),
            Loss.meanSquared());
    private ParameterSlice slice = new ParameterSlice(new double[1], List.of(new double[] {1}));

    /** Builds the slice and checks that points of it have the risk of their parameters. */
    @Setup
    public void build() {
        Architecture net = Architecture.parse(NET);
        Seed seed = Seed.of(1);
        Matrix x = Matrix.wrap(SAMPLES, net.inputs(), seed.named("x").gaussians(SAMPLES * net.inputs()));
        Matrix y = Matrix.zeros(SAMPLES, net.outputs());
        for (int i = 0; i < SAMPLES; i++) {
            y.set(i, i % net.outputs(), 1);
        }
        double[] theta = net.initialize(seed.named("init"));
        FilterGroups groups = FilterGroups.of(net);
        risk = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        slice = new ParameterSlice(theta, List.of(
                groups.normalised(seed.named("direction").at(0).gaussians(theta.length), theta),
                groups.normalised(seed.named("direction").at(1).gaussians(theta.length), theta)));
        SliceLoss loss = SliceLoss.of(risk, slice);
        for (double s : new double[] {-1, 0.3}) {
            double exact = risk.value(slice.at(s, 1 - s));
            double found = loss.at(s, 1 - s);
            if (!(Math.abs(found - exact) < 1e-11 * exact)) {
                throw new AssertionError("the slice has " + found + ", the risk is " + exact);
            }
        }
    }

    /** The grid, with all that is made once for it. */
    static LossGrid grid(Risk risk, ParameterSlice slice, int points) {
        double[] places = LossGrid.places(-1, 1, points);
        LossGrid grid = LossGrid.open(places, places);
        SliceLoss.of(risk, slice).fill(grid, line -> {});
        return grid;
    }

    /** The first layer shared by all points. */
    @Benchmark
    public LossGrid filterNormalisedSlice() {
        return grid(risk, slice, POINTS);
    }

    /** A whole forward pass for each point. */
    @Benchmark
    public LossGrid sliceByWholePasses() {
        double[] places = LossGrid.places(-1, 1, POINTS);
        LossGrid grid = LossGrid.open(places, places);
        SliceLoss.whole(risk, slice).fill(grid, line -> {});
        return grid;
    }
}
