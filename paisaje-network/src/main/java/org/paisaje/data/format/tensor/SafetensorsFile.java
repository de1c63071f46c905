package org.paisaje.data.format.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.paisaje.data.format.AtomicFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Payload;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.memory.Sizes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Named arrays in the safetensors format: the length of the header as an unsigned 64-bit number, a JSON object that gives
 * type, shape and byte range of every array, and the bytes, little-endian and in C order. Ranges must cover the bytes
 * without hole or overlap.
 *
 * @param tensors the arrays in the order of their bytes
 * @param metadata free text by key
 */
public record SafetensorsFile(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
    private static final long LONGEST = 100_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private record Entry(String name, ElementType type, int[] shape, long begin, long end) {}

    /** Reads all arrays of the file. */
    public static SafetensorsFile read(Path path) {
        Lazy file = open(path);
        var tensors = new LinkedHashMap<String, Tensor>();
        file.entries.keySet().forEach(name -> tensors.put(name, file.read(name)));
        return new SafetensorsFile(tensors, file.metadata);
    }

    /** The arrays by type and shape, their numbers when they are asked for. */
    static Lazy open(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            return open(path, channel);
        } catch (IOException e) {
            throw DataFormatException.of(path, e);
        }
    }

    private static Lazy open(Path path, FileChannel channel) throws IOException {
        String file = path.toString();
        long total = channel.size();
        if (total < 10) {
            throw DataFormatException.atByte(file, total,
                    "it is no safetensors file: it ends before its header, after " + total + " bytes");
        }
        long length = bytes(channel, 0, 8).getLong();
        if (length < 2 || length > LONGEST || length > total - 8) {
            throw DataFormatException.atByte(file, 0, "the header claims " + Long.toUnsignedString(length)
                    + " bytes and " + (total - 8) + " follow; it is cut short or no safetensors file");
        }
        var metadata = new LinkedHashMap<String, String>();
        List<Entry> entries = entries(file, bytes(channel, 8, (int) length).array(), metadata);
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin != end) {
                throw fail(file, entry.name, "its bytes start at " + entry.begin + " and the array before it ends at "
                        + end + "; ranges may not overlap or leave holes");
            }
            end = entry.end;
        }
        if (end != total - 8 - length) {
            throw DataFormatException.atByte(file, 8 + length, "the arrays take " + end + " bytes and "
                    + (total - 8 - length) + " follow; the file is cut short or damaged");
        }
        var byName = new LinkedHashMap<String, Entry>();
        entries.forEach(entry -> byName.put(entry.name, entry));
        return new Lazy(path, 8 + length, byName, metadata);
    }

    /** A file whose header was read. */
    static final class Lazy implements TensorFile {
        private final Path path;
        private final long start;
        private final SequencedMap<String, Entry> entries;
        private final Map<String, String> metadata;

        private Lazy(Path path, long start, SequencedMap<String, Entry> entries, Map<String, String> metadata) {
            this.path = path;
            this.start = start;
            this.entries = entries;
            this.metadata = metadata;
        }

        @Override
        public SequencedMap<String, Tensor.Form> forms() {
            var forms = new LinkedHashMap<String, Tensor.Form>();
            entries.forEach((name, entry) -> forms.put(name, new Tensor.Form(entry.type, entry.shape)));
            return forms;
        }

        @Override
        public Tensor read(String name) {
            Entry entry = entries.get(name);
            if (entry == null) {
                throw new IllegalArgumentException("read: there is no array " + name + " in " + path);
            }
            int count = (int) ((entry.end - entry.begin) / entry.type.bytes());
            try (FileChannel channel = FileChannel.open(path)) {
                return new Tensor(entry.type, entry.shape, Payload.read(path.toString(), channel, start + entry.begin,
                        entry.type, ByteOrder.LITTLE_ENDIAN, count));
            } catch (IOException e) {
                throw DataFormatException.of(path, e);
            }
        }

        @Override
        public boolean ordered() {
            return false;
        }

        @Override
        public Map<String, String> metadata() {
            return metadata;
        }

        @Override
        public List<String> notes() {
            return List.of();
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    private static List<Entry> entries(String file, byte[] header, Map<String, String> metadata) {
        var entries = new ArrayList<Entry>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), header)) {
            require(file, json, json.nextToken() == JsonToken.START_OBJECT, "the header must be a JSON object");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                require(file, json, json.nextToken() == JsonToken.START_OBJECT, "'" + name + "' must be an object");
                if (name.equals("__metadata__")) {
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        String key = json.currentName();
                        require(file, json, json.nextToken() == JsonToken.VALUE_STRING, "metadata must be text");
                        metadata.put(key, json.getString());
                    }
                } else {
                    entries.add(entry(file, name, json));
                }
            }
            require(file, json, json.nextToken() == null, "nothing may follow the JSON object of the header");
        } catch (JacksonException e) {
            throw DataFormatException.atByte(file, 8 + Math.max(0, e.getLocation().getByteOffset()),
                    "the header is not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        return entries;
    }

    private static Entry entry(String file, String name, JsonParser json) {
        Optional<ElementType> type = Optional.empty();
        Optional<List<Long>> shape = Optional.empty();
        Optional<List<Long>> range = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> {
                    require(file, json, json.currentToken() == JsonToken.VALUE_STRING, "dtype must be text");
                    String code = json.getString();
                    type = Optional.of(ElementType.ofSafetensors(code)
                            .orElseThrow(() -> fail(file, name, "numbers of type " + code
                                    + " are not read; F64, F32, F16, BF16, BOOL and integers of 8 to 64 bits are")));
                }
                case "shape" -> shape = Optional.of(sizes(file, json));
                case "data_offsets" -> range = Optional.of(sizes(file, json));
                default -> throw fail(file, name, "'" + key + "' is no property of an array");
            }
        }
        if (type.isEmpty() || shape.isEmpty() || range.isEmpty() || range.get().size() != 2) {
            throw fail(file, name, "dtype, shape and data_offsets (two numbers) are needed");
        }
        long begin = range.get().getFirst();
        long end = range.get().getLast();
        long count = 1;
        int[] dimensions = new int[shape.get().size()];
        for (int k = 0; k < dimensions.length; k++) {
            long size = shape.get().get(k);
            if (size > Sizes.LARGEST || count * Math.max(1, size) > Sizes.LARGEST) {
                throw fail(file, name, "the shape " + shape.get() + " claims more than 2^31 - 9 numbers");
            }
            dimensions[k] = (int) size;
            count *= size;
        }
        if (begin > end || end - begin != count * type.get().bytes()) {
            throw fail(file, name, "the shape " + shape.get() + " of " + type.get() + " takes "
                    + count * type.get().bytes() + " bytes, data_offsets " + range.get() + " give " + (end - begin));
        }
        return new Entry(name, type.get(), dimensions, begin, end);
    }

    private static List<Long> sizes(String file, JsonParser json) {
        require(file, json, json.currentToken() == JsonToken.START_ARRAY, "a list of numbers is needed");
        var sizes = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(file, json, json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && json.getLongValue() >= 0,
                    "sizes and offsets are whole numbers from 0");
            sizes.add(json.getLongValue());
        }
        return sizes;
    }

    /**
     * Writes the arrays, as F64 or F32 each by its type; the file appears complete or not at all.
     *
     * @param metadata text by key, kept in the header in the order of the keys
     */
    public static void write(Path path, SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata);
        AtomicFile.write(path, out -> {
            out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, header.length).array());
            out.write(header);
            for (Tensor tensor : tensors.values()) {
                Payload.write(out, tensor.type(), tensor.values());
            }
        });
    }

    private static byte[] header(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart("__metadata__");
                // In the order of the keys: equal contents are equal files.
                new TreeMap<>(metadata).forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor tensor = entry.getValue();
                long end = begin + (long) tensor.values().length * tensor.type().bytes();
                json.writeObjectPropertyStart(entry.getKey());
                json.writeStringProperty("dtype", tensor.type().safetensors());
                json.writeName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                json.writeName("data_offsets");
                json.writeArray(new long[] {begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        }
        while (out.size() % 8 != 0) {
            out.writeBytes(" ".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toByteArray();
    }

    private static void require(String file, JsonParser json, boolean condition, String reason) {
        if (!condition) {
            throw DataFormatException.atByte(file, 8 + Math.max(0, json.currentTokenLocation().getByteOffset()),
                    reason);
        }
    }

    private static DataFormatException fail(String file, String array, String reason) {
        return new DataFormatException(file, "array " + array, reason);
    }
}
