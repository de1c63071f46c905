package org.paisaje.network;

import java.util.List;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.ArchitectureSyntax;
import org.paisaje.network.architecture.Networks;
import org.paisaje.network.head.Head;
import org.paisaje.network.head.Headed;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;
import org.paisaje.registry.Registry;

/**
 * A network given by a record that prints to one line and reads back from it:
 *
 * <pre>
 * mlp:784-512-512-10:relu:bias=false,param=ntk,sw=1.4      linear:5-4-3      resnet:2-16x50-1:tanh:block=two,step=0.05
 * conv:28x28x1-64-64-10:relu:filter=3,readout=average      onnx:model.onnx
 * </pre>
 *
 * An option {@code output=sigmoid} puts an activation, or {@code softmax}, behind the outputs of any of them.
 * All derivatives are exact. Parameters are called {@code layers.<l>.weight}
 * (outputs x inputs) and {@code layers.<l>.bias}.
 */
public interface Architecture extends Network {
    /**
     * Reads the line that {@link #text()} writes.
     *
     * @throws IllegalArgumentException pointing at the part that is wrong and saying what would be right
     */
    static Architecture parse(String text) {
        return new ArchitectureSyntax(text).parse();
    }

    /** The kinds that have a name. */
    static Registry<NetworkKind> registry() {
        return Networks.REGISTRY;
    }

    /** The architecture on one line; {@code parse(a.text()).equals(a)}. */
    String text();

    /** The nonlinearity of the hidden layers. */
    Activation activation();

    /** How the parameters enter the forward pass. */
    Parametrization parametrization();

    /** The layers and their places in theta. */
    List<LayerShape> layerShapes();

    /** Parameters drawn by an initializer; layer l uses the seed's child of that name and number. */
    double[] initialize(Initializer initializer, Seed seed);

    /** Parameters drawn by the default of the parametrization, {@link Initializer#standardFor}. */
    default double[] initialize(Seed seed) {
        return initialize(Initializer.standardFor(this), seed);
    }

    /**
     * Counts the arguments of kinked activations within a distance of the kink, over all samples.
     *
     * @param theta p parameters
     * @param x n x d samples
     * @param within the distance, at least 0; 0 counts exact hits
     */
    KinkCount kinks(double[] theta, Matrix x, double within);

    /** The parameters that came with the network, if it was read from a file; training starts from them. */
    default Optional<double[]> givenParameters() {
        return Optional.empty();
    }

    /** What the outputs of the last layer go through, see {@link Headed}. */
    default Head head() {
        return Head.NONE;
    }

    /** The network without what its outputs go through; itself if there is nothing. */
    default Architecture withoutHead() {
        return this;
    }

    /** A pass at (theta, x) to look inside. */
    LayerTrace trace(double[] theta, Matrix x);

    /**
     * Multiplications by parameters in one forward pass of a sample, additions of biases counted as such: each parameter as often
     * as it is applied, once in dense layers, at every pixel in convolutions.
     */
    default double applications() {
        double sum = 0;
        for (LayerShape layer : layerShapes()) {
            sum += (double) layer.positions() * layer.outputs() * (layer.inputs() + (layer.hasBias() ? 1 : 0));
        }
        return sum;
    }

    /**
     * About how many numbers a trace holds for each sample once its factors of so many gradients are asked for; what
     * groups of samples are sized by.
     */
    default long traceEntries(int gradients) {
        long sum = 0;
        for (LayerShape layer : layerShapes()) {
            sum += 3L * layer.inputs() + (3L * gradients + 3L) * layer.outputs();
        }
        return sum;
    }

    /**
     * The network at theta as steps that are affine or have kinks, without what its outputs go through.
     *
     * @throws IllegalArgumentException if it is not piecewise linear, naming what bends
     */
    default PiecewiseLinear pieces(double[] theta) {
        if (!inRow()) {
            throw new IllegalArgumentException("regions: " + text() + " does not tell its affine pieces");
        }
        return PiecewiseLinear.ofRow(text(), inputs(), layerShapes(), theta);
    }

    /** Which hidden units may change places, signs or scales, without what the outputs go through. */
    default UnitStructure unitStructure() {
        return UnitStructure.ofRow(layerShapes(), layout().size());
    }

    /**
     * The network with what training leaves in it as constants, the means and variances of batch normalisations, in its
     * parameters, of which there are no more: two networks that differ in these constants are two points of it. Itself if it has
     * none.
     */
    default Architecture absorbing() {
        return this;
    }

    /** The parameters of {@link #absorbing} that have the function of theta. */
    default double[] absorbed(double[] theta) {
        return theta;
    }

    /** The same with all hidden layers of one width; empty where the width of the data is that of the layers, or there is none. */
    default Optional<Architecture> widened(int width) {
        return Optional.empty();
    }

    /** What stands behind the outputs where the network comes from, and is left to a loss that holds it; usually none. */
    default Head leftToLoss() {
        return Head.NONE;
    }

    /**
     * Whether the layers are dense and stand in a row, each reading what the one before it gives, so that
     * {@link #layerShapes} with its skips tells the whole structure.
     */
    boolean inRow();

    /**
     * Whether layers follow each other, dense or convolutional, with nothing but pools, normalisations and the like between
     * them: every value is read by the next one alone.
     */
    default boolean sequential() {
        return inRow();
    }

    @Override
    Layout layout();

    @Override
    Matrix forward(double[] theta, Matrix x);

    @Override
    Linearization linearize(double[] theta, Matrix x);

    @Override
    GradientWorkspace workspace(Loss loss, int capacity);
}
