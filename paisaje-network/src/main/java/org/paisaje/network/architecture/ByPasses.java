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
import org.paisaje.network.Passes;

/** A network whose passes are those of an engine. */
interface ByPasses extends Architecture {
    /** The engine. */
    Passes passes();

    @Override
    default Matrix forward(double[] theta, Matrix x) {
        return passes().forward(theta, x);
    }

    @Override
    default Linearization linearize(double[] theta, Matrix x) {
        return passes().linearize(theta, x);
    }

    @Override
    default GradientWorkspace workspace(Loss loss, int capacity) {
        return passes().workspace(loss, capacity);
    }

    @Override
    default LayerTrace trace(double[] theta, Matrix x) {
        return passes().trace(theta, x);
    }

    @Override
    default KinkCount kinks(double[] theta, Matrix x, double within) {
        return passes().kinks(theta, x, within);
    }

    @Override
    default List<LayerShape> layerShapes() {
        return passes().shapes();
    }
}
