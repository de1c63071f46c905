package org.paisaje.study.explain.run;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a checkpoint was written, as its name says.
 *
 * @param step the number of steps made
 * @param epoch the number of epochs
 * @param number a number of which the name does not say what it counts
 */
public record When(OptionalLong step, OptionalLong epoch, OptionalLong number) {
    private static final Pattern STEP = Pattern.compile(
            "(?:global[_-]?step|steps?|iterations?|iters?|it|updates?|checkpoint)[=_-]*(\\d{1,12})");
    private static final Pattern EPOCH = Pattern.compile("(?:epochs?|ep|e)[=_-]*(\\d{1,9})");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,12})");
    private static final Pattern START = Pattern.compile("(^|[^a-z])(init|initial|start|untrained)([^a-z]|$)");
    /** Parts of a name that are no time: hashes after x of y, sizes, losses with a decimal point. */
    private static final Pattern NO_TIME = Pattern.compile("\\d+-of-\\d+|\\d+\\.\\d+|[a-z]*loss[=_-]?\\d+|v\\d+");

    /** Reads a name without its ending; nothing is present if it holds no number. */
    public static When of(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        OptionalLong step = find(STEP, plain);
        OptionalLong epoch = find(EPOCH, plain);
        if (step.isPresent() || epoch.isPresent()) {
            return new When(step, epoch, OptionalLong.empty());
        }
        if (START.matcher(plain).find()) {
            return new When(OptionalLong.of(0), OptionalLong.of(0), OptionalLong.empty());
        }
        String rest = NO_TIME.matcher(plain).replaceAll(" ");
        OptionalLong last = OptionalLong.empty();
        Matcher matcher = NUMBER.matcher(rest);
        while (matcher.find()) {
            last = OptionalLong.of(Long.parseLong(matcher.group(1)));
        }
        return new When(OptionalLong.empty(), OptionalLong.empty(), last);
    }

    private static OptionalLong find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            boolean word = matcher.start() == 0 || !Character.isLetter(text.charAt(matcher.start() - 1));
            if (word) {
                return OptionalLong.of(Long.parseLong(matcher.group(1)));
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the name says when. */
    public boolean known() {
        return step.isPresent() || epoch.isPresent() || number.isPresent();
    }

    /** What orders checkpoints of a run. */
    long order() {
        return step.orElse(epoch.orElse(number.orElse(-1)));
    }

    /** {@code step 100}, {@code epoch 3}, or that the name says nothing. */
    public String words() {
        return step.isPresent()
                ? "step " + step.getAsLong()
                : epoch.isPresent()
                        ? "epoch " + epoch.getAsLong()
                        : number.isPresent() ? "checkpoint " + number.getAsLong() : "one without a step in its name";
    }
}
