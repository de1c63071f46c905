package org.paisaje.data.format.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arrays of several safetensors files, told apart by an index: {@code {"weight_map": {"NAME": "FILE", ...}}}. */
final class SafetensorsShards implements TensorFile {
    private static final long LONGEST = 50_000_000;

    private final SequencedMap<String, Tensor.Form> forms = new LinkedHashMap<>();
    private final Map<String, TensorFile> files = new HashMap<>();

    private SafetensorsShards() {}

    static SafetensorsShards open(Path index) {
        JsonNode map;
        try {
            if (Files.size(index) > LONGEST) {
                throw new DataFormatException(index.toString(), "",
                        "an index has at most " + LONGEST + " bytes, this has " + Files.size(index));
            }
            map = JsonMapper.shared().readTree(Files.readAllBytes(index)).path("weight_map");
        } catch (IOException e) {
            throw DataFormatException.of(index, e);
        } catch (JacksonException e) {
            throw new DataFormatException(index.toString(), "", "it is not valid JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        if (!map.isObject() || map.isEmpty()) {
            throw new DataFormatException(index.toString(), "",
                    "it has no weight_map, which tells the file of every array");
        }
        var shards = new SafetensorsShards();
        var opened = new HashMap<String, TensorFile>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String file = entry.getValue().asString("");
            if (!file.matches("[^/\\\\\\p{Cntrl}]{1,200}\\.safetensors") || file.startsWith("..")) {
                throw new DataFormatException(index.toString(), "array " + entry.getKey(),
                        "'" + file + "' is not the name of a .safetensors file beside the index");
            }
            TensorFile shard = opened.computeIfAbsent(file,
                    name -> SafetensorsFile.open(index.toAbsolutePath().resolveSibling(name)));
            Tensor.Form form = shard.forms().get(entry.getKey());
            if (form == null) {
                throw new DataFormatException(index.toString(), "array " + entry.getKey(), file + " does not hold it");
            }
            shards.forms.put(entry.getKey(), form);
            shards.files.put(entry.getKey(), shard);
        }
        return shards;
    }

    @Override
    public SequencedMap<String, Tensor.Form> forms() {
        return forms;
    }

    @Override
    public Tensor read(String name) {
        TensorFile shard = files.get(name);
        if (shard == null) {
            throw new IllegalArgumentException("read: there is no array " + name);
        }
        return shard.read(name);
    }

    @Override
    public boolean ordered() {
        return false;
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
