package org.paisaje.theory.dynamics.dead;

import org.paisaje.math.Brief;

/** What is known of one unit on a box of inputs. */
public sealed interface UnitFate {
    /** Whether the slope of the activation was 0 at every sample. */
    boolean deadOnData();

    /** The slope is not 0 at some sample. */
    record AliveOnData() implements UnitFate {
        @Override
        public boolean deadOnData() {
            return false;
        }
    }

    /**
     * Silent at all samples and awake elsewhere in the box.
     *
     * @param witness an input at which the slope is not 0
     * @param argument the argument of the activation there
     */
    record AliveOnBox(double[] witness, double argument) implements UnitFate {
        @Override
        public boolean deadOnData() {
            return true;
        }

        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /**
     * The slope is 0 on all of the box, bounds on rounding included.
     *
     * @param low the argument is at least this
     * @param high and at most this
     * @param boxes how many parts the box was cut into to see it; 1 where bounds on the whole of it did
     */
    record Dead(double low, double high, int boxes) implements UnitFate {
        @Override
        public boolean deadOnData() {
            return true;
        }
    }

    /**
     * Silent at all samples, and the work allowed did not tell whether it is silent everywhere.
     *
     * @param low the argument is at least this
     * @param high and at most this
     * @param boxes how many parts of the box were looked at
     * @param tie whether only rounding is left: the largest argument is 0 but for that, as it is for every dead unit of a network
     *        without biases on a box that holds 0
     */
    record Undecided(double low, double high, int boxes, boolean tie) implements UnitFate {
        @Override
        public boolean deadOnData() {
            return true;
        }
    }
}
