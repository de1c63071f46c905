package org.paisaje.data.format.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.OptimizerEntries;
import org.paisaje.data.format.tensor.TensorMap;
import org.paisaje.data.format.torch.Pickle.Made;
import org.paisaje.data.format.torch.Pickle.Tuple;

/**
 * The state dictionary of a PyTorch optimizer beside that of a model: {@code state} by the number of a parameter, and
 * {@code param_groups} with their rates. Parameters are numbered in the order of the model's dictionary, buffers left out.
 */
final class TorchOptimizer {
    private static final int DEPTH = 3;
    private static final String BUFFERS = "(.*\\.)?(running_mean|running_var|num_batches_tracked)";

    private final List<Map<Object, Object>> groups;
    private final Map<Object, Object> state;

    private TorchOptimizer(List<Map<Object, Object>> groups, Map<Object, Object> state) {
        this.groups = groups;
        this.state = state;
    }

    /** The first one among the objects of a file. */
    static Optional<TorchOptimizer> in(Object root, int depth) {
        Map<Object, Object> items = TorchObjects.items(root);
        if (items.get("param_groups") instanceof List<?> list && items.containsKey("state")) {
            List<Map<Object, Object>> groups = list.stream()
                    .map(TorchObjects::items)
                    .filter(group -> group.get("lr") instanceof Double && group.get("params") instanceof List<?>)
                    .toList();
            return groups.size() == list.size() && !groups.isEmpty()
                    ? Optional.of(new TorchOptimizer(groups, TorchObjects.items(items.get("state"))))
                    : Optional.empty();
        }
        // Lightning keeps a list of them.
        Collection<?> within = root instanceof List<?> list ? list : items.values();
        return depth == DEPTH
                ? Optional.empty()
                : within.stream().flatMap(value -> in(value, depth + 1).stream()).findFirst();
    }

    /** The entries for the parameters of that file; empty if the numbers of parameters or their shapes differ. */
    Optional<OptimizerEntries> of(TorchFile file, SequencedMap<String, TorchTensor> tensors) {
        List<String> names = tensors.keySet().stream().filter(name -> !name.matches(BUFFERS)).toList();
        Optional<String> kept = squares();
        var rates = new LinkedHashMap<String, Tensor>();
        var squares = new LinkedHashMap<String, Tensor>();
        Map<Object, Double> rate = new HashMap<>();
        for (Map<Object, Object> group : groups) {
            if (group.get("params") instanceof List<?> parameters) {
                parameters.forEach(p -> rate.put(p, number(group, "lr")));
            }
        }
        double steps = Double.NaN;
        for (int p = 0; p < names.size(); p++) {
            Tensor.Form form = Objects.requireNonNull(tensors.get(names.get(p)), names.get(p)).form();
            Double own = rate.get((long) p);
            if (own == null || rate.size() != names.size()) {
                return Optional.empty();
            }
            double[] all = new double[(int) form.count()];
            Arrays.fill(all, own);
            rates.put(names.get(p), new Tensor(ElementType.F64, form.shape(), all));
            Map<Object, Object> memory = TorchObjects.items(state.getOrDefault((long) p, Map.of()));
            if (kept.isPresent()) {
                Optional<Tensor> values = tensor(file, memory.get(kept.get()));
                if (values.isEmpty() || values.get().values().length != all.length) {
                    return Optional.empty();
                }
                squares.put(names.get(p), new Tensor(ElementType.F64, form.shape(), values.get().values()));
            }
            steps = memory.get("step") instanceof Long count
                    ? count
                    : tensor(file, memory.get("step")).map(one -> one.values()[0]).orElse(steps);
        }
        return Optional.of(new OptimizerEntries(rule(), steps, new TensorMap(rates),
                kept.map(name -> new TensorMap(squares))));
    }

    private static Optional<Tensor> tensor(TorchFile file, @Nullable Object object) {
        return object instanceof Made made && TorchTensor.makes(made.by())
                ? TorchTensor.of("state of the optimizer", made).map(one -> file.read("state of the optimizer", one))
                : Optional.empty();
    }

    /** What the rule keeps squared gradients under. */
    private Optional<String> squares() {
        Map<Object, Object> first = groups.getFirst();
        return first.containsKey("betas")
                ? Optional.of(Boolean.TRUE.equals(first.get("amsgrad")) ? "max_exp_avg_sq" : "exp_avg_sq")
                : first.containsKey("alpha")
                        ? Optional.of("square_avg")
                        : first.containsKey("lr_decay") ? Optional.of("sum") : Optional.empty();
    }

    private String rule() {
        Map<Object, Object> group = groups.getFirst();
        List<String> options = new ArrayList<>();
        double decay = number(group, "weight_decay");
        boolean decoupled = Boolean.TRUE.equals(group.get("decoupled_weight_decay"));
        String name;
        if (group.get("betas") instanceof Tuple(var betas) && betas.size() == 2) {
            name = decoupled ? "adamw" : "adam";
            options.add("beta1=" + betas.get(0));
            options.add("beta2=" + betas.get(1));
            options.add("eps=" + number(group, "eps"));
        } else if (group.containsKey("alpha")) {
            name = "rmsprop";
            options.add("alpha=" + number(group, "alpha"));
            options.add("eps=" + number(group, "eps"));
        } else if (group.containsKey("lr_decay")) {
            name = "adagrad";
            options.add("rate-decay=" + number(group, "lr_decay"));
            options.add("eps=" + number(group, "eps"));
        } else {
            name = "sgd";
        }
        if (number(group, "momentum") > 0) {
            options.add("momentum=" + number(group, "momentum"));
            if (Boolean.TRUE.equals(group.get("nesterov"))) {
                options.add("nesterov=true");
            }
        }
        if (Boolean.TRUE.equals(group.get("centered"))) {
            options.add("centered=true");
        }
        if (decay > 0 || decoupled) {
            options.add("decay=" + decay);
        }
        return name + ":" + number(group, "lr") + (options.isEmpty() ? "" : "," + String.join(",", options));
    }

    private static double number(Map<Object, Object> group, String key) {
        return switch (group.get(key)) {
            case Double value -> value;
            case Long value -> value;
            case null, default -> 0;
        };
    }
}
