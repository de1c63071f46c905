package org.paisaje.bench.landscape;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.krylov.trace.Estimation;
import org.paisaje.math.krylov.trace.Hutchinson;
import org.paisaje.math.krylov.trace.ProbeSettings;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.risk.RiskPoint;
import org.paisaje.theory.landscape.spectrum.Curvature;
import org.paisaje.theory.landscape.spectrum.TraceParts;

/** The Hessian of 784-1024-512-256-128-64-10 on 512 samples, 1,501,770 parameters: heap of 3 GB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xmx3g"})
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class SpectrumBenchmark {
    static final String NET = "mlp:784-1024-512-256-128-64-10:relu";
    private static final int SAMPLES = 512;
    private static final int STEPS = 50;

    private LinearOperator hessian = LinearOperator.diagonal(0);
    private @Nullable Risk risk;
    private @Nullable RiskPoint at;

    /** Builds the operators and checks that a Ritz pair has the residual that is said. */
    @Setup
    public void build() {
        Architecture net = Architecture.parse(NET);
        Seed seed = Seed.of(1);
        Matrix x = Matrix.wrap(SAMPLES, net.inputs(), seed.named("x").gaussians(SAMPLES * net.inputs()));
        Matrix y = Matrix.zeros(SAMPLES, net.outputs());
        for (int i = 0; i < SAMPLES; i++) {
            y.set(i, i % net.outputs(), 1);
        }
        Risk all = Risk.of(net, x, y, Loss.SOFTMAX_CROSS_ENTROPY);
        RiskPoint start = all.at(net.initialize(seed.named("init")));
        risk = all;
        at = start;
        hessian = start.hessian();
        RitzPairs pairs = lanczos(hessian, STEPS, true);
        double theta = pairs.values()[0];
        double[] v = pairs.vectors().row(0);
        double[] image = hessian.apply(v);
        double squares = 0;
        for (int i = 0; i < v.length; i++) {
            squares += (image[i] - theta * v[i]) * (image[i] - theta * v[i]);
        }
        if (pairs.products() > STEPS || Math.sqrt(squares) > pairs.residuals()[0] * (1 + 1e-6)) {
            throw new AssertionError("the residual is " + Math.sqrt(squares) + ", said was " + pairs.residuals()[0]);
        }
    }

    /** So many steps of Lanczos from one random vector, each new vector made orthogonal to all. */
    static RitzPairs lanczos(LinearOperator operator, int steps, boolean vectors) {
        var settings = Lanczos.Settings.standard()
                .withTolerance(0)
                .withMaxProducts(steps)
                .withBasisSize(steps)
                .withBlockSize(1)
                .withoutCopies()
                .withoutSymmetryProbe();
        return Lanczos.largest(operator, 1, vectors ? settings.withVectors() : settings);
    }

    /** 50 steps of Lanczos with full reorthogonalisation. */
    @Benchmark
    public RitzPairs fiftyLanczosSteps() {
        return lanczos(hessian, STEPS, false);
    }

    /** The trace of the Hessian, exact: backward passes for the Gauss-Newton matrix; H2 of a ReLU network has none. */
    @Benchmark
    public double exactTrace() {
        TraceParts parts = TraceParts.of(Curvature.HESSIAN, Objects.requireNonNull(risk), Objects.requireNonNull(at))
                .orElseThrow();
        if (parts.rest().isPresent()) {
            throw new AssertionError("a part of the trace is left to estimate");
        }
        return parts.sum(0, parts.diagonal().length);
    }

    /** The trace of the Hessian to 1 % from random probes, with a 95 % interval: what an operator that is only known by products takes. */
    @Benchmark
    public Estimation traceToOnePercent() {
        return Hutchinson.trace(hessian, ProbeSettings.products(400, Seed.of(2)).untilRelative(0.01)).orThrow();
    }
}
