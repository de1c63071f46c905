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
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.theory.dynamics.dead.DeadUnits;
import org.paisaje.theory.dynamics.dead.InputBox;

/** Which units of networks with biases that are low are dead on a box of inputs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH fills the state before use
public class DeadUnitsBenchmark {
    /** The network and what is subtracted from its biases. */
    @Param({"mlp:2-16-16-16-1:relu 2", "mlp:10-32-32-32-1:relu 3", "mlp:64-64-64-10:relu 12"})
    private String problem = "";

    private PiecewiseLinear network;
    private InputBox box;
    private Matrix none;

    /** Draws the weights and looks once: on 1,000 inputs no unit that is dead for certain may be awake. */
    @Setup
    public void prepare() {
        String[] words = problem.split(" ", -1);
        Architecture net = Architecture.parse(words[0]);
        double[] theta = Seed.of(1).named("theta").gaussians(net.layout().size());
        net.layerShapes().forEach(layer -> {
            for (int i = 0; i < layer.outputs(); i++) {
                theta[layer.bias() + i] -= Double.parseDouble(words[1]);
            }
        });
        network = net.pieces(theta);
        box = InputBox.cube(net.inputs(), -1, 1);
        none = Matrix.zeros(0, net.inputs());
        Matrix x = Matrix.wrap(1000, net.inputs(), Seed.of(2).gaussians(1000 * net.inputs()));
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = Math.clamp(x.data()[i], -1, 1);
        }
        int onSamples = DeadUnits.of(network, box, x, DeadUnits.WORK).dead();
        int onBox = units().dead();
        if (onSamples != onBox) {
            throw new IllegalStateException(onBox + " units are dead on the box, " + onSamples + " with samples in it");
        }
    }

    /** All units. */
    @Benchmark
    public DeadUnits units() {
        return DeadUnits.of(network, box, none, DeadUnits.WORK);
    }
}
