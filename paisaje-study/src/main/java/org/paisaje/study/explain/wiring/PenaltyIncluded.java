package org.paisaje.study.explain.wiring;

import java.util.Locale;
import java.util.Optional;
import org.paisaje.network.Layout;

/** A penalty on the weights is part of the number. */
record PenaltyIncluded(double factor, String of, boolean absolute, boolean fitted) implements Hypothesis {
    @Override
    public String rule() {
        return "wiring.penalty";
    }

    @Override
    public Aspect aspect() {
        return Aspect.PENALTY;
    }

    @Override
    public boolean fault() {
        return false;
    }

    @Override
    public String words() {
        return "a penalty, " + text() + " times the sum of the " + (absolute ? "sizes" : "squares") + " of all " + of
                + (fitted ? " (a factor that fits all checkpoints)" : "");
    }

    @Override
    public String advice() {
        return "";
    }

    @Override
    public Optional<Reading> apply(Reading reading, Context context) {
        boolean[] counted = counted(context, of);
        return factor == 0
                ? Optional.empty()
                : Optional.of(reading.plus(theta -> factor * size(theta, counted, absolute)));
    }

    /** Which parameters count: {@code parameters}, or {@code weights} without biases. */
    static boolean[] counted(Context context, String of) {
        boolean[] counted = new boolean[context.network().layout().size()];
        for (Layout.Slice slice : context.network().layout().slices()) {
            boolean bias = slice.name().endsWith(".bias");
            for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
                counted[i] = of.equals("parameters") || !bias;
            }
        }
        return counted;
    }

    /** The sum of squares, or of sizes. */
    static double size(double[] theta, boolean[] counted, boolean absolute) {
        double sum = 0;
        for (int i = 0; i < theta.length; i++) {
            sum += !counted[i] ? 0 : absolute ? Math.abs(theta[i]) : theta[i] * theta[i];
        }
        return sum;
    }

    private String text() {
        return String.format(Locale.ROOT, "%.3g", factor);
    }
}
