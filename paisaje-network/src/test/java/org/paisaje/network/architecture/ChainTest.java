package org.paisaje.network.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;

/** Graphs on one line. */
final class ChainTest {
    @Test
    void aLineIsTheGraphThatItSays() {
        Architecture chain = Architecture
                .parse("chain:6x6x2:conv4k3s2p1g2n,bn,leaky-relu(0.1),avg2s1p1,dense3,tanh,dense2n");
        GraphBuilder b = Graph.builder(NodeShape.vector(72));
        Graph.Value h = b.convolution("a", b.imageByChannel(b.input(), new NodeShape(6, 6, 2)), 4,
                Window.square(3, 2, 1), 2, false);
        h = b.batchNorm("b", h, new double[4], new double[] {1, 1, 1, 1}, 1e-5);
        h = b.averagePool(b.activation(h, Activation.parse("leaky-relu(0.1)")), Window.square(2, 1, 1), true);
        h = b.activation(b.dense("c", b.flattenByChannel(h), 3, true), Activation.TANH);
        Graph same = b.build(b.dense("d", h, 2, false));
        assertThat(chain.layout().slices()).extracting(Layout.Slice::name)
                .containsExactly("layers.0.weight", "layers.1.weight", "layers.1.bias", "layers.2.weight",
                        "layers.2.bias", "layers.3.weight");
        double[] theta = chain.initialize(Seed.of(1));
        double[] x = Seed.of(2).gaussians(144);
        assertThat(chain.forward(theta, Matrix.wrap(2, 72, x)).data())
                .containsExactly(same.forward(theta, Matrix.wrap(2, 72, x)).data());
    }

    @Test
    void signalsAreImagesOfOneRow() {
        Architecture chain = Architecture.parse("chain:1x12x2:conv4k1x3p0x1,relu,max1x2,mean,ln,dense2");
        assertThat(chain.inputs()).isEqualTo(24);
        assertThat(chain.layout().slices().getFirst().outerShape()).containsExactly(4, 2, 1, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        chain:8x8                      ! it is written chain:HEIGHTxWIDTHxCHANNELS:STEP
                        chain:0x8x1:dense2             ! at least one pixel
                        chain:8x8x1:conv4k9,dense2     ! does not fit
                        chain:8x8x1:conv4k3g3,dense2   ! multiples of the groups
                        chain:8x8x1:dense2k3           ! a dense layer has a size alone
                        chain:8x8x1:max2k3,dense2      ! it has no k
                        chain:8x8x1:max2n,dense2       ! a pool has no bias
                        chain:8x8x1:conv4x4,dense2     ! its outputs are one number
                        chain:8x8x1:flatten,dense2     ! a step is conv32k3s1p1
                        chain:8x8x1:max2               ! there are no parameters
                        chain:8x8x1:dense0             ! a size is at least 1
                        chain:8x8x1:conv999999999k3p1,dense999999999 !
                        """)
    void whatIsWrongIsNamed(String line, String complaint) {
        assertThatThrownBy(() -> Architecture.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("chain:")
                .hasMessageContaining(complaint == null ? "" : complaint);
    }
}
