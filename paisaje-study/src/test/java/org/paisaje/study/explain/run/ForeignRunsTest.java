package org.paisaje.study.explain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.stated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.study.Estimate;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Series;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** Runs whose checkpoints are ONNX and Keras files, made by {@code make.py} beside them with softmax applied twice. */
final class ForeignRunsTest {
    private static final Path RUNS = Path.of("src/test/resources/org/paisaje/study/explain/run");

    private static Result explain(String folder, Optional<String> net) {
        FinishedRun run = FinishedRun.read(RUNS.resolve(folder), net.map(Architecture::parse), Optional.empty());
        ProblemBuilder builder = Problem.builder(1).data(RUNS.resolve("runs.npz").toString()).split(0);
        Problem problem = builder.network(run.network()).build();
        return new RunStudy(List.of()).run(new RunSubject(run, problem, problem, Optional.empty(), -1, 1),
                Session.silent());
    }

    private static void isFound(Result result) {
        assertThat(result.measurements()).containsEntry("cause", "wiring.softmax-twice");
        assertThat(result.finding("log.loss").verdict()).isEqualTo("softmax twice");
        assertThat(result.answers().get("What happened")).startsWith("At the last checkpoint, epoch 3, the loss is");
    }

    /** The file says what the network is; the softmax at its end is left to the loss. */
    @Test
    void onnx() {
        isFound(explain("onnx", Optional.empty()));
    }

    @Test
    void keras() {
        isFound(explain("keras", Optional.of("mlp:4-6-3:tanh")));
    }

    /** Curvature at a checkpoint is that of the network which normalises by the running statistics of that checkpoint. */
    @Test
    void curvatureIsTakenWithTheStatisticsOfEachCheckpoint() {
        Path runs = Path.of("../docs/guide/findings/runs");
        FinishedRun run = FinishedRun.read(runs.resolve("batch-statistics"), Optional.empty(), Optional.empty());
        Problem problem = Problem.builder(1)
                .data(runs.resolve("run-classes.npz").toString())
                .split(0)
                .network(run.network())
                .build();
        Result result = new RunStudy(List.of()).run(
                new RunSubject(run, problem, problem, Optional.empty(), -1, 1), Session.silent());
        Series.Intervals found = result.figures()
                .filter(Figure.Chart.class::isInstance)
                .map(Figure.Chart.class::cast)
                .filter(chart -> chart.id().equals("step-size"))
                .flatMap(chart -> chart.series().stream())
                .filter(Series.Intervals.class::isInstance)
                .map(Series.Intervals.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(found.y()).hasSize(3);
        for (int epoch = 1; epoch <= 3; epoch++) {
            Architecture own = Architecture.parse("onnx:" + runs.resolve("batch-statistics/epoch_" + epoch + ".onnx"));
            Matrix hessian = Risk.of(own, problem.train().x(), problem.targets(problem.train()), problem.loss())
                    .hessian(own.givenParameters().orElseThrow())
                    .symmetricMatrix("hessian");
            double largest = SymmetricEigen.largest(hessian, 1).values()[0];
            assertThat(largest).isBetween(found.low()[epoch - 1] * (1 - 1e-9), found.high()[epoch - 1] * (1 + 1e-9));
        }
    }

    /** The largest eigenvalue of the Hessian divided as Keras divides the step, against second derivatives of JAX. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                                            adam; adam:0.02,beta1=0.8,beta2=0.99,eps=0.001
                                            rmsprop; rmsprop:0.02,alpha=0.9,eps=0.001
                                            adagrad; adagrad:0.02,eps=0.001
                                            """)
    void theStateOfKerasOptimizersIsRead(String name, String rule) throws IOException {
        Path folder = RUNS.resolve("keras-" + name);
        FinishedRun run = FinishedRun.read(folder, Optional.of(Architecture.parse("mlp:4-6-3:tanh")), Optional.empty());
        assertThat(run.rule()).contains(rule);
        Problem problem = Problem.builder(1)
                .data(RUNS.resolve("runs.npz").toString())
                .network("mlp:4-6-3:tanh")
                .split(0)
                .build();
        Result result = new RunStudy(List.of()).run(
                new RunSubject(run, problem, problem, run.rule().map(Optimizers::parse), 20, 1), Session.silent());
        double end = Double.parseDouble(Files.readAllLines(folder.resolve("sharpness.txt")).getLast().split(" ")[1]);
        Estimate found = result.finding("sharpness-end").measured().orElseThrow();
        // Means of squares are in single precision.
        assertThat(found.low()).isLessThanOrEqualTo(end * (1 + 1e-6));
        assertThat(found.high()).isGreaterThanOrEqualTo(end * (1 - 1e-6));
        assertClose(found.high() - found.low(), 0,
                stated(2 * 1e-3, "the tolerance of Lanczos on either side").times(end));
    }
}
