package org.paisaje.data.format.tensor;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;

/**
 * The arrays of an HDF5 file that Keras wrote: {@code .weights.h5} and {@code .keras} of Keras 3, {@code .h5} of older ones,
 * and any other HDF5 file of numbers. A {@code .keras} archive says in {@code config.json} what the layers are; it stands
 * in the metadata under {@code keras}.
 */
final class KerasFile implements TensorFile {
    private static final int LONGEST = 1 << 30;
    private static final int DEPTH = 32;
    /** The best ratio of deflation. */
    private static final double DENSEST = 1032;
    private static final int MOST = 100_000;

    private final String name;
    private final SequencedMap<String, Tensor.Form> forms = new LinkedHashMap<>();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final HdfFile hdf;
    private Optional<Group> state = Optional.empty();
    private Optional<KerasOptimizer> optimizer = Optional.empty();
    private List<Dataset> memory = List.of();
    private boolean ordered;

    private KerasFile(String name, HdfFile hdf) {
        this.name = name;
        this.hdf = hdf;
    }

    static KerasFile open(Path path) {
        try {
            if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".keras")) {
                ByteBuffer bytes = mapped(path);
                KerasFile file = opened(path.toString(), () -> HdfFile.fromByteBuffer(bytes));
                file.remember(Optional.empty());
                return file;
            }
            try (ZipFile zip = new ZipFile(path.toFile())) {
                byte[] weights = entry(path, zip, "model.weights.h5");
                KerasFile file = opened(path + ", model.weights.h5", () -> HdfFile.fromBytes(weights));
                var config = new String(entry(path, zip, "config.json"), StandardCharsets.UTF_8);
                file.metadata.put("keras", config);
                file.remember(Optional.of(config));
                return file;
            }
        } catch (ZipException e) {
            throw new DataFormatException(path.toString(), "",
                    "it is not a complete zip archive, which a .keras file is ("
                            + DataFormatException.describe(e) + ")");
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    /** The bytes of the file: beyond a buffer the library reads nothing, beyond the end of a file it tries to. */
    private static ByteBuffer mapped(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new DataFormatException(path.toString(), "",
                        "it has " + channel.size() + " bytes, and HDF5 files of "
                                + "less than 2 GiB are read; write the weights as .safetensors or .npz");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static byte[] entry(Path path, ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new DataFormatException(path.toString(), "", "it has no entry " + name + ", which a .keras file has");
        }
        long limit = Math.min(LONGEST, Runtime.getRuntime().maxMemory() / 4);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes((int) limit + 1);
            if (bytes.length > limit) {
                throw new DataFormatException(path.toString(), "entry " + name,
                        "it has more than " + limit + " bytes, which are read at most");
            }
            return bytes;
        }
    }

    private interface Source {
        HdfFile open();
    }

    private static KerasFile opened(String name, Source source) {
        return guarded(name, () -> {
            var file = new KerasFile(name, source.open());
            try {
                file.list();
                return file;
            } catch (RuntimeException e) {
                file.close();
                throw e;
            }
        });
    }

    private void list() {
        List<String> layers = layerNames();
        ordered = !layers.isEmpty();
        if (ordered) {
            for (String layer : layers) {
                Node node = hdf.getChildren().get(layer);
                if (node instanceof Group group) {
                    list(group, layer, 0);
                }
            }
        } else {
            list(hdf, "", 0);
        }
        if (forms.isEmpty()) {
            throw new DataFormatException(name, "", "it holds no arrays of numbers");
        }
    }

    /** Looks what the state of the optimizer is of, if there is one; where that is not understood, it is passed over. */
    private void remember(Optional<String> config) {
        if (state.isEmpty()) {
            return;
        }
        Group vars = state.get();
        optimizer = guarded(name + ", optimizer", () -> {
            Attribute called = vars.getAttributes().get("name");
            List<Dataset> kept = new ArrayList<>();
            while (vars.getChildren().get(String.valueOf(kept.size())) instanceof Dataset next) {
                kept.add(next);
            }
            memory = List.copyOf(kept);
            List<Tensor.Form> shapes = kept.stream().map(KerasFile::any).flatMap(Optional::stream).toList();
            return shapes.size() == vars.getChildren().size()
                    ? KerasOptimizer.of(called == null ? "" : String.valueOf(called.getData()), config, shapes, forms)
                    : Optional.<KerasOptimizer>empty();
        });
        notes.add(optimizer.map(one -> one.note().orElse(""))
                .orElse("the state of the optimizer in it is of a kind that is not read, or not that of its weights, "
                        + "and was passed over"));
    }

    @Override
    public Optional<OptimizerEntries> optimizer() {
        return optimizer.map(one -> one.entries(i -> {
            Dataset dataset = memory.get(i);
            String place = name + ", optimizer/vars/" + i;
            Tensor.Form form = any(dataset).orElseThrow();
            Payload.requireMemory(place, form.count());
            requireRoom(place, dataset, form);
            return guarded(place, () -> widened(place, dataset.isScalar() ? dataset.getData() : dataset.getDataFlat()));
        }));
    }

    /** The layers in the order in which they were made, as older versions of Keras say it. */
    private List<String> layerNames() {
        Attribute attribute = hdf.getAttributes().get("layer_names");
        if (attribute == null || !(attribute.getData() instanceof Object[] names)) {
            return List.of();
        }
        return Arrays.stream(names).map(String::valueOf).toList();
    }

    private void list(Group group, String place, int depth) {
        if (depth > DEPTH) {
            throw new DataFormatException(name, "group " + place, "groups are nested more than " + DEPTH + " times");
        }
        for (Map.Entry<String, Node> child : group.getChildren().entrySet()) {
            String path = place.isEmpty() ? child.getKey() : place + "/" + child.getKey();
            if (child.getKey().equals("optimizer") && child.getValue() instanceof Group optimizer
                    && optimizer.getChildren().get("vars") instanceof Group vars) {
                state = Optional.of(vars);
                continue;
            }
            if (child.getKey().equals("optimizer") || child.getKey().equals("optimizer_weights")) {
                notes.add("the state of the optimizer in it was passed over");
                continue;
            }
            if (forms.size() > MOST) {
                throw new DataFormatException(name, "", "it holds more than " + MOST + " arrays");
            }
            switch (child.getValue()) {
                case Group inner -> list(inner, path, depth + 1);
                case Dataset dataset -> form(dataset).ifPresentOrElse(form -> {
                    requireRoom(path, dataset, form);
                    forms.put(path, form);
                    datasets.put(path, dataset);
                }, () -> notes.add("its entry " + path + " holds no plain numbers and was passed over"));
                default -> notes.add("its entry " + path + " is a link or type and was passed over");
            }
        }
    }

    /** An array is no larger than its file, unless it is compressed. */
    private void requireRoom(String path, Dataset dataset, Tensor.Form form) {
        double bytes = (double) form.count() * form.type().bytes();
        if (bytes > (dataset instanceof ChunkedDataset ? DENSEST : 1.0) * hdf.size()) {
            throw new DataFormatException(name, "array " + path, "it is to be " + form.describeShape()
                    + ", and the file of " + hdf.size() + " bytes cannot hold it; it is damaged or cut off");
        }
    }

    /** Of an array, or of a number that stands alone. */
    private static Optional<Tensor.Form> any(Dataset dataset) {
        return form(dataset, MethodType.methodType(dataset.getJavaType()).unwrap().returnType());
    }

    /** Of an array; numbers that stand alone are counters. */
    private static Optional<Tensor.Form> form(Dataset dataset) {
        return form(dataset, dataset.getJavaType());
    }

    private static Optional<Tensor.Form> form(Dataset dataset, Class<?> type) {
        ElementType element = type == double.class
                ? ElementType.F64
                : type == float.class
                        ? ElementType.F32
                        : type == long.class
                                ? ElementType.I64
                                : type == int.class
                                        ? ElementType.I32
                                        : type == short.class
                                                ? ElementType.I16
                                                : type == byte.class ? ElementType.I8 : null;
        int[] shape = dataset.isScalar() ? new int[0] : dataset.getDimensions();
        return element == null || dataset.isVariableLength() || dataset.isCompound() || shape.length > 8
                ? Optional.empty()
                : Optional.of(new Tensor.Form(element, shape));
    }

    @Override
    public SequencedMap<String, Tensor.Form> forms() {
        return forms;
    }

    @Override
    public Tensor read(String array) {
        Dataset dataset = datasets.get(array);
        Tensor.Form form = forms.get(array);
        if (dataset == null || form == null) {
            throw new IllegalArgumentException("read: there is no array " + array);
        }
        String place = name + ", array " + array;
        Payload.requireMemory(place, form.count());
        return guarded(place, () -> {
            double[] values = widened(place, form.count() == 0 ? new double[0] : dataset.getDataFlat());
            if (values.length != form.count()) {
                throw new DataFormatException(place, "", "it is to be " + form.describeShape() + " and holds "
                        + values.length + " numbers");
            }
            return new Tensor(form.type(), form.shape(), values);
        });
    }

    private static double[] widened(String place, Object data) {
        return switch (data) {
            case double[] values -> values;
            case float[] values -> {
                double[] wide = new double[values.length];
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = values[i];
                }
                yield wide;
            }
            case long[] values -> Arrays.stream(values).asDoubleStream().toArray();
            case int[] values -> Arrays.stream(values).asDoubleStream().toArray();
            case Number value -> new double[] {value.doubleValue()};
            default -> throw new DataFormatException(place, "", "its numbers are of a type that is not read");
        };
    }

    private interface Attempt<T> {
        T run();
    }

    /** The library complains about damage in exceptions of many kinds. */
    private static <T> T guarded(String place, Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (DataFormatException e) {
            throw e;
        } catch (HdfException | IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException
                | ArithmeticException | NegativeArraySizeException | ClassCastException | NullPointerException
                | BufferUnderflowException | StackOverflowError | UnsupportedOperationException e) {
            var complaint = new DataFormatException(place, "",
                    "it is no HDF5 file, is damaged, or is written in a way that is not read ("
                            + (e instanceof Exception exception
                                    ? DataFormatException.describe(exception)
                                    : "nested too deep")
                            + ")");
            complaint.initCause(e);
            throw complaint;
        }
    }

    @Override
    public boolean ordered() {
        return ordered;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public List<String> notes() {
        return notes.stream().filter(note -> !note.isBlank()).distinct().toList();
    }

    @Override
    public void close() {
        hdf.close();
    }
}
