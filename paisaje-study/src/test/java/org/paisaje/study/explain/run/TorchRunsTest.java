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
import org.paisaje.network.Architecture;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.training.optimizer.Optimizers;

/** Runs that PyTorch made, with a fault each, by {@code docs/guide/runs/make_runs.py}. */
final class TorchRunsTest {
    private static final Path RUNS = Path.of("../docs/guide/runs");

    private static Result explain(String folder, String net, Optional<String> test, Optional<String> rule, int batch,
            String failOn) {
        FinishedRun run = FinishedRun.read(RUNS.resolve(folder), Optional.of(Architecture.parse(net)),
                Optional.empty());
        ProblemBuilder builder = Problem.builder(1).data(RUNS.resolve(folder + ".npz").toString()).network(net);
        test.ifPresentOrElse(name -> builder.test(RUNS.resolve(name).toString()), () -> builder.split(0));
        Problem problem = builder.build();
        return new RunStudy(List.of(failOn)).run(
                new RunSubject(run, problem, problem, rule.map(Optimizers::parse), batch, 1), Session.silent());
    }

    /** Targets that were learned, and are not those of the data that are told. */
    @Test
    void otherDataThanTold() {
        Path runs = Path.of("../docs/guide/findings/runs");
        FinishedRun run = FinishedRun.read(runs.resolve("other-data"),
                Optional.of(Architecture.parse("mlp:4-6-3:tanh")), Optional.empty());
        Problem problem = Problem.builder(1)
                .data(runs.resolve("run-classes.npz").toString())
                .network("mlp:4-6-3:tanh")
                .split(0)
                .build();
        Result result = new RunStudy(List.of()).run(new RunSubject(run, problem, problem, Optional.empty(), -1, 1),
                Session.silent());
        assertThat(result.measurements()).containsEntry("cause", "wiring.other-data");
        assertThat(result.headline()).isEqualTo("The run was trained on other data or targets than these.");
    }

    @Test
    void aSoftmaxBeforeTheLoss() {
        Result result = explain("softmax", "mlp:4-6-3:relu", Optional.empty(), Optional.empty(), -1, "wiring");
        assertThat(result.measurements()).containsEntry("cause", "wiring.softmax-twice");
        assertThat(result.headline()).contains("softmax applied twice");
        assertThat(result.answers().get("What to do")).contains("nn.Softmax");
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.UNEXPECTED);
        assertThat(result.finding("log.accuracy").verdict()).isEqualTo("as told");
        assertThat(result.finding("log.loss").verdict()).isEqualTo("softmax twice");
        assertThat(result.figures()).anyMatch(figure -> figure.id().equals("wiring"));
    }

    @Test
    void outputsOfAnotherShapeThanTheTargets() {
        Result result = explain("broadcast", "mlp:4-6-1:tanh", Optional.empty(), Optional.of("sgd:0.05,momentum=0.9"),
                0, "step");
        assertThat(result.measurements()).containsEntry("cause", "wiring.broadcast");
        assertThat(result.finding("log.train-loss").note()).contains("step by step").contains("without the factor 1/2");
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.DONE);
    }

    /** The test inputs are too large; the mean over an epoch is told from an evaluation. */
    @Test
    void testInputsThatAreScaledOtherwise() {
        Result result = explain("scale", "mlp:4-6-3:relu", Optional.of("scale_test.npz"), Optional.of("sgd:0.1"), 24,
                "any");
        assertThat(result.measurements()).containsEntry("cause", "wiring.inputs-scale");
        assertThat(result.finding("log.train-loss").verdict()).isEqualTo("mean of an epoch");
        assertThat(result.finding("log.train-loss").note()).contains("the loss as told before and after the epoch");
    }

    /** The largest eigenvalue of the Hessian divided as Adam divides, two rates and all, against PyTorch's second derivatives. */
    @Test
    void theStateOfAdamIsReadFromTheCheckpoints() throws IOException {
        Path folder = Path.of("src/test/resources/org/paisaje/study/explain/run");
        FinishedRun run = FinishedRun.read(folder.resolve("adam"), Optional.of(Architecture.parse("mlp:4-6-3:tanh")),
                Optional.empty());
        assertThat(run.rule()).contains("adam:0.02,beta1=0.8,beta2=0.99,eps=1.0E-8");
        Problem problem = Problem.builder(1)
                .data(folder.resolve("runs.npz").toString())
                .network("mlp:4-6-3:tanh")
                .split(0)
                .build();
        var subject = new RunSubject(run, problem, problem, run.rule().map(Optimizers::parse), 0, 1);
        Result result = new RunStudy(List.of()).run(subject, Session.silent());
        List<String> lines = Files.readAllLines(folder.resolve("adam/sharpness.txt"));
        double end = Double.parseDouble(lines.getLast().split(" ")[1]);
        Estimate found = result.finding("sharpness-end").measured().orElseThrow();
        assertThat(found.low()).isLessThanOrEqualTo(end * (1 + 1e-9));
        assertThat(found.high()).isGreaterThanOrEqualTo(end * (1 - 1e-9));
        assertClose(found.high() - found.low(), 0, stated(1e-3, "the tolerance of Lanczos").times(end));
        // Without the rule, nothing is said of what it allows.
        Result untold = new RunStudy(List.of()).run(new RunSubject(run, problem, problem, Optional.empty(), 0, 1),
                Session.silent());
        assertThat(untold.finding("largest-rate").note()).contains("was not told");
    }
}
