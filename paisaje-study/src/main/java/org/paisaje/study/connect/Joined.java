package org.paisaje.study.connect;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.path.Barrier;

/**
 * What was found between networks.
 *
 * @param came the networks as they came
 * @param ends how each does on the training data and on the test data
 * @param pair the straight line between the first two, before and after alignment, and curves after it
 * @param aligned how the second was aligned to the first; nothing if it was not
 * @param alignedBy by what, in words
 * @param whyNot why networks were not aligned; empty if they were
 * @param matrix barriers above the chord of all pairs, before and after a common alignment; of two networks none
 * @param answers how alike the functions of the first two are
 * @param zero what became of curves of zero loss, in the order tried
 * @param cost gradients over the training data that all this took, in equivalents, training left out
 */
record Joined(List<ConnectSetting.End> came, List<End> ends, List<LossLine> pair, Optional<NetworkAlignment> aligned,
        String alignedBy, String whyNot, Optional<Matrices> matrix, Likeness answers, List<Zero> zero, double cost) {
    /** How a network does. */
    record End(String name, double train, Optional<Double> test, double norm) {}

    /** Barriers of all pairs. */
    record Matrices(double[][] before, double[][] after, double spreadBefore, double spreadAfter) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Matrices[" + before.length + " networks]";
        }
    }

    /**
     * A curve of zero loss, or why there is none.
     *
     * @param id for files
     * @param words what it is
     * @param along the loss on it; nothing if there is no such curve
     * @param inside the largest loss between the two points where the last layer has come to fit
     * @param points nodes
     * @param note why not, or the bound between the samples
     * @param proven whether theory bounds the loss between the samples too
     */
    record Zero(String id, String words, Optional<Barrier> along, double inside, Optional<Matrix> points,
            String note, boolean proven) {}

    /** The straight line between the networks as they came. */
    LossLine straight() {
        return pair.getFirst();
    }

    /** The line of that id. */
    Optional<LossLine> line(String id) {
        return pair.stream().filter(line -> line.id().equals(id)).findFirst();
    }
}
