package org.paisaje.network.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;

/**
 * A graph whose nodes follow each other, on one line: {@code chain:28x28x1:conv32k3p1,bn,relu,max2,dense10}. The size of an image
 * is HEIGHTxWIDTHxCHANNELS, and a row of x lists it channel by channel, as PyTorch does. Then come
 *
 * <pre>
 * conv32k3s2p1g1   32 filters of 3 x 3 with stride 2, padding 1, in 1 group; k1x3 is 1 x 3
 * dense10          all entries, listed channel by channel, to 10 outputs
 * max2, avg3s2p1   pools; the stride is the window unless it is said; max1x2 is 1 x 2
 * mean             the mean over all pixels
 * bn, ln           batch normalisation by the statistics in a file of weights (0 and 1 without), layer normalisation
 * relu, tanh, ...  an activation
 * </pre>
 *
 * An n at the end of a convolution or dense layer leaves its bias out.
 */
public final class Chain {
    /** What PyTorch adds to variances unless told otherwise; no state dictionary holds it. */
    public static final double EPSILON = 1e-5;

    private static final String EXAMPLE = "chain:28x28x1:conv16k3p1,relu,max2,dense10";
    private static final Pattern SIZES = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})");
    private static final Pattern SIZED = Pattern
            .compile("(conv|dense|max|avg)(\\d{1,9})(x\\d{1,6})?((?:[kspg]\\d{1,6}(?:x\\d{1,6})?)*)(n?)");
    private static final Pattern NUMBER = Pattern.compile("([kspg])(\\d+)(?:x(\\d+))?");
    private static final int MOST = 10_000;

    private final String text;
    private final List<String> names;
    private final GraphBuilder graph;
    private Graph.Value h;
    private int named;

    private Chain(String text, List<String> names, NodeShape image) {
        this.text = text;
        this.names = names;
        this.graph = Graph.builder(NodeShape.vector(image.size()));
        this.h = graph.imageByChannel(graph.input(), image);
    }

    /** Reads a line; its layers with parameters are called {@code layers.0}, {@code layers.1}, ... */
    public static Graph read(String text) {
        return read(text, List.of());
    }

    /**
     * Reads a line.
     *
     * @param names what its layers with parameters are called, in order; by numbers where there are none
     */
    public static Graph read(String text, List<String> names) {
        String[] parts = text.strip().split(":", -1);
        Matcher sizes = SIZES.matcher(parts.length > 1 ? parts[1] : "");
        if (parts.length != 3 || !sizes.matches()) {
            throw new IllegalArgumentException("network \"" + shown(text)
                    + "\": it is written chain:HEIGHTxWIDTHxCHANNELS:STEP,STEP,..., for example " + EXAMPLE);
        }
        String[] steps = parts[2].split(",(?![^(]*\\))", -1);
        if (steps.length > MOST) {
            throw new IllegalArgumentException("network \"" + shown(text) + "\": it has " + steps.length
                    + " steps; at most " + MOST + " are taken");
        }
        Chain chain;
        try {
            chain = new Chain(text, names, new NodeShape(Integer.parseInt(sizes.group(1)),
                    Integer.parseInt(sizes.group(2)), Integer.parseInt(sizes.group(3))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("network \"" + shown(text) + "\": at \"" + parts[1]
                    + "\": an image has at least one pixel and channel, and at most 2^31 - 1 numbers", e);
        }
        for (String step : steps) {
            try {
                chain.add(step.strip());
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException("network \"" + shown(text) + "\": at \"" + shown(step) + "\": "
                        + e.getMessage(), e);
            }
        }
        try {
            return chain.graph.build(chain.h).called(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("network \"" + shown(text) + "\": " + e.getMessage(), e);
        }
    }

    private static String shown(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private String name() {
        String name = names.isEmpty() ? "layers." + named : names.get(named);
        named++;
        return name;
    }

    private void add(String step) {
        Matcher sized = SIZED.matcher(step);
        if (sized.matches()) {
            sized(sized);
            return;
        }
        int channels = h.shape().channels();
        switch (step.toLowerCase(Locale.ROOT)) {
            case "mean" -> h = graph.globalAverage(h);
            case "bn" -> {
                double[] ones = new double[channels];
                Arrays.fill(ones, 1);
                h = graph.batchNorm(name(), h, new double[channels], ones, EPSILON);
            }
            case "ln", "lnn" -> h = graph.layerNorm(name(), h, EPSILON, step.equalsIgnoreCase("ln"));
            default -> {
                try {
                    h = graph.activation(h, Activation.parse(step));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "a step is conv32k3s1p1, dense10, max2, avg2, mean, bn, ln or an "
                                    + "activation: " + e.getMessage(),
                            e);
                }
            }
        }
    }

    private void sized(Matcher step) {
        String kind = step.group(1);
        int size = Integer.parseInt(step.group(2));
        boolean bias = step.group(5).isEmpty();
        Map<String, int[]> numbers = new HashMap<>();
        Matcher number = NUMBER.matcher(step.group(4));
        List<String> letters = new ArrayList<>();
        while (number.find()) {
            int down = Integer.parseInt(number.group(2));
            letters.add(number.group(1));
            numbers.put(number.group(1),
                    new int[] {down, number.group(3) == null ? down : Integer.parseInt(number.group(3))});
        }
        if (size < 1) {
            throw new IllegalArgumentException("a size is at least 1");
        }
        String known = switch (kind) {
            case "conv" -> "kspg";
            case "dense" -> "";
            default -> "sp";
        };
        for (String letter : letters) {
            if (!known.contains(letter)) {
                throw new IllegalArgumentException("it has no " + letter + "; " + (known.isEmpty()
                        ? "a dense layer has a size alone"
                        : "it may have " + String.join(", ", known.split(""))));
            }
        }
        if (step.group(3) != null && !known.equals("sp")) {
            throw new IllegalArgumentException("its outputs are one number");
        }
        if (!bias && !kind.equals("conv") && !kind.equals("dense")) {
            throw new IllegalArgumentException("a pool has no bias");
        }
        int[] pool = {size, step.group(3) == null ? size : Integer.parseInt(step.group(3).substring(1))};
        switch (kind) {
            case "conv" -> {
                int[] window = numbers.getOrDefault("k", new int[] {3, 3});
                h = graph.convolution(name(), h, size, window(window, new int[] {1, 1}, numbers),
                        numbers.getOrDefault("g", new int[] {1, 1})[0], bias);
            }
            case "dense" -> h = graph.dense(name(), graph.flattenByChannel(h), size, bias);
            case "max" -> h = graph.maxPool(h, window(pool, pool, numbers));
            default -> h = graph.averagePool(h, window(pool, pool, numbers), true);
        }
    }

    private static Window window(int[] window, int[] stride, Map<String, int[]> numbers) {
        int[] step = numbers.getOrDefault("s", stride);
        int[] padding = numbers.getOrDefault("p", new int[] {0, 0});
        return new Window(window[0], window[1], step[0], step[1], 1, 1, padding[0], padding[1], padding[0],
                padding[1]);
    }
}
