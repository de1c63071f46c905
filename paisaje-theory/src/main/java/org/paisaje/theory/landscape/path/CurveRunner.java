package org.paisaje.theory.landscape.path;

import org.paisaje.risk.Objective;
import org.paisaje.training.Training;
import org.paisaje.training.Trajectory;

/** How {@link CurveTraining} runs its training: from the start, or on from a checkpoint. */
public interface CurveRunner {
    /** From the start, and nothing is kept. */
    CurveRunner PLAIN = new CurveRunner() {
        @Override
        public long made() {
            return 0;
        }

        @Override
        public Trajectory run(Training training, Objective objective, double[] start) {
            return training.run(objective, start);
        }
    };

    /** How many steps have been made before. */
    long made();

    /** Trains, or trains on after those steps. */
    Trajectory run(Training training, Objective objective, double[] start);
}
