package org.paisaje.bench.algebra;

import java.util.Arrays;
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
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeOutcome;
import org.paisaje.math.ode.method.AutoExplicit;
import org.paisaje.math.ode.method.Chebyshev;
import org.paisaje.math.ode.method.DormandPrince;
import org.paisaje.math.ode.method.ExponentialRosenbrock;
import org.paisaje.math.ode.method.Radau;

/**
 * The heat equation {@code u_t = u_xx} by differences at n points from a mode of known decay, to t = 0.1 and 1e-6: stiff, with
 * a field so cheap that the methods themselves are measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx2g", "--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"})
public class IntegratorBenchmark {
    private static final double END = 0.1;
    private static final double TOLERANCE = 1e-6;

    @Param({"50", "200"})
    int n;

    private double[] start = {};
    private Heat heat = new Heat(0);

    /** Symmetric, negative definite, the largest eigenvalue near -4 (n + 1)^2. */
    private record Heat(double square) implements LinearizableField {
        @Override
        public void apply(double t, double[] u, double[] out) {
            int last = u.length - 1;
            for (int i = 0; i <= last; i++) {
                double left = i == 0 ? 0 : u[i - 1];
                double right = i == last ? 0 : u[i + 1];
                out[i] = square * (left - 2 * u[i] + right);
            }
        }

        @Override
        public void jvp(double t, double[] u, double[] v, double[] out) {
            apply(t, v, out);
        }

        @Override
        public boolean symmetric() {
            return true;
        }

        @Override
        public boolean autonomous() {
            return true;
        }
    }

    /** Sets the mode up and checks every method against its decay. */
    @Setup
    public void prepare() {
        heat = new Heat((n + 1.0) * (n + 1));
        start = new double[n];
        Arrays.setAll(start, i -> Math.sin(Math.PI * (i + 1) / (n + 1)));
        double rate = 4 * heat.square() * Math.pow(Math.sin(Math.PI / (2 * (n + 1))), 2);
        for (double[] end : new double[][] {dormandPrince(), chebyshev(), automatic(), rosenbrock(), radau()}) {
            double error = Math.abs(end[n / 2] / (start[n / 2] * Math.exp(-END * rate)) - 1);
            if (!(error < 1e-4)) {
                throw new AssertionError("the relative error is " + error + ", 1e-4 is expected at most");
            }
        }
    }

    private double[] run(Integration<? super LinearizableField> method) {
        OdeOutcome outcome = method.run(heat, 0, start, END);
        if (!outcome.succeeded()) {
            throw new AssertionError(outcome.describe());
        }
        return outcome.y();
    }

    /** Explicit: held down by stability. */
    @Benchmark
    public double[] dormandPrince() {
        return run(DormandPrince.to(TOLERANCE, TOLERANCE));
    }

    /** Stabilised. */
    @Benchmark
    public double[] chebyshev() {
        return run(Chebyshev.to(TOLERANCE, TOLERANCE));
    }

    /** Explicit, then stabilised. */
    @Benchmark
    public double[] automatic() {
        return run(AutoExplicit.to(TOLERANCE, TOLERANCE));
    }

    /** Exponential. */
    @Benchmark
    public double[] rosenbrock() {
        return run(ExponentialRosenbrock.to(TOLERANCE, TOLERANCE));
    }

    /** Implicit. */
    @Benchmark
    public double[] radau() {
        return run(Radau.to(TOLERANCE, TOLERANCE));
    }
}
