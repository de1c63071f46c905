package org.paisaje.math.ode;

/** The length of the first step by Hairer, Norsett and Wanner, Solving ODEs I, II.4, "starting step size". */
final class FirstStep {
    private FirstStep() {}

    /** One evaluation more than the slope; overwrites the end and the error of the draft. */
    static double choose(StepDraft draft, double span, ErrorNorm norm, double direction, int power) {
        double[] y = draft.from();
        double[] slope = draft.slopeFrom();
        double d0 = norm.of(y, y, y);
        double d1 = norm.of(slope, y, y);
        double guess = d0 < 1e-5 || d1 < 1e-5 || !Double.isFinite(d0 + d1) ? 1e-6 * span : 0.01 * d0 / d1;
        guess = Math.min(guess, span);
        double[] to = draft.to();
        double[] difference = draft.error();
        for (int i = 0; i < y.length; i++) {
            to[i] = y[i] + direction * guess * slope[i];
        }
        draft.evaluate(draft.start() + direction * guess, to, difference);
        for (int i = 0; i < y.length; i++) {
            difference[i] -= slope[i];
        }
        double d2 = norm.of(difference, y, y) / guess;
        double largest = Math.max(d1, d2);
        double second = largest <= 1e-15
                ? Math.max(1e-6 * span, guess * 1e-3)
                : Math.pow(0.01 / largest, 1.0 / power);
        double chosen = Math.min(Math.min(100 * guess, second), span);
        return Double.isFinite(chosen) && chosen > 0 ? chosen : guess;
    }
}
