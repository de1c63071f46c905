package org.paisaje.study.explain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.paisaje.study.Assessment;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.answer.Answer;
import org.paisaje.study.explain.chapter.Chapter;

/**
 * What came out.
 *
 * @param answer what happened, why, and what to do
 * @param setting what was run, by name
 * @param outcome how the run ended
 * @param diverged whether it diverged
 * @param examined the step whose weights are called the end in what follows
 * @param leftOut the parts that were not examined, with the reason
 * @param chapters the parts of the argument
 * @param seconds how long it took, training included
 */
public record Explanation(Answer answer, Map<String, Object> setting, String outcome, boolean diverged, long examined,
        Map<String, String> leftOut, List<Chapter> chapters, double seconds) {
    /** Copies the list. */
    public Explanation {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        chapters = List.copyOf(chapters);
    }

    /** One sentence. */
    public String headline() {
        return answer.headline();
    }

    /** Whether weights were looked at as they are, without a step. */
    public boolean still() {
        return Long.valueOf(0).equals(setting.get("steps"));
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

    /** The troubles, chapter by chapter. */
    public List<Finding> troubles() {
        return findings().filter(finding -> finding.assessment() == Assessment.TROUBLE)
                .toList();
    }

    /** What to do next. There is one advice, so that none contradicts another. */
    public List<String> advice() {
        return answer.todo().isBlank() ? List.of() : List.of(answer.todo());
    }
}
