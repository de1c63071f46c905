package org.paisaje.study.connect;

import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Words;
import org.paisaje.theory.landscape.path.Barrier;

/**
 * How a rise of the loss is to be read.
 *
 * @param scale the loss of the best constant output; 0 if it is not known
 * @param samples over how many samples the loss is a mean
 */
public record Rise(double scale, int samples) {
    /** A barrier below this share of the loss that a constant output has is called low. */
    static final double LOW = 0.02;
    /** Some roundings in a row. */
    private static final double ROUNDING = 64 * Math.ulp(1.0);

    /** For targets as the loss takes them. */
    public static Rise of(Loss loss, Matrix y) {
        return new Rise(loss.bestConstant(y).map(constant -> {
            Matrix outputs = Matrix.zeros(y.rows(), y.columns());
            for (int i = 0; i < y.rows(); i++) {
                outputs.setRow(i, constant);
            }
            return loss.value(outputs, y);
        }).orElse(0.0), y.rows());
    }

    /** The largest rise that is small beside the loss of a constant; 0 if that is not known. */
    public double slight() {
        return LOW * scale;
    }

    /** Whether it is small beside the loss of a constant. */
    public boolean low(double barrier) {
        return barrier <= slight();
    }

    /**
     * Whether a rise is what rounding makes of 0: below that of a mean over the samples, n ulps of the loss at its highest. A loss
     * of that size is itself a sum of rounded residuals of outputs of the size of the targets, hence the scale.
     */
    public boolean flat(Barrier seen) {
        double loss = Math.max(seen.highest(), ROUNDING * scale);
        return seen.aboveChord() <= Math.max(ROUNDING, samples * Math.ulp(1.0)) * loss;
    }

    /** The rise above the chord, 0 where it is rounding. */
    public double aboveChord(Barrier seen) {
        return flat(seen) ? 0 : seen.aboveChord();
    }

    /** The rise above the higher end, 0 where it is rounding. */
    public double aboveEnds(Barrier seen) {
        return flat(seen) ? Math.min(0, seen.aboveEnds()) : seen.aboveEnds();
    }

    /** The rise above the chord; what rounding makes of 0 is said as that. */
    public String words(Barrier seen) {
        return flat(seen) && seen.aboveChord() > 0 ? "0 (to rounding)" : Words.number(seen.aboveChord());
    }

    /** A rise as a share of the loss of the best constant output. */
    public String share(double barrier) {
        return Words.percent(barrier / scale);
    }
}
