package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.study.figure.Figure;

/** Charts side by side, of which some may be missing: the caption tells of those that are drawn. */
final class Pictures {
    private static final List<String> PLACES = List.of("First: ", "Second: ");

    private final List<Figure.Chart> charts = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();

    /** The next chart and the sentence that tells of it, which begins with a small letter. */
    void add(Figure.Chart chart, String sentence) {
        charts.add(chart);
        sentences.add(sentence);
    }

    /** The figure; none without a chart. */
    List<Figure> of(String id, String title, String after) {
        if (charts.isEmpty()) {
            return List.of();
        }
        var caption = new StringBuilder();
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            String head = charts.size() == 1 ? "" : PLACES.get(i);
            caption.append(i == 0 ? "" : " ")
                    .append(head)
                    .append(head.isEmpty() ? Character.toUpperCase(sentence.charAt(0)) : sentence.charAt(0))
                    .append(sentence.substring(1));
        }
        return List.of(new Figure.Panels(id, title, caption + after, charts));
    }
}
