package org.paisaje.data.source;

import java.util.Optional;
import org.paisaje.data.format.csv.CsvDialect;

/**
 * What a data file does not say about itself.
 *
 * @param target the target column of a CSV file: its name, or its number counted from 1, -1 being the last
 * @param reading how targets are understood
 * @param dialect how a CSV file is written and what is taken from it
 */
public record SourceOptions(Optional<String> target, Reading reading, CsvDialect dialect) {
    /** How targets are understood. */
    public enum Reading {
        /**
         * Words are classes, and so are columns of which one is 1 and the others 0 in each row. Numbers of an integer type
         * are classes if they repeat. Of other numbers, as in a CSV file, these are classes: 0, 1, ..., k - 1 with k at most
         * 100, each at least twice, and -1 and 1. What was assumed is said.
         */
        DETECTED,
        /** Targets are real numbers. */
        REGRESSION,
        /** Each distinct value is a class. */
        CLASSIFICATION;

        /** The one meant by {@code --task}. */
        public static Reading parse(String task) {
            return switch (task) {
                case "regression" -> REGRESSION;
                case "classification" -> CLASSIFICATION;
                default -> throw new IllegalArgumentException(
                        "--task is " + task + "; write regression or classification");
            };
        }
    }

    /** Everything by looking at the file; a CSV file needs a target. */
    public static SourceOptions detected() {
        return new SourceOptions(Optional.empty(), Reading.DETECTED, CsvDialect.detected());
    }

    /** These options with a target column. */
    public SourceOptions withTarget(String column) {
        return new SourceOptions(Optional.of(column), reading, dialect);
    }

    /** These options with another reading of targets. */
    public SourceOptions reading(Reading other) {
        return new SourceOptions(target, other, dialect);
    }

    /** These options with another way of writing tables. */
    public SourceOptions dialect(CsvDialect other) {
        return new SourceOptions(target, reading, other);
    }
}
