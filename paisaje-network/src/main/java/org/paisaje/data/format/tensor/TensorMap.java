package org.paisaje.data.format.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.paisaje.data.format.Tensor;

/** Named arrays that were read already, in an order that means something. */
public final class TensorMap implements TensorFile {
    private final SequencedMap<String, Tensor> tensors;

    public TensorMap(SequencedMap<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    @Override
    public SequencedMap<String, Tensor.Form> forms() {
        var forms = new LinkedHashMap<String, Tensor.Form>();
        tensors.forEach((name, tensor) -> forms.put(name, new Tensor.Form(tensor.type(), tensor.shape())));
        return forms;
    }

    @Override
    public Tensor read(String name) {
        return Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new IllegalArgumentException("read: there is no array " + name));
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
