package org.paisaje.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paisaje.study.figure.Figure;

/** A piece of a section of a result. Formulas inside words stand between dollar signs, in LaTeX. */
public sealed interface Block {
    /** A paragraph. */
    record Text(String words) implements Block {}

    /** A displayed formula in LaTeX. */
    record Formula(String latex) implements Block {}

    /** Words of a document and where they stand. */
    record Quote(String words, String place) implements Block {}

    /** Points of a list under a small headline, which may be empty. */
    record Points(String title, List<String> items) implements Block {
        /** More than so many are a list of words, which is written in a row. */
        public static final int MANY = 12;

        /** Copies the list. */
        public Points {
            items = List.copyOf(items);
        }
    }

    /** Measured numbers beside theory, with verdict and reason. */
    record Findings(List<Finding> lines) implements Block {
        /** Copies the list. */
        public Findings {
            lines = List.copyOf(lines);
        }
    }

    /** Numbers of the result itself: shown on the page, in the terminal and in JSON. */
    record Numbers(Figure.Table table) implements Block {}

    /** Verdicts side by side, each in a few words. */
    record Glance(List<Entry> entries) implements Block {
        /**
         * A verdict.
         *
         * @param title what it is about, a word or two
         * @param sign the sign beside it; {@code OPEN} for what is worth knowing
         * @param words the verdict
         * @param section the section that tells more; empty for none
         */
        public record Entry(String title, Mark.Sign sign, String words, String section) {}

        /** Copies the list. */
        public Glance {
            entries = List.copyOf(entries);
        }
    }

    /** A picture, a row of pictures, a table or a series of frames; on the page. */
    record Picture(Figure figure) implements Block {}

    /** Names and values, on the page folded away until asked for. */
    record Details(String title, Map<String, String> values) implements Block {
        /** Copies the map in its order. */
        public Details {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
