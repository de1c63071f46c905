package org.paisaje.study.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Ending;
import org.paisaje.study.Finding;
import org.paisaje.study.Mark;
import org.paisaje.study.Problem;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.figure.Figure;

/** Training that is looked at and explained. A run that diverges is explained too, and that is the study done. */
public final class ExplainStudy implements Study<Subject> {
    @Override
    public String name() {
        return "explain";
    }

    @Override
    public long seed(Subject subject) {
        return subject.problem().map(Problem::seedNumber).orElse(subject.seed().key());
    }

    @Override
    public Result run(Subject subject, Session session) {
        subject.problem().ifPresent(problem -> problem.remarks().forEach(session.listener()::remark));
        Explanation explanation = Explainer.standard().explain(subject, session.listener()::progress);
        boolean stopped = Session.cancelled();
        Result.Builder result = Result.of(name(), "Why training went as it did")
                .ended(stopped
                        ? Ending.interrupted("interrupted; what follows is of the run as far as it went")
                        : Ending.done(explanation.outcome()))
                .headline(headline(explanation, stopped))
                .about(about(explanation))
                .setting(subject.setting())
                .measured("problem", explanation.setting())
                .measured("outcome", explanation.outcome())
                .measured("diverged", explanation.diverged())
                .measured("examinedStep", explanation.examined())
                .advising(explanation.advice());
        Optional<Figure> lead = lead(explanation);
        lead.ifPresent(result::led);
        explanation.chapters().forEach(chapter -> result.section(section(chapter, lead)));
        return result.build();
    }

    private static String headline(Explanation explanation, boolean stopped) {
        if (!stopped) {
            return explanation.headline();
        }
        return explanation.chapters().isEmpty()
                ? "NOT COMPLETE: " + explanation.outcome() + ", before anything was examined."
                : "NOT COMPLETE: only some parts were examined. " + explanation.headline();
    }

    /** The first figure of the part with the first trouble, or of all. */
    private static Optional<Figure> lead(Explanation explanation) {
        List<Finding> troubles = explanation.troubles();
        return explanation.chapters()
                .stream()
                .filter(chapter -> troubles.isEmpty() || chapter.findings().contains(troubles.getFirst()))
                .flatMap(chapter -> chapter.figures().stream())
                .findFirst();
    }

    private static Section section(Chapter chapter, Optional<Figure> lead) {
        var blocks = new ArrayList<Block>();
        if (!chapter.findings().isEmpty()) {
            blocks.add(new Block.Findings(chapter.findings()));
        }
        chapter.figures()
                .stream()
                .filter(figure -> lead.filter(figure::equals).isEmpty())
                .forEach(figure -> blocks.add(new Block.Picture(figure)));
        List<Assessment> all = chapter.findings().stream().map(finding -> finding.assessment()).toList();
        Assessment worst = all.contains(Assessment.TROUBLE)
                ? Assessment.TROUBLE
                : all.contains(Assessment.FINE) ? Assessment.FINE : Assessment.NOTE;
        String word = switch (worst) {
            case TROUBLE -> "trouble";
            case FINE -> "ok";
            case NOTE, UNMEASURED -> "to know";
        };
        return Section.of(chapter.id(), chapter.title(), chapter.summary(), blocks).marked(Mark.of(worst, word));
    }

    private static String about(Explanation explanation) {
        Map<String, Object> setting = explanation.setting();
        return setting.get("network") + " (" + setting.get("parameters") + " parameters) on " + setting.get("data")
                + " (" + setting.get("trainSamples") + " samples), " + setting.get("loss") + ", "
                + setting.get("optimizer") + ", batch " + setting.get("batch") + ": " + explanation.outcome() + "."
                + (explanation.diverged()
                        ? " What follows is measured at step " + explanation.examined()
                                + ", where the loss was lowest."
                        : "");
    }
}
