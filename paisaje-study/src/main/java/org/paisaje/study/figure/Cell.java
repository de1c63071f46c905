package org.paisaje.study.figure;

import org.paisaje.study.Estimate;

/** A cell of a table: what it holds, not how it is written. */
public sealed interface Cell {
    /** Words. */
    record Text(String words) implements Cell {}

    /** A number, written with so many significant digits. */
    record Real(double value, int digits) implements Cell {}

    /** A number with its uncertainty. */
    record Measured(Estimate estimate) implements Cell {}

    /** How many. */
    record Count(long value) implements Cell {}

    /** A part of the whole, 0 to 1, written in per cent. */
    record Share(double value) implements Cell {}

    /** A cell that contradicts what was expected, shown as such. */
    record Contradicting(Cell cell) implements Cell {}

    /** Words. */
    static Cell text(String words) {
        return new Text(words);
    }

    /** A number to four digits. */
    static Cell number(double value) {
        return new Real(value, 4);
    }

    /** A number to so many digits. */
    static Cell number(double value, int digits) {
        return new Real(value, digits);
    }

    /** A number with its uncertainty. */
    static Cell measured(Estimate estimate) {
        return new Measured(estimate);
    }

    /** How many. */
    static Cell count(long value) {
        return new Count(value);
    }

    /** A part of the whole. */
    static Cell share(double value) {
        return new Share(value);
    }

    /** This cell, shown as a disagreement. */
    default Cell contradicting() {
        return new Contradicting(this);
    }

    /** Whether it is set as a number. */
    default boolean numeric() {
        return switch (this) {
            case Text text -> false;
            case Contradicting(Cell cell) -> cell.numeric();
            default -> true;
        };
    }
}
