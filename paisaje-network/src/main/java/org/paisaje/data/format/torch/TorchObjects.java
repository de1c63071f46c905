package org.paisaje.data.format.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.torch.Pickle.Global;
import org.paisaje.data.format.torch.Pickle.Made;
import org.paisaje.data.format.torch.Pickle.Tuple;

/** Finds the state dictionary among the objects of a PyTorch file. */
final class TorchObjects {
    private static final int DEPTH = 64;
    /** The keys under which checkpoints keep a model, the usual ones first. */
    private static final List<String> USUAL = List.of("state_dict", "model_state_dict", "model_state", "model", "net",
            "network", "module", "weights", "params");
    private static final Set<String> PLAIN = Set.of("collections.OrderedDict", "torch.Size", "torch.device");

    private final String file;
    private final SequencedMap<String, TorchTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> classes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<Object> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private Optional<TorchOptimizer> optimizer = Optional.empty();

    private TorchObjects(String file) {
        this.file = file;
    }

    static TorchObjects of(String file, Object root) {
        var objects = new TorchObjects(file);
        objects.optimizer = TorchOptimizer.in(root, 0);
        Map<String, Object> found = new LinkedHashMap<>();
        objects.find(root, "", found, 0);
        String chosen = objects.choose(found);
        objects.visited.clear();
        Object model = Objects.requireNonNull(found.get(chosen));
        if (model instanceof Made module && objects.module(module).isPresent()) {
            objects.collectModule(module, "", 0);
        } else {
            objects.collect(model);
        }
        if (objects.tensors.isEmpty()) {
            throw new DataFormatException(file, "", "it holds no named tensors of plain numbers");
        }
        if (!chosen.isEmpty()) {
            List<String> beside = objects.keys(root).stream().filter(key -> !key.equals(chosen)).toList();
            objects.notes.add("the weights were taken from its entry " + chosen
                    + (beside.isEmpty() ? "" : ", beside " + CsvFile.describe(beside)));
        }
        if (!objects.refused.isEmpty()) {
            objects.notes.add("no code of it was run; parameters apart, objects of these kinds were passed over: "
                    + CsvFile.describe(List.copyOf(objects.refused)));
        }
        return objects;
    }

    SequencedMap<String, TorchTensor> tensors() {
        return tensors;
    }

    /** The state of an optimizer, if one stands beside the model. */
    Optional<TorchOptimizer> optimizer() {
        return optimizer;
    }

    /** The classes of the modules by {@code class.NAME}, where a whole module was saved. */
    Map<String, String> classes() {
        return classes;
    }

    List<String> notes() {
        return notes;
    }

    /** Dictionaries with tensors, and modules, by their place in the file. */
    private void find(Object object, String place, Map<String, Object> found, int depth) {
        if (depth > 3 || !visited.add(object)) {
            return;
        }
        if (object instanceof Made made && module(made).isPresent()) {
            found.put(place, object);
            return;
        }
        Map<Object, Object> items = items(object);
        if (items.values().stream().anyMatch(TorchObjects::tensor)) {
            found.put(place, object);
            return;
        }
        items.forEach((key, value) -> {
            if (key instanceof String name) {
                find(value, place.isEmpty() ? name : place + "." + name, found, depth + 1);
            }
        });
    }

    private String choose(Map<String, Object> found) {
        List<String> models = found.keySet().stream().filter(key -> !key.matches("(?i).*(optim|sched|ema).*")).toList();
        if (models.isEmpty()) {
            throw new DataFormatException(file, "", "it holds no dictionary of named tensors; torch.save("
                    + "model.state_dict(), FILE) writes one");
        }
        if (models.size() == 1) {
            return models.getFirst();
        }
        return USUAL.stream()
                .filter(models::contains)
                .findFirst()
                .orElseThrow(() -> new DataFormatException(file, "", "it holds several sets of weights ("
                        + CsvFile.describe(models) + "); save one: torch.save(checkpoint[\"" + models.getFirst()
                        + "\"], FILE)"));
    }

    private void collect(Object dictionary) {
        items(dictionary).forEach((key, value) -> {
            if (key instanceof String name && tensor(value)) {
                add(name, (Made) value);
            } else if (value instanceof Made made) {
                refuse(made);
            }
        });
    }

    private void add(String name, Made made) {
        Optional<TorchTensor> tensor = TorchTensor.of(file + ", array " + name, made);
        if (tensor.isPresent()) {
            tensors.put(name, tensor.get());
        } else {
            refuse(made);
        }
    }

    private void collectModule(Made made, String place, int depth) {
        if (depth > DEPTH || !visited.add(made)) {
            return;
        }
        Map<Object, Object> state = module(made).orElse(Map.of());
        String type = type(made);
        classes.put("class." + place, type);
        if (!type.startsWith("torch.nn.modules.")) {
            refused.add(type);
        }
        for (String kind : List.of("_parameters", "_buffers")) {
            items(state.getOrDefault(kind, Map.of())).forEach((key, value) -> {
                if (key instanceof String name && tensor(value)) {
                    add(place.isEmpty() ? name : place + "." + name, (Made) value);
                }
            });
        }
        items(state.getOrDefault("_modules", Map.of())).forEach((key, value) -> {
            if (key instanceof String name && value instanceof Made child && module(child).isPresent()) {
                collectModule(child, place.isEmpty() ? name : place + "." + name, depth + 1);
            }
        });
    }

    private static String type(Made made) {
        boolean built = made.by().equals("copyreg._reconstructor") && !made.arguments().isEmpty();
        return built && made.arguments().getFirst() instanceof Global(String name) ? name : made.by();
    }

    private void refuse(Made made) {
        if (!PLAIN.contains(made.by())) {
            refused.add(type(made));
        }
    }

    private static boolean tensor(Object object) {
        return object instanceof Made made && TorchTensor.makes(made.by());
    }

    /** What a module is filled with, if the object is one. */
    private Optional<Map<Object, Object>> module(Made made) {
        Object state = made.state() instanceof Tuple(var parts) && !parts.isEmpty() ? parts.getFirst() : made.state();
        Map<Object, Object> items = items(state);
        return items.containsKey("_modules") && items.containsKey("_parameters")
                ? Optional.of(items)
                : Optional.empty();
    }

    /** What is set by key. */
    static Map<Object, Object> items(@Nullable Object object) {
        return switch (object) {
            case null -> Map.of();
            case Made made when made.by().equals("collections.OrderedDict") -> made.items();
            case Map<?, ?> map -> {
                @SuppressWarnings("unchecked")
                Map<Object, Object> items = (Map<Object, Object>) map;
                yield items;
            }
            default -> Map.of();
        };
    }

    private List<String> keys(Object object) {
        return items(object).keySet().stream().filter(key -> key instanceof String).map(key -> (String) key).toList();
    }
}
