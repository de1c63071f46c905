package org.paisaje.data;

import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.math.Brief;

/**
 * Where the rows of a training and a test part stood in the file, which dividing does not change: counted from 0, ascending.
 *
 * @param train the places of the training rows
 * @param test the places of the test rows; empty without any
 * @param together whether both parts are of one file; else each counts the rows of its own
 */
public record RowOrder(int[] train, int[] test, boolean together) {
    /** Those of a file that was divided. */
    public static RowOrder of(Partition parts) {
        return new RowOrder(parts.rest(), parts.drawn(), true);
    }

    /** Those of two files, or of one that was not divided. */
    public static RowOrder of(Dataset train, Optional<Dataset> test) {
        return new RowOrder(IntStream.range(0, train.size()).toArray(),
                IntStream.range(0, test.map(Dataset::size).orElse(0)).toArray(), false);
    }

    /** Whether the test rows are the last ones of one file. */
    public boolean last() {
        return together && test.length > 0 && test[0] > train[train.length - 1];
    }

    /** Of some of the rows, by their number within their part. */
    public RowOrder kept(int[] trainRows, int[] testRows) {
        return new RowOrder(IntStream.of(trainRows).map(i -> train[i]).toArray(),
                IntStream.of(testRows).map(i -> test[i]).toArray(), together);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
