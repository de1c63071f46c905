package org.paisaje.study.explain.wiring;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;

/** Every sample is held against the target of a neighbour. */
record ShiftedRows(int by) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.rows-shifted";
    }

    @Override
    public Aspect aspect() {
        return Aspect.TARGETS;
    }

    @Override
    public boolean fault() {
        return true;
    }

    @Override
    public String words() {
        return "targets of the row " + (by > 0 ? "after" : "before");
    }

    @Override
    public String advice() {
        return "Check that inputs and targets are cut and shuffled together.";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        return Optional.of(reading.against(y -> {
            Matrix other = Matrix.zeros(y.rows(), y.columns());
            for (int i = 0; i < y.rows(); i++) {
                other.setRow(i, y.row(Math.floorMod(i + by, y.rows())));
            }
            return other;
        }));
    }
}
