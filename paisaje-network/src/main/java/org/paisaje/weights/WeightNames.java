package org.paisaje.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.ElementType;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.math.memory.Sizes;
import org.paisaje.network.Layout;
import org.paisaje.network.Network;
import org.paisaje.weights.WeightModules.Module;

/** Puts the layers of a file into the slices of theta. */
final class WeightNames {
    private final String file;
    private final TensorFile tensors;
    private final WeightModules layers;
    private final List<String> notes;

    WeightNames(String file, TensorFile tensors) {
        this.file = file;
        this.tensors = tensors;
        this.layers = new WeightModules(file, tensors);
        this.notes = new ArrayList<>(layers.notes());
    }

    /** What was inferred and passed over. */
    List<String> notes() {
        return notes;
    }

    double[] fill(Network network) {
        Layout layout = network.layout();
        List<Layout.Slice> matrices = layout.slices()
                .stream()
                .filter(slice -> slice.name().endsWith(".weight"))
                .toList();
        if (matrices.size() != layers.modules().size()) {
            throw new DataFormatException(file, "", "it has " + layers.modules().size() + " layers (" + layers.shapes()
                    + "), " + network + " has " + matrices.size());
        }
        Map<String, Module> bySlice = assign(matrices, network);
        for (Layout.Slice slice : layout.slices()) {
            Module module = module(bySlice, slice);
            check(entry(module, slice, network), slice, transposed(module, slice), network);
        }
        bySlice.forEach((name, module) -> {
            String bias = name.replaceFirst("\\.weight$", ".bias");
            if (module.bias().isPresent() && layout.slices().stream().noneMatch(slice -> slice.name().equals(bias))) {
                throw layers.fail(module.bias().get(), network
                        + " has no such parameter; it is without biases, see bias= and sb= of the network");
            }
        });
        double[] theta = new double[Sizes.ofDoubles(file + ": parameters", layout.size())];
        for (Layout.Slice slice : layout.slices()) {
            Module module = module(bySlice, slice);
            copy(entry(module, slice, network), slice, transposed(module, slice), theta);
        }
        return theta;
    }

    private static Module module(Map<String, Module> bySlice, Layout.Slice slice) {
        Module module = bySlice.get(slice.name().replaceFirst("\\.bias$", ".weight"));
        if (module == null) {
            throw new IllegalStateException("the layout has a bias without matrix: " + slice.name());
        }
        return module;
    }

    private String entry(Module module, Layout.Slice slice, Network network) {
        return bias(slice)
                ? module.bias()
                        .orElseThrow(() -> new DataFormatException(file, "", "there is no " + slice.name() + ", which "
                                + network + " needs; if the layers have no biases, add bias=false to the network"))
                : module.weight();
    }

    private static boolean bias(Layout.Slice slice) {
        return slice.name().endsWith(".bias");
    }

    private static boolean transposed(Module module, Layout.Slice slice) {
        return module.transposed() && !bias(slice);
    }

    /** Numbered layers as numbered; others by their shapes, those of one shape in the order they have. */
    private Map<String, Module> assign(List<Layout.Slice> matrices, Network network) {
        List<Module> ordered = layers.modules();
        if (!layers.plain()) {
            ordered = matched(matrices, false)
                    .or(() -> matched(matrices, true))
                    .orElseThrow(() -> new DataFormatException(file, "", "its layers "
                            + WeightModules.describe(layers.modules()) + " do not have the shapes of " + network
                            + ", outputs x inputs: "
                            + String.join(", ", matrices.stream().map(s -> s.rows() + " x " + s.columns()).toList())));
            notes.add("its layers were taken by their names and shapes in the order " + WeightModules.describe(ordered)
                    + (ordered.stream().anyMatch(Module::transposed) ? ", inputs x outputs" : ""));
        }
        var bySlice = new LinkedHashMap<String, Module>();
        for (int l = 0; l < matrices.size(); l++) {
            bySlice.put(matrices.get(l).name(), ordered.get(l));
        }
        return bySlice;
    }

    /** The layers in the order of the matrices, all transposed whose names leave that open, or none. */
    private Optional<List<Module>> matched(List<Layout.Slice> matrices, boolean transposed) {
        List<Module> left = new ArrayList<>();
        layers.modules().forEach(m -> left.add(transposed && m.free() ? m.asTransposed() : m));
        List<Module> found = new ArrayList<>();
        for (Layout.Slice slice : matrices) {
            Optional<Module> next = left.stream().filter(m -> fits(m, slice)).findFirst();
            next.ifPresent(left::remove);
            next.ifPresent(found::add);
        }
        return left.isEmpty() ? Optional.of(found) : Optional.empty();
    }

    private static boolean fits(Module module, Layout.Slice slice) {
        return module.outputs() == slice.rows() && module.inputs() == slice.columns();
    }

    private void check(String entry, Layout.Slice slice, boolean transposed, Network network) {
        Tensor.Form form = tensors.forms().getOrDefault(entry, new Tensor.Form(ElementType.F64, new int[0]));
        int[] shape = form.shape();
        boolean bias = bias(slice);
        int rows = transposed ? slice.columns() : slice.rows();
        int columns = transposed ? slice.rows() : slice.columns();
        boolean fits = bias
                ? form.count() == slice.size() && shape.length >= 1 && shape[0] * (shape.length > 1
                        ? shape[shape.length - 1]
                        : 1) == slice.size()
                : shape.length == 2 && shape[0] == rows && shape[1] == columns;
        if (!fits) {
            boolean swapped = !bias && shape.length == 2 && shape[0] == columns && shape[1] == rows;
            throw layers.fail(entry, "it is " + form.describeShape() + ", " + network + " needs "
                    + (bias ? "a vector of " + slice.size() : slice.rows() + " x " + slice.columns())
                    + (bias ? "" : " (outputs x inputs)") + " for " + slice.name()
                    + (swapped ? "; it is transposed" : "; the layers of the file are " + layers.shapes()));
        }
    }

    private void copy(String entry, Layout.Slice slice, boolean transposed, double[] theta) {
        Tensor tensor = tensors.read(entry);
        requirePlain(entry, tensor.type());
        for (int i = 0; i < slice.size(); i++) {
            double value = tensor.values()[transposed
                    ? i % slice.columns() * slice.rows() + i / slice.columns()
                    : i];
            if (!Double.isFinite(value)) {
                throw layers.fail(entry, "entry " + i + " is " + value
                        + "; the training that wrote it diverged, or it overflowed in " + tensor.type());
            }
            theta[slice.offset() + i] = value;
        }
    }

    private void requirePlain(String entry, ElementType type) {
        if (type == ElementType.I8 || type == ElementType.U8 || type == ElementType.BOOL) {
            throw layers.fail(entry, "its numbers are of the type " + type
                    + ", as quantised weights are, whose scale is kept elsewhere; weights are floating");
        }
        if (type.integral()) {
            notes.add("its entry " + entry + " holds integers, which were taken as they are");
        }
    }
}
