package org.paisaje.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.random.Seed;
import org.paisaje.study.figure.Figure;

/**
 * A claim put together from functions. Nothing is optional but hypotheses, mistakes, figures, and the number of
 * replicates, which is one unless said.
 */
public final class Check implements Claim {
    private final Builder parts;
    private final Statement statement;

    private Check(Builder parts) {
        this.parts = parts;
        statement = new Statement(parts.title, parts.words, parts.latex, parts.measured, parts.mistakes);
        require("statement", parts.words.isEmpty() ? null : parts.words);
        require("standard", parts.standard);
        require("control", parts.control);
        require("predict", parts.predict);
        require("measure", parts.measure);
        require("judge", parts.judge);
    }

    /** Begins a claim. */
    public static Builder of(String id, Source source) {
        return new Builder(id, source);
    }

    @Override
    public String id() {
        return parts.id;
    }

    @Override
    public Source source() {
        return parts.source;
    }

    @Override
    public Statement statement() {
        return statement;
    }

    @Override
    public Expectation expected() {
        return parts.expected;
    }

    @Override
    public double seconds() {
        return parts.seconds;
    }

    @Override
    public List<Hypothesis> hypotheses() {
        return List.copyOf(parts.hypotheses);
    }

    @Override
    public Setting standard(Size size) {
        return require("standard", parts.standard).apply(size);
    }

    @Override
    public Setting control(Size size) {
        return require("control", parts.control).apply(standard(size));
    }

    @Override
    public int replicates(Setting setting) {
        return parts.replicates.applyAsInt(setting);
    }

    @Override
    public Quantities predict(Setting setting) {
        return require("predict", parts.predict).apply(setting);
    }

    @Override
    public String measurement() {
        return parts.measurement;
    }

    @Override
    public Quantities measure(Setting setting, int replicate, Seed seed) {
        return require("measure", parts.measure).measure(setting, replicate, seed);
    }

    @Override
    public Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        return require("judge", parts.judge).judge(setting, predicted, measured);
    }

    @Override
    public List<Figure> figures(Setting setting, Quantities predicted, List<Quantities> measured) {
        return parts.figures.draw(setting, predicted, measured);
    }

    private <T> T require(String part, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("claim " + parts.id + " has no " + part);
        }
        return value;
    }

    /** One replicate of a measurement; see {@link Claim#measure}. */
    @FunctionalInterface
    public interface Measurement {
        /** Measures. */
        Quantities measure(Setting setting, int replicate, Seed seed);
    }

    /** See {@link Claim#judge}. */
    @FunctionalInterface
    public interface Judge {
        /** Judges. */
        Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured);
    }

    /** See {@link Claim#figures}. */
    @FunctionalInterface
    public interface Artist {
        /** Draws. */
        List<Figure> draw(Setting setting, Quantities predicted, List<Quantities> measured);
    }

    /** Collects the parts of a claim. */
    public static final class Builder {
        private final String id;
        private final Source source;
        private String measurement;
        private String title = "";
        private String words = "";
        private String latex = "";
        private String measured = "";
        private final List<String> mistakes = new ArrayList<>();
        private Expectation expected = Expectation.SUPPORTED;
        private double seconds = 1;
        private final List<Hypothesis> hypotheses = new ArrayList<>();
        private @Nullable Function<Size, Setting> standard;
        private @Nullable UnaryOperator<Setting> control;
        private ToIntFunction<Setting> replicates = setting -> 1;
        private @Nullable Function<Setting, Quantities> predict;
        private @Nullable Measurement measure;
        private @Nullable Judge judge;
        private Artist figures = (setting, predicted, values) -> List.of();

        private Builder(String id, Source source) {
            this.id = id;
            this.source = source;
            measurement = id;
        }

        /** Title, plain words and LaTeX. */
        public Builder statement(String line, String plain, String formula) {
            title = line;
            words = plain;
            latex = formula;
            return this;
        }

        /** What is computed and how it is compared. */
        public Builder measured(String plain) {
            measured = plain;
            return this;
        }

        /** Something wrong or vague in the printed text. */
        public Builder mistake(String plain) {
            mistakes.add(plain);
            return this;
        }

        /** Expects refutation instead of support. */
        public Builder refuted() {
            expected = Expectation.REFUTED;
            return this;
        }

        /** About how many seconds a standard check takes on one core; 1 unless said. */
        public Builder seconds(double about) {
            seconds = about;
            return this;
        }

        /** Adds a condition. */
        public Builder hypothesis(String plain, Function<Setting, Hypothesis.Finding> check) {
            hypotheses.add(new Hypothesis(plain, check));
            return this;
        }

        /** The standard setting for each size. */
        public Builder standard(Function<Size, Setting> setting) {
            standard = setting;
            return this;
        }

        /** The control, made from the standard setting. */
        public Builder control(UnaryOperator<Setting> setting) {
            control = setting;
            return this;
        }

        /** How many replicates there are. */
        public Builder replicates(ToIntFunction<Setting> count) {
            replicates = count;
            return this;
        }

        /** What theory says. */
        public Builder predict(Function<Setting, Quantities> prediction) {
            predict = prediction;
            return this;
        }

        /** One replicate. */
        public Builder measure(Measurement replicate) {
            measure = replicate;
            return this;
        }

        /** One replicate, which another claim measures in the same way; see {@link Claim#measurement}. */
        public Builder measureAs(String other, Measurement replicate) {
            measurement = other;
            return measure(replicate);
        }

        /** The judgement. */
        public Builder judge(Judge judgement) {
            judge = judgement;
            return this;
        }

        /** The pictures. */
        public Builder figures(Artist artist) {
            figures = artist;
            return this;
        }

        /** The finished claim. */
        public Claim build() {
            return new Check(this);
        }
    }
}
