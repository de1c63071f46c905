package org.paisaje.network.onnx;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Wire;
import org.paisaje.math.memory.Sizes;

/**
 * What is needed of an ONNX file.
 *
 * @param file its name
 * @param opset the version of the operators
 * @param nodes the operations in order
 * @param constants the initializers by name
 * @param inputs the inputs that are no initializers, with their dimensions, -1 where they are free
 * @param outputs the names of the outputs
 */
record OnnxModel(String file, long opset, List<OnnxNode> nodes, Map<String, Constant> constants,
        Map<String, int[]> inputs, List<String> outputs) {
    private static final class Reader {
        final Path path;
        final String file;
        final List<OnnxNode> nodes = new ArrayList<>();
        final Map<String, Constant> constants = new LinkedHashMap<>();
        final Map<String, int[]> inputs = new LinkedHashMap<>();
        final List<String> outputs = new ArrayList<>();
        long opset;
        boolean hasGraph;

        Reader(Path path) {
            this.path = path;
            this.file = path.toString();
        }

        void model(Wire wire) {
            while (wire.next()) {
                switch (wire.field()) {
                    case 7 -> {
                        hasGraph = true;
                        graph(wire.message());
                    }
                    case 8 -> opset(wire.message());
                    default -> wire.skip();
                }
            }
        }

        private void opset(Wire wire) {
            String domain = "";
            long version = 0;
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> domain = wire.text();
                    case 2 -> version = wire.integer();
                    default -> wire.skip();
                }
            }
            if (domain.isEmpty() || domain.equals("ai.onnx")) {
                opset = version;
            }
        }

        private void graph(Wire wire) {
            Map<String, int[]> declared = new LinkedHashMap<>();
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> node(wire.message());
                    case 5 -> {
                        Constant constant = tensor(wire.message());
                        constants.put(constant.name(), constant);
                    }
                    case 11 -> value(wire.message(), declared);
                    case 12 -> {
                        Map<String, int[]> one = new LinkedHashMap<>();
                        value(wire.message(), one);
                        outputs.addAll(one.keySet());
                    }
                    case 15 -> throw wire.wrong("the model has sparse weights, which are not understood");
                    default -> wire.skip();
                }
            }
            declared.forEach((name, dims) -> {
                if (!constants.containsKey(name)) {
                    inputs.put(name, dims);
                }
            });
        }

        private void value(Wire wire, Map<String, int[]> into) {
            String name = "";
            List<Integer> dims = new ArrayList<>();
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> name = wire.text();
                    case 2 -> type(wire.message(), dims);
                    default -> wire.skip();
                }
            }
            into.put(name, dims.stream().mapToInt(Integer::intValue).toArray());
        }

        private static void type(Wire wire, List<Integer> dims) {
            while (wire.next()) {
                if (wire.field() != 1) {
                    wire.skip();
                    continue;
                }
                Wire tensor = wire.message();
                while (tensor.next()) {
                    if (tensor.field() == 2) {
                        shape(tensor.message(), dims);
                    } else {
                        tensor.skip();
                    }
                }
            }
        }

        private static void shape(Wire wire, List<Integer> dims) {
            while (wire.next()) {
                if (wire.field() != 1) {
                    wire.skip();
                    continue;
                }
                Wire dim = wire.message();
                int size = -1;
                while (dim.next()) {
                    if (dim.field() == 1) {
                        size = (int) Math.clamp(dim.integer(), -1, Integer.MAX_VALUE);
                    } else {
                        dim.skip();
                    }
                }
                dims.add(size <= 0 ? -1 : size);
            }
        }

        private void node(Wire wire) {
            String name = "";
            String op = "";
            String domain = "";
            List<String> in = new ArrayList<>();
            List<String> out = new ArrayList<>();
            Map<String, Object> attributes = new LinkedHashMap<>();
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> in.add(wire.text());
                    case 2 -> out.add(wire.text());
                    case 3 -> name = wire.text();
                    case 4 -> op = wire.text();
                    case 5 -> attribute(wire.message(), attributes);
                    case 7 -> domain = wire.text();
                    default -> wire.skip();
                }
            }
            nodes.add(new OnnxNode(nodes.size(), name, op, domain.equals("ai.onnx") ? "" : domain, in, out,
                    attributes));
        }

        private void attribute(Wire wire, Map<String, Object> into) {
            String name = "";
            Object value = "";
            List<Double> list = new ArrayList<>();
            boolean isList = false;
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> name = wire.text();
                    case 2 -> value = (double) wire.single();
                    case 3 -> value = (double) wire.integer();
                    case 4 -> value = wire.text();
                    case 5 -> value = tensor(wire.message());
                    case 7 -> {
                        isList = true;
                        wire.singles(list::add);
                    }
                    case 8 -> {
                        isList = true;
                        wire.integers(n -> list.add((double) n));
                    }
                    default -> wire.skip();
                }
            }
            into.put(name, isList ? list.stream().mapToDouble(Double::doubleValue).toArray() : value);
        }

        private Constant tensor(Wire wire) {
            String name = "";
            List<Integer> dims = new ArrayList<>();
            int type = 0;
            List<Double> typed = new ArrayList<>();
            ByteBuffer raw = ByteBuffer.allocate(0);
            boolean isRaw = false;
            Map<String, String> external = new LinkedHashMap<>();
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> wire.integers(n -> {
                        if (n < 0 || n > Integer.MAX_VALUE) {
                            throw wire.wrong("a tensor has a dimension of " + n);
                        }
                        dims.add((int) n);
                    });
                    case 2 -> type = (int) wire.integer();
                    case 4 -> wire.singles(typed::add);
                    case 5, 7, 11 -> wire.integers(n -> typed.add((double) n));
                    case 8 -> name = wire.text();
                    case 9 -> {
                        raw = wire.bytes();
                        isRaw = true;
                    }
                    case 10 -> wire.doubles(typed::add);
                    case 13 -> entry(wire.message(), external);
                    default -> wire.skip();
                }
            }
            int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
            OnnxType kind = OnnxType.of(type);
            long count = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
            String what = "tensor \"" + name + "\" (" + kind + ", " + Arrays.toString(shape) + ")";
            if (!external.isEmpty()) {
                raw = external(what, external, count * kind.bytes());
                isRaw = true;
            }
            if (count > Sizes.LARGEST || kind == OnnxType.OTHER) {
                throw new DataFormatException(file, what, kind == OnnxType.OTHER
                        ? "its type " + type + " is not understood; numbers are float, double, half, bfloat16 or "
                                + "integers"
                        : "it has more than 2^31 entries");
            }
            int held = isRaw ? raw.remaining() / kind.bytes() : typed.size();
            if (held != count || isRaw && raw.remaining() % kind.bytes() != 0) {
                throw new DataFormatException(file, what, "it has data for " + held + " entries, needed are " + count
                        + "; the file is damaged");
            }
            double[] values = new double[(int) count];
            for (int i = 0; i < values.length; i++) {
                values[i] = isRaw ? kind.read(raw, i) : kind.typed(typed.get(i));
            }
            return new Constant(name, shape, values, kind.integral());
        }

        private static void entry(Wire wire, Map<String, String> into) {
            String key = "";
            String value = "";
            while (wire.next()) {
                switch (wire.field()) {
                    case 1 -> key = wire.text();
                    case 2 -> value = wire.text();
                    default -> wire.skip();
                }
            }
            into.put(key, value);
        }

        /** Data in a file beside the model. */
        private ByteBuffer external(String what, Map<String, String> where, long needed) {
            String location = where.getOrDefault("location", "");
            Path folder = path.toAbsolutePath().normalize().getParent();
            if (folder == null || location.isEmpty() || !folder.resolve(location).normalize().startsWith(folder)) {
                throw new DataFormatException(file, what, "its data are said to lie in \"" + location
                        + "\"; a file in the folder of the model is needed");
            }
            Path beside = folder.resolve(location).normalize();
            try (RandomAccessFile data = new RandomAccessFile(beside.toFile(), "r")) {
                long offset = Long.parseLong(where.getOrDefault("offset", "0"));
                long length = Long.parseLong(where.getOrDefault("length", String.valueOf(needed)));
                if (offset < 0 || length != needed || offset + length > data.length()) {
                    throw new DataFormatException(file, what, "its data are bytes " + offset + " to "
                            + (offset + length) + " of " + location + ", which has " + data.length() + "; needed are "
                            + needed);
                }
                byte[] bytes = new byte[Math.toIntExact(length)];
                data.seek(offset);
                data.readFully(bytes);
                return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            } catch (IOException e) {
                var failure = new DataFormatException(file, what, "its data in " + beside + " cannot be read: "
                        + e.getMessage());
                failure.initCause(e);
                throw failure;
            } catch (NumberFormatException | ArithmeticException e) {
                var failure = new DataFormatException(file, what, "offset " + where.get("offset") + " and length "
                        + where.get("length") + " of its data are no numbers of bytes that fit");
                failure.initCause(e);
                throw failure;
            }
        }
    }

    static OnnxModel read(Path path) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            var failure = new DataFormatException(path.toString(), "", Files.isDirectory(path)
                    ? "it is a folder, an ONNX file is needed"
                    : Files.exists(path) ? "it cannot be read: " + e.getMessage() : "there is no such file");
            failure.initCause(e);
            throw failure;
        } catch (OutOfMemoryError e) {
            var failure = new DataFormatException(path.toString(), "",
                    "it does not fit into memory; files above 2 GB keep their weights in a file beside them");
            failure.initCause(e);
            throw failure;
        }
        Reader reader = new Reader(path);
        reader.model(new Wire(path.toString(), bytes));
        if (!reader.hasGraph) {
            throw new DataFormatException(path.toString(), "", "it holds no model; an ONNX file is needed, as "
                    + "torch.onnx.export writes it");
        }
        return new OnnxModel(path.toString(), reader.opset, List.copyOf(reader.nodes), reader.constants,
                reader.inputs, List.copyOf(reader.outputs));
    }
}
