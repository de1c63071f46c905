package org.paisaje.study.explain.check.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.Dataset;
import org.paisaje.data.builtin.Datasets;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

final class EnclosureTest {
    @ParameterizedTest
    @ValueSource(strings = {"rings:n=100", "rings:n=1000", "rings:n=400,noise=0.05"})
    void aDiscLiesInsideARing(String data) {
        assertThat(Enclosure.of(Datasets.named(data, Seed.of(2)))).contains(new Enclosure("inner", "outer", 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"moons:n=400", "spirals:n=400", "xor:n=400", "discs:n=400", "rings:n=400,noise=0.5", "iris"})
    void theseDoNotEncloseEachOther(String data) {
        assertThat(Enclosure.of(Datasets.named(data, Seed.of(2)))).isEmpty();
    }

    /** On the line an interval between two others; and not where one of them is missing. */
    @Test
    void anIntervalLiesBetweenTwo() {
        assertThat(line(0)).contains(new Enclosure("middle", "ends", 2));
        assertThat(line(4)).isEmpty();
    }

    /** One unit more than inputs, or a function that falls somewhere, can cut the disc out. */
    @ParameterizedTest
    @CsvSource({"mlp:2-2-2-1:tanh, true", "mlp:2-2-1-1:relu, true", "mlp:2-3-2-1:tanh, false",
        "mlp:2-2-2-1:gelu, false",
        "mlp:2-1:tanh, false", "resnet:2x3-1:tanh, false"})
    void narrowLayersOfIncreasingFunctionsLiftNothing(String net, boolean beyond) {
        assertThat(Enclosure.beyond(Architecture.parse(net), Datasets.named("rings:n=100", Seed.of(2))).isPresent())
                .isEqualTo(beyond);
    }

    private static Optional<Enclosure> line(int from) {
        int n = 12 - from;
        Matrix x = Matrix.zeros(n, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            x.set(i, 0, i + from);
            labels[i] = i + from >= 4 && i + from < 8 ? 0 : 1;
        }
        return Enclosure.of(Dataset.classification("line", x, labels, List.of("middle", "ends")));
    }
}
