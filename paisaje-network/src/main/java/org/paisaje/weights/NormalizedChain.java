package org.paisaje.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Graph;
import org.paisaje.network.architecture.GraphBuilder;

/**
 * Infers a chain of affine layers with normalisations between them from the names and shapes of a PyTorch state dictionary.
 * A vector {@code weight} beside {@code running_mean} is a batch normalisation, one without a layer normalisation. Of
 * convolutions it says what the file does not tell.
 */
final class NormalizedChain {
    /** What PyTorch adds to variances unless told otherwise; no state dictionary holds it. */
    private static final double EPSILON = 1e-5;
    private static final Pattern ENTRY = Pattern.compile("(?:(.*)\\.)?(weight|bias|running_mean|running_var)");
    private static final Pattern NUMBERED = Pattern.compile("(?:(.*)\\.)?(\\d{1,9})");

    private final String file;
    private final TensorFile tensors;
    private final Map<String, Layer> layers;
    private final List<String> notes = new ArrayList<>();

    /** A layer: the shape of its weight, whether it has a bias, and running statistics. */
    private record Layer(String name, int[] shape, boolean bias, boolean statistics) {
        boolean dense() {
            return shape.length == 2;
        }

        boolean convolution() {
            return shape.length > 2;
        }

        String described() {
            return (name.isEmpty() ? "the layer" : name) + " ("
                    + (shape.length == 1 ? "normalises " + shape[0] : Tensor.describe(shape)) + ")";
        }
    }

    private NormalizedChain(String file, TensorFile tensors, Map<String, Layer> layers) {
        this.file = file;
        this.tensors = tensors;
        this.layers = layers;
    }

    /** The chain in a file; absent if every layer is a matrix, or if the names are not those of PyTorch. */
    static Optional<NormalizedChain> of(String file, TensorFile tensors) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(tensors.forms().keySet());
        if (!tensors.ordered()) {
            names.sort(WeightModules::compareNatural);
        }
        for (String name : names) {
            Tensor.Form form = tensors.forms().get(name);
            if (form == null || form.count() == 0 || name.endsWith("num_batches_tracked")) {
                continue;
            }
            Matcher entry = ENTRY.matcher(name);
            if (!entry.matches()) {
                return Optional.empty();
            }
            String module = entry.group(1) == null ? "" : entry.group(1);
            String stem = module.isEmpty() ? "" : module + ".";
            Tensor.Form weight = tensors.forms().get(stem + "weight");
            if (weight == null) {
                return Optional.empty();
            }
            layers.put(module, new Layer(module, weight.shape(), names.contains(stem + "bias"),
                    names.contains(stem + "running_mean") && names.contains(stem + "running_var")));
        }
        return layers.isEmpty() || layers.values().stream().allMatch(Layer::dense)
                ? Optional.empty()
                : Optional.of(new NormalizedChain(file, tensors, layers));
    }

    Weights.Inferred infer() {
        List<Layer> all = List.copyOf(layers.values());
        refuseConvolutions(all);
        if (!all.getFirst().dense()) {
            throw fail(all.getFirst(), "the first layer is no matrix, so that the number of inputs is not known");
        }
        GraphBuilder graph = Graph.builder(NodeShape.vector(all.getFirst().shape()[1]));
        Graph.Value h = graph.input();
        Optional<Activation> told = told();
        boolean active = false;
        for (int l = 0; l < all.size(); l++) {
            Layer layer = all.get(l);
            int inputs = h.shape().size();
            if (layer.shape()[layer.dense() ? 1 : 0] != inputs) {
                throw fail(layer,
                        "it takes " + layer.shape()[layer.dense() ? 1 : 0] + " numbers, the layer before it gives "
                                + inputs + "; the layers " + described(all)
                                + " do not follow each other in the order they have");
            }
            h = layer.dense()
                    ? graph.dense(layer.name(), h, layer.shape()[0], layer.bias())
                    : normalized(graph, layer, h);
            if (l + 1 < all.size() && activates(all, l)) {
                h = graph.activation(h, told.orElse(Activation.RELU));
                active = true;
            }
        }
        notes.addFirst("the network was inferred from the layers " + described(all) + ", taken in this order");
        if (active && told.isPresent()) {
            notes.add("its activation is " + told.get() + ", by what the file says");
        } else if (active) {
            notes.add(
                    "the file does not say which activation the hidden layers have; relu was assumed, once between two "
                            + "matrices; another network is written by torch.onnx.export and named by --net onnx:FILE.onnx");
        }
        notes.add("normalisations are taken to add 1e-5 to variances, as PyTorch does unless told otherwise");
        return new Weights.Inferred(graph.build(h), notes);
    }

    /** The activation of a whole module, which a file tells by the classes of its parts, if they have one. */
    private Optional<Activation> told() {
        List<String> names = tensors.metadata()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().startsWith("class.")
                        && entry.getValue().startsWith("torch.nn.modules.activation."))
                .map(entry -> entry.getValue().substring(entry.getValue().lastIndexOf('.') + 1))
                .filter(name -> !name.endsWith("oftmax"))
                .distinct()
                .toList();
        if (names.size() != 1) {
            return Optional.empty();
        }
        String name = names.getFirst().replace("LeakyReLU", "leaky-relu").toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Activation.parse(name));
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(file, "",
                    "its activation is " + names.getFirst() + ", which is not known here");
        }
    }

    private Graph.Value normalized(GraphBuilder graph, Layer layer, Graph.Value h) {
        if (!layer.statistics()) {
            return graph.layerNorm(layer.name(), h, EPSILON, layer.bias());
        }
        if (!layer.bias()) {
            throw fail(layer, "a batch normalisation has a weight and a bias");
        }
        double[] mean = values(layer, "running_mean");
        double[] variance = values(layer, "running_var");
        if (mean.length != layer.shape()[0] || variance.length != mean.length) {
            throw fail(layer,
                    "it has " + layer.shape()[0] + " weights, " + mean.length + " means and " + variance.length
                            + " variances; there is one of each for a unit");
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isFinite(mean[i]) || !(variance[i] >= 0) || !Double.isFinite(variance[i])) {
                throw fail(layer, "unit " + i + " has the running mean " + mean[i] + " and the running variance "
                        + variance[i] + "; the training that wrote it diverged");
            }
        }
        return graph.batchNorm(layer.name(), h, mean, variance, EPSILON);
    }

    private double[] values(Layer layer, String part) {
        return tensors.read((layer.name().isEmpty() ? "" : layer.name() + ".") + part).values();
    }

    /**
     * Whether an activation stands behind a layer: where the numbers of a container leave a gap, or, without numbers, before
     * the next matrix. Between two matrices there is one at most.
     */
    private static boolean activates(List<Layer> all, int l) {
        int here = number(all.get(l));
        int next = number(all.get(l + 1));
        boolean numbered = all.stream().allMatch(layer -> number(layer) >= 0);
        if (!numbered) {
            return all.get(l + 1).dense();
        }
        if (next - here < 2) {
            return false;
        }
        // Dropout leaves a gap too; of several gaps before the next matrix the first is the activation.
        for (int k = l; k > 0 && !all.get(k).dense(); k--) {
            if (number(all.get(k)) - number(all.get(k - 1)) >= 2) {
                return false;
            }
        }
        return true;
    }

    private static int number(Layer layer) {
        Matcher matcher = NUMBERED.matcher(layer.name());
        return matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
    }

    /** Says what of a network with convolutions no state dictionary tells, with what follows from the shapes. */
    private void refuseConvolutions(List<Layer> all) {
        List<Layer> convolutions = all.stream().filter(Layer::convolution).toList();
        if (convolutions.isEmpty()) {
            return;
        }
        Layer last = convolutions.getLast();
        Optional<Layer> matrix = all.subList(all.indexOf(last), all.size()).stream().filter(Layer::dense).findFirst();
        int channels = last.shape()[0];
        String left = matrix.filter(layer -> layer.shape()[1] % channels == 0)
                .map(layer -> {
                    int pixels = layer.shape()[1] / channels;
                    int side = (int) Math.round(Math.sqrt(pixels));
                    return "; " + layer.name() + " takes " + layer.shape()[1] + " numbers, that is " + channels
                            + " channels of " + (pixels == 1
                                    ? "one pixel, as behind a mean over all of them"
                                    : pixels + " pixels"
                                            + (side * side == pixels ? ", as " + side + " x " + side : ""));
                })
                .orElse("");
        throw new DataFormatException(file, "", "its layers " + described(convolutions) + " are convolutions" + left
                + ". The size of the images, strides, padding, pools and activations are in no state dictionary, so the "
                + "network must be named: --net conv:HEIGHTxWIDTHxCHANNELS-... for a plain chain, else write it by "
                + "torch.onnx.export(model, x, \"FILE.onnx\") in evaluation mode and name it by --net onnx:FILE.onnx");
    }

    private static String described(List<Layer> layers) {
        return CsvFile.describe(layers.stream().map(Layer::described).toList());
    }

    private DataFormatException fail(Layer layer, String reason) {
        return new DataFormatException(file, "entry " + (layer.name().isEmpty() ? "" : layer.name() + ".") + "weight "
                + Arrays.toString(layer.shape()), reason);
    }
}
