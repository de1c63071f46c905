package org.paisaje.loss;

import org.paisaje.math.linalg.Matrix;

/** Which class the outputs of a network mean. */
@FunctionalInterface
public interface Decision {
    /** For logits: with one output the second class above 0, else the largest output. */
    Decision LOGITS = above(0);
    /** For outputs fitted to 0 and 1: with one output the second class above 1/2, else the largest output. */
    Decision HALF = above(0.5);

    /** The number of the class of sample i. */
    int classOf(Matrix outputs, int i);

    /** With one output the second class above the threshold, else the largest output; ties go to the first. */
    static Decision above(double threshold) {
        return (outputs, i) -> {
            if (outputs.columns() == 1) {
                return outputs.get(i, 0) > threshold ? 1 : 0;
            }
            int best = 0;
            for (int c = 1; c < outputs.columns(); c++) {
                best = outputs.get(i, c) > outputs.get(i, best) ? c : best;
            }
            return best;
        };
    }

    /** How many rows of the outputs mean the class that their label names. */
    default int right(Matrix outputs, int... labels) {
        if (labels.length != outputs.rows()) {
            throw new IllegalArgumentException("right: there are " + labels.length + " labels for " + outputs.rows()
                    + " rows of outputs");
        }
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += classOf(outputs, i) == labels[i] ? 1 : 0;
        }
        return right;
    }
}
