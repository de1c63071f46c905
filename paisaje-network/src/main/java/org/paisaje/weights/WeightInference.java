package org.paisaje.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Mlp;
import org.paisaje.network.start.Parametrization;
import org.paisaje.weights.WeightModules.Module;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Infers of which network a file of weights is, where it does not say: a chain of affine layers by names and shapes. */
final class WeightInference {
    private static final Pattern LAST_NUMBER = Pattern.compile("(?:.*\\.)?(\\d{1,9})");

    private final String file;
    private final TensorFile tensors;
    private final List<String> notes = new ArrayList<>();
    private boolean assumed;

    WeightInference(String file, TensorFile tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    Weights.Inferred infer() {
        var found = new WeightModules(file, tensors);
        if (found.modules().isEmpty()) {
            throw new DataFormatException(file, "", "it holds no layers");
        }
        List<Module> layers = found.chain()
                .orElseThrow(() -> new DataFormatException(file, "", "its layers "
                        + WeightModules.describe(found.modules())
                        + " do not follow each other in exactly one way, so the network must be named: --net, as in "
                        + "--net mlp:2-64-1:tanh"));
        long biases = layers.stream().filter(layer -> layer.bias().isPresent()).count();
        if (biases != 0 && biases != layers.size()) {
            throw new DataFormatException(file, "",
                    "of its layers " + WeightModules.describe(layers) + " only " + biases
                            + " have a bias; all or none of those of an mlp have");
        }
        List<Integer> widths = new ArrayList<>();
        widths.add(layers.getFirst().inputs());
        layers.forEach(layer -> widths.add(layer.outputs()));
        Activation activation = activation(layers);
        var network = new Mlp(widths, activation, biases > 0, Parametrization.STANDARD);
        notes.addFirst("the network was inferred to be " + network.text() + " from the layers "
                + WeightModules.describe(layers));
        return new Weights.Inferred(network, notes, List.of(), assumed);
    }

    private Activation activation(List<Module> layers) {
        if (layers.size() == 1) {
            return Activation.IDENTITY;
        }
        Optional<Activation> told = ofKeras().or(() -> ofModules());
        if (told.isPresent()) {
            return told.get();
        }
        if (adjacent(layers)) {
            notes.add(
                    "its layers are numbered without a gap, which leaves no place for activations between them; if there "
                            + "are some, name the network: --net");
            return Activation.IDENTITY;
        }
        notes.add(
                "the file does not say which activation the hidden layers have; relu was assumed, another one is named "
                        + "by --net");
        assumed = true;
        return Activation.RELU;
    }

    /**
     * Whether the layers are 0, 1, 2, ... of one container that also would count its activations; a list of modules with a name
     * holds the layers alone, so it tells nothing.
     */
    private static boolean adjacent(List<Module> layers) {
        boolean ours = layers.stream().allMatch(layer -> layer.name().startsWith("layers."));
        return !ours && IntStream.range(0, layers.size()).allMatch(l -> {
            Matcher matcher = LAST_NUMBER.matcher(layers.get(l).name());
            return matcher.matches() && !layers.get(l).name().contains(".")
                    && matcher.group(1).equals(Integer.toString(l));
        });
    }

    /** What the classes of a saved module say. */
    private Optional<Activation> ofModules() {
        Map<String, String> classes = tensors.metadata();
        Set<String> names = new TreeSet<>();
        Set<String> other = new TreeSet<>();
        classes.forEach((key, type) -> {
            String name = type.substring(type.lastIndexOf('.') + 1);
            if (key.startsWith("class.") && type.startsWith("torch.nn.modules.activation.")) {
                names.add(name);
            } else if (key.startsWith("class.") && !name.matches("Linear|Sequential|Flatten|Identity|Dropout")) {
                other.add(name);
            }
        });
        names.remove("Softmax");
        names.remove("LogSoftmax");
        if (names.size() != 1) {
            return Optional.empty();
        }
        if (!other.isEmpty()) {
            notes.add("what its modules " + String.join(", ", other) + " do between the layers is not known");
        }
        return known(names.iterator().next().replaceFirst("LeakyReLU", "leaky-relu"));
    }

    /** What the configuration of a Keras model says, if it is a chain of dense layers. */
    private Optional<Activation> ofKeras() {
        String config = tensors.metadata().get("keras");
        if (config == null) {
            return Optional.empty();
        }
        try {
            Set<String> names = new TreeSet<>();
            List<String> all = new ArrayList<>();
            for (JsonNode layer : JsonMapper.shared().readTree(config).path("config").path("layers")) {
                String type = layer.path("class_name").asString("");
                if (type.equals("Dense")) {
                    all.add(layer.path("config").path("activation").asString("linear"));
                } else if (!type.matches("InputLayer|Flatten|Dropout|Activation")) {
                    throw new DataFormatException(file, "config.json", "it has a layer " + type
                            + "; a chain of Dense layers is an mlp");
                } else if (type.equals("Activation")) {
                    names.add(layer.path("config").path("activation").asString("linear"));
                }
            }
            if (all.isEmpty()) {
                return Optional.empty();
            }
            String last = all.removeLast();
            names.addAll(all);
            if (names.size() > 1) {
                names.remove("linear");
            }
            if (names.size() != 1) {
                throw new DataFormatException(file, "config.json", "its hidden layers have the activations " + names
                        + "; those of an mlp have one");
            }
            if (!last.equals("linear")) {
                notes.add("its last layer has the activation " + last + ", which belongs to the loss here");
            }
            return known(names.iterator().next());
        } catch (JacksonException e) {
            throw new DataFormatException(file, "config.json", "it is not valid JSON");
        }
    }

    private Optional<Activation> known(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        try {
            Activation activation = Activation.parse(plain.equals("linear") ? "identity" : plain);
            notes.add("its activation is " + name + ", by what the file says");
            return Optional.of(activation);
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(file, "", "its activation is " + name + ", which is not known here");
        }
    }
}
