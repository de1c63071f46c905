package org.paisaje.study.explain.evidence;

import java.util.Optional;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;

/**
 * The best a network can do that ignores its input.
 *
 * @param loss the loss of the best constant output
 */
public record ConstantPrediction(double loss) {
    /** Absent where the loss does not know its best constant. */
    public static Optional<ConstantPrediction> of(Loss loss, Matrix y) {
        return loss.bestConstant(y).map(outputs -> {
            Matrix all = Matrix.zeros(y.rows(), y.columns());
            for (int i = 0; i < y.rows(); i++) {
                all.setRow(i, outputs);
            }
            return new ConstantPrediction(loss.value(all, y));
        });
    }
}
