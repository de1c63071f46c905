package org.paisaje.data;

import java.util.Optional;
import org.paisaje.data.format.CsvFile.Dialect;

/**
 * What a data file does not say about itself.
 *
 * @param target the target column of a CSV file: its name, or its number counted from 1, -1 being the last
 * @param reading how targets are understood
 * @param dialect how a CSV file is written
 */
public record SourceOptions(Optional<String> target, Reading reading, Dialect dialect) {
    /** How targets are understood. */
    public enum Reading {
        /**
         * Words are classes. Numbers of an integer type are classes if they repeat, those of a floating type real. In a
         * CSV file, where types are not written, 0, 1, ..., k - 1 with k at most 100, each at least twice, are classes.
         */
        DETECTED,
        /** Targets are real numbers. */
        REGRESSION,
        /** Each distinct value is a class. */
        CLASSIFICATION
    }

    /** Everything by looking at the file; a CSV file needs a target. */
    public static SourceOptions detected() {
        return new SourceOptions(Optional.empty(), Reading.DETECTED, Dialect.detected());
    }

    /** These options with a target column. */
    public SourceOptions withTarget(String column) {
        return new SourceOptions(Optional.of(column), reading, dialect);
    }

    /** These options with another reading of targets. */
    public SourceOptions reading(Reading other) {
        return new SourceOptions(target, other, dialect);
    }
}
