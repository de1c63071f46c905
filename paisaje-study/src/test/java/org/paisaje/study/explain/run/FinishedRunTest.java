package org.paisaje.study.explain.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.Finding;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.weights.Weights;

final class FinishedRunTest {
    private static final Architecture NET = Architecture.parse("mlp:2-6-1:tanh");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"epoch_3, -1, 3, -1", "model_epoch10, -1, 10, -1", "ckpt_step200, 200, -1, -1",
        "epoch=3-step=400, 400, 3, -1", "checkpoint-500, 500, -1, -1", "weights.05-0.31, -1, -1, 5",
        "model_007, -1, -1, 7", "initial, 0, 0, -1", "best, -1, -1, -1", "resnet18_e12, -1, 12, -1",
        "global_step99, 99, -1, -1", "iter-20, 20, -1, -1"})
    void namesSayWhen(String name, long step, long epoch, long number) {
        assertThat(When.of(name)).isEqualTo(new When(some(step), some(epoch), some(number)));
    }

    private static OptionalLong some(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private double[] weights(int i) {
        return NET.initialize(Seed.of(i));
    }

    private void write(String... names) {
        for (int i = 0; i < names.length; i++) {
            Weights.write(folder.resolve(names[i]), NET, weights(i));
        }
    }

    @Test
    void checkpointsAreOrderedByTheirNumbers() throws IOException {
        write("epoch_10.safetensors", "epoch_2.npz", "best.npz");
        Files.writeString(folder.resolve("log.csv"), "epoch,loss\n2,0.5\n10,0.25\n");
        Files.writeString(folder.resolve("config.json"), "{\"lr\": 0.1}");
        FinishedRun run = FinishedRun.read(folder, Optional.of(NET), Optional.empty());
        assertThat(run.snapshots()).extracting(Snapshot::file).containsExactly("epoch_2.npz", "epoch_10.safetensors");
        assertThat(run.snapshots().getFirst().theta()).containsExactly(weights(1));
        assertThat(run.log().series()).hasSize(1);
        assertThat(run.notes()).anyMatch(note -> note.contains("best.npz"));
        assertThat(run.fromStart()).isFalse();
    }

    @Test
    void foldersByStepAreRead() throws IOException {
        for (int step : new int[] {0, 20}) {
            Path inner = Files.createDirectories(folder.resolve("checkpoint-" + step));
            Weights.write(inner.resolve("model.safetensors"), NET, weights(step));
        }
        FinishedRun run = FinishedRun.read(folder, Optional.of(NET), Optional.empty());
        assertThat(run.snapshots()).extracting(one -> one.when().step().orElse(-1)).containsExactly(0L, 20L);
        assertThat(run.fromStart()).isTrue();
    }

    @Test
    void aCheckpointThatIsNotFiniteEndsTheRun() {
        write("step0.npz", "step10.npz");
        double[] broken = weights(3);
        broken[4] = Double.NaN;
        Weights.write(folder.resolve("step20.npz"), NET, broken);
        FinishedRun run = FinishedRun.read(folder, Optional.of(NET), Optional.empty());
        assertThat(run.snapshots()).hasSize(2);
        assertThat(run.broken().orElseThrow().entry()).isEqualTo("layers.0.weight");
        Result result = study(run, Optional.of("sgd:0.1"), 0);
        assertThat(result.headline()).contains("diverged");
        assertThat(result.measurements()).containsEntry("diverged", true);
    }

    @Test
    void badFoldersAreRefusedWithWhatIsNeeded() throws IOException {
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("no checkpoint").hasMessageContaining("epoch_3.pt");
        assertThatThrownBy(() -> read(folder.resolve("none"))).hasMessageContaining("no such folder");
        write("a.npz", "b.npz");
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("step or epoch");
        write("epoch_1.npz");
        assertThatThrownBy(() -> FinishedRun.read(folder, Optional.of(Architecture.parse("mlp:2-5-1:tanh")),
                Optional.empty())).hasMessageContaining("epoch_1.npz");
        Files.writeString(folder.resolve("a.csv"), "epoch,loss\n1,2\n");
        Files.writeString(folder.resolve("b.csv"), "epoch,loss\n1,2\n");
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("--log");
    }

    private static FinishedRun read(Path place) {
        return FinishedRun.read(place, Optional.of(NET), Optional.empty());
    }

    private static Result study(FinishedRun run, Optional<String> rule, int batch) {
        Problem problem = Problem.builder(1).data("rings:n=60").network(NET).split(0).build();
        return new RunStudy(List.of()).run(new RunSubject(run, problem, problem, rule.map(Optimizers::parse), batch, 1),
                Session.silent());
    }

    /** What rests on the rule of the steps is said of gradient descent, and not of Adam without its state. */
    @Test
    void whatTheCheckpointsDoNotHoldIsSaid() {
        write("step0.npz", "step10.npz", "step20.npz");
        FinishedRun run = read(folder);
        assertThat(study(run, Optional.of("sgd:0.1"), 0).finding("largest-rate").measured()).isPresent();
        Finding adam = study(run, Optional.of("adam:1e-2"), 8).finding("largest-rate");
        assertThat(adam.measured()).isEmpty();
        assertThat(adam.note()).contains("state");
        Finding none = study(run, Optional.empty(), -1).finding("largest-rate");
        assertThat(none.note()).contains("--optimizer");
        Result result = study(run, Optional.empty(), -1);
        assertThat(String.valueOf(result.measurements().get("excluded"))).doesNotContain("a rate too");
        assertThat(result.finding("kernel-change").measured()).isPresent();
        assertThat(result.answers().get("What happened")).startsWith("At the last checkpoint, step 20,");
    }
}
