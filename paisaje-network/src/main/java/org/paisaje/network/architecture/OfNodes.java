package org.paisaje.network.architecture;

import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.GradientWorkspace;
import org.paisaje.network.KinkCount;
import org.paisaje.network.LayerShape;
import org.paisaje.network.LayerTrace;
import org.paisaje.network.Linearization;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.graph.GraphStructure;

/** A network whose passes are those of a structure of nodes. */
interface OfNodes extends Architecture {
    /** The nodes for the engine of graphs. */
    GraphStructure structure();

    @Override
    default Matrix forward(double[] theta, Matrix x) {
        return structure().forward(theta, x);
    }

    @Override
    default Linearization linearize(double[] theta, Matrix x) {
        return structure().linearize(theta, x);
    }

    @Override
    default GradientWorkspace workspace(Loss loss, int capacity) {
        return structure().workspace(loss, capacity);
    }

    @Override
    default LayerTrace trace(double[] theta, Matrix x) {
        return structure().trace(theta, x);
    }

    @Override
    default KinkCount kinks(double[] theta, Matrix x, double within) {
        return structure().kinks(theta, x, within);
    }

    @Override
    default List<LayerShape> layerShapes() {
        return structure().shapes();
    }

    @Override
    default PiecewiseLinear pieces(double[] theta) {
        return structure().pieces(text(), theta);
    }

    @Override
    default long traceEntries(int gradients) {
        return structure().traceEntries(gradients);
    }

    @Override
    default boolean inRow() {
        return false;
    }
}
