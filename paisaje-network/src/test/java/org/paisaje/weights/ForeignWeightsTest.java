package org.paisaje.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
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
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.NodeShape;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;

/** Files that PyTorch and h5py wrote, by make_foreign_weights.py. */
final class ForeignWeightsTest {
    private static final Architecture NET = Architecture.parse("mlp:3-4-4-2:tanh");

    @TempDir
    private Path folder = Path.of("");

    private static Path file(String name) {
        try {
            return Path
                    .of(Objects.requireNonNull(ForeignWeightsTest.class.getResource("foreign/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** PyTorch's outputs in single precision: three layers of at most 4 products, every value below 2, 2^-24 each. */
    @ParameterizedTest
    @ValueSource(
            strings = {"state.pth", "module.pt", "keras3.weights.h5", "model.keras", "keras2.h5", "packed.h5",
                "hand.npz", "sklearn.npz"})
    void oneNetworkInManyFiles(String name) {
        Weights.Read read = Weights.load(file(name), NET);
        Matrix outputs = NET.forward(read.theta(), NpyFile.read(file("x.npy")).rows());
        assertThat(outputs.data()).containsExactly(NpyFile.read(file("f.npy")).rows().data(),
                within(3 * 5 * 2 * 0x1p-24));
        assertThat(read.notes()).anyMatch(note -> note.contains("by their names and shapes"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                           state.pth,         mlp:3-4-4-2:relu, which activation
                           module.pt,         mlp:3-4-4-2:tanh, Tanh
                           model.keras,       mlp:3-4-4-2:tanh, softmax
                           keras3.weights.h5, mlp:3-4-4-2:relu, which activation
                           keras2.h5,         mlp:3-4-4-2:relu, which activation
                           hand.npz,          mlp:3-4-4-2:relu, which activation
                           sequential.pth,    mlp:3-4-2:relu,   which activation
                           """)
    void networksAreInferredAndSaid(String name, String network, String note) {
        Weights.Inferred inferred = Weights.infer(file(name));
        assertThat(inferred.network().text()).isEqualTo(network);
        assertThat(inferred.notes()).first().asString().contains(network).contains("3 x 4".equals(note) ? "" : "x");
        assertThat(inferred.notes()).anyMatch(one -> one.contains(note));
    }

    @Test
    void checkpointsHoldTheModelBesideOtherThings() {
        Weights.Read read = Weights.load(file("checkpoint.pth"), NET);
        assertThat(read.notes()).anyMatch(note -> note.contains("from its entry model_state_dict, beside epoch, "
                + "optimizer_state_dict, loss, args"));
        assertThatThrownBy(() -> Weights.load(file("two.pth"), NET))
                .hasMessageContaining("several sets of weights (generator, discriminator)");
    }

    @Test
    void everyTypeStrideAndOffset() {
        double[] base = new double[24];
        Arrays.setAll(base, i -> i);
        try (TensorFile tensors = TensorFile.open(file("types.pt"))) {
            for (String name : List.of("f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u8")) {
                assertThat(tensors.read(name).values()).as(name).isEqualTo(base);
            }
            assertThat(tensors.read("bool").values())
                    .containsExactly(Arrays.stream(base).map(v -> v > 3 ? 1 : 0).toArray());
            Tensor transposed = tensors.read("transposed");
            assertThat(transposed.shape()).containsExactly(6, 4);
            assertThat(transposed.rows().get(5, 1)).isEqualTo(11);
            assertThat(tensors.read("view").rows()).isEqualTo(Matrix.of(new double[][] {{8, 9, 10}, {14, 15, 16}}));
            assertThat(tensors.read("scalar").values()).containsExactly(7);
            assertThat(tensors.read("empty").shape()).containsExactly(0, 3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        normalised.pth  ! --net onnx:FILE.onnx
                        convolution.pth ! as convolutions have it
                        old.pth         ! torch.save(torch.load(FILE), FILE)
                        sparse.pt       ! no place for it
                        """)
    void whatIsNoChainOfMatricesIsNamed(String name, String complaint) {
        assertThatThrownBy(() -> Weights.load(file(name), Architecture.parse("mlp:3-4-2:relu")))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining(complaint);
    }

    /** Lightning keeps a list of the states of its optimizers. */
    @Test
    void theOptimizerOfLightningIsRead() {
        Weights.Remembered known = Weights.remembered(file("lightning.ckpt"), Architecture.parse("mlp:3-4-1:tanh"))
                .orElseThrow();
        assertThat(known.rule()).isEqualTo("adamw:0.02,beta1=0.8,beta2=0.9,eps=1.0E-8,decay=0.01");
        assertThat(known.steps()).isEqualTo(6);
        assertThat(known.squares()).hasSize(21).doesNotContain(0);
    }

    @Test
    void nothingIsRun() {
        Weights.Read read = Weights.load(file("evil.pth"), Architecture.parse("mlp:3-4-2:relu"));
        assertThat(read.theta()).isEqualTo(
                Weights.load(file("sequential.pth"), Architecture.parse("mlp:3-4-2:relu")).theta());
        assertThat(read.notes()).anyMatch(note -> note.contains("beside extra"));
        try (TensorFile tensors = TensorFile.open(file("sparse.pt"))) {
            assertThat(tensors.forms()).containsOnlyKeys("v");
            assertThat(tensors.notes()).anyMatch(note -> note.contains("torch._utils._rebuild_sparse_tensor"));
        }
    }

    private static Tensor tensor(ElementType type, int rows, int columns, double... values) {
        return new Tensor(type, columns == 0 ? new int[] {rows} : new int[] {rows, columns}, values);
    }

    @Test
    void classStyleNamesCountersAndShards() throws IOException {
        SequencedMap<String, Tensor> first = new LinkedHashMap<>();
        first.put("fc10.weight", tensor(ElementType.F32, 1, 2, 5, 6));
        first.put("fc10.bias", tensor(ElementType.F32, 1, 0, 7));
        first.put("fc10.num_batches_tracked", tensor(ElementType.F32, 1, 0, 100));
        SequencedMap<String, Tensor> second = new LinkedHashMap<>();
        second.put("fc2.weight", tensor(ElementType.F64, 2, 2, 1, 2, 3, 4));
        second.put("fc2.bias", tensor(ElementType.F64, 2, 0, -1, -2));
        second.put("none", tensor(ElementType.F64, 0, 3));
        SafetensorsFile.write(folder.resolve("m-00001-of-00002.safetensors"), first, Map.of());
        SafetensorsFile.write(folder.resolve("m-00002-of-00002.safetensors"), second, Map.of());
        Path index = Files.writeString(folder.resolve("m.safetensors.index.json"),
                """
                {"metadata": {"total_size": 1}, "weight_map": {
                "fc10.weight": "m-00001-of-00002.safetensors", "fc10.bias": "m-00001-of-00002.safetensors",
                "fc10.num_batches_tracked": "m-00001-of-00002.safetensors",
                "fc2.weight": "m-00002-of-00002.safetensors", "fc2.bias": "m-00002-of-00002.safetensors",
                "none": "m-00002-of-00002.safetensors"}}
                """);
        Weights.Read read = Weights.load(index, Architecture.parse("mlp:2-2-1:relu"));
        assertThat(read.theta()).containsExactly(1, 2, 3, 4, -1, -2, 5, 6, 7);
        assertThat(read.notes()).containsExactly(
                "its entries fc10.num_batches_tracked, none hold counters, weights of classes or nothing and were passed over",
                "its layers were taken by their names and shapes in the order fc2 (2 x 2), fc10 (1 x 2)");
        assertThat(Weights.infer(index).network().text()).isEqualTo("mlp:2-2-1:relu");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"../m.safetensors\"}}");
        assertThatThrownBy(() -> Weights.infer(index)).hasMessageContaining("not the name of a .safetensors file");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"m-00001-of-00002.safetensors\"}}");
        assertThatThrownBy(() -> Weights.infer(index)).hasMessageContaining("does not hold it");
    }

    @Test
    void shapesAreComparedBeforeNumbersAreRead() throws IOException {
        Path damaged = Files.copy(file("state.pth"), folder.resolve("damaged.pth"));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        assertThatThrownBy(() -> Weights.load(damaged, Architecture.parse("mlp:3-4-5-2:tanh")))
                .isInstanceOf(DataFormatException.class);
        assertThatThrownBy(() -> Weights.load(file("state.pth"), Architecture.parse("mlp:3-4-5-2:tanh")))
                .hasMessageContaining("hidden (4 x 3), bottleneck (4 x 4), out (2 x 4) do not have the shapes of "
                        + "mlp:3-4-5-2:tanh, outputs x inputs: 4 x 3, 5 x 4, 2 x 5");
    }

    /** A state dictionary with running statistics and counters beside the parameters of a normalisation. */
    @Test
    void batchNormalisationsBringWhatTrainingGathered() {
        GraphBuilder b = Graph.builder(new NodeShape(1, 1, 2));
        Graph net = b.build(b.batchNorm("bn", b.dense("fc", b.input(), 2, false), new double[] {0, 0},
                new double[] {1, 1}, 0));
        var arrays = new LinkedHashMap<String, Tensor>();
        arrays.put("fc.weight", new Tensor(ElementType.F64, new int[] {2, 2}, new double[] {1, 0, 0, 1}));
        arrays.put("bn.weight", Tensor.of(new double[] {1, 2}));
        arrays.put("bn.bias", Tensor.of(new double[] {0, 3}));
        arrays.put("bn.running_mean", Tensor.of(new double[] {5, 6}));
        arrays.put("bn.running_var", Tensor.of(new double[] {4, 9}));
        arrays.put("bn.num_batches_tracked", Tensor.of(new double[] {40}));
        Path path = folder.resolve("state.npz");
        NpzFile.write(path, arrays);
        Architecture read = Weights.normalized(path, net);
        Matrix f = read.forward(Weights.read(path, read), Matrix.wrap(1, 2, new double[] {7, 9}));
        assertClose(f.data(), new double[] {1, 5}, rounding(4));
        assertClose(net.absorbing()
                .forward(Weights.loadAbsorbed(path, net).theta(),
                        Matrix.wrap(1, 2, new double[] {7, 9}))
                .data(), new double[] {1, 5}, rounding(4));
        Path written = folder.resolve("written.safetensors");
        Weights.write(written, read, Weights.read(path, read));
        assertThat(Weights.network(written)).as("a composed graph has no line").isEmpty();
        Architecture again = Weights.normalized(written, net);
        assertThat(again.forward(Weights.read(written, again), Matrix.wrap(1, 2, new double[] {7, 9})).data())
                .containsExactly(f.data());
        try (TensorFile file = TensorFile.open(written)) {
            assertThat(file.forms()).hasEntrySatisfying("bn.weight",
                    form -> assertThat(form.shape()).containsExactly(2));
        }
        arrays.put("bn.running_var", Tensor.of(new double[] {4, 9, 1}));
        NpzFile.write(path, arrays);
        assertThatThrownBy(() -> Weights.normalized(path, net)).hasMessageContaining("2 means and 3 variances");
    }

    /** An ONNX model is a network with its weights, for itself and for another of the same shape. */
    @Test
    void modelsGiveTheirParameters() {
        Path path = Path.of("src/test/resources/org/paisaje/network/onnx/residual-13.onnx");
        Architecture net = Weights.infer(path).network();
        assertThat(Weights.load(path, net).theta()).containsExactly(net.givenParameters().orElseThrow());
        assertThat(Weights.normalized(path, net).text()).isEqualTo(net.text());
        assertThat(Weights.network(path)).isEmpty();
        assertThat(Weights.remembered(path, net)).isEmpty();
        assertThat(Weights.loadAbsorbed(path, net).theta())
                .containsExactly(net.absorbed(net.givenParameters().orElseThrow()));
        assertThatThrownBy(() -> Weights.load(path, Architecture.parse("mlp:2-3-1:relu")))
                .hasMessageContaining("its parameters are not those of mlp:2-3-1:relu: names and shapes differ");
    }

    /** Sums of at most 8 products of numbers below 4 in each of three layers, in double precision. */
    @ParameterizedTest
    @ValueSource(strings = {"chain-numbered", "chain-named"})
    void normalisationsBetweenMatricesAreInferred(String name) {
        Weights.Inferred inferred = Weights.infer(file(name + ".pth"));
        Matrix outputs = inferred.network()
                .forward(Weights.read(file(name + ".pth"), inferred.network()),
                        NpyFile.read(file("chain-x.npy")).rows());
        assertThat(outputs.data()).containsExactly(NpyFile.read(file(name + ".npy")).rows().data(),
                within(3 * 8 * 4 * 0x1p-52));
        assertThat(inferred.notes()).anyMatch(note -> note.contains("normalises 8"))
                .anyMatch(note -> note.contains("relu was assumed"));
    }

    /** Sums of at most 64 products of numbers below 4 in each of four layers, in double precision. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        cnn-named.pth           ! chain:8x8x2:conv3k3p1n,bn,relu,max2,conv4k3p1,relu,max2,dense5,relu,dense3
                        cnn-named.safetensors   ! chain:8x8x2:conv3k3p1n,bn,relu,max2,conv4k3p1,relu,max2,dense5,relu,dense3
                        cnn-strided.pth         ! chain:8x8x2:conv4k3s2p1,relu,conv4k3p1g4,bn,relu,dense3
                        cnn-strided.safetensors ! chain:8x8x2:conv4k3s2p1,relu,conv4k3p1g4,bn,relu,dense3
                        """)
    void convolutionsAreInferredWithTheSizeOfTheImages(String name, String line) {
        Weights.Inferred inferred = Weights.infer(file(name), 128);
        List<String> lines = new ArrayList<>(inferred.others());
        lines.addFirst(inferred.network().text());
        // 8 x 8 become 4 x 4 in two convolutions without padding too, which is as usual.
        assertThat(lines.indexOf(line)).isEqualTo(name.startsWith("cnn-named") ? 0 : 1);
        assertThat(inferred.notes()).anyMatch(note -> note.contains("ways lead from images of 8 x 8"));
        Matrix x = NpyFile.read(file("images.npy")).rows();
        double[] expected = NpyFile.read(file(name.replaceFirst("\\..*", ".npy"))).rows().data();
        Architecture net = Weights.normalized(file(name), Architecture.parse(line));
        assertThat(net.forward(Weights.read(file(name), net), x).data())
                .containsExactly(expected, within(4 * 64 * 4 * 0x1p-52));
        if (lines.getFirst().equals(line)) {
            assertThat(inferred.network().forward(Weights.read(file(name), inferred.network()), x).data())
                    .containsExactly(net.forward(Weights.read(file(name), net), x).data());
        }
        assertThat(inferred.others()).allSatisfy(other -> assertThat(
                Architecture.parse(other).layout().size()).isEqualTo(inferred.network().layout().size()));
    }

    @Test
    void imagesThatDoNotFitConvolutionsAreRefused() {
        assertThatThrownBy(() -> Weights.infer(file("cnn-named.pth"), 127)).hasMessageContaining("do not divide");
        assertThatThrownBy(() -> Weights.infer(file("cnn-named.pth"), 120)).hasMessageContaining("no square images");
        assertThatThrownBy(() -> Weights.infer(file("cnn-named.pth"), 2 * 64 * 64))
                .hasMessageContaining("no usual strides, paddings and pools lead there");
    }

    /** Strides before pools as in AlexNet, images that are no squares, filters that are none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock = """
                        1,28,28 ! 8,1,5,5;12,8,3,3;12,12,3,3;20,48;4,20 ! chain:28x28x1:conv8k5s2p2n,relu,max3s2,conv12k3p1n,relu,max3s2,conv12k3p1n,relu,dense20n,relu,dense4n
                        3,12,20 ! 6,3,3,3;8,6,3,3;4,64                  ! chain:12x20x3:conv6k3p1n,relu,max2,conv8k3n,relu,max2,dense4n
                        20,32   ! 6,1,3,5;8,6,3,3;4,8                   ! chain:20x32x1:conv6k3x5p1x2n,relu,max2,conv8k3p1n,relu,max2,mean,dense4n
                        3,64,64 ! 4,3,7,7;4,4,3,3;5,1024                ! chain:64x64x3:conv4k7s2p3n,relu,max3s2p1,conv4k3p1n,relu,dense5n
                        """)
    void imagesOfAnyShape(String images, String weights, String line) {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (String weight : weights.split(";")) {
            int[] shape = Arrays.stream(weight.split(",")).mapToInt(Integer::parseInt).toArray();
            double[] zeros = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            tensors.put((shape.length > 2 ? "conv" : "fc") + tensors.size() + ".weight",
                    new Tensor(ElementType.F64, shape, zeros));
        }
        Path path = folder.resolve("images.npz");
        NpzFile.write(path, tensors);
        List<Integer> size = Arrays.stream(images.split(",")).map(Integer::parseInt).toList();
        Weights.Inferred inferred = Weights.infer(path, size.stream().reduce(1, (a, b) -> a * b), () -> size);
        List<String> lines = new ArrayList<>(inferred.others());
        lines.addFirst(inferred.network().text());
        assertThat(lines).contains(line);
    }

    @Test
    void imagesPixelByPixelAreNoImagesChannelByChannel() {
        assertThatThrownBy(() -> Weights.infer(file("cnn-named.pth"), 128, () -> List.of(8, 8, 2)))
                .hasMessageContaining("pixel by pixel (8 x 8 x 2)")
                .hasMessageContaining("transpose(0, 3, 1, 2)");
    }

    /** Lists of layers and of their normalisations beside each other, a running mean of weights, weights of classes. */
    @Test
    void listsOfModulesAndWhatLiesBesideThem() {
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int l = 0; l < 2; l++) {
            tensors.put("bns." + l + ".weight", Tensor.of(new double[] {1, 1, 1}));
            tensors.put("bns." + l + ".bias", Tensor.of(new double[3]));
            tensors.put("bns." + l + ".running_mean", Tensor.of(new double[3]));
            tensors.put("bns." + l + ".running_var", Tensor.of(new double[] {1, 1, 1}));
            tensors.put("fcs." + l + ".weight", new Tensor(ElementType.F64, new int[] {3, 3}, new double[9]));
        }
        tensors.put("out.weight", new Tensor(ElementType.F64, new int[] {2, 3}, new double[6]));
        tensors.put("criterion.weight", Tensor.of(new double[] {1, 2}));
        tensors.put("n_averaged", new Tensor(ElementType.F64, new int[0], new double[] {4}));
        Path path = folder.resolve("lists.safetensors");
        SafetensorsFile.write(path, tensors, Map.of());
        assertThat(Weights.infer(path).network().text())
                .isEqualTo("chain:1x1x3:dense3n,bn,relu,dense3n,bn,relu,dense2n");
    }

    @Test
    void whatAStateDictionaryDoesNotTellOfConvolutionsIsSaid() {
        assertThatThrownBy(() -> Weights.infer(file("convolution.pth")))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("2 takes 8 numbers, that is 2 channels of 4 pixels, as 2 x 2")
                .hasMessageContaining("size of the images, strides, padding, pools");
        var arrays = new LinkedHashMap<String, Tensor>();
        arrays.put("0.weight", new Tensor(ElementType.F64, new int[] {2, 2}, new double[] {1, 0, 0, 1}));
        arrays.put("1.weight", Tensor.of(new double[] {1, 2, 3}));
        Path path = folder.resolve("misfit.npz");
        NpzFile.write(path, arrays);
        assertThatThrownBy(() -> Weights.infer(path))
                .hasMessageContaining("it takes 3 numbers, the layer before it gives 2");
    }
}
