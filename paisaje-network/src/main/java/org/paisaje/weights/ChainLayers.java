package org.paisaje.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.tensor.TensorFile;

/**
 * The layers of a PyTorch state dictionary in the order of computation: dense layers, convolutions, and normalisations, which a
 * vector {@code weight} stands for. PyTorch's own files keep the order in which a module made its layers; where a file keeps
 * none, convolutions come before matrices, each kind by its numbers, and normalisations behind what they fit.
 */
final class ChainLayers {
    private static final Pattern ENTRY = Pattern.compile("(?:(.*)\\.)?(weight|bias|running_mean|running_var)");
    private static final Pattern NUMBERED = Pattern.compile("(?:(.*)\\.)?(\\d{1,9})");
    private static final Pattern LAST_NUMBER = Pattern.compile(".*?(\\d{1,9})\\D*");

    /** Counters, and the weights of classes that a module keeps for its loss. */
    private static final Pattern ASIDE = Pattern.compile(
            "(?:.*\\.)?num_batches_tracked|n_averaged|(?:.*\\.)?(?:criterion|crit|loss|loss_fn|loss_func|[a-z]+_loss)(?:\\.[a-z_]+)?\\."
                    + "(?:weight|pos_weight)");

    private ChainLayers() {}

    /** Whether an entry is no parameter of the network. */
    static boolean aside(String name, Tensor.Form form) {
        return form.count() == 0 || form.shape().length < 2 && ASIDE.matcher(name).matches();
    }

    /**
     * A layer.
     *
     * @param name what its entries have in common
     * @param shape the shape of its weight
     * @param bias whether it has a bias
     * @param statistics whether it has running statistics
     */
    record Layer(String name, int[] shape, boolean bias, boolean statistics) {
        boolean dense() {
            return shape.length == 2;
        }

        boolean convolution() {
            return shape.length > 2;
        }

        boolean normalisation() {
            return shape.length == 1;
        }

        int outputs() {
            return shape[0];
        }

        String stem() {
            return name.isEmpty() ? "" : name + ".";
        }

        /** The container that numbers it; absent if its name is no number in one. */
        Optional<String> container() {
            Matcher matcher = NUMBERED.matcher(name);
            return matcher.matches() ? Optional.of(matcher.group(1) == null ? "" : matcher.group(1)) : Optional.empty();
        }

        /** Its number in a container; -1 without one. */
        int number() {
            Matcher matcher = NUMBERED.matcher(name);
            return matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
        }

        String described() {
            return (name.isEmpty() ? "the layer" : name) + " ("
                    + (normalisation() ? "normalises " + shape[0] : Tensor.describe(shape)) + ")";
        }

        DataFormatException fail(String file, String reason) {
            return new DataFormatException(file, "entry " + stem() + "weight " + Arrays.toString(shape), reason);
        }
    }

    /** The layers in order; absent if a name is none that PyTorch gives to what such layers hold. */
    static Optional<List<Layer>> of(TensorFile tensors) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(tensors.forms().keySet());
        if (!tensors.ordered()) {
            names.sort(WeightModules::compareNatural);
        }
        for (String name : names) {
            Tensor.Form form = tensors.forms().get(name);
            if (form == null || aside(name, form)) {
                continue;
            }
            Matcher entry = ENTRY.matcher(name);
            if (!entry.matches()) {
                return Optional.empty();
            }
            String module = entry.group(1) == null ? "" : entry.group(1);
            String stem = module.isEmpty() ? "" : module + ".";
            Tensor.Form weight = tensors.forms().get(stem + "weight");
            if (weight == null || weight.shape().length == 0) {
                return Optional.empty();
            }
            layers.put(module, new Layer(module, weight.shape(), names.contains(stem + "bias"),
                    names.contains(stem + "running_mean") && names.contains(stem + "running_var")));
        }
        List<Layer> all = new ArrayList<>(layers.values());
        if (all.stream().map(Layer::container).distinct().count() == 1 && all.getFirst().container().isPresent()) {
            all.sort(Comparator.comparingInt(Layer::number));
        }
        all = paired(all);
        return layers.isEmpty()
                ? Optional.empty()
                : Optional.of(tensors.ordered() || all.stream().noneMatch(Layer::convolution) ? all : sorted(all));
    }

    /** With the normalisations of a list of their own behind the layers with their numbers in another list, if each fits one. */
    private static List<Layer> paired(List<Layer> layers) {
        List<Layer> result = new ArrayList<>(layers);
        for (String list : layers.stream().flatMap(layer -> layer.container().stream()).distinct().toList()) {
            List<Layer> norms = layers.stream().filter(layer -> layer.container().equals(Optional.of(list))).toList();
            List<Optional<Layer>> before = norms.stream()
                    .map(norm -> layers.stream()
                            .filter(layer -> !layer.normalisation() && layer.number() == norm.number()
                                    && layer.outputs() == norm.outputs())
                            .findFirst())
                    .toList();
            if (norms.size() < 2 || !norms.stream().allMatch(Layer::normalisation)
                    || before.stream().anyMatch(Optional::isEmpty)
                    || before.stream().map(one -> one.flatMap(Layer::container)).distinct().count() > 1) {
                continue;
            }
            result.removeAll(norms);
            for (int i = 0; i < norms.size(); i++) {
                result.add(1 + result.indexOf(before.get(i).orElseThrow()), norms.get(i));
            }
        }
        return result;
    }

    static String described(List<Layer> layers) {
        return CsvFile.describe(layers.stream().map(Layer::described).toList());
    }

    /** By kinds and numbers; the layers come sorted by their names. */
    private static List<Layer> sorted(List<Layer> layers) {
        if (layers.stream().allMatch(layer -> layer.container().isPresent())) {
            // Containers with convolutions before those without, as features before classifier.
            return layers.stream()
                    .sorted(Comparator.comparing(layer -> layers.stream()
                            .noneMatch(other -> other.convolution() && other.container().equals(layer.container()))))
                    .toList();
        }
        List<Layer> result = new ArrayList<>(layers.stream()
                .filter(layer -> !layer.normalisation())
                .sorted(Comparator.comparing(Layer::dense))
                .toList());
        for (Layer layer : layers) {
            if (layer.normalisation()) {
                result.add(1 + behind(result, layer), layer);
            }
        }
        return result;
    }

    /** The layer that a normalisation stands behind: with its number if that fits, else the first that fits and has none. */
    private static int behind(List<Layer> placed, Layer norm) {
        int first = -1;
        for (int i = 0; i < placed.size(); i++) {
            Layer one = placed.get(i);
            boolean free = !one.normalisation() && one.outputs() == norm.outputs()
                    && (i + 1 == placed.size() || !placed.get(i + 1).normalisation());
            if (free && last(one.name()) >= 0 && last(one.name()) == last(norm.name())) {
                return i;
            }
            first = free && first < 0 ? i : first;
        }
        return first < 0 ? placed.size() - 1 : first;
    }

    private static int last(String name) {
        Matcher matcher = LAST_NUMBER.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
