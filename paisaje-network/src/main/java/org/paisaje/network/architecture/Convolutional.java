package org.paisaje.network.architecture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.math.memory.Sizes;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;
import org.paisaje.network.Layout;
import org.paisaje.network.NodeShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.StructureBuilder;
import org.paisaje.network.graph.operation.Convolution;
import org.paisaje.network.graph.operation.Dense;
import org.paisaje.network.graph.operation.Nonlinear;
import org.paisaje.network.graph.operation.Pooling;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/**
 * A convolutional network on small images: square filters with activation, then a dense readout of all pixels or of their
 * mean. With h_l(p) the channels at pixel p and P_l(p) the patch there,
 *
 * <pre>
 * h_(l+1)(p) = s(W_l P_l(p) + b_l)          f = W (h_L(1), h_L(2), ...) + b     or     f = W mean_p h_L(p) + b
 * </pre>
 *
 * under the factors of the parametrization, the fan-in of a filter being its taps times its channels. A row of x is an
 * image, entry {@code (i * width + j) * colours + c}; the columns of W_l are ordered tap by tap, within a tap by channel.
 * In files they are ordered as PyTorch does, see {@link Layout.Slice#outerShape}.
 * Written {@code conv:28x28x1-64-64-10:relu:filter=3,stride=1,padding=zero,readout=flatten}; the same record describes the
 * finite network and its limit of infinite width.
 *
 * @param height the rows of an image
 * @param width the columns of an image
 * @param colours the numbers per pixel
 * @param channels the channels behind each convolution
 * @param outputs the output dimension
 * @param activation s
 * @param filter the side of the filters
 * @param stride the pixels that the filters move
 * @param padding what they see beyond the edge
 * @param readout how pixels enter the outputs
 * @param bias whether there are biases; under the tangent-kernel parametrization they need sigma_b > 0 as well
 * @param parametrization the factors before W and b
 */
public record Convolutional(int height, int width, int colours, List<Integer> channels, int outputs,
        Activation activation, int filter, int stride, PatchMap.Padding padding, Readout readout, boolean bias,
        Parametrization parametrization) implements OfNodes {
    /** How the pixels of the last hidden layer enter the outputs. */
    public enum Readout {
        /** Each by weights of its own. */
        FLATTEN,
        /** By their mean (global average pooling). */
        AVERAGE;

        /** The name in settings: {@code flatten} or {@code average}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the channels and checks the sizes. */
    public Convolutional {
        channels = List.copyOf(channels);
        if (height < 1 || width < 1 || colours < 1 || outputs < 1 || channels.isEmpty()
                || channels.stream().anyMatch(c -> c < 1)) {
            throw new IllegalArgumentException("Convolutional: the image is " + height + " x " + width + " x " + colours
                    + ", the channels are " + channels + " and there are " + outputs
                    + " outputs; at least one convolution is needed, and each number is at least 1");
        }
        extents(height, width, channels.size(), filter, stride, padding);
    }

    /** 3 x 3 filters with zero padding and stride 1, flattened, with biases and the standard parametrization. */
    public static Convolutional of(Activation activation, int height, int width, int colours, List<Integer> channels,
            int outputs) {
        return new Convolutional(height, width, colours, channels, outputs, activation, 3, 1, PatchMap.Padding.ZERO,
                Readout.FLATTEN, true, Parametrization.STANDARD);
    }

    /**
     * Reads the line that {@link #text()} writes.
     *
     * @throws IllegalArgumentException pointing at the part that is wrong and saying what would be right
     */
    public static Convolutional parse(String text) {
        return new ArchitectureSyntax(text).convolutional();
    }

    /** The same with another filter side, stride and padding. */
    public Convolutional withFilter(int filter, int stride, PatchMap.Padding padding) {
        return new Convolutional(height, width, colours, channels, outputs, activation, filter, stride, padding,
                readout,
                bias, parametrization);
    }

    /** The same with another readout. */
    public Convolutional withReadout(Readout readout) {
        return new Convolutional(height, width, colours, channels, outputs, activation, filter, stride, padding,
                readout,
                bias, parametrization);
    }

    /** The same with or without biases. */
    public Convolutional withBias(boolean bias) {
        return new Convolutional(height, width, colours, channels, outputs, activation, filter, stride, padding,
                readout,
                bias, parametrization);
    }

    /** The same in another parametrization, such as {@code Parametrization.ntk(1.4, 0.1)}. */
    public Convolutional withParametrization(Parametrization parametrization) {
        return new Convolutional(height, width, colours, channels, outputs, activation, filter, stride, padding,
                readout,
                bias, parametrization);
    }

    /** The same with other numbers of channels. */
    public Convolutional withChannels(List<Integer> channels) {
        return new Convolutional(height, width, colours, channels, outputs, activation, filter, stride, padding,
                readout,
                bias, parametrization);
    }

    private static List<PatchMap.Extent> extents(int height, int width, int depth, int filter, int stride,
            PatchMap.Padding padding) {
        List<PatchMap.Extent> result = new ArrayList<>();
        PatchMap.Extent extent = new PatchMap.Extent(height, width);
        for (int l = 0; l < depth; l++) {
            extent = PatchMap.Extent.of(extent.height(), extent.width(), filter, stride, padding);
            result.add(extent);
        }
        return List.copyOf(result);
    }

    private List<PatchMap.Extent> extents() {
        return extents(height, width, channels.size(), filter, stride, padding);
    }

    /** The patches of each convolution. */
    public List<PatchMap> patchMaps() {
        List<PatchMap> result = new ArrayList<>();
        PatchMap.Extent image = new PatchMap.Extent(height, width);
        for (PatchMap.Extent extent : extents()) {
            result.add(PatchMap.of(image.height(), image.width(), filter, stride, padding));
            image = extent;
        }
        return List.copyOf(result);
    }

    @Override
    public Optional<Architecture> widened(int width) {
        return Optional.of(new Convolutional(height, this.width, colours,
                Collections.nCopies(channels.size(), width), outputs, activation, filter, stride, padding, readout,
                bias,
                parametrization));
    }

    /** Whether theta holds biases. */
    public boolean hasBias() {
        return bias && parametrization.biased();
    }

    /** The convolutions and, last, the readout; a filter has taps times channels as its fan-in. */
    @Override
    public List<LayerShape> layerShapes() {
        List<LayerShape> result = new ArrayList<>();
        List<PatchMap.Extent> pixels = extents();
        int at = 0;
        int before = colours;
        for (int l = 0; l <= channels.size(); l++) {
            boolean last = l == channels.size();
            int fan = !last
                    ? Sizes.product("filters", filter, filter, before)
                    : readout == Readout.FLATTEN
                            ? Sizes.product("inputs of the readout", pixels.getLast().pixels(), before)
                            : before;
            int after = last ? outputs : channels.get(l);
            LayerShape.Place place = LayerShape.Place.of(l, channels.size() + 1, false);
            int offset = Sizes.sum("parameters", at, Sizes.product("layers." + l, fan, after));
            result.add(new LayerShape(l, "layers." + l, fan, after, last ? 1 : pixels.get(l).pixels(), at,
                    hasBias() ? offset : -1, parametrization.weightScale(fan, after, place),
                    parametrization.biasScale(after, place), last ? Activation.IDENTITY : activation, -1, 1, place));
            at = hasBias() ? Sizes.sum("parameters", offset, after) : offset;
            before = after;
        }
        return List.copyOf(result);
    }

    @Override
    public Layout layout() {
        Layout.Builder builder = Layout.builder();
        List<PatchMap.Extent> pixels = extents();
        for (LayerShape layer : layerShapes()) {
            boolean last = layer.index() == channels.size();
            List<Integer> window = !last
                    ? List.of(filter, filter)
                    : readout == Readout.AVERAGE
                            ? List.of()
                            : List.of(pixels.getLast().height(), pixels.getLast().width());
            builder.add(layer.name() + ".weight", layer.outputs(), layer.inputs(), window, last);
            if (layer.hasBias()) {
                builder.add(layer.name() + ".bias", layer.outputs(), 1);
            }
        }
        return builder.build();
    }

    @Override
    public int inputs() {
        return Sizes.product("inputs", height, width, colours);
    }

    @Override
    public double[] initialize(Initializer initializer, Seed seed) {
        double[] theta = new double[layout().size()];
        for (LayerShape layer : layerShapes()) {
            initializer.fill(layer, seed, theta);
        }
        return theta;
    }

    @Override
    public String text() {
        List<String> own = new ArrayList<>();
        if (filter != 3) {
            own.add("filter=" + filter);
        }
        if (stride != 1) {
            own.add("stride=" + stride);
        }
        if (padding != PatchMap.Padding.ZERO) {
            own.add("padding=" + padding.text());
        }
        if (readout != Readout.FLATTEN) {
            own.add("readout=" + readout.text());
        }
        if (!bias) {
            own.add("bias=false");
        }
        String sizes = channels.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return "conv:" + height + "x" + width + "x" + colours + "-" + sizes + "-" + outputs + ":" + activation.name()
                + ArchitectureSyntax.options(String.join(",", own), parametrization);
    }

    @Override
    public GraphStructure structure() {
        NodeShape shape = new NodeShape(height, width, colours);
        StructureBuilder nodes = new StructureBuilder(shape);
        List<LayerShape> layers = layerShapes();
        List<PatchMap> maps = patchMaps();
        int node = 0;
        for (int l = 0; l < maps.size(); l++) {
            LayerShape layer = layers.get(l);
            PatchMap map = maps.get(l);
            Convolution convolution = new Convolution(map, shape.channels(), layer.outputs(), 1, layer.weight(),
                    layer.bias(), layer.weightScale(), layer.biasScale());
            shape = new NodeShape(map.height(), map.width(), layer.outputs());
            node = nodes.add(layer.name(), convolution, shape, node);
            if (!activation.identity()) {
                node = nodes.add(layer.name() + " " + activation.name(), new Nonlinear(activation), shape, node);
            }
        }
        if (readout == Readout.AVERAGE && shape.pixels() > 1) {
            PatchMap all = PatchMap.of(shape.height(), shape.width(),
                    new Window(shape.height(), shape.width(), 1, 1, 1, 1, 0, 0, 0, 0));
            node = nodes.add("average", new Pooling(all, shape.channels(), new int[] {all.taps()}),
                    NodeShape.vector(shape.channels()), node);
        }
        LayerShape last = layers.getLast();
        node = nodes.add(last.name(), new Dense(last.inputs(), last.outputs(), last.weight(), last.bias(),
                last.weightScale(), last.biasScale()), NodeShape.vector(outputs), node);
        return nodes.build(node, layout(), text());
    }

    @Override
    public String toString() {
        return text();
    }
}
