package org.paisaje.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.network.Layout;
import org.paisaje.network.Network;

/** Finds which entry of a file belongs to which slice of theta. */
final class WeightNames {
    private static final Pattern NAME = Pattern.compile("(?:(.*)\\.)?(\\d{1,9})\\.(weight|bias)");

    private record Entry(String name, Tensor tensor) {}

    private final String file;
    private final Map<String, Entry> bySlice = new LinkedHashMap<>();
    private final List<Entry> weights = new ArrayList<>();

    WeightNames(String file, Map<String, Tensor> tensors) {
        this.file = file;
        SortedMap<Integer, Map<String, Entry>> modules = new TreeMap<>();
        Optional<String> prefix = Optional.empty();
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            Matcher matcher = NAME.matcher(tensor.getKey());
            if (!matcher.matches()) {
                throw fail(tensor.getKey(), "an affine layer has no place for it; entries are called N.weight and "
                        + "N.bias, as in a PyTorch nn.Sequential, or layers.N.weight and layers.N.bias");
            }
            String own = matcher.group(1) == null ? "" : matcher.group(1);
            if (!own.equals(prefix.orElse(own))) {
                throw fail(tensor.getKey(), "other entries start with " + prefix.get()
                        + "; the order of the layers is only clear under one name");
            }
            prefix = Optional.of(own);
            modules.computeIfAbsent(Integer.valueOf(matcher.group(2)), n -> new LinkedHashMap<>())
                    .put(matcher.group(3), new Entry(tensor.getKey(), tensor.getValue()));
        }
        int layer = 0;
        for (Map<String, Entry> module : modules.values()) {
            for (Map.Entry<String, Entry> part : module.entrySet()) {
                bySlice.put("layers." + layer + "." + part.getKey(), part.getValue());
            }
            Entry weight = module.get("weight");
            if (weight == null) {
                throw fail(module.values().iterator().next().name, "its layer has no weight beside it");
            }
            weights.add(weight);
            layer++;
        }
    }

    double[] fill(Network network) {
        Layout layout = network.layout();
        double[] theta = new double[layout.size()];
        long layers = layout.slices().stream().filter(slice -> slice.name().endsWith(".weight")).count();
        if (layers != weights.size()) {
            throw new DataFormatException(file, "", "it has " + weights.size() + " layers (" + shapes() + "), "
                    + network + " has " + layers);
        }
        for (Layout.Slice slice : layout.slices()) {
            Entry entry = bySlice.remove(slice.name());
            if (entry == null) {
                throw new DataFormatException(file, "", "there is no " + slice.name() + ", which " + network
                        + " needs; if the layers have no biases, add bias=false to the network");
            }
            copy(entry, slice, network, theta);
        }
        if (!bySlice.isEmpty()) {
            Entry left = bySlice.values().iterator().next();
            throw fail(left.name, network + " has no such parameter"
                    + (left.name.endsWith("bias") ? "; it is without biases, see bias= and sb= of the network" : ""));
        }
        return theta;
    }

    private void copy(Entry entry, Layout.Slice slice, Network network, double[] theta) {
        Tensor tensor = entry.tensor;
        int[] shape = tensor.shape();
        boolean bias = slice.name().endsWith(".bias");
        boolean fits = bias
                ? tensor.values().length == slice.size() && shape.length >= 1 && shape[0] * (shape.length > 1
                        ? shape[shape.length - 1]
                        : 1) == slice.size()
                : shape.length == 2 && shape[0] == slice.rows() && shape[1] == slice.columns();
        if (!fits) {
            boolean transposed = !bias && shape.length == 2 && shape[0] == slice.columns()
                    && shape[1] == slice.rows();
            throw fail(entry.name, "it is " + tensor.describeShape() + ", " + network + " needs "
                    + (bias ? "a vector of " + slice.size() : slice.rows() + " x " + slice.columns())
                    + (bias ? "" : " (outputs x inputs)") + " for " + slice.name()
                    + (transposed ? "; it is transposed" : "; the layers of the file are " + shapes()));
        }
        ElementType type = tensor.type();
        if (type.integral()) {
            throw fail(entry.name, "its numbers are of the integer type " + type + "; weights are floating");
        }
        for (int i = 0; i < slice.size(); i++) {
            double value = tensor.values()[i];
            if (!Double.isFinite(value)) {
                throw fail(entry.name, "entry " + i + " is " + value
                        + "; the training that wrote it diverged, or it overflowed in " + type);
            }
            theta[slice.offset() + i] = value;
        }
    }

    private String shapes() {
        return String.join(", ", weights.stream().map(entry -> entry.tensor.describeShape()).toList());
    }

    private DataFormatException fail(String entry, String reason) {
        return new DataFormatException(file, "entry " + entry, reason);
    }
}
