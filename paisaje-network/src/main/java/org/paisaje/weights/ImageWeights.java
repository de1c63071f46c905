package org.paisaje.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.network.Layout;
import org.paisaje.network.Network;
import org.paisaje.network.architecture.ChannelStatistics;
import org.paisaje.network.architecture.Graph;

/**
 * Weights of networks on images and of graphs: entries under the names of the network, or numbered as in a PyTorch
 * {@code nn.Sequential}, in PyTorch's shapes.
 */
final class ImageWeights {
    private static final Pattern NATIVE = Pattern.compile("layers\\.\\d+\\.(weight|bias)");

    private static final String MEAN = "running_mean";
    private static final String VARIANCE = "running_var";

    private ImageWeights() {}

    /** Whether a network has filters, images behind a flattening or names of its own. */
    static boolean fit(Network network) {
        return network instanceof Graph graph && !graph.statistics().isEmpty() || network.layout()
                .slices()
                .stream()
                .anyMatch(slice -> !slice.window().isEmpty() || !NATIVE.matcher(slice.name()).matches());
    }

    /** What the file says that the batch normalisations normalise by; without those of which it says nothing. */
    static List<ChannelStatistics> statistics(String file, TensorFile tensors, Graph network) {
        Map<String, String> entries = entries(file, tensors, network.layout().slices(), network, new ArrayList<>());
        List<ChannelStatistics> result = new ArrayList<>();
        for (ChannelStatistics own : network.statistics()) {
            String stem = entries.getOrDefault(own.name() + ".weight", own.name() + ".weight")
                    .replaceFirst("weight$", "");
            if (tensors.forms().containsKey(stem + MEAN) && tensors.forms().containsKey(stem + VARIANCE)) {
                double[] mean = tensors.read(stem + MEAN).values();
                double[] variance = tensors.read(stem + VARIANCE).values();
                if (mean.length != own.mean().length || variance.length != mean.length) {
                    throw new DataFormatException(file, "entry " + stem + MEAN,
                            "there are " + mean.length + " means and "
                                    + variance.length + " variances, " + network + " has " + own.mean().length
                                    + " channels");
                }
                result.add(new ChannelStatistics(own.name(), mean, variance, own.epsilon()));
            }
        }
        return result;
    }

    /** The entries that are no running statistics of a normalisation and no counters. */
    private static Set<String> parameters(TensorFile tensors) {
        return tensors.forms()
                .entrySet()
                .stream()
                .filter(entry -> !ChainLayers.aside(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .filter(name -> !name.matches("(.*\\.)?(" + MEAN + "|" + VARIANCE + ")"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static double[] fill(String file, TensorFile tensors, Network network) {
        return load(file, tensors, network).theta();
    }

    static Weights.Read load(String file, TensorFile tensors, Network network) {
        List<Layout.Slice> slices = network.layout().slices();
        List<String> notes = new ArrayList<>(tensors.notes());
        Map<String, String> entries = entries(file, tensors, slices, network, notes);
        double[] theta = new double[network.layout().size()];
        for (Layout.Slice slice : slices) {
            String entry = entries.getOrDefault(slice.name(), slice.name());
            Tensor.Form form = tensors.forms().getOrDefault(entry, new Tensor.Form(ElementType.F64, new int[0]));
            int[] needed = slice.columns() == 1 && slice.window().isEmpty()
                    ? new int[] {slice.rows()}
                    : slice.outerShape();
            boolean line = slice.window().size() == 2 && slice.window().getFirst() == 1 && form.shape().length == 3
                    && form.shape()[0] == slice.rows() && form.count() == slice.size()
                    && form.shape()[2] == slice.window().get(1);
            if (!line && !Arrays.equals(form.shape(), needed) && !Arrays.equals(form.shape(), slice.outerShape())) {
                throw new DataFormatException(file, "entry " + entry, "it is " + form.describeShape() + ", " + network
                        + " needs " + Arrays.stream(needed).mapToObj(String::valueOf).collect(Collectors.joining(" x "))
                        + " for " + slice.name());
            }
            double[] values = tensors.read(entry).values();
            for (int i = 0; i < values.length; i++) {
                if (!Double.isFinite(values[i])) {
                    throw new DataFormatException(file, "entry " + entry, "entry " + i + " is " + values[i]
                            + "; the training that wrote it diverged");
                }
                theta[slice.offset() + i / slice.columns() * slice.columns()
                        + slice.column(i % slice.columns())] = values[i];
            }
        }
        return new Weights.Read(theta, notes);
    }

    /** The entry of each slice: the same name, or that of the layer in the same place. */
    private static Map<String, String> entries(String file, TensorFile tensors, List<Layout.Slice> slices,
            Network network, List<String> notes) {
        Set<String> names = parameters(tensors);
        List<String> own = slices.stream().map(Layout.Slice::name).toList();
        Map<String, String> result = new LinkedHashMap<>();
        if (names.containsAll(own) && names.size() == own.size()) {
            own.forEach(name -> result.put(name, name));
            return result;
        }
        List<ChainLayers.Layer> layers = ChainLayers.of(tensors)
                .orElseThrow(() -> new DataFormatException(file, "entry " + names.iterator().next(), network
                        + " has no such parameter; it has " + String.join(", ", own)));
        List<String> found = new ArrayList<>();
        for (ChainLayers.Layer layer : layers) {
            found.add(layer.stem() + "weight");
            if (layer.bias()) {
                found.add(layer.stem() + "bias");
            }
        }
        if (found.size() != own.size()) {
            throw new DataFormatException(file, "", "it has " + found.size() + " entries, " + network + " has "
                    + own.size() + ": " + String.join(", ", own));
        }
        if (!layers.stream().allMatch(layer -> layer.container().isPresent())) {
            notes.add("its layers were taken by their names and shapes in the order " + ChainLayers.described(layers));
        }
        for (int i = 0; i < own.size(); i++) {
            result.put(own.get(i), found.get(i));
        }
        return result;
    }
}
