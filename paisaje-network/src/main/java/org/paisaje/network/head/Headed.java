package org.paisaje.network.head;

import java.util.List;
import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.KinkCount;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.Layout;
import org.paisaje.network.Linearization;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.ArchitectureSyntax;
import org.paisaje.network.start.Initializer;
import org.paisaje.network.start.Parametrization;

/**
 * A network with something behind its last layer, written as the option {@code output=}: {@code mlp:2-16-1:tanh:output=sigmoid}.
 * Its parameters, layers and initial weights are those of the network without it; all derivatives are exact.
 *
 * @param body the network without it
 * @param head what its outputs go through
 */
public record Headed(Architecture body, Head head) implements Architecture {
    /** Checks that there is one head. */
    public Headed {
        if (!body.head().none()) {
            throw new IllegalArgumentException("Headed: " + body.text() + " has " + body.head().name()
                    + " behind its outputs already; one is taken");
        }
    }

    /** The network with that head, and the network itself if that is none. */
    public static Architecture of(Architecture body, Head head) {
        return head.none() ? body : new Headed(body, head);
    }

    /** The option is the last one. */
    @Override
    public String text() {
        return ArchitectureSyntax.withOutput(body.text(), head.name());
    }

    @Override
    public Architecture withoutHead() {
        return body;
    }

    @Override
    public Activation activation() {
        return body.activation();
    }

    @Override
    public Parametrization parametrization() {
        return body.parametrization();
    }

    @Override
    public List<LayerShape> layerShapes() {
        return body.layerShapes();
    }

    @Override
    public double[] initialize(Initializer initializer, Seed seed) {
        return body.initialize(initializer, seed);
    }

    @Override
    public Optional<double[]> givenParameters() {
        return body.givenParameters();
    }

    /** Those of the layers; a kink of the head is not counted. */
    @Override
    public KinkCount kinks(double[] theta, Matrix x, double within) {
        return body.kinks(theta, x, within);
    }

    @Override
    public PiecewiseLinear pieces(double[] theta) {
        return body.pieces(theta);
    }

    @Override
    public LayerTrace trace(double[] theta, Matrix x) {
        return new HeadedTrace(body.trace(theta, x), head);
    }

    @Override
    public long traceEntries(int gradients) {
        return body.traceEntries(gradients) + 3L * outputs();
    }

    @Override
    public boolean inRow() {
        return body.inRow();
    }

    @Override
    public boolean sequential() {
        return body.sequential();
    }

    @Override
    public Layout layout() {
        return body.layout();
    }

    @Override
    public int inputs() {
        return body.inputs();
    }

    @Override
    public int outputs() {
        return body.outputs();
    }

    @Override
    public Matrix forward(double[] theta, Matrix x) {
        return head.value(body.forward(theta, x));
    }

    @Override
    public Linearization linearize(double[] theta, Matrix x) {
        return new HeadedLinearization(body.linearize(theta, x), head);
    }

    @Override
    public GradientWorkspace workspace(Loss loss, int capacity) {
        return body.workspace(new HeadedLoss(loss, head), capacity);
    }

    @Override
    public String toString() {
        return text();
    }
}
