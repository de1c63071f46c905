package org.paisaje.study.explain.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.network.Architecture;
import org.paisaje.study.Problem;
import org.paisaje.study.ProblemBuilder;
import org.paisaje.study.Result;
import org.paisaje.study.Session;

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
}
