package org.paisaje.network.architecture;

import java.util.List;
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
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.start.Initializer;

/** A network whose passes are those of dense layers in a row. */
interface OfLayers extends Architecture {
    /** The layers for the dense engine. */
    LayerStack stack();

    @Override
    default Matrix forward(double[] theta, Matrix x) {
        return stack().forward(theta, x);
    }

    @Override
    default Linearization linearize(double[] theta, Matrix x) {
        return stack().linearize(theta, x);
    }

    @Override
    default GradientWorkspace workspace(Loss loss, int capacity) {
        return stack().workspace(loss, capacity);
    }

    @Override
    default LayerTrace trace(double[] theta, Matrix x) {
        return stack().trace(theta, x);
    }

    @Override
    default KinkCount kinks(double[] theta, Matrix x, double within) {
        return stack().kinks(theta, x, within);
    }

    @Override
    default List<LayerShape> layerShapes() {
        return stack().shapes();
    }

    @Override
    default Layout layout() {
        return stack().layout();
    }

    @Override
    default double[] initialize(Initializer initializer, Seed seed) {
        return stack().initialize(initializer, seed);
    }

    @Override
    default boolean inRow() {
        return true;
    }
}
