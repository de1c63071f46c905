package org.paisaje.study.explain.wiring;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** The outputs pass through a softmax, which a loss of logits applies again. */
record SoftmaxOutputs() implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.softmax-twice";
    }

    @Override
    public Aspect aspect() {
        return Aspect.OUTPUTS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return "softmax applied twice: the outputs are made probabilities, and the loss takes them for logits";
    }

    @Override
    public String advice() {
        return "Give the loss the outputs without softmax (in PyTorch leave nn.Softmax out of the network; in Keras set from_logits=False if it stays).";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return context.softmax() ? Optional.of(reading.through(SoftmaxOutputs::softmax)) : Optional.empty();
    }

    /** The probabilities, row by row. */
    static Matrix softmax(Matrix f) {
        Matrix p = f.copy();
        int k = f.columns();
        for (int row = 0; row < p.data().length; row += k) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = row; c < row + k; c++) {
                largest = Math.max(largest, p.data()[c]);
            }
            double sum = 0;
            for (int c = row; c < row + k; c++) {
                p.data()[c] = Math.exp(p.data()[c] - largest);
                sum += p.data()[c];
            }
            for (int c = row; c < row + k; c++) {
                p.data()[c] /= sum;
            }
        }
        return p;
    }
}
