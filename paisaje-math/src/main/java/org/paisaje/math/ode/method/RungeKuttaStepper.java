package org.paisaje.math.ode.method;

import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/** Steps of {@link RungeKutta}. */
final class RungeKuttaStepper implements Stepper {
    private final RungeKutta scheme;
    private final StepDraft draft;
    private final double[][] k;
    private final double[] stage;

    RungeKuttaStepper(RungeKutta scheme, VectorField field, OdeState state) {
        int n = state.y().length;
        this.scheme = scheme;
        this.draft = new StepDraft(field, state);
        this.k = new double[scheme.stages()][];
        this.stage = new double[n];
        for (int i = 1; i < k.length; i++) {
            k[i] = new double[n];
        }
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
        double t = draft.start();
        double[] y = draft.from();
        k[0] = draft.slopeFrom();
        for (int i = 1; i < k.length; i++) {
            scheme.stage(y, h, k, i, stage);
            draft.evaluate(t + scheme.node(i) * h, stage, k[i]);
        }
        double[] to = draft.to();
        System.arraycopy(y, 0, to, 0, y.length);
        scheme.advance(to, h, k);
        return StepAttempt.MADE;
    }
}
