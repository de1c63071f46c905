package org.paisaje.report;

import java.util.List;
import java.util.Map;
import org.paisaje.claims.Expectation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Finding;
import org.paisaje.study.Provenance;
import org.paisaje.study.figure.Figure;

/**
 * A report as a document: what a hurried reader needs first, then sections in the order of the argument, then what is
 * needed to make it again.
 *
 * @param title the headline
 * @param summary one or two sentences that say what came out
 * @param entries one line for each section, for the table at the top; may be empty
 * @param sections the argument
 * @param command the command line that makes this page again
 * @param provenance what made the result
 */
public record Page(
        String title,
        String summary,
        List<Entry> entries,
        List<Section> sections,
        String command,
        Provenance provenance) {
    /** Copies the lists. */
    public Page {
        entries = List.copyOf(entries);
        sections = List.copyOf(sections);
    }

    /**
     * A line of the table at the top.
     *
     * @param anchor the section it leads to
     * @param name its identifier
     * @param words what it is about
     * @param verdict how it came out
     * @param asExpected whether that is what was expected
     * @param seconds how long it took
     */
    public record Entry(
            String anchor, String name, String words, Expectation verdict, boolean asExpected, double seconds) {}

    /**
     * A part of the argument.
     *
     * @param anchor its address within the page
     * @param title its headline
     * @param blocks what it holds
     */
    public record Section(String anchor, String title, List<Block> blocks) {
        /** Copies the list. */
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    /** A piece of a section. */
    public sealed interface Block {}

    /** A paragraph. */
    public record Prose(String words) implements Block {}

    /** A displayed formula in LaTeX. */
    public record Formula(String latex) implements Block {}

    /** Words of a document, formulas between dollar signs, and where they stand. */
    public record Quote(String words, String place) implements Block {}

    /** A verdict with its reason. */
    public record VerdictLine(Expectation verdict, String words, boolean asExpected) implements Block {}

    /** Points of a list under a small headline. */
    public record Points(String title, List<String> items) implements Block {
        /** Copies the list. */
        public Points {
            items = List.copyOf(items);
        }
    }

    /** Predicted against measured. */
    public record Comparisons(List<Comparison> lines) implements Block {
        /** Copies the list. */
        public Comparisons {
            lines = List.copyOf(lines);
        }
    }

    /** Lines of an explanation: measured beside theory, with a verdict and its reason. */
    public record Findings(List<Finding> lines) implements Block {
        /** Copies the list. */
        public Findings {
            lines = List.copyOf(lines);
        }
    }

    /** A picture, a row of pictures, a table or a series of frames. */
    public record Picture(Figure figure) implements Block {}

    /** Names and values, folded away until asked for. */
    public record Details(String title, Map<String, String> values) implements Block {}
}
