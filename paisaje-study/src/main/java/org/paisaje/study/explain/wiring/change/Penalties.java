package org.paisaje.study.explain.wiring.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.network.Layout;

/** Something of the weights that is part of the number, or a constant it is multiplied by. */
public final class Penalties {
    private Penalties() {}

    /** Those with the weight decay that was told, or half of it. */
    static List<Change> all(Context context) {
        List<Change> all = new ArrayList<>();
        if (context.decay() > 0) {
            for (double factor : new double[] {0.5 * context.decay(), context.decay()}) {
                all.add(included(factor, "parameters", false, false));
                all.add(included(factor, "weights", false, false));
            }
        }
        return all;
    }

    /** A penalty; {@code fitted} tells that its factor was chosen to fit. */
    public static Change included(double factor, String of, boolean absolute, boolean fitted) {
        return Change.choice("wiring.penalty", Aspect.PENALTY,
                "a penalty, " + String.format(Locale.ROOT, "%.3g", factor) + " times the sum of the "
                        + (absolute ? "sizes" : "squares") + " of all " + of
                        + (fitted ? " (a factor that fits all checkpoints)" : ""),
                (reading, context) -> {
                    boolean[] counted = counted(context, of);
                    return factor == 0
                            ? Optional.empty()
                            : Optional.of(reading.plus(theta -> factor * size(theta, counted, absolute)));
                });
    }

    /** A constant times the loss, for no reason that is known. */
    public static Change factor(double factor) {
        return Change.choice("wiring.factor", Aspect.PENALTY,
                "a factor of " + String.format(Locale.ROOT, "%.6g", factor) + " (which fits all checkpoints)",
                (reading, context) -> {
                    Reduction told = reading.reduction();
                    return told.root()
                            ? Optional.empty()
                            : Optional.of(reading.reduced(new Reduction(factor * told.factor(), told.meanOutputs(),
                                    told.samples(), told.batch(), false)));
                });
    }

    /** Which parameters count: {@code parameters}, or {@code weights} without biases. */
    public static boolean[] counted(Context context, String of) {
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
    public static double size(double[] theta, boolean[] counted, boolean absolute) {
        double sum = 0;
        for (int i = 0; i < theta.length; i++) {
            sum += !counted[i] ? 0 : absolute ? Math.abs(theta[i]) : theta[i] * theta[i];
        }
        return sum;
    }
}
