package org.paisaje.bench.landscape;

import java.util.Random;
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
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.Regions;

/** All linear regions of random networks of two inputs, with their neighbours. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH fills the state before use
public class RegionsBenchmark {
    /** The network, the domain, and how many regions there are. */
    @Param({"mlp:2-20-20-1:relu plane 749", "mlp:2-32-32-32-1:relu box 2585", "mlp:2-64-64-64-1:relu box 9905"})
    private String problem = "";

    /** Threads that share the cells. */
    @Param({"1", "2"})
    private int threads = 1;

    private PiecewiseLinear network;
    private Domain domain;

    /** Draws the weights unit by unit, as the counts of document 004 are for, and counts once. */
    @Setup
    public void prepare() throws InterruptedException {
        String[] words = problem.split(" ", -1);
        Architecture net = Architecture.parse(words[0]);
        Random random = new Random(42);
        double[] theta = new double[net.layout().size()];
        for (LayerShape layer : net.layerShapes()) {
            for (int i = 0; i < layer.outputs(); i++) {
                for (int j = 0; j < layer.inputs(); j++) {
                    theta[layer.weight() + i * layer.inputs() + j] = (2 * random.nextDouble() - 1)
                            * Math.sqrt(6.0 / layer.inputs());
                }
                theta[layer.bias() + i] = (2 * random.nextDouble() - 1) / 2;
            }
        }
        network = net.pieces(theta);
        domain = words[1].equals("plane") ? Domain.space(2) : Domain.box(2, -1, 1);
        int found = regions().cells().size();
        if (found != Integer.parseInt(words[2])) {
            throw new IllegalStateException("there are " + found + " regions, expected were " + words[2]);
        }
    }

    /** The enumeration. */
    @Benchmark
    public Regions regions() throws InterruptedException {
        return Regions.of(network, domain, threads, 1_000_000);
    }
}
