package org.paisaje.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.tensor.TensorFile;

/** The affine layers in a file of weights: which entries belong together, and in which order. */
final class WeightModules {
    private static final Pattern NUMBERED = Pattern.compile("(?:(.*)\\.)?(\\d{1,9})");
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("(?<module>.*?)[./](?<part>weight|bias|kernel|[Ww]|b)(:0)?"),
            Pattern.compile("(?<part>weight|bias|kernel|[Ww]|b)(:0)?"),
            Pattern.compile("(?<module>.*)[./]vars[./](?<part>[01])"),
            Pattern.compile("(?<module>.*?)_(?<part>weight|bias|kernel|[Ww]|b)"),
            Pattern.compile(
                    "(?<module>.*?[./_])??(?<part>weights?|bias(?:es)?|kernel|[Ww]|b|coefs?|intercepts?)_?(?<number>\\d{1,9})"));

    /**
     * A layer.
     *
     * @param name what its entries have in common
     * @param weight the entry of its matrix
     * @param transposed whether the matrix is inputs x outputs
     * @param free whether the names do not tell if it is transposed
     * @param bias the entry of its bias
     */
    record Module(String name, String weight, Tensor.Form form, boolean transposed, boolean free,
            Optional<String> bias) {
        int outputs() {
            return form.shape()[transposed ? 1 : 0];
        }

        int inputs() {
            return form.shape()[transposed ? 0 : 1];
        }

        Module asTransposed() {
            return new Module(name, weight, form, !transposed, free, bias);
        }

        /** The shape as in the file. */
        String shape() {
            return form.describeShape();
        }
    }

    private static final class Parts {
        private Optional<String> weight = Optional.empty();
        private Optional<String> bias = Optional.empty();
        private boolean transposed;
        private boolean free;
    }

    private static final Pattern OF_NORMALISATION = Pattern
            .compile("(.*\\.)?(running_mean|running_var|gamma|beta|moving_mean|moving_variance)(:0)?");
    private static final String EXPORT = "write the network itself by torch.onnx.export(model, x, \"FILE.onnx\") in "
            + "evaluation mode and name it by --net onnx:FILE.onnx";

    private final String file;
    private final TensorFile tensors;
    private final List<String> notes = new ArrayList<>();
    private final SequencedMap<String, Parts> parts = new LinkedHashMap<>();
    private final List<Module> modules = new ArrayList<>();
    private boolean plain = true;

    WeightModules(String file, TensorFile tensors) {
        this.file = file;
        this.tensors = tensors;
        notes.addAll(tensors.notes());
        List<String> skipped = new ArrayList<>();
        tensors.forms().forEach((name, form) -> {
            if (ChainLayers.aside(name, form)) {
                skipped.add(name);
            } else {
                sort(name, form);
            }
        });
        if (!skipped.isEmpty()) {
            notes.add("its entries " + CsvFile.describe(skipped)
                    + " hold counters, weights of classes or nothing and were passed over");
        }
        parts.forEach(this::module);
        order();
    }

    /** What was inferred and passed over. */
    List<String> notes() {
        return notes;
    }

    /** The layers in order. */
    List<Module> modules() {
        return modules;
    }

    /** Whether the names are numbers under one name, which gives their order. */
    boolean plain() {
        return plain;
    }

    private void sort(String name, Tensor.Form form) {
        if (OF_NORMALISATION.matcher(name).matches()) {
            throw fail(name,
                    "an affine layer has no place for it: it belongs to a normalisation, which mlp, linear and "
                            + "resnet do not have; " + EXPORT);
        }
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(name);
            if (!matcher.matches()) {
                continue;
            }
            boolean numbered = pattern.pattern().contains("<number>");
            String module = group(matcher, pattern, "module")
                    + (numbered ? matcher.group("number") : "");
            Parts into = parts.computeIfAbsent(module, n -> new Parts());
            String part = matcher.group("part");
            boolean vars = part.equals("0") || part.equals("1");
            boolean weight = vars ? form.shape().length > 1 : !part.matches("b|bias|biases|intercepts?");
            if (weight ? into.weight.isPresent() : into.bias.isPresent()) {
                throw fail(name, "its layer " + module + " has another " + (weight ? "weight" : "bias"));
            }
            if (weight) {
                into.weight = Optional.of(name);
                into.transposed = vars || part.equals("kernel") || part.startsWith("coef");
                into.free = part.matches("[Ww]") || numbered && part.startsWith("weight");
                plain &= part.equals("weight") && !numbered && NUMBERED.matcher(module).matches();
            } else {
                into.bias = Optional.of(name);
            }
            return;
        }
        throw fail(name, "an affine layer has no place for it; entries are called N.weight and N.bias, as in a PyTorch "
                + "nn.Sequential, layers.N.weight and layers.N.bias, NAME.weight and NAME.bias, or NAME/kernel and "
                + "NAME/bias");
    }

    private static String group(Matcher matcher, Pattern pattern, String name) {
        String found = pattern.pattern().contains("<" + name + ">") ? matcher.group(name) : null;
        return found == null ? "" : found;
    }

    private void module(String name, Parts own) {
        if (own.weight.isEmpty()) {
            throw fail(own.bias.orElse(name), "its layer has no weight beside it");
        }
        String weight = own.weight.get();
        Tensor.Form form = form(weight);
        int dimensions = form.shape().length;
        if (dimensions == 1) {
            throw fail(weight, "it is " + form.describeShape()
                    + ", as normalisations have it, which mlp, linear and resnet do not have; " + EXPORT);
        }
        if (dimensions != 2) {
            throw fail(weight,
                    "it is " + form.describeShape() + ", as convolutions have it; the layers of mlp, linear and "
                            + "resnet are matrices; a chain of convolutions is named by --net conv:..., else "
                            + EXPORT);
        }
        modules.add(new Module(name, weight, form, own.transposed, own.free, own.bias));
    }

    private Tensor.Form form(String entry) {
        Tensor.Form form = tensors.forms().get(entry);
        if (form == null) {
            throw new IllegalArgumentException("there is no entry " + entry);
        }
        return form;
    }

    private void order() {
        Optional<String> prefix = Optional.empty();
        for (Module module : modules) {
            Matcher matcher = NUMBERED.matcher(module.name);
            String own = matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "";
            plain &= matcher.matches() && own.equals(prefix.orElse(own));
            prefix = Optional.of(own);
        }
        if (plain || !tensors.ordered()) {
            modules.sort(Comparator.comparing(Module::name, WeightModules::compareNatural));
        }
    }

    /** By text, but digits by the number that they are: {@code fc2} before {@code fc10}. */
    static int compareNatural(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digits(a, i);
            int endB = digits(b, j);
            int order;
            if (endA > i && endB > j) {
                String numberA = a.substring(i, endA).replaceFirst("^0+(?=.)", "");
                String numberB = b.substring(j, endB).replaceFirst("^0+(?=.)", "");
                order = numberA.length() != numberB.length()
                        ? Integer.compare(numberA.length(), numberB.length())
                        : numberA.compareTo(numberB);
                i = endA;
                j = endB;
            } else {
                order = Character.compare(a.charAt(i++), b.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The shapes of the matrices, for a complaint. */
    String shapes() {
        return CsvFile.describe(modules.stream().map(Module::shape).toList());
    }

    DataFormatException fail(String entry, String reason) {
        return new DataFormatException(file, "entry " + entry, reason);
    }

    /**
     * The layers in an order in which each takes what the one before it gives; by the order they have if that is one, else
     * the only other order that is one.
     */
    Optional<List<Module>> chain() {
        Optional<List<Module>> asIs = fitting(modules);
        if (asIs.isPresent() || modules.size() > 12) {
            return asIs;
        }
        List<List<Module>> found = new ArrayList<>();
        search(new ArrayList<>(), new boolean[modules.size()], found, new int[1]);
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private void search(List<Module> begun, boolean[] used, List<List<Module>> found, int[] tried) {
        if (begun.size() == modules.size()) {
            found.add(List.copyOf(begun));
            return;
        }
        for (int i = 0; i < used.length && found.size() < 2 && tried[0] < 100_000; i++) {
            tried[0]++;
            Module next = modules.get(i);
            if (!used[i] && (begun.isEmpty() || begun.getLast().outputs() == next.inputs())) {
                used[i] = true;
                begun.add(next);
                search(begun, used, found, tried);
                begun.removeLast();
                used[i] = false;
            }
        }
    }

    /** The layers if they fit each other, transposed where the names leave that open. */
    private static Optional<List<Module>> fitting(List<Module> layers) {
        for (boolean transposed : new boolean[] {false, true}) {
            List<Module> list = layers.stream().map(m -> transposed && m.free() ? m.asTransposed() : m).toList();
            boolean fits = true;
            for (int l = 1; l < list.size(); l++) {
                fits &= list.get(l - 1).outputs() == list.get(l).inputs();
            }
            if (fits) {
                return Optional.of(list);
            }
        }
        return Optional.empty();
    }

    /** Names the layers with their shapes: {@code fc1 (4 x 2), fc2 (1 x 4)}. */
    static String describe(List<Module> layers) {
        Map<String, String> named = new LinkedHashMap<>();
        layers.forEach(m -> named.put(m.name().isEmpty() ? m.weight() : m.name(), m.shape()));
        return CsvFile.describe(named.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
    }
}
