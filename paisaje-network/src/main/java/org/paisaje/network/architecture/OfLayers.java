package org.paisaje.network.architecture;

import org.paisaje.math.random.Seed;
import org.paisaje.network.Layout;
import org.paisaje.network.Passes;
import org.paisaje.network.dense.LayerStack;
import org.paisaje.network.start.Initializer;

/** A network whose passes are those of dense layers in a row. */
interface OfLayers extends ByPasses {
    /** The layers for the dense engine. */
    LayerStack stack();

    @Override
    default Passes passes() {
        return stack();
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
