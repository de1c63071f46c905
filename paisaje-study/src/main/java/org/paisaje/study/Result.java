package org.paisaje.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.provenance.Provenance;

/**
 * What a study came to. There is one writer for each form of it: page, terminal, JSON, folder.
 *
 * @param study the name of the study
 * @param title the headline of the page
 * @param ending how it ended
 * @param headline what came out, in a sentence or two
 * @param about what was run, in a sentence; may be empty where the headline says it
 * @param answers what a person asks first and the answers, such as what happened, why, what to do; may be empty
 * @param changes options that would help, by name, an empty value for a flag; empty if none is known
 * @param lead the one picture that shows it, if there is one
 * @param setting what was run, by the names of the options, in full: who sets them so gets this result again
 * @param measurements single numbers by name, or lists and maps of them
 * @param sections the argument
 * @param advice what to do next, the most important first
 * @param alerts what was found by rule, for programs
 * @param files what is worth keeping in files
 * @param seconds how long it took
 * @param provenance what made it; attached by {@link StudyRunner}
 */
public record Result(String study, String title, Ending ending, String headline, String about,
        Map<String, String> answers, Map<String, String> changes, Optional<Figure> lead, Map<String, Object> setting,
        Map<String, Object> measurements, List<Section> sections, List<String> advice, List<Alert> alerts,
        List<Keep> files, double seconds, Optional<Provenance> provenance) {
    /** Copies the collections in their order. */
    public Result {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
        setting = Collections.unmodifiableMap(new LinkedHashMap<>(setting));
        measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
        sections = List.copyOf(sections);
        advice = List.copyOf(advice);
        alerts = List.copyOf(alerts);
        files = List.copyOf(files);
    }

    /** A result that is put together piece by piece. */
    public static Builder of(String study, String title) {
        return new Builder(study, title);
    }

    /** With what made it. */
    public Result madeBy(Provenance made, double time) {
        return new Result(study, title, ending, headline, about, answers, changes, lead, setting, measurements,
                sections, advice, alerts, files, time, Optional.of(made));
    }

    /** All findings, section by section. */
    public Stream<Finding> findings() {
        return sections.stream().flatMap(Section::findings);
    }

    /** All figures, the leading one first, then section by section. */
    public Stream<Figure> figures() {
        return Stream.concat(lead.stream(), sections.stream().flatMap(Section::figures));
    }

    /** The finding of a rule. */
    public Finding finding(String rule) {
        return findings().filter(finding -> finding.id().equals(rule))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("finding: there is no " + rule + "; there are "
                        + findings().map(Finding::id).toList()));
    }

    /** Puts a result together. */
    public static final class Builder {
        private final String study;
        private final String title;
        private Ending ending = Ending.done("done");
        private static final String INCOMPLETE = "NOT COMPLETE";

        private String headline = "";
        private String about = "";
        private final Map<String, String> answers = new LinkedHashMap<>();
        private final Map<String, String> changes = new LinkedHashMap<>();
        private Optional<Figure> lead = Optional.empty();
        private final Map<String, Object> setting = new LinkedHashMap<>();
        private final Map<String, Object> measurements = new LinkedHashMap<>();
        private final List<Section> sections = new ArrayList<>();
        private final List<String> advice = new ArrayList<>();
        private final List<Alert> alerts = new ArrayList<>();
        private final List<Keep> files = new ArrayList<>();

        private Builder(String study, String title) {
            this.study = study;
            this.title = title;
        }

        /** How it ended. */
        public Builder ended(Ending how) {
            ending = how;
            return this;
        }

        /** What came out, in a sentence or two. */
        public Builder headline(String sentence) {
            headline = sentence;
            return this;
        }

        /** What was run, in a sentence. */
        public Builder about(String sentence) {
            about = sentence;
            return this;
        }

        /** Something a person asks first, and the answer. */
        public Builder answering(String question, String answer) {
            answers.put(question, answer);
            return this;
        }

        /** Options that would help. */
        public Builder changing(Map<String, String> options) {
            changes.putAll(options);
            return this;
        }

        /** The one picture that shows what came out. */
        public Builder led(Figure picture) {
            lead = Optional.of(picture);
            return this;
        }

        /** What was run, by the names of the options. */
        public Builder setting(Map<String, ?> values) {
            setting.putAll(values);
            return this;
        }

        /** A number by name, or a list or map of numbers. */
        public Builder measured(String name, Object value) {
            measurements.put(name, value);
            return this;
        }

        /** The next part of the argument. */
        public Builder section(Section section) {
            sections.add(section);
            return this;
        }

        /** Something to do next. */
        public Builder advising(List<String> what) {
            advice.addAll(what);
            return this;
        }

        /** Something that programs should know, by its rule. */
        public Builder alerting(Alert alert) {
            alerts.add(alert);
            return this;
        }

        /** Something to keep in a file. */
        public Builder keeping(Keep what) {
            files.add(what);
            return this;
        }

        /** The result, without provenance. */
        public Result build() {
            // Whoever reads one line of a run that was stopped reads this.
            String first = ending.kind() == Ending.Kind.INTERRUPTED && !headline.contains(INCOMPLETE)
                    ? INCOMPLETE + ": " + headline
                    : headline;
            return new Result(study, title, ending, first, about, answers, changes, lead, setting, measurements,
                    sections, advice,
                    alerts, files, 0, Optional.empty());
        }
    }
}
