package org.paisaje.study.explain.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

/** A chain of dense layers is the network of dense layers, and nothing else is. */
final class DenseTwinTest {
    private static Architecture twin(Architecture network) {
        Matrix x = Matrix.wrap(5, network.inputs(), Seed.of(1).gaussians(5 * network.inputs()));
        return DenseTwin.of(network, network.initialize(Seed.of(2)), x);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"chain:3x1x1:dense5,tanh,dense4,tanh,dense2 | mlp:3-5-4-2:tanh",
                "chain:1x1x6:dense5n,relu,dense1n | mlp:6-5-1:relu:bias=false",
                "chain:2x2x1:dense3 | linear:4-3:bias=true"})
    void aChainOfDenseLayersIsOne(String chain, String dense) {
        assertThat(twin(Architecture.parse(chain)).text()).isEqualTo(Architecture.parse(dense).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"chain:3x1x1:dense5,tanh,dense4,relu,dense2", "chain:3x1x1:dense5,tanh,dense2,tanh",
                "chain:4x4x1:conv2k3,relu,dense2", "chain:3x1x1:dense5,ln,tanh,dense2",
                "chain:3x1x1:dense5n,tanh,dense2",
                "resnet:3-4x2-1:tanh", "mlp:3-4-1:tanh"})
    void othersStayWhatTheyAre(String text) {
        Architecture network = Architecture.parse(text);
        assertThat(twin(network)).isSameAs(network);
    }
}
