package org.paisaje.network;

import java.util.List;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/** The passes of an engine through its layers or nodes, which architectures hand on; each does as in {@link Architecture}. */
public interface Passes {
    /** See {@link Network#forward}. */
    Matrix forward(double[] theta, Matrix x);

    /** See {@link Network#linearize}. */
    Linearization linearize(double[] theta, Matrix x);

    /** See {@link Network#workspace}. */
    GradientWorkspace workspace(Loss loss, int capacity);

    /** See {@link Architecture#trace}. */
    LayerTrace trace(double[] theta, Matrix x);

    /** See {@link Architecture#kinks}. */
    KinkCount kinks(double[] theta, Matrix x, double within);

    /** See {@link Architecture#layerShapes}. */
    List<LayerShape> shapes();
}
