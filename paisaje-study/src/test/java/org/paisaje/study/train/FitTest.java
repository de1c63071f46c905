package org.paisaje.study.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.data.format.csv.CsvDialect;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.problem.Problem;
import org.paisaje.training.Outcome;
import org.paisaje.training.optimizer.Optimizers;
import org.paisaje.weights.Weights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FitTest {
    private static final Seed SEED = Seed.of(3);

    @TempDir
    private Path folder = Path.of("");

    private static FitSetting setting(String data, String net, Loss loss, String rule, long epochs, int batch) {
        Dataset.Split parts = Datasets.named(data, SEED).split(0.25, SEED);
        Problem problem = Problem.builder(3)
                .data(parts.train())
                .test(parts.test())
                .network(net)
                .loss(loss)
                .build();
        return new FitSetting(problem, Optimizers.parse(rule), epochs, batch);
    }

    private static FitResult run(FitSetting setting) {
        return Fit.run(setting, setting.network().initialize(SEED), Optional.empty(), 2, (step, total, loss) -> {});
    }

    /** Noise-free linear regression has loss 0; the error of gradient descent halves at least every step here. */
    @Test
    void aLinearTeacherIsLearnt() {
        FitResult result = run(setting("gaussian:n=400,d=3,noise=0", "linear:3-1", Loss.SQUARED, "gd:0.5", 200, 0));
        assertThat(result.completed()).isTrue();
        assertClose(result.train().loss(), 0, rounding(100).squared());
        assertClose(result.test().orElseThrow().loss(), 0, rounding(100).squared());
        assertClose(result.gradientNorm(), 0, rounding(100));
        assertThat(result.train().accuracy()).isEmpty();
        assertThat(result.history()).containsOnlyKeys("step", "epoch", "train_loss", "test_loss", "rate",
                "gradient_norm");
    }

    /** Accuracy and loss by hand, sample by sample; more than one chunk of samples. */
    @ParameterizedTest
    @CsvSource({"blobs:n=4000, mlp:2-5-3:tanh, softmax-cross-entropy",
        "rings:n=4000, mlp:2-5-1:tanh, binary-cross-entropy",
        "rings:n=4000, mlp:2-5-1:tanh, logistic", "rings:n=4000, mlp:2-5-1:tanh, half-mean-squared",
        "rings:n=4000, mlp:2-5-2:tanh, softmax-cross-entropy", "blobs:n=4000, mlp:2-5-3:tanh, half-sum-squared"})
    void evaluationCountsSampleBySample(String data, String net, String loss) {
        FitSetting setting = setting(data, net, Loss.parse(loss), "adam:1e-2", 1, 500);
        FitResult result = run(setting);
        Dataset train = setting.train();
        Matrix outputs = setting.network().forward(result.trajectory().theta(), train.x());
        int right = 0;
        for (int i = 0; i < train.size(); i++) {
            int best = 0;
            for (int j = 1; j < outputs.columns(); j++) {
                best = outputs.get(i, j) > outputs.get(i, best) ? j : best;
            }
            double middle = loss.contains("squared") ? 0.5 : 0;
            int predicted = outputs.columns() == 1 ? (outputs.get(i, 0) > middle ? 1 : 0) : best;
            right += predicted == train.labels()[i] ? 1 : 0;
        }
        assertThat(result.train().correct()).isEqualTo(right);
        Matrix y = loss.equals("logistic") ? train.signs() : train.y();
        double whole = setting.loss().value(outputs, y);
        assertClose(result.train().loss(), whole, rounding(4000).times(whole));
        double[] recorded = result.history().getOrDefault("train_loss", new double[1]);
        assertThat(recorded[recorded.length - 1]).isEqualTo(result.train().loss());
    }

    @Test
    void aResumedRunIsBitwiseTheUninterruptedOne() {
        FitSetting whole = setting("rings:n=200", "mlp:2-6-1:tanh", Loss.BINARY_CROSS_ENTROPY, "adam:1e-2", 7, 16);
        FitSetting half = setting("rings:n=200", "mlp:2-6-1:tanh", Loss.BINARY_CROSS_ENTROPY, "adam:1e-2", 3, 16);
        Path checkpoint = folder.resolve("checkpoint");
        double[] theta = half.network().initialize(SEED);
        Fit.run(half, theta, Optional.of(checkpoint), 2, (step, total, loss) -> {});
        FitResult resumed = Fit.resume(whole, checkpoint, 2, (step, total, loss) -> {});
        assertThat(resumed.trajectory().theta()).isEqualTo(run(whole).trajectory().theta());
        assertThat(resumed.history().get("train_loss")).isEqualTo(run(whole).history().get("train_loss"));
    }

    @Test
    void filesHoldTheRun() throws IOException {
        FitSetting setting = setting("iris", "mlp:4-8-3:relu", Loss.SOFTMAX_CROSS_ENTROPY, "adam:1e-2", 5, 10);
        FitResult result = run(setting);
        new FitReport(result).result(false).files().forEach(kept -> kept.write(folder));
        assertThat(Weights.read(folder.resolve("weights.safetensors"), setting.network()))
                .isEqualTo(result.trajectory().theta());
        CsvFile history = CsvFile.read(folder.resolve("history.csv"), Optional.empty(), CsvDialect.detected());
        assertThat(history.names()).isEqualTo(List.of("step", "epoch", "train_loss", "train_accuracy", "test_loss",
                "test_accuracy", "rate", "gradient_norm"));
        assertThat(history.numbers().column(1)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(history.numbers().column(2)).isEqualTo(result.history().get("train_loss"));
        JsonNode columns = JsonMapper.shared().readTree(Files.readString(folder.resolve("history.json")));
        assertThat(columns.get("rate").get(0).asDouble()).isEqualTo(0.01);
    }

    @Test
    void divergenceIsAResultWithoutNaN() {
        FitResult result = run(setting("gaussian:n=100,d=3", "mlp:3-4-1:relu", Loss.SQUARED, "gd:1e3", 500, 0));
        assertThat(result.trajectory().outcome()).isInstanceOf(Outcome.Diverged.class);
        assertThat(result.completed()).isFalse();
        Result report = new FitReport(result).result(false);
        assertThat(report.ending().kind()).isEqualTo(Ending.Kind.FAILED);
        assertThat(report.ending().remedy()).contains("--optimizer gd:100");
        assertThat(JsonMapper.shared().writeValueAsString(report.measurements())).doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting("digits", "mlp:10-3:relu", Loss.SOFTMAX_CROSS_ENTROPY, "gd:1", 1, 1))
                .withMessageContaining("takes 10 inputs")
                .withMessageContaining("64 inputs and needs 10 outputs for 10 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting("rings:n=40", "mlp:2-1:relu", Loss.SOFTMAX_CROSS_ENTROPY, "gd:1", 1, 1))
                .withMessageContaining("always 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting("step", "mlp:1-1:relu", Loss.BINARY_CROSS_ENTROPY, "gd:1", 1, 1))
                .withMessageContaining("needs classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting("rings:n=40", "mlp:2-1:relu", Loss.SQUARED, "gd:1", 1, 31))
                .withMessageContaining("a batch of 31 samples; there are 30");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setting("rings:n=40", "mlp:2-1:relu", Loss.SQUARED, "gd:1", 0, 30))
                .withMessageContaining("epochs is 0");
    }
}
