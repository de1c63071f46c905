package org.paisaje.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;

final class WeightsTest {
    @TempDir
    private Path folder = Path.of("");

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(WeightsTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * PyTorch's outputs to rounding: three layers of at most 9 products each, every value and weight below 4 in size, at
     * the unit roundoff of the precision that PyTorch computed in.
     */
    @ParameterizedTest
    @CsvSource({"tanh-f64, tanh, 2.3e-16", "relu-f32, relu, 1.2e-7"})
    void aNetworkTrainedInPyTorchGivesTheSameOutputs(String name, String activation, double epsilon) {
        Architecture net = Architecture.parse("mlp:5-9-6-3:" + activation);
        Matrix x = NpyFile.read(file(name + "-x.npy")).rows();
        Matrix expected = NpyFile.read(file(name + "-f.npy")).rows();
        double[] theta = Weights.read(file(name + ".safetensors"), net);
        assertThat(Weights.read(file(name + ".npz"), net)).isEqualTo(theta);
        assertThat(net.forward(theta, x).data()).containsExactly(expected.data(), within(3 * 9 * 4 * epsilon));
        assertThat(Arrays.stream(expected.data()).anyMatch(value -> Math.abs(value) > 0.3)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlp:3-4-2:relu", "mlp:3-4-2:tanh:bias=false", "linear:3-2-2",
                "resnet:3-4x5-2:tanh:step=0.1",
                "resnet:3x2:relu:block=two", "mlp:3-4-2:tanh:param=ntk,sb=0.1", "conv:4x3x2-3-4-2:relu",
                "conv:4x3x2-3-2:tanh:filter=2,readout=average"})
    void whatIsWrittenReadsBack(String text) {
        Architecture net = Architecture.parse(text);
        double[] theta = net.initialize(Seed.of(5));
        for (String name : new String[] {"w.safetensors", "w.npz"}) {
            Weights.write(folder.resolve(name), net, theta);
            assertThat(Weights.read(folder.resolve(name), net)).isEqualTo(theta);
        }
        assertThat(Weights.network(folder.resolve("w.safetensors"))).contains(text);
        assertThat(Weights.network(folder.resolve("w.npz"))).isEmpty();
        Weights.write(folder.resolve("h.safetensors"), net, theta, ElementType.F32, Map.of("outcome", "finished"));
        double[] single = Weights.read(folder.resolve("h.safetensors"), net);
        for (int i = 0; i < theta.length; i++) {
            assertThat(single[i]).isEqualTo((float) theta[i]);
        }
    }

    @Test
    void theSameWeightsAreTheSameBytes() throws IOException {
        Architecture net = Architecture.parse("mlp:3-4-2:relu");
        double[] theta = net.initialize(Seed.of(5));
        var one = new LinkedHashMap<String, String>();
        var other = new LinkedHashMap<String, String>();
        List<String> keys = List.of("outcome", "loss", "zebra", "a");
        keys.forEach(key -> one.put(key, "x"));
        keys.reversed().forEach(key -> other.put(key, "x"));
        Weights.write(folder.resolve("1.safetensors"), net, theta, ElementType.F64, one);
        Weights.write(folder.resolve("2.safetensors"), net, theta, ElementType.F64, other);
        assertThat(folder.resolve("1.safetensors")).hasSameBinaryContentAs(folder.resolve("2.safetensors"));
    }

    @Test
    void halfPrecisionIsWidened() {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("0.weight", new Tensor(ElementType.F32, new int[] {1, 2}, new double[] {0.5, -2}));
        tensors.put("0.bias", new Tensor(ElementType.F64, new int[] {1, 1}, new double[] {3}));
        SafetensorsFile.write(folder.resolve("w.safetensors"), tensors, Map.of());
        assertThat(Weights.read(folder.resolve("w.safetensors"), Architecture.parse("linear:2-1:bias=true")))
                .containsExactly(0.5, -2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        mlp:5-9-3:tanh             ! it has 3 layers (9 x 5, 6 x 9, 3 x 6), mlp:5-9-3:tanh has 2
                        mlp:5-9-7-3:tanh           ! entry 2.weight: it is 6 x 9, mlp:5-9-7-3:tanh needs 7 x 9 (outputs x inputs)
                        mlp:9-5-6-3:tanh           ! entry 0.weight: it is 9 x 5, mlp:9-5-6-3:tanh needs 5 x 9
                        mlp:9-5-6-3:tanh           ! it is transposed
                        mlp:5-9-6-3:tanh:bias=false ! entry 0.bias: mlp:5-9-6-3:tanh:bias=false has no such parameter
                        """)
    void whatDoesNotFitIsExplained(String net, String complaint) {
        assertThatThrownBy(() -> Weights.read(file("tanh-f64.safetensors"), Architecture.parse(net.strip())))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("tanh-f64.safetensors")
                .hasMessageContaining(complaint.strip());
    }

    private void refused(Map<String, Tensor> tensors, String complaint) {
        Path path = folder.resolve("bad.npz");
        NpzFile.write(path, new LinkedHashMap<>(tensors));
        assertThatThrownBy(() -> Weights.read(path, Architecture.parse("linear:2-1:bias=true")))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void foreignEntriesAreNamed() {
        Tensor weight = new Tensor(ElementType.F64, new int[] {1, 2}, new double[] {1, 2});
        Tensor bias = Tensor.of(new double[] {1});
        refused(Map.of("0.weight", weight), "there is no layers.0.bias");
        refused(Map.of("0.bias", bias), "no weight beside it");
        refused(Map.of("0.running_mean", bias), "entry 0.running_mean: an affine layer has no place");
        refused(Map.of("a.0.weight", weight, "b.1.weight", weight), "it has 2 layers (1 x 2, 1 x 2)");
        refused(Map.of("0.weight", weight, "0.bias", Tensor.of(new double[] {Double.NaN})), "entry 0 is NaN");
        assertThatThrownBy(() -> Weights.read(Path.of("model.pt"), Architecture.parse("linear:2-1")))
                .hasMessageContaining("no such file");
    }

    /**
     * A convolution and a readout as PyTorch computes them from its own layouts, images and filters channel by channel:
     * {@code Sequential(Conv2d(2, 3, 3, padding=1), ReLU(), Flatten(), Linear(36, 2))}.
     */
    @Test
    void filtersAndReadoutHaveTheLayoutOfPyTorch() {
        int[] shape = {3, 2, 3, 3};
        var tensors = new LinkedHashMap<String, Tensor>();
        Seed seed = Seed.of(12);
        double[] filters = seed.named("filters").gaussians(54);
        double[] bias = seed.named("bias").gaussians(3);
        double[] readout = seed.named("readout").gaussians(72);
        tensors.put("0.weight", new Tensor(ElementType.F64, shape, filters));
        tensors.put("0.bias", new Tensor(ElementType.F64, new int[] {3}, bias));
        tensors.put("3.weight", new Tensor(ElementType.F64, new int[] {2, 36}, readout));
        tensors.put("3.bias", new Tensor(ElementType.F64, new int[] {2}, new double[] {1, -1}));
        Path path = folder.resolve("torch.safetensors");
        SafetensorsFile.write(path, tensors, Map.of());
        Architecture net = Architecture.parse("conv:4x3x2-3-2:relu");
        double[] theta = Weights.read(path, net);
        double[] image = seed.named("image").gaussians(24);
        double[] expected = {1, -1};
        for (int o = 0; o < 3; o++) {
            for (int p = 0; p < 12; p++) {
                double z = bias[o];
                for (int c = 0; c < 2; c++) {
                    for (int tap = 0; tap < 9; tap++) {
                        int i = p / 3 + tap / 3 - 1;
                        int j = p % 3 + tap % 3 - 1;
                        if (i >= 0 && i < 4 && j >= 0 && j < 3) {
                            z += filters[(o * 2 + c) * 9 + tap] * image[c * 12 + i * 3 + j];
                        }
                    }
                }
                for (int k = 0; k < 2; k++) {
                    expected[k] += readout[k * 36 + o * 12 + p] * Math.max(0, z);
                }
            }
        }
        double[] byPixel = new double[24];
        for (int i = 0; i < 24; i++) {
            byPixel[i % 12 * 2 + i / 12] = image[i];
        }
        // 36 products of sums of 19 terms, all of size about 1.
        assertClose(net.forward(theta, Matrix.wrap(1, 24, byPixel)).data(), expected, rounding(500));
        Path again = folder.resolve("again.safetensors");
        Weights.write(again, net, theta);
        Tensor written = Objects.requireNonNull(SafetensorsFile.read(again).tensors().get("layers.0.weight"));
        assertThat(written.shape()).containsExactly(shape);
        assertThat(written.values()).containsExactly(filters);
    }
}
