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
 * Puts a claim together from functions. Nothing is optional but hypotheses, mistakes, quotations, figures, and the number
 * of replicates, which is one unless said.
 */
public final class ClaimBuilder {
    private final String id;
    private final Source source;
    private String measurement;
    private String title = "";
    private String words = "";
    private String latex = "";
    private String measured = "";
    private final List<String> mistakes = new ArrayList<>();
    private final List<Quotation> quotations = new ArrayList<>();
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

    private ClaimBuilder(String id, Source source) {
        this.id = id;
        this.source = source;
        measurement = id;
    }

    /** Begins a claim. */
    public static ClaimBuilder of(String id, Source source) {
        return new ClaimBuilder(id, source);
    }

    /** Title, plain words and LaTeX. */
    public ClaimBuilder statement(String line, String plain, String formula) {
        title = line;
        words = plain;
        latex = formula;
        return this;
    }

    /** What is computed and how it is compared. */
    public ClaimBuilder measured(String plain) {
        measured = plain;
        return this;
    }

    /** Something wrong or vague in the printed text. */
    public ClaimBuilder mistake(String plain) {
        mistakes.add(plain);
        return this;
    }

    /** A sentence of the document in its own language, and where it stands; a claim expected to be refuted needs one. */
    public ClaimBuilder quoted(String sentence, String place) {
        quotations.add(new Quotation(sentence, place));
        return this;
    }

    /** Expects refutation instead of support. */
    public ClaimBuilder refuted() {
        expected = Expectation.REFUTED;
        return this;
    }

    /** About how many seconds a standard check takes on one core; 1 unless said. */
    public ClaimBuilder seconds(double about) {
        seconds = about;
        return this;
    }

    /** Adds a condition. */
    public ClaimBuilder hypothesis(String plain, Function<Setting, Hypothesis.Observation> check) {
        hypotheses.add(new Hypothesis(plain, check));
        return this;
    }

    /** The standard setting for each size. */
    public ClaimBuilder standard(Function<Size, Setting> setting) {
        standard = setting;
        return this;
    }

    /** The control, made from the standard setting. */
    public ClaimBuilder control(UnaryOperator<Setting> setting) {
        control = setting;
        return this;
    }

    /** How many replicates there are. */
    public ClaimBuilder replicates(ToIntFunction<Setting> count) {
        replicates = count;
        return this;
    }

    /** What theory says. */
    public ClaimBuilder predict(Function<Setting, Quantities> prediction) {
        predict = prediction;
        return this;
    }

    /** One replicate. */
    public ClaimBuilder measure(Measurement replicate) {
        measure = replicate;
        return this;
    }

    /** One replicate, which another claim measures in the same way; see {@link Claim#measurement}. */
    public ClaimBuilder measureAs(String other, Measurement replicate) {
        measurement = other;
        return measure(replicate);
    }

    /** The judgement. */
    public ClaimBuilder judge(Judge judgement) {
        judge = judgement;
        return this;
    }

    /** The pictures. */
    public ClaimBuilder figures(Artist artist) {
        figures = artist;
        return this;
    }

    /** The finished claim. */
    public Claim build() {
        return new Built(this);
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

    /** The claim. */
    private static final class Built implements Claim {
        private final ClaimBuilder parts;
        private final Statement statement;

        private Built(ClaimBuilder parts) {
            this.parts = parts;
            statement = new Statement(parts.title, parts.words, parts.latex, parts.measured, parts.mistakes,
                    parts.quotations);
            require("statement", parts.words.isEmpty() ? null : parts.words);
            require("standard", parts.standard);
            require("control", parts.control);
            require("predict", parts.predict);
            require("measure", parts.measure);
            require("judge", parts.judge);
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
    }
}
