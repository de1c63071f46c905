package org.paisaje.network.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.activation.Numerals;
import org.paisaje.network.head.Head;
import org.paisaje.network.head.Headed;
import org.paisaje.network.start.Parametrization;
import org.paisaje.registry.Entry;
import org.paisaje.registry.KeyValues;

/** Reads and writes the one-line form of an architecture: kind, sizes, activation and options between colons. */
public final class ArchitectureSyntax {
    private static final Pattern RESIDUAL_SIZES = Pattern
            .compile("(?:(\\d{1,10})-)?(\\d{1,10})x(\\d{1,10})(?:-(\\d{1,10}))?");
    private static final Pattern CONVOLUTION_SIZES = Pattern.compile("(\\d{1,10})x(\\d{1,10})x(\\d{1,10})-([\\d-]*)");
    /** The option output, alone or among others, at the end of a file name too. */
    private static final Pattern OUTPUT = Pattern.compile("([:,])output=([^:,()]*(?:\\([^()]*\\))?)(?=$|,)");
    /** How the text of a file's network ends whose own output activation was taken away. */
    private static final String NO_OUTPUT = ":output=none";
    private static final int MOST_LAYERS = 100_000;
    private static final int LONGEST_SHOWN = 200;
    private static final List<String> SHARED = List.of("bias", "param", "sw", "sb");

    private final String text;
    private final List<String> parts;
    private KeyValues options = KeyValues.parse("network", "", List.of());

    public ArchitectureSyntax(String text) {
        this.text = text;
        this.parts = List.of(text.strip().split(":", -1));
    }

    public Architecture parse() {
        Matcher output = OUTPUT.matcher(text.strip());
        if (output.find()) {
            return headed(output);
        }
        return Networks.REGISTRY.named(parts.getFirst())
                .orElseThrow(() -> wrong(parts.getFirst(), "the kind is " + kinds() + ", as in mlp:2-64-1:tanh"))
                .make()
                .read(text.strip());
    }

    private static String kinds() {
        List<String> names = Networks.REGISTRY.entries().stream().map(Entry::name).toList();
        return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    private Architecture headed(Matcher output) {
        Head head;
        try {
            head = Head.parse(output.group(2));
        } catch (IllegalArgumentException e) {
            throw wrong("output=" + output.group(2),
                    "output is softmax, none or an activation: " + e.getMessage(), e);
        }
        String whole = text.strip();
        String after = whole.substring(output.end());
        // A comma that followed the first of several options becomes their colon.
        String rest = after.isEmpty() ? "" : output.group(1) + after.substring(1);
        Architecture body = new ArchitectureSyntax(whole.substring(0, output.start()) + rest).parse();
        // What is said here takes the place of what a file says.
        Architecture plain = body.withoutHead() instanceof Graph graph ? graph.leaving(Head.NONE) : body.withoutHead();
        return Headed.of(plain, head);
    }

    /** The line of a network with the option output added to it. */
    public static String withOutput(String whole, String name) {
        String text = whole.endsWith(NO_OUTPUT) ? whole.substring(0, whole.length() - NO_OUTPUT.length()) : whole;
        boolean options = !text.startsWith("onnx:")
                && text.split(":", -1).length > (text.startsWith("linear:") ? 2 : 3);
        return text + (options ? "," : ":") + "output=" + name;
    }

    Architecture mlp() {
        String example = "mlp:784-512-10:relu";
        int[] widths = widths(example);
        Activation activation = activation(example);
        readOptions(3, SHARED);
        return Mlp.of(activation, widths).withBias(bias(true)).withParametrization(parametrization());
    }

    Architecture linear() {
        int[] widths = widths("linear:5-4-3");
        readOptions(2, SHARED);
        return Mlp.of(Activation.IDENTITY, widths).withBias(bias(false)).withParametrization(parametrization());
    }

    Architecture residual() {
        Residual result = eulerian();
        Map<String, Integrated.Scheme> schemes = named(Integrated.Scheme.values(), Integrated.Scheme::text);
        String name = options.text("scheme").orElse("euler");
        if (name.equals("euler")) {
            return result;
        }
        Integrated.Scheme scheme = schemes.get(name);
        if (scheme == null) {
            throw wrong("scheme=" + name,
                    "the scheme is euler, for Y + h g(Y), or a step of another method for the same "
                            + "equation: midpoint, leapfrog, second-difference or rk4");
        }
        return new Integrated(result, scheme);
    }

    private Residual eulerian() {
        String example = "resnet:2x50:tanh or, with lift and readout, resnet:2-16x50-1:tanh";
        String sizes = part(1, "the sizes are", example);
        Matcher matcher = RESIDUAL_SIZES.matcher(sizes);
        if (!matcher.matches()) {
            throw wrong(sizes, "the sizes are WIDTHxBLOCKS with an input dimension before and an output dimension "
                    + "after if they differ: " + example);
        }
        Activation activation = activation(example);
        List<String> known = new ArrayList<>(List.of("step", "block", "hidden", "scheme"));
        known.addAll(SHARED);
        readOptions(3, known);
        int width = size(matcher.group(2));
        Residual.Block block = block();
        long layers = (long) size(matcher.group(3)) * block.layers();
        if (layers > MOST_LAYERS) {
            throw wrong(sizes, "it has " + layers + " layers in " + matcher.group(3) + " blocks; at most " + MOST_LAYERS
                    + " are taken");
        }
        Residual result = Residual.of(activation, width, size(matcher.group(3))).withBlock(block);
        if (options.has("hidden")) {
            result = withHidden(result, positive("hidden", 1));
        }
        if (matcher.group(1) != null) {
            result = result.withLift(size(matcher.group(1)));
        }
        if (matcher.group(4) != null) {
            result = result.withReadout(size(matcher.group(4)));
        }
        return result.withStep(number("step", 1)).withBias(bias(true)).withParametrization(parametrization());
    }

    Convolutional convolutional() {
        if (!parts.getFirst().equals("conv")) {
            throw wrong(parts.getFirst(), "the kind of a convolutional network is conv");
        }
        String example = "conv:28x28x1-64-64-10:relu";
        String sizes = part(1, "the sizes are", example);
        String right = "the sizes are HEIGHTxWIDTHxCOLOURS, the channels behind each convolution and the output "
                + "dimension, joined by -: " + example;
        Matcher matcher = CONVOLUTION_SIZES.matcher(sizes);
        if (!matcher.matches()) {
            throw wrong(sizes, right);
        }
        int[] layers = numbers(matcher.group(4), sizes, 2, right);
        Activation activation = activation(example);
        List<String> known = new ArrayList<>(List.of("filter", "stride", "padding", "readout"));
        known.addAll(SHARED);
        readOptions(3, known);
        List<Integer> channels = Arrays.stream(layers).limit(layers.length - 1L).boxed().toList();
        PatchMap.Padding padding = options.choice("padding", PatchMap.Padding.values()[0].text(),
                named(PatchMap.Padding.values(), PatchMap.Padding::text));
        Convolutional.Readout readout = options.choice("readout", Convolutional.Readout.values()[0].text(),
                named(Convolutional.Readout.values(), Convolutional.Readout::text));
        return new Convolutional(size(matcher.group(1)), size(matcher.group(2)), size(matcher.group(3)), channels,
                layers[layers.length - 1], activation, positive("filter", 3), positive("stride", 1), padding, readout,
                bias(true),
                parametrization());
    }

    private static <T> Map<String, T> named(T[] values, Function<T, String> name) {
        return Arrays.stream(values).collect(Collectors.toMap(name, value -> value));
    }

    private int positive(String key, int otherwise) {
        int value = options.count(key, otherwise);
        if (value < 1) {
            throw wrong(key + "=" + value, "a size is at least 1");
        }
        return value;
    }

    private Residual withHidden(Residual residual, int hidden) {
        if (residual.block() == Residual.Block.ONE) {
            throw wrong("hidden=" + hidden, "a block with one matrix has no inner width; add block=two or "
                    + "block=projected");
        }
        return residual.withHidden(hidden);
    }

    private Residual.Block block() {
        String name = options.text("block").orElse("one");
        for (Residual.Block block : Residual.Block.values()) {
            if (block.text().equals(name)) {
                return block;
            }
        }
        throw wrong("block=" + name, "the block is one, for Y + h s(AY+b), projected, for Y + h A2 s(A1 Y+b), or two, "
                + "for Y + h s(A2 s(A1 Y+b1)+b2)");
    }

    private int[] widths(String example) {
        String sizes = part(1, "the widths are", example);
        return numbers(sizes, sizes, 2,
                "the widths are whole numbers joined by -, input first, output last: " + example);
    }

    /** Sizes joined by -, at least {@code least} of them. */
    private int[] numbers(String joined, String shown, int least, String right) {
        String[] numbers = joined.split("-", -1);
        if (numbers.length > MOST_LAYERS) {
            throw wrong(shown, "it has " + numbers.length + " layers; at most " + MOST_LAYERS + " are taken");
        }
        int[] result = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers.length < least || numbers[i].isEmpty()
                    || !numbers[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw wrong(shown, right);
            }
            result[i] = size(numbers[i]);
        }
        return result;
    }

    private int size(String digits) {
        try {
            int value = Integer.parseInt(digits);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(digits, "a size is at most 2147483647", e);
        }
        throw wrong(digits, "a size is at least 1");
    }

    private Activation activation(String example) {
        String name = part(2, "the activation is", example);
        try {
            return Activation.parse(name);
        } catch (IllegalArgumentException e) {
            throw wrong(name, String.valueOf(e.getMessage()), e);
        }
    }

    private String part(int index, String what, String example) {
        if (index >= parts.size() || parts.get(index).isEmpty()) {
            throw new IllegalArgumentException(
                    "network \"" + shown(text) + "\": " + what + " missing; write for example " + example);
        }
        return parts.get(index);
    }

    private void readOptions(int index, List<String> known) {
        if (parts.size() > index + 1) {
            throw wrong(parts.get(index + 1), "nothing follows the options, which are joined by commas");
        }
        if (parts.size() <= index) {
            return;
        }
        options = KeyValues.parse("network \"" + shown(text) + "\"", parts.get(index), known);
    }

    private boolean bias(boolean otherwise) {
        return options.flag("bias", otherwise);
    }

    private Parametrization parametrization() {
        String name = options.text("param").orElse("standard").toLowerCase(Locale.ROOT);
        for (String key : List.of("sw", "sb")) {
            if (options.has(key) && !name.equals("ntk")) {
                throw wrong(key + "=" + options.text(key).orElse(""),
                        key + " belongs to the parametrization ntk; add param=ntk");
            }
        }
        return switch (name) {
            case "standard" -> Parametrization.STANDARD;
            case "mean-field" -> Parametrization.MEAN_FIELD;
            case "mup" -> Parametrization.MUP;
            case "mup-adam" -> Parametrization.MUP_ADAM;
            case "ntk" -> ntk();
            default -> throw wrong("param=" + name, "param is standard, ntk, mean-field, mup or mup-adam");
        };
    }

    private Parametrization ntk() {
        double sigmaW = number("sw", 1);
        double sigmaB = number("sb", 0);
        if (sigmaW <= 0) {
            throw wrong("sw=" + options.text("sw").orElse(""), "sw must be positive");
        }
        if (sigmaB < 0) {
            throw wrong("sb=" + options.text("sb").orElse(""), "sb must be at least 0");
        }
        if (sigmaB == 0 && options.flag("bias", false)) {
            throw wrong("bias=true", "under param=ntk biases need sb > 0, as in sb=0.1");
        }
        return Parametrization.ntk(sigmaW, sigmaB);
    }

    private double number(String key, double otherwise) {
        double number = options.number(key, otherwise);
        if (!Double.isFinite(number)) {
            throw wrong(key + "=" + number, key + " must be finite");
        }
        return number;
    }

    /** The options of a printed architecture with the colon before them, or nothing. */
    static String options(String own, Parametrization parametrization) {
        List<String> options = new ArrayList<>();
        if (!own.isEmpty()) {
            options.add(own);
        }
        if (!(parametrization instanceof Parametrization.Standard)) {
            options.add("param=" + parametrization.name());
        }
        if (parametrization instanceof Parametrization.Ntk(double sigmaW, double sigmaB)) {
            if (sigmaW != 1) {
                options.add("sw=" + Numerals.print(sigmaW));
            }
            if (sigmaB != 0) {
                options.add("sb=" + Numerals.print(sigmaB));
            }
        }
        return options.isEmpty() ? "" : ":" + String.join(",", options);
    }

    private IllegalArgumentException wrong(String part, String right) {
        return wrong(part, right, null);
    }

    private IllegalArgumentException wrong(String part, String right, @Nullable Throwable cause) {
        return new IllegalArgumentException("network \"" + shown(text) + "\": at \"" + shown(part) + "\": " + right,
                cause);
    }

    /** The text, cut where it is long. */
    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
