package org.paisaje.study.explain.chapter;

import java.util.List;
import org.paisaje.study.Finding;
import org.paisaje.study.figure.Figure;

/**
 * One part of an explanation.
 *
 * @param id a short name, such as {@code step-size}
 * @param title its headline
 * @param summary what came out, in a sentence
 * @param findings the lines
 * @param figures the pictures
 */
public record Chapter(String id, String title, String summary, List<Finding> findings, List<Figure> figures) {
    /** Copies the lists. */
    public Chapter {
        findings = List.copyOf(findings);
        figures = List.copyOf(figures);
    }
}
