package org.paisaje.theory.kernel;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.network.LayerShape;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Convolutional;
import org.paisaje.network.architecture.PatchMap;
import org.paisaje.network.start.Initializer;
import org.paisaje.theory.kernel.dual.DualActivation;
import org.paisaje.theory.kernel.dual.HermiteDual;

/**
 * A convolutional network with infinitely many channels (Novak et al. 2019; Arora et al. 2019, section 4). For two images
 * and two pixels, {@code K_0(p, p') = x(p) . x'(p') / colours} and {@code Theta_0 = 0}; then, with a running over the taps
 * of the filter and pixels beyond the edge counting 0,
 *
 * <pre>
 * convolution   A K(p, p') = (1 / taps) sum_a K(p + a, p' + a)
 *               K' = sigma_w^2 A K + sigma_b^2       Theta' = sigma_w^2 A Theta + K'
 * activation    K' = E[s(u) s(v)]                    Theta' = Theta E[s'(u) s'(v)]
 * flatten       K' = mean_p K(p, p)                  average    K' = mean_pp' K(p, p')       Theta likewise
 * readout       K' = sigma_w^2 K + sigma_b^2         Theta' = sigma_w^2 Theta + K'
 * </pre>
 *
 * and in the standard parametrization the affine rule of {@link InfiniteNetwork} with the taps times channels as fan-in.
 *
 * <p>A flattened network needs pairs of equal pixels only: per pair of images and layer about 20 (2 taps + 20) flops per
 * pixel. Averaging needs all pairs of pixels: that times the number of pixels, which is for small images. Work and memory
 * besides the results do not depend on the number of threads but for buffers of a few MB each. Immutable.
 */
public final class InfiniteConvolution implements WideLimit {
    /** A convolution with its affine rule, and the activation behind it. */
    record Stage(PatchMap map, InfiniteNetwork.Rule.Affine affine, DualActivation dual) {}

    private final int height;
    private final int width;
    private final int colours;
    private final List<Stage> stages;
    private final boolean average;
    private final InfiniteNetwork.Rule.Affine readout;
    private final String description;

    private InfiniteConvolution(int height, int width, int colours, List<Stage> stages, boolean average,
            InfiniteNetwork.Rule.Affine readout, String description) {
        this.height = height;
        this.width = width;
        this.colours = colours;
        this.stages = List.copyOf(stages);
        this.average = average;
        this.readout = readout;
        this.description = description;
    }

    /** The limit of a network with its standard initializer. */
    public static InfiniteConvolution of(Convolutional network) {
        return of(network, Initializer.standardFor(network.activation(), network.parametrization()));
    }

    /**
     * The limit of a network with the weight and bias variances of an initializer.
     *
     * @throws IllegalArgumentException for a parametrization whose limit has no frozen kernel, and for orthogonal weights
     */
    public static InfiniteConvolution of(Convolutional network, Initializer initializer) {
        if (!network.parametrization().frozen()) {
            throw new IllegalArgumentException("InfiniteConvolution: " + network.text() + " has the "
                    + network.parametrization().name()
                    + " parametrization, whose limit moves its features and has no constant kernel; use standard or ntk");
        }
        if (initializer.distribution() == Initializer.Distribution.ORTHOGONAL) {
            throw new IllegalArgumentException("InfiniteConvolution: the initializer is " + initializer.name()
                    + "; the limit is that of independent weights, such as lecun-normal or standard-normal");
        }
        List<PatchMap> maps = network.patchMaps();
        List<LayerShape> layers = network.layerShapes();
        List<Stage> stages = new ArrayList<>();
        DualActivation dual = DualActivation.of(network.activation());
        for (int l = 0; l < maps.size(); l++) {
            stages.add(new Stage(maps.get(l), affine(layers.get(l), initializer), dual));
        }
        return new InfiniteConvolution(network.height(), network.width(), network.colours(), stages,
                network.readout() == Convolutional.Readout.AVERAGE, affine(layers.getLast(), initializer),
                network.text());
    }

    private static InfiniteNetwork.Rule.Affine affine(LayerShape layer, Initializer initializer) {
        double m = layer.inputs();
        double deviation = initializer.deviation(layer);
        double scale = layer.weightScale() * layer.weightScale();
        double bias = layer.hasBias() ? layer.biasScale() * layer.biasScale() : 0;
        double beta = initializer.biasDeviation();
        return new InfiniteNetwork.Rule.Affine(scale * deviation * deviation * m, bias * beta * beta, scale * m, bias);
    }

    /** Starts a network of own design in the tangent-kernel parametrization on images of that size. */
    public static Builder builder(int height, int width, int colours) {
        return new Builder(height, width, colours);
    }

    @Override
    public int inputs() {
        return height * width * colours;
    }

    int pixels() {
        return height * width;
    }

    int colours() {
        return colours;
    }

    List<Stage> stages() {
        return stages;
    }

    boolean averages() {
        return average;
    }

    InfiniteNetwork.Rule.Affine readout() {
        return readout;
    }

    @Override
    public WideKernels kernels(Matrix x) {
        return run("kernels", x, x, true, true);
    }

    @Override
    public WideKernels kernels(Matrix x, Matrix y) {
        return run("kernels", x, y, true, true);
    }

    @Override
    public Matrix ntk(Matrix x) {
        return run("ntk", x, x, false, true).ntk();
    }

    @Override
    public Matrix ntk(Matrix x, Matrix y) {
        return run("ntk", x, y, false, true).ntk();
    }

    @Override
    public Matrix nngp(Matrix x) {
        return run("nngp", x, x, true, false).nngp();
    }

    @Override
    public Matrix nngp(Matrix x, Matrix y) {
        return run("nngp", x, y, true, false).nngp();
    }

    private WideKernels run(String operation, Matrix x, Matrix y, boolean nngp, boolean ntk) {
        check(operation, "x", x);
        if (y != x) {
            check(operation, "y", y);
        }
        MemoryEstimate.require(operation, bytes(x.rows(), y.rows(), nngp && ntk ? 2 : 1),
                "take fewer or smaller images, or blocks of rows with the form of two arguments");
        return new ConvolutionPass(this, x, y, nngp, ntk).run();
    }

    @Override
    public long bytes(int n, int m, int results) {
        long perPixel = 3;
        long pixels = pixels();
        for (Stage stage : stages) {
            // Variance, derived tables and diagonal of Theta; an expansion holds two tables of some 100 terms.
            perPixel += stage.dual() instanceof HermiteDual ? 200 : 4;
            pixels = Math.max(pixels, stage.map().pixels());
        }
        long tables = MemoryEstimate.ofDoubles(perPixel * pixels, (long) n + m);
        long inputs = MemoryEstimate.ofDoubles(inputs(), m);
        return results * MemoryEstimate.ofDoubles(n, m) + tables + inputs
                + ConvolutionPass.scratchBytes(this) * Runtime.getRuntime().availableProcessors();
    }

    private void check(String operation, String argument, Matrix x) {
        if (x.columns() != inputs()) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + x.columns()
                    + " columns, the network takes " + inputs() + " inputs (" + height + " x " + width + " x " + colours
                    + "); rows are images");
        }
        double[] data = x.data();
        for (int i = 0; i < data.length; i++) {
            if (!Double.isFinite(data[i])) {
                throw new IllegalArgumentException(operation + ": " + argument + " holds " + data[i] + " in row "
                        + i / inputs() + ", column " + i % inputs() + "; every entry must be finite");
            }
        }
    }

    @Override
    public String toString() {
        return "InfiniteConvolution[" + description + "]";
    }

    /** Composes a network from convolutions with activations and a readout, each with factors of its own. */
    public static final class Builder {
        private final int height;
        private final int width;
        private final int colours;
        private final List<Stage> stages = new ArrayList<>();
        private int down;
        private int across;

        private Builder(int height, int width, int colours) {
            if (height < 1 || width < 1 || colours < 1) {
                throw new IllegalArgumentException("builder: the image is " + height + " x " + width + " x " + colours
                        + "; each is at least 1");
            }
            this.height = height;
            this.width = width;
            this.colours = colours;
            this.down = height;
            this.across = width;
        }

        /** {@code s((sigma_w / sqrt m) W P + sigma_b b)} with all parameters N(0, 1), m the fan-in of a filter. */
        public Builder convolution(int filter, int stride, PatchMap.Padding padding, double sigmaW, double sigmaB,
                Activation s) {
            PatchMap map = PatchMap.of(down, across, filter, stride, padding);
            stages.add(new Stage(map, affine("convolution", sigmaW, sigmaB), DualActivation.of(s)));
            down = map.height();
            across = map.width();
            return this;
        }

        /** Reads all pixels by a dense layer. */
        public InfiniteConvolution flatten(double sigmaW, double sigmaB) {
            return build(false, affine("flatten", sigmaW, sigmaB));
        }

        /** Reads the mean over pixels by a dense layer. */
        public InfiniteConvolution average(double sigmaW, double sigmaB) {
            return build(true, affine("average", sigmaW, sigmaB));
        }

        private InfiniteConvolution build(boolean average, InfiniteNetwork.Rule.Affine readout) {
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("build: there is no convolution; call convolution first");
            }
            return new InfiniteConvolution(height, width, colours, stages, average, readout,
                    stages.size() + " convolutions");
        }

        private static InfiniteNetwork.Rule.Affine affine(String operation, double sigmaW, double sigmaB) {
            if (!(sigmaW > 0) || !(sigmaB >= 0) || !Double.isFinite(sigmaW + sigmaB)) {
                throw new IllegalArgumentException(operation + ": sigma_w is " + sigmaW + " and sigma_b " + sigmaB
                        + "; the first must be positive and the second at least 0");
            }
            double w = sigmaW * sigmaW;
            double b = sigmaB * sigmaB;
            return new InfiniteNetwork.Rule.Affine(w, b, w, b);
        }
    }
}
