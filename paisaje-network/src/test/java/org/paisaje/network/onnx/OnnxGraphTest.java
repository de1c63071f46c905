package org.paisaje.network.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.head.Head;
import org.paisaje.weights.Weights;

/** Models made by {@code make.py} beside them against what ONNX Runtime computed in single precision. */
final class OnnxGraphTest {
    @TempDir
    private Path folder = Path.of("");

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(OnnxGraphTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Some ten roundings of 6e-8 in sums of up to 50 products: a few 1e-7 of the largest value. */
    @ParameterizedTest
    @CsvSource({"dense-7, 143", "residual-13, 285", "shapes-11, 492", "activations-22, 384", "norm-17, 88",
        "external-18, 42", "exported-13, 107", "newest-26, 86"})
    void outputsAreThoseOfTheRuntime(String name, int parameters) {
        Architecture net = Architecture.parse("onnx:" + file(name + ".onnx"));
        double[] theta = net.givenParameters().orElseThrow();
        assertThat(theta).hasSize(parameters);
        Matrix f = net.leftToLoss().value(net.forward(theta, NpyFile.read(file(name + "-x.npy")).rows()));
        Matrix expected = NpyFile.read(file(name + "-f.npy")).rows();
        assertThat(f.columns()).isEqualTo(expected.columns());
        double largest = 1;
        double error = 0;
        for (int i = 0; i < f.data().length; i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            error = Math.max(error, Math.abs(f.data()[i] - expected.data()[i]));
        }
        assertThat(error).isLessThanOrEqualTo(1e-6 * largest);
    }

    @Test
    void aSoftmaxAtTheEndIsLeftToTheLossUnlessTheOutputIsGiven() {
        String text = "onnx:" + file("dense-7.onnx");
        assertThat(Architecture.parse(text).leftToLoss()).isEqualTo(Head.SOFTMAX);
        assertThat(Architecture.parse(text).head().none()).isTrue();
        assertThat(Architecture.parse(text + ":output=none").leftToLoss().none()).isTrue();
        assertThat(Architecture.parse(text + ":output=softmax").head()).isEqualTo(Head.SOFTMAX);
        assertThat(Architecture.parse("onnx:" + file("norm-17.onnx")).leftToLoss().none()).isTrue();
    }

    @Test
    void parametersKeepTheirNamesAndWeightsComeBack() {
        Graph net = OnnxGraph.read(file("residual-13.onnx"));
        assertThat(net.layout().slices()).extracting(Layout.Slice::name)
                .contains("conv1.weight", "conv1.bias",
                        "bn1.weight", "bn1.bias", "short.weight", "fc.weight", "fc.bias");
        double[] theta = net.givenParameters().orElseThrow();
        assertThat(net.initialize(Seed.of(1))).hasSameSizeAs(theta).isNotEqualTo(theta);
        Path path = folder.resolve("w.safetensors");
        Weights.write(path, net, theta);
        assertThat(Weights.read(path, net)).isEqualTo(theta);
    }

    /** Cut after any number of bytes a model is refused in one line, or was whole. */
    @ParameterizedTest
    @ValueSource(strings = {"dense-7.onnx", "shapes-11.onnx", "norm-17.onnx"})
    @Tag("slow")
    void damagedFilesAreRefusedInOneLine(String name) throws IOException {
        byte[] whole = Files.readAllBytes(file(name));
        for (int cut = 0; cut < whole.length; cut += 3) {
            refused(Arrays.copyOf(whole, cut));
        }
        for (int i = 0; i < whole.length; i += 5) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            refused(damaged);
        }
    }

    /** Reads bytes: either a network or a message of one line. */
    private void refused(byte[] bytes) throws IOException {
        Path path = folder.resolve("damaged.onnx");
        Files.write(path, bytes);
        try {
            Graph net = OnnxGraph.read(path);
            assertThat(net.givenParameters()).isPresent();
        } catch (DataFormatException e) {
            assertThat(e.getMessage()).startsWith(path.toString()).doesNotContain("\n");
        }
    }

    @Test
    void whatIsNotUnderstoodIsNamedWithItsPlace() throws IOException {
        assertThatThrownBy(() -> OnnxGraph.read(folder.resolve("none.onnx"))).hasMessageContaining(
                "there is no such file");
        assertThatThrownBy(() -> OnnxGraph.read(folder)).hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> model(13, node("LSTM", "recurrent", "x", "y"))).hasMessageContaining(
                "node 0 (LSTM \"recurrent\"): this operation is not understood");
        assertThatThrownBy(() -> model(6, node("Relu", "r", "x", "y"))).hasMessageContaining("of version 6");
        assertThatThrownBy(() -> model(13, node("Relu", "r", "z", "y"))).hasMessageContaining(
                "node 0 (Relu \"r\"): it reads \"z\", which nothing before it writes");
        assertThatThrownBy(() -> model(13, node("Relu", "r", "x", "y"))).hasMessageContaining(
                "there are no parameters");
        assertThatThrownBy(() -> model(13, node("Greater", "g", "x", "x", "y"))).hasMessageContaining(
                "choices are understood in a softplus alone");
        assertThatThrownBy(() -> model(13, node("MatMul", "m", "x", "x", "y"))).hasMessageContaining(
                "its input 1 depends on the input of the model");
    }

    /** A model with the input x of four features, the output y and one node. */
    private Graph model(int opset, byte[] node) throws IOException {
        byte[] dims = join(field(1, field(3, "N")), field(1, varint(1, 4)));
        byte[] input = join(field(1, "x"), field(2, field(1, join(varint(1, 1), field(2, dims)))));
        byte[] all = join(field(7, join(field(1, node), field(11, input), field(12, field(1, "y")))),
                field(8, varint(2, opset)));
        Path path = folder.resolve("model.onnx");
        Files.write(path, all);
        return OnnxGraph.read(path);
    }

    /** A node with its inputs and, last, its output. */
    private static byte[] node(String op, String name, String... names) {
        byte[] all = join(field(3, name), field(4, op), field(2, names[names.length - 1]));
        for (int i = 0; i < names.length - 1; i++) {
            all = join(all, field(1, names[i]));
        }
        return all;
    }

    private static byte[] varint(int field, int value) {
        return new byte[] {(byte) (field << 3), (byte) value};
    }

    private static byte[] field(int number, String text) {
        return field(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] field(int number, byte[] bytes) {
        assertThat(bytes.length).isLessThan(16384);
        return join(
                new byte[] {(byte) (number << 3 | 2), (byte) (bytes.length & 127 | 128), (byte) (bytes.length >> 7)},
                bytes);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
