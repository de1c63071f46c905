package org.paisaje.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.tensor.TensorFile;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Chain;
import org.paisaje.network.architecture.Graph;
import org.paisaje.weights.ChainLayers.Layer;

/**
 * Infers a chain of layers with normalisations and convolutions from the names and shapes of a PyTorch state dictionary. A
 * vector {@code weight} beside {@code running_mean} is a batch normalisation, one without a layer normalisation. What
 * convolutions leave open is gone through with the size of the images, see {@link ImageReadings}.
 */
final class ChainInference {
    private static final int MOST_NAMED = 3;
    private static final int MOST_READINGS = 24;

    private final String file;
    private final TensorFile tensors;
    private final List<Layer> layers;
    private final int inputs;
    private final Supplier<List<Integer>> shape;
    private final String active;
    private final boolean told;
    private final List<String> notes = new ArrayList<>();

    private ChainInference(String file, TensorFile tensors, List<Layer> layers, int inputs,
            Supplier<List<Integer>> shape) {
        this.file = file;
        this.tensors = tensors;
        this.layers = layers;
        this.inputs = inputs;
        this.shape = shape;
        Optional<Activation> known = known();
        this.told = known.isPresent();
        this.active = known.orElse(Activation.RELU).name();
    }

    /**
     * The chain in a file; absent if every layer is a matrix, or if the names are not those of PyTorch.
     *
     * @param inputs the numbers that a sample has, 0 if that is not known
     * @param shape the shape of a sample where the data are in an array, else empty
     */
    static Optional<ChainInference> of(String file, TensorFile tensors, int inputs, Supplier<List<Integer>> shape) {
        return ChainLayers.of(tensors)
                .filter(layers -> !layers.stream().allMatch(Layer::dense))
                .map(layers -> new ChainInference(file, tensors, layers, inputs, shape));
    }

    Weights.Inferred infer() {
        Layer first = layers.getFirst();
        List<String> lines;
        if (layers.stream().anyMatch(Layer::convolution)) {
            lines = images();
        } else if (first.dense()) {
            follow(first.shape()[1]);
            lines = List.of("chain:1x1x" + first.shape()[1] + ":" + String.join(",", behind(0, List.of())));
        } else {
            throw first.fail(file, "the first layer is no matrix, so that the number of inputs is not known");
        }
        Graph bare = Chain.read(lines.getFirst(), layers.stream().map(Layer::name).toList());
        Graph graph = bare.withStatistics(ImageWeights.statistics(file, tensors, bare));
        notes.addFirst("the network was inferred to be " + lines.getFirst() + " from the layers "
                + ChainLayers.described(layers) + ", taken in this order");
        boolean activates = lines.getFirst().contains("," + active);
        if (activates && told) {
            notes.add("its activation is " + active + ", by what the file says");
        } else if (activates) {
            notes.add("the file does not say which activation the hidden layers have; relu was assumed, once between "
                    + "two matrices or convolutions; another network is named by --net");
        }
        if (layers.stream().anyMatch(Layer::normalisation)) {
            notes.add("normalisations are taken to add 1e-5 to variances, as PyTorch does unless told otherwise");
        }
        return new Weights.Inferred(graph, notes, lines.stream().skip(1).limit(MOST_READINGS).toList(),
                activates && !told);
    }

    /** Checks that layers follow each other, from so many numbers on, and that normalisations are whole. */
    private void follow(int from) {
        int before = from;
        for (Layer layer : layers) {
            int takes = layer.shape()[layer.dense() ? 1 : 0];
            if (takes != before) {
                throw layer.fail(file, "it takes " + takes + " numbers, the layer before it gives " + before
                        + "; the layers " + ChainLayers.described(layers)
                        + " do not follow each other in the order they have");
            }
            verify(layer);
            before = layer.outputs();
        }
    }

    private void verify(Layer layer) {
        if (!layer.statistics()) {
            return;
        }
        if (!layer.bias()) {
            throw layer.fail(file, "a batch normalisation has a weight and a bias");
        }
        double[] mean = tensors.read(layer.stem() + "running_mean").values();
        double[] variance = tensors.read(layer.stem() + "running_var").values();
        if (mean.length != layer.outputs() || variance.length != mean.length) {
            throw layer.fail(file,
                    "it has " + layer.outputs() + " weights, " + mean.length + " means and " + variance.length
                            + " variances; there is one of each for a unit");
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isFinite(mean[i]) || !(variance[i] >= 0) || !Double.isFinite(variance[i])) {
                throw layer.fail(file, "unit " + i + " has the running mean " + mean[i] + " and the running variance "
                        + variance[i] + "; the training that wrote it diverged");
            }
        }
    }

    /** The lines of networks that take an image through the convolutions to the first matrix, the most usual first. */
    private List<String> images() {
        List<Layer> filters = layers.stream().filter(Layer::convolution).toList();
        int dense = 1 + layers.indexOf(filters.getLast());
        while (dense < layers.size() && layers.get(dense).normalisation()) {
            dense++;
        }
        String what = "its layers " + ChainLayers.described(filters) + " are convolutions";
        if (!layers.getFirst().convolution() || dense == layers.size()) {
            throw unknown(what + ", not between an image and a matrix behind them");
        }
        Layer matrix = layers.get(dense);
        int channels = filters.getFirst().shape()[1];
        boolean line = filters.getFirst().shape().length == 3;
        verifyImages(filters, dense);
        if (inputs == 0) {
            throw unknown(
                    what + behind(filters.getLast(), matrix) + ". How large the images are only data tell: --data");
        }
        int pixels = inputs / channels;
        if (inputs % channels != 0) {
            throw unknown(what + " of " + channels + " channels, and the data have " + inputs
                    + " numbers a sample, which these do not divide");
        }
        int[] size = line ? new int[] {1, pixels} : size(what, channels, pixels);
        List<ImageReadings.Gap> gaps = new ArrayList<>();
        for (Layer filter : filters) {
            gaps.add(gap(layers.indexOf(filter)));
        }
        List<ImageReadings.Way> ways = new ImageReadings(filters, size[0], size[1],
                matrix.shape()[1], gaps).ways();
        String image = "chain:" + size[0] + "x" + size[1] + "x" + channels + ":";
        if (ways.isEmpty()) {
            throw unknown(what + behind(filters.getLast(), matrix) + ", and no usual strides, paddings and pools lead "
                    + "there from images of " + (line ? pixels : size[0] + " x " + size[1]));
        }
        List<String> lines = ways.stream().map(way -> image + String.join(",", steps(filters, way))).toList();
        notes.add("strides, paddings and pools are in no state dictionary; of those that people use "
                + (lines.size() == 1 ? "one way leads" : lines.size() + " ways lead") + " from images of "
                + (line ? pixels : size[0] + " x " + size[1]) + " to the " + matrix.shape()[1] + " numbers that "
                + matrix.name() + " takes"
                + (lines.size() == 1
                        ? ""
                        : "; the most usual was taken, others are --net "
                                + String.join(", --net ", lines.subList(1, Math.min(lines.size(), 1 + MOST_NAMED))))
                + (lines.getFirst().contains("max")
                        ? "; pools were taken to be maxima (avg2 instead of max2 for means)"
                        : ""));
        if (channels > 1) {
            notes.add("a sample is taken to list its image channel by channel, as PyTorch's tensors do");
        }
        return lines;
    }

    /** Height and width: those of the array that the data are in, else those of a square. */
    private int[] size(String what, int channels, int pixels) {
        List<Integer> all = shape.get();
        int d = all.size();
        boolean first = d == 3 && all.getFirst() == channels;
        boolean last = d == 3 && all.getLast() == channels;
        int side = (int) Math.round(Math.sqrt(pixels));
        if (first || d == 2 && channels == 1) {
            return new int[] {all.get(d - 2), all.get(d - 1)};
        }
        if (last) {
            if (channels > 1) {
                throw unknown(what + " of " + channels
                        + " channels, which take images channel by channel, and the data "
                        + "hold them pixel by pixel (" + all.get(0) + " x " + all.get(1) + " x " + channels
                        + "); write them as samples x channels x height x width (x.transpose(0, 3, 1, 2) in NumPy)");
            }
            return new int[] {all.get(0), all.get(1)};
        }
        if (side * side != pixels) {
            throw unknown(what + " of " + channels + " channels, and the data have " + inputs
                    + " numbers a sample, which are no square images of them; an array of samples x channels x height x "
                    + "width in an .npz or .npy file says their size");
        }
        return new int[] {side, side};
    }

    /** Refuses branches, which change what follows, and what a chain has no step for. */
    private void verifyImages(List<Layer> filters, int dense) {
        int before = filters.getFirst().shape()[1];
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            if (layer.name().matches("(?i).*(downsample|shortcut|skip|residual|branch|layer\\d+\\.\\d+\\.).*")) {
                throw unknown("its layer " + layer.described() + " belongs to a branch by its name");
            }
            verify(layer);
            if (layer.shape().length > 4
                    || layer.convolution() && layer.shape().length != filters.getFirst().shape().length) {
                throw layer.fail(file, "a convolution over images has a weight of outputs x channels x height x width");
            }
            if (layer.normalisation() && !layer.statistics() && l < dense) {
                throw unknown("its layer " + layer.described() + " behind a convolution has no running statistics: a "
                        + "group or instance normalisation, whose groups are in no state dictionary");
            }
            boolean apart = layer.convolution() && layer.shape()[1] == 1 && layer.outputs() % before == 0;
            int takes = layer.shape()[layer.normalisation() ? 0 : 1];
            if (l != dense && takes != before && !apart) {
                throw layer.fail(file, "it takes " + takes + " numbers, the layer before it gives " + before
                        + "; the layers " + ChainLayers.described(layers)
                        + " do not follow each other in the order they have");
            }
            before = layer.outputs();
        }
    }

    private static String behind(Layer last, Layer matrix) {
        int channels = last.outputs();
        if (matrix.shape()[1] % channels != 0) {
            return "";
        }
        int pixels = matrix.shape()[1] / channels;
        int side = (int) Math.round(Math.sqrt(pixels));
        return "; " + matrix.name() + " takes " + matrix.shape()[1] + " numbers, that is " + channels + " channels of "
                + (pixels == 1
                        ? "one pixel, as behind a mean over all of them"
                        : pixels + " pixels" + (side * side == pixels ? ", as " + side + " x " + side : ""));
    }

    private DataFormatException unknown(String what) {
        return new DataFormatException(file, "", what
                + ". The size of the images, strides, padding, pools and activations are in no state dictionary, so the "
                + "network must be named, as --net chain:28x28x1:conv16k5p2,relu,max2,dense10, or be written by "
                + "torch.onnx.export(model, x, \"FILE.onnx\") in evaluation mode and named by --net onnx:FILE.onnx");
    }

    private List<String> steps(List<Layer> filters, ImageReadings.Way way) {
        List<String> steps = new ArrayList<>();
        int before = filters.getFirst().shape()[1];
        int at = 0;
        for (int f = 0; f < filters.size(); f++) {
            Layer filter = filters.get(f);
            int[] shape = filter.shape();
            int groups = shape[1] == before ? 1 : before;
            steps.add("conv" + shape[0] + "k" + (shape.length == 3
                    ? "1x" + shape[2]
                    : shape[2] == shape[3] ? String.valueOf(shape[2]) : shape[2] + "x" + shape[3])
                    + way.strides().get(f) + (groups == 1 ? "" : "g" + groups) + (filter.bias() ? "" : "n"));
            before = filter.outputs();
            int end = at + 1;
            boolean done = false;
            for (int l = at; l < end; l++) {
                if (l > at) {
                    steps.add("bn");
                }
                if (end < layers.size() && layers.get(end).normalisation()) {
                    end++;
                }
                if (!done && activates(l)) {
                    steps.add(active);
                    done = true;
                }
            }
            if (!way.pools().get(f).isEmpty()) {
                steps.add(way.pools().get(f));
            }
            at = end;
        }
        if (way.mean()) {
            steps.add("mean");
        }
        return behind(at, steps);
    }

    /** The steps with those of dense layers and normalisations from a layer on added to them. */
    private List<String> behind(int from, List<String> before) {
        List<String> steps = new ArrayList<>(before);
        for (int l = from; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            steps.add(layer.dense()
                    ? "dense" + layer.outputs() + (layer.bias() ? "" : "n")
                    : layer.statistics() ? "bn" : layer.bias() ? "ln" : "lnn");
            if (l + 1 < layers.size() && activates(l)) {
                steps.add(active);
            }
        }
        return steps;
    }

    /**
     * How many modules without parameters there are up to the next layer in the same container, but for one that flattens and
     * one that takes the mean over all pixels.
     */
    private ImageReadings.Gap gap(int l) {
        int sum = 0;
        int at = l;
        while (at + 1 < layers.size()) {
            Layer here = layers.get(at);
            Layer next = layers.get(at + 1);
            if (here.container().isEmpty() || !here.container().equals(next.container())) {
                return ImageReadings.Gap.OPEN;
            }
            sum += next.number() - here.number() - 1;
            at++;
            if (!next.normalisation()) {
                int flat = !next.dense() ? 0 : next.shape()[1] == here.outputs() ? 2 : 1;
                return new ImageReadings.Gap(Math.max(0, sum - flat), Math.max(0, sum - flat));
            }
        }
        return ImageReadings.Gap.OPEN;
    }

    /**
     * Whether an activation stands behind a layer: where the numbers of a container leave a gap, or, without numbers and
     * between containers, before the next matrix. Between two matrices there is one at most.
     */
    private boolean activates(int l) {
        Layer here = layers.get(l);
        Layer next = layers.get(l + 1);
        if (here.container().isEmpty() || !here.container().equals(next.container())) {
            boolean already = false;
            for (int k = l; k > 0 && layers.get(k).normalisation(); k--) {
                already |= apart(layers.get(k - 1), layers.get(k));
            }
            return !next.normalisation() && !already;
        }
        if (next.number() - here.number() < 2) {
            return false;
        }
        // Dropout leaves a gap too; of several gaps before the next matrix the first is the activation.
        for (int k = l; k > 0 && layers.get(k).normalisation(); k--) {
            if (apart(layers.get(k - 1), layers.get(k))) {
                return false;
            }
        }
        int matrix = l;
        while (layers.get(matrix).normalisation()) {
            matrix--;
        }
        // Flattening alone is no activation.
        return !layers.get(matrix).convolution() || !next.dense() || gap(matrix).least() > 0;
    }

    private static boolean apart(Layer a, Layer b) {
        return a.container().isPresent() && a.container().equals(b.container()) && b.number() - a.number() >= 2;
    }

    /** The activation of a whole module, which a file tells by the classes of its parts, if they have one. */
    private Optional<Activation> known() {
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
        String name = names.getFirst().replace("LeakyReLU", "leaky-relu(0.01)").toLowerCase(Locale.ROOT);
        try {
            return Optional.of(Activation.parse(name));
        } catch (IllegalArgumentException e) {
            throw new DataFormatException(file, "",
                    "its activation is " + names.getFirst() + ", which is not known here");
        }
    }
}
