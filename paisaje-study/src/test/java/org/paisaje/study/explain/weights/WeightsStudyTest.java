package org.paisaje.study.explain.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Assessment;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.weights.Weights;

final class WeightsStudyTest {
    private static final Architecture NET = Architecture.parse("mlp:20-32-24-3:relu");

    @TempDir
    private Path folder = Path.of("");

    private static double[] drawn() {
        double[] theta = NET.initialize(Initializer.parse("he-normal"), Seed.of(3));
        for (var slice : NET.layout().slices()) {
            if (slice.name().endsWith(".bias")) {
                Arrays.fill(theta, slice.offset(), slice.offset() + slice.size(), 0);
            }
        }
        return theta;
    }

    private Result study(double[] theta, String... failOn) {
        Path file = folder.resolve("w.npz");
        Weights.write(file, NET, theta);
        return new WeightsStudy(List.of(failOn)).run(new WeightsSubject(file, 1), Session.silent());
    }

    private static int weight(String layer) {
        return NET.layout().slice(layer + ".weight").offset();
    }

    @Test
    void aRandomDrawLooksUntrained() {
        Result result = study(drawn());
        assertThat(result.measurements()).containsEntry("cause", "weights.untrained")
                .containsEntry("network", NET.text());
        assertThat(result.finding("outliers-1").verdict()).isEqualTo("looks random");
        assertThat(result.finding("equal-units").assessment()).isEqualTo(Assessment.FINE);
    }

    /** One direction that is far above the noise. */
    @Test
    void structureStandsOut() {
        double[] theta = drawn();
        double[] u = Seed.of(5).gaussians(32);
        double[] v = Seed.of(6).gaussians(20);
        for (int i = 0; i < 32; i++) {
            for (int j = 0; j < 20; j++) {
                theta[weight("layers.0") + 20 * i + j] += 0.4 * u[i] * v[j];
            }
        }
        Result result = study(theta);
        assertThat(result.measurements()).containsEntry("cause", "");
        assertThat(result.finding("outliers-1").measured().orElseThrow().value()).isEqualTo(1);
        assertThat(result.headline()).contains("1 singular value stands out");
    }

    @Test
    void copiesAndMultiplesAreCounted() {
        double[] theta = drawn();
        int w = weight("layers.0");
        int b = NET.layout().slice("layers.0.bias").offset();
        System.arraycopy(theta, w, theta, w + 20 * 7, 20);
        System.arraycopy(theta, w, theta, w + 20 * 9, 20);
        for (int j = 0; j < 20; j++) {
            theta[w + 20 * 11 + j] = 2.5 * theta[w + 20 + j];
            // The opposite direction is none of them.
            theta[w + 20 * 12 + j] = -theta[w + 20 + j];
        }
        theta[b] = 0.5;
        theta[b + 7] = 0.5;
        // Another bias makes another unit.
        theta[b + 9] = 0.25;
        Result result = study(theta, "weights");
        assertThat(result.measurements()).containsEntry("cause", "weights.equal-units");
        assertThat(result.finding("equal-units-1").measured().orElseThrow().value()).isEqualTo(1);
        assertThat(result.finding("proportional-units-1").measured().orElseThrow().value()).isEqualTo(1);
        assertThat(result.headline()).startsWith("2 of 56 hidden units");
        assertThat(result.ending().kind()).isEqualTo(Ending.Kind.UNEXPECTED);
    }

    @Test
    void unitsThatDoNothingAreCounted() {
        double[] theta = drawn();
        for (int j = 0; j < 20; j++) {
            theta[weight("layers.0") + 20 * 4 + j] = 0;
        }
        for (int i = 0; i < 24; i++) {
            theta[weight("layers.1") + 32 * i + 4] = 0;
            theta[weight("layers.1") + 32 * i + 5] = 0;
        }
        Result result = study(theta);
        assertThat(result.measurements()).containsEntry("cause", "weights.dead-units");
        assertThat(result.finding("silent-units-1").measured().orElseThrow().value()).isEqualTo(1);
        assertThat(result.finding("unread-units-1").measured().orElseThrow().value()).isEqualTo(2);
    }

    @Test
    void aLayerOfZerosComesFirst() {
        double[] theta = drawn();
        Arrays.fill(theta, weight("layers.1"), weight("layers.1") + 24 * 32, 0);
        Result result = study(theta);
        assertThat(result.measurements()).containsEntry("cause", "weights.zero-layer");
        assertThat(result.headline()).contains("layers.1");
    }

    /** A network of two layers with known singular values: 2 and 3. */
    @Test
    void theProductOfTheNorms() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("dense/kernel", new Tensor(ElementType.F64, new int[] {3, 2}, new double[] {2, 0, 0, 1, 0, 0}));
        tensors.put("dense/bias", new Tensor(ElementType.F64, new int[] {2}, new double[2]));
        tensors.put("dense_1/kernel", new Tensor(ElementType.F64, new int[] {2, 1}, new double[] {0, 3}));
        Path file = folder.resolve("keras.npz");
        NpzFile.write(file, tensors);
        Result result = new WeightsStudy(List.of()).run(new WeightsSubject(file, 1), Session.silent());
        assertClose(result.finding("spectral-product").measured().orElseThrow().value(), 6, rounding(10).times(6));
        assertThat(result.finding("unread-units-1").measured().orElseThrow().value()).isEqualTo(1);
        assertThat(result.finding("outliers-1").measured()).isEmpty();
    }

    @Test
    void badFilesAreRefused() {
        double[] theta = drawn();
        theta[5] = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> study(theta)).hasMessageContaining("w.npz, entry layers.0.weight")
                .hasMessageContaining("diverged");
        Path none = folder.resolve("none.npz");
        SequencedMap<String, Tensor> vector = new LinkedHashMap<>();
        vector.put("x", new Tensor(ElementType.F64, new int[] {3}, new double[3]));
        NpzFile.write(none, vector);
        assertThatThrownBy(() -> new WeightsStudy(List.of()).run(new WeightsSubject(none, 1), Session.silent()))
                .hasMessageContaining("no matrix of weights");
        assertThatThrownBy(() -> new WeightsStudy(List.of())
                .run(new WeightsSubject(folder.resolve("a.csv"), 1), Session.silent()))
                .hasMessageContaining(".safetensors");
    }
}
