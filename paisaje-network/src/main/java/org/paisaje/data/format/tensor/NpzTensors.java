package org.paisaje.data.format.tensor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.array.NpzFile;

/** The arrays of a NumPy archive. */
final class NpzTensors implements TensorFile {
    private final Path path;
    private final SequencedMap<String, Tensor.Form> forms;

    NpzTensors(Path path) {
        this.path = path;
        this.forms = NpzFile.forms(path);
    }

    @Override
    public SequencedMap<String, Tensor.Form> forms() {
        return forms;
    }

    @Override
    public Tensor read(String name) {
        return NpzFile.read(path, name);
    }

    @Override
    public boolean ordered() {
        return true;
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
