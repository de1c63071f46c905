package org.paisaje.math.ode;

/** How long steps are. */
public sealed interface Stepping {
    /** What errors are measured by, and equations within a step solved to. */
    ErrorNorm norm();

    /**
     * Equal steps, the last one shorter where the end or a time asked for comes before.
     *
     * @param h length, positive; the direction is that of the end
     * @param norm to what error equations within a step are solved
     */
    record Fixed(double h, ErrorNorm norm) implements Stepping {
        /** Refuses a length that is not positive and finite. */
        public Fixed {
            if (!(h > 0 && h < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Stepping: the fixed step is " + h
                        + "; needs a positive finite length, the direction is that of the end");
            }
        }
    }

    /**
     * Steps controlled by their error.
     *
     * @param norm what error a step is allowed
     * @param controller how the length follows the error
     * @param firstStep length of the first step, 0 to choose it
     */
    record Controlled(ErrorNorm norm, Controller controller, double firstStep) implements Stepping {
        /** Refuses a negative first step. */
        public Controlled {
            if (!(firstStep >= 0 && firstStep < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Stepping: the first step is " + firstStep + "; needs a finite length >= 0 (0 chooses it)");
            }
        }
    }
}
