package org.paisaje.study.connect;

import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.landscape.path.Barrier;
import org.paisaje.theory.landscape.path.Curve;
import org.paisaje.theory.landscape.path.LossField;

/**
 * The loss on a curve.
 *
 * @param id for files
 * @param words what it is
 * @param train on the training data
 * @param test on the test data at the same places, if there are any
 * @param points the curve itself, a row for each control point or node; nothing for the straight line
 * @param note what it is worth to know of it
 */
public record LossLine(String id, String words, Barrier train, Optional<Barrier> test, Optional<Matrix> points,
        String note) {
    /** Looks at a curve at so many steps, and at the places that this leads to on the test data too. */
    static LossLine along(String id, String words, Curve curve, LossField train, Optional<LossField> test, int steps) {
        Barrier seen = Barrier.along(train, curve, steps);
        Optional<Barrier> tested = test.map(field -> new Barrier(seen.places(),
                field.values(seen.places().length, i -> curve.at(seen.places()[i]))));
        return new LossLine(id, words, seen, tested, Optional.empty(), "");
    }

    LossLine through(Optional<Matrix> nodes) {
        return new LossLine(id, words, train, test, nodes, note);
    }

    LossLine noted(String said) {
        return new LossLine(id, words, train, test, points, said);
    }
}
