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
import org.paisaje.theory.geometry.topology.Betti;
import org.paisaje.theory.geometry.topology.CubicalSet;

/** Betti numbers of a ring in the plane and of a hollow torus in space, on grids. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@SuppressWarnings("NullAway.Init") // JMH fills the state before use
public class BettiBenchmark {
    /** Dimensions and cells along a side. */
    @Param({"2 256", "2 1024", "3 64", "3 128"})
    private String grid = "";

    private CubicalSet cells;

    /** Fills the grid and counts once. */
    @Setup
    public void prepare() {
        String[] words = grid.split(" ", -1);
        boolean flat = words[0].equals("2");
        int n = Integer.parseInt(words[1]);
        cells = flat ? CubicalSet.plane(n, n) : CubicalSet.space(n, n, n);
        for (int z = 0; z < (flat ? 1 : n); z++) {
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    double r = Math.hypot(at(x, n), at(y, n));
                    boolean inside = flat
                            ? r >= 0.575 && r <= 0.95
                            : Math.abs(Math.hypot(r - 0.6, at(z, n)) - 0.28) <= 0.07;
                    if (inside) {
                        cells.add(x, y, z);
                    }
                }
            }
        }
        Betti expected = flat ? new Betti(1, 1, 0) : new Betti(1, 2, 1);
        if (!betti().equals(expected)) {
            throw new IllegalStateException("Betti numbers " + betti().text() + ", expected " + expected.text());
        }
    }

    private static double at(int i, int n) {
        return 2 * (i + 0.5) / n - 1;
    }

    /** The count. */
    @Benchmark
    public Betti betti() {
        return cells.betti();
    }
}
