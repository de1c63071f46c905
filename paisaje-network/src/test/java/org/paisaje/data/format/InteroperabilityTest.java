package org.paisaje.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paisaje.data.format.array.IdxFile;
import org.paisaje.data.format.array.NpyFile;
import org.paisaje.data.format.array.NpzFile;
import org.paisaje.data.format.tensor.SafetensorsFile;
import org.paisaje.math.linalg.Matrix;

/** Files written by NumPy and PyTorch are read exactly, and ours are theirs byte for byte where the format fixes it. */
final class InteroperabilityTest {
    @TempDir
    private Path folder = Path.of("");

    static Stream<Path> arrays() throws IOException {
        try (Stream<Path> files = Files.list(References.file("f8-little-C.npy").resolveSibling("."))) {
            return files.map(Path::normalize)
                    .filter(file -> file.getFileName().toString().matches("[fiub]\\d-.*\\.npy"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void everyTypeOrderAndVersionIsThere() throws IOException {
        assertThat(arrays()).hasSize(12 * 2 + 8 * 2 + 2 + 2);
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void numpyArraysAreReadExactly(Path file) {
        ElementType type = ElementType.ofNumpy(file.getFileName().toString().substring(0, 2)).orElseThrow();
        assertThat(NpyFile.read(file)).isEqualTo(References.tensor(type));
        try (NpyFile open = NpyFile.open(file)) {
            Matrix all = References.tensor(type).rows();
            for (int from = 0; from <= 4; from++) {
                for (int to = from; to <= 4; to++) {
                    assertThat(open.rows(from, to)).isEqualTo(all.rows(IntStream.range(from, to).toArray()));
                }
            }
        }
    }

    @Test
    void shapesOtherThanTwoDimensions() {
        Tensor scalar = NpyFile.read(References.file("scalar.npy"));
        assertThat(scalar.shape()).isEmpty();
        assertThat(scalar.values()).containsExactly(0.25);
        assertThat(NpyFile.read(References.file("empty.npy")).rows()).isEqualTo(Matrix.zeros(0, 3));
        Tensor cube = new Tensor(ElementType.F64, new int[] {2, 3, 4}, IntStream.range(0, 24)
                .asDoubleStream()
                .toArray());
        assertThat(NpyFile.read(References.file("cube-C.npy"))).isEqualTo(cube);
        assertThat(NpyFile.read(References.file("cube-F.npy"))).isEqualTo(cube);
        assertThat(cube.rows().columns()).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"object.npy", "complex.npy", "record.npy"})
    void whatIsNoPlainNumberIsRefused(String name) {
        String reason = Map.of("object.npy", "pickled", "complex.npy", "'<c16'", "record.npy", "records").get(name);
        assertThatThrownBy(() -> NpyFile.read(References.file(name))).isInstanceOf(DataFormatException.class)
                .hasMessageContaining(name + ", byte ")
                .hasMessageContaining(reason);
    }

    @Test
    void archives() {
        var stored = NpzFile.read(References.file("stored.npz"));
        assertThat(stored.keySet()).containsExactly("x", "y");
        assertThat(stored).containsEntry("x", References.tensor(ElementType.F64));
        assertThat(NpzFile.read(References.file("deflated.npz"), "x")).isEqualTo(References.tensor(ElementType.F32));
        assertThat(NpzFile.read(References.file("deflated.npz"), "y"))
                .isEqualTo(new Tensor(ElementType.I64, new int[] {4}, new double[] {0, 1, 0, 1}));
        assertThatThrownBy(() -> NpzFile.read(References.file("stored.npz"), "z"))
                .hasMessageContaining("no array z")
                .hasMessageContaining("there are x, y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u1", "i1", "i2", "i4", "f4", "f8"})
    void idxFiles(String code) {
        Tensor expected = References.tensor(ElementType.ofNumpy(code).orElseThrow());
        assertThat(IdxFile.read(References.file(code + ".idx"))).isEqualTo(expected);
        assertThat(IdxFile.read(References.file(code + ".idx.gz"))).isEqualTo(expected);
    }

    @Test
    void safetensors() {
        var file = SafetensorsFile.read(References.file("all.safetensors"));
        assertThat(file.metadata()).containsExactly(Map.entry("made", "by PyTorch"));
        assertThat(file.tensors()).hasSize(10);
        file.tensors()
                .forEach((name, tensor) -> assertThat(tensor)
                        .isEqualTo(References.tensor(ElementType.ofSafetensors(name).orElseThrow())));
        assertThat(SafetensorsFile.read(References.file("scalar.safetensors")).tensors().get("one"))
                .isEqualTo(new Tensor(ElementType.F64, new int[0], new double[] {0.25}));
    }

    /** Byte for byte what NumPy writes; a .npz differs in the time stamps of its entries only. */
    @Test
    void writtenFilesAreNumpysOwn() throws IOException {
        for (ElementType type : new ElementType[] {ElementType.F64, ElementType.F32}) {
            Path file = folder.resolve("a.npy");
            NpyFile.write(file, References.tensor(type));
            assertThat(file).hasSameBinaryContentAs(References.file(type.numpy() + "-little-C.npy"));
        }
        NpyFile.write(folder.resolve("c.npy"), NpyFile.read(References.file("cube-C.npy")));
        assertThat(folder.resolve("c.npy")).hasSameBinaryContentAs(References.file("cube-C.npy"));
        NpyFile.write(folder.resolve("s.npy"), NpyFile.read(References.file("scalar.npy")));
        assertThat(folder.resolve("s.npy")).hasSameBinaryContentAs(References.file("scalar.npy"));
        NpyFile.write(folder.resolve("e.npy"), NpyFile.read(References.file("empty.npy")));
        assertThat(folder.resolve("e.npy")).hasSameBinaryContentAs(References.file("empty.npy"));
        Path single = folder.resolve("one.safetensors");
        SafetensorsFile.write(single, SafetensorsFile.read(References.file("scalar.safetensors")).tensors(),
                Map.of());
        assertThat(single).hasSameBinaryContentAs(References.file("scalar.safetensors"));
    }

    @Test
    void whatIsWrittenReadsBack() throws IOException {
        var tensors = new LinkedHashMap<String, Tensor>();
        tensors.put("layers.0.weight", References.tensor(ElementType.F64));
        tensors.put("empty", new Tensor(ElementType.F64, new int[] {0, 2}, new double[0]));
        tensors.put("b", Tensor.of(new double[] {Math.PI, -0.0, Double.MIN_VALUE, 1e308}));
        NpzFile.write(folder.resolve("a.npz"), tensors);
        assertThat(NpzFile.read(folder.resolve("a.npz"))).isEqualTo(tensors);
        SafetensorsFile.write(folder.resolve("a.safetensors"), tensors, Map.of("net", "mlp:3-4:tanh \"quoted\""));
        assertThat(SafetensorsFile.read(folder.resolve("a.safetensors")))
                .isEqualTo(new SafetensorsFile(tensors, Map.of("net", "mlp:3-4:tanh \"quoted\"")));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    /** More than one block and several threads; the file is larger than what is read at once. */
    @Test
    void largeFilesAreReadInBlocks() {
        double[] values = new double[3_000_017];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.fma(i, 0.25, -7);
        }
        Path file = folder.resolve("large.npy");
        NpyFile.write(file, Tensor.of(values));
        assertThat(NpyFile.read(file).values()).isEqualTo(values);
        NpyFile.write(file, Tensor.of(values).as(ElementType.F32));
        assertThat(NpyFile.read(file).values()).isEqualTo(values);
    }
}
