package org.paisaje.study.explain.check;

import java.util.List;
import org.paisaje.math.Brief;
import org.paisaje.network.LayerShape;

/**
 * How far the last steps of a run moved each layer.
 *
 * @param rms the root mean square over the steps of the distance by which one moved the weights of a layer
 * @param steps how many steps that is; 0 if none was looked at
 */
public record LastSteps(double[] rms, int steps) {
    /** Of a run of which the single steps are not known. */
    public static final LastSteps UNKNOWN = new LastSteps(new double[0], 0);

    /** Adds up the last steps of a run while it is made. */
    public static final class Watch {
        /** So many steps at the end are looked at. */
        public static final int COUNT = 16;

        private final List<LayerShape> shapes;
        private final double[] squares;
        private double[] before = new double[0];
        private long step = -1;
        private int count;

        /** For the layers of a network. */
        public Watch(List<LayerShape> shapes) {
            this.shapes = shapes;
            this.squares = new double[shapes.size()];
        }

        /** Takes the parameters after a step; only steps that follow each other count. */
        public void at(long made, double[] theta) {
            if (made == step + 1 && before.length == theta.length) {
                for (int l = 0; l < squares.length; l++) {
                    LayerShape shape = shapes.get(l);
                    int end = shape.weight() + shape.inputs() * shape.outputs();
                    for (int i = shape.weight(); i < end; i++) {
                        squares[l] += (theta[i] - before[i]) * (theta[i] - before[i]);
                    }
                }
                count++;
            }
            before = theta.clone();
            step = made;
        }

        /** What a second start needs to go on: sums, the last parameters, their step and how many steps were counted. */
        public List<double[]> state() {
            return List.of(squares, before, new double[] {step, count});
        }

        /** Goes on from a state. */
        public void restore(List<double[]> state) {
            System.arraycopy(state.get(0), 0, squares, 0, squares.length);
            before = state.get(1);
            step = (long) state.get(2)[0];
            count = (int) state.get(2)[1];
        }

        /** What was seen. */
        public LastSteps seen() {
            double[] rms = squares.clone();
            for (int l = 0; l < rms.length; l++) {
                rms[l] = Math.sqrt(rms[l] / Math.max(1, count));
            }
            return count == 0 ? UNKNOWN : new LastSteps(rms, count);
        }
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
