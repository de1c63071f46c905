package org.paisaje.math.ode.method;

import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.SecondOrderField;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.simd.Fma;

/** Steps of {@link Leapfrog}. */
final class LeapfrogStepper implements Stepper {
    private final StepDraft draft;

    LeapfrogStepper(SecondOrderField field, OdeState state) {
        this.draft = new StepDraft(field, state);
    }

    @Override
    public StepDraft draft() {
        return draft;
    }

    @Override
    public int power() {
        return 0;
    }

    @Override
    public StepAttempt attempt(double h) {
        draft.begin(h);
        double[] y = draft.from();
        double[] slope = draft.slopeFrom();
        double[] to = draft.to();
        int half = y.length / 2;
        for (int i = 0; i < half; i++) {
            double v = Fma.fma(0.5 * h, slope[half + i], y[half + i]);
            to[half + i] = v;
            to[i] = Fma.fma(h, v, y[i]);
        }
        // Reads positions only, so that the velocities may be half a kick behind.
        double[] slopeTo = draft.slopeToArray();
        draft.evaluate(draft.end(), to, slopeTo);
        for (int i = 0; i < half; i++) {
            to[half + i] = Fma.fma(0.5 * h, slopeTo[half + i], to[half + i]);
            slopeTo[i] = to[half + i];
        }
        draft.slopeToFilled();
        return StepAttempt.MADE;
    }
}
