package org.paisaje.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.architecture.Residual;
import org.paisaje.network.start.Parametrization;

/** The one-line form of architectures: what is written is read, and a mistake is pointed at. */
final class ArchitectureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:784-512-512-10:relu", "mlp:2-64-1:tanh:bias=false,param=ntk",
                "mlp:784-512-512-10:relu:bias=false,param=ntk,sw=1.4,sb=0.1", "linear:5-4-3", "linear:5-3:bias=true",
                "mlp:3-1:leaky-relu(0.1):param=mean-field", "mlp:3-4-1:tanh:param=mup",
                "resnet:3-4x2-1:tanh:param=mup-adam", "mlp:3-4-1:abrelu(-1,2.5)", "resnet:2x50:tanh:step=0.05",
                "resnet:2-16x50-1:tanh:block=two,step=0.05", "resnet:4x3-1:relu:block=projected,hidden=9,bias=false",
                "resnet:1-4x3:sin:param=ntk,sb=1.0E-5", "resnet:2-2x3-2:gelu:step=-0.5"})
    void readsWhatItWrites(String text) {
        Architecture read = Architecture.parse(text);
        assertThat(read.text()).isEqualTo(text);
        assertThat(Architecture.parse(read.text())).isEqualTo(read);
        assertThat(read).hasToString(text);
    }

    @Test
    void readsOtherSpellings() {
        assertThat(Architecture.parse("mlp:5-4:identity:bias=false")).isEqualTo(Mlp.linear(5, 4));
        assertThat(Architecture.parse("mlp:2-3-1:leaky-relu(0)")).isEqualTo(Mlp.of(Activation.RELU, 2, 3, 1));
        assertThat(Architecture.parse("mlp:2-3-1:abrelu(0,1):param=standard"))
                .isEqualTo(Mlp.of(Activation.RELU, 2, 3, 1));
        assertThat(Mlp.of(Activation.ERF, 2, 3, 1).withSigmaW(1.4).withSigmaB(0.1))
                .isEqualTo(Architecture.parse("mlp:2-3-1:erf:param=ntk,sw=1.4,sb=0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                        cnn:2-3:relu               | at "cnn": the kind is mlp, linear, resnet, conv, chain or onnx
                        mlp                        | the widths are missing
                        mlp:2-3                    | the activation is missing
                        mlp:5:relu                 | at "5": the widths are whole numbers joined by -
                        mlp:5-0-1:relu             | at "0": a size is at least 1
                        mlp:5-99999999999-1:relu   | at "99999999999": a size is at most
                        mlp:5-x-1:relu             | at "5-x-1": the widths
                        mlp:2-3-1:rellu            | at "rellu": activation: "rellu" is not known; write one of relu, tanh
                        mlp:2-3-1:leaky-relu(a)    | "a" in "leaky-relu(a)" is not a number
                        mlp:2-3-1:relu:biass=false | there is no option biass; did you mean bias? (it takes bias, param, sb, sw)
                        mlp:2-3-1:relu:bias=no     | bias is "no", needs one of false, true
                        mlp:2-3-1:relu:sw=2        | at "sw=2": sw belongs to the parametrization ntk; add param=ntk
                        mlp:2-3-1:relu:param=nkt   | at "param=nkt": param is standard, ntk, mean-field, mup or
                        mlp:2-3-1:relu:param=ntk,bias=true | at "bias=true": under param=ntk biases need sb > 0
                        mlp:2-3-1:relu:param=ntk,sw=0 | at "sw=0": sw must be positive
                        mlp:2-3-1:relu:param=ntk,sw=NaN | at "sw=NaN": sw must be finite
                        mlp:2-3-1:relu:bias=false:sw=2 | at "sw=2": nothing follows the options
                        mlp:2-3-1:relu:bias        | at "bias": options are written key=value
                        resnet:2x5:tanh:block=two,hidden=1.5 | hidden is 1.5, needs a whole number
                        resnet:2x5:tanh:block=two,hidden=3e9 | hidden is 3e9, needs a whole number up to 2147483647
                        conv:8x8x1-2-1:relu:filter=0 | at "filter=0": a size is at least 1
                        conv:8x8x1-2-1:relu:padding=wide | padding is "wide", needs one of
                        mlp:2-3-1:relu:step=0.1    | there is no option step (it takes
                        mlp:2-3-1:relu:bias=true,bias=false | bias is given twice
                        resnet:2-50:tanh           | at "2-50": the sizes are WIDTHxBLOCKS
                        resnet:2x50:tanh:block=three | at "block=three": the block is one
                        resnet:2x50:tanh:hidden=4  | at "hidden=4": a block with one matrix has no inner width
                        resnet:2x50:tanh:step=x    | step is "x", needs a number
                        """)
    void pointsAtTheMistake(String text, String message) {
        assertThatThrownBy(() -> Architecture.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("network \"" + text + "\"")
                .hasMessageContaining(message);
    }

    @Test
    void placesParameters() {
        assertThat(Architecture.parse("mlp:3-4-2:tanh").layout().slices())
                .extracting(Layout.Slice::name)
                .containsExactly("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias");
        assertThat(Architecture.parse("mlp:3-4-2:tanh").layout().size()).isEqualTo(12 + 4 + 8 + 2);
        assertThat(Architecture.parse("mlp:3-4-2:tanh:param=ntk").layout().size()).isEqualTo(12 + 8);
        assertThat(Architecture.parse("resnet:3-4x5-2:tanh:block=two").layout().size())
                .isEqualTo(3 * 4 + 4 + 5 * 2 * (16 + 4) + 8 + 2);
        assertThat(Architecture.parse("resnet:4x5:tanh:block=projected,hidden=7").layout().size())
                .isEqualTo(5 * (28 + 7 + 28));
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> Mlp.of(Activation.TANH, 3)).hasMessageContaining("[3]");
        assertThatThrownBy(() -> new Residual(3, false, 2, 1, true, 1, Residual.Block.ONE, 2, Activation.TANH, 1, true,
                Parametrization.STANDARD)).hasMessageContaining("3 inputs, width 2");
    }
}
