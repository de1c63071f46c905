package org.paisaje.study.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.paisaje.study.Assessment;
import org.paisaje.study.Finding;

/**
 * What came out.
 *
 * @param headline one sentence
 * @param setting what was run, by name
 * @param outcome how the run ended
 * @param diverged whether it diverged
 * @param examined the step whose weights are called the end in what follows
 * @param chapters the parts of the argument
 * @param seconds how long it took, training included
 */
public record Explanation(String headline, Map<String, Object> setting, String outcome, boolean diverged, long examined,
        List<Chapter> chapters, double seconds) {
    /** Copies the list. */
    public Explanation {
        chapters = List.copyOf(chapters);
    }

    /** All findings. */
    public Stream<Finding> findings() {
        return chapters.stream().flatMap(chapter -> chapter.findings().stream());
    }

    /** The finding of that name. */
    public Finding finding(String id) {
        return findings().filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("finding: there is no " + id + "; there are "
                                + findings().map(Finding::id).toList()));
    }

    /** The troubles, causes first. */
    public List<Finding> troubles() {
        return findings().filter(finding -> finding.assessment() == Assessment.TROUBLE)
                .sorted(Comparator.comparingInt(Finding::urgency).reversed())
                .toList();
    }

    /** What to do next, causes first; where there is trouble, only what helps against it. */
    public List<String> advice() {
        List<Finding> troubles = troubles();
        return (troubles.isEmpty() ? findings() : troubles.stream())
                .map(Finding::advice)
                .filter(advice -> !advice.isBlank())
                .distinct()
                .toList();
    }
}
