package org.paisaje.math.ode.method;

import org.jspecify.annotations.Nullable;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;
import org.paisaje.math.ode.Stepper;
import org.paisaje.math.ode.VectorField;

/** Steps of {@link AutoExplicit}. */
final class AutoStepper implements Stepper {
    private static final double LIMIT = 3.25;

    private final VectorField field;
    private final OdeState state;
    private final DormandPrinceStepper explicit;
    private final int stiff;
    private final int suspects;
    private @Nullable ChebyshevStepper stabilised;

    AutoStepper(VectorField field, OdeState state) {
        this.field = field;
        this.state = state;
        this.explicit = new DormandPrinceStepper(field, state, true);
        this.stiff = state.index(AutoExplicit.STIFF);
        this.suspects = state.index(AutoExplicit.SUSPECTS);
    }

    private boolean stiff() {
        return state.numbers()[stiff] != 0;
    }

    private ChebyshevStepper stabilised() {
        ChebyshevStepper made = stabilised;
        if (made == null) {
            made = new ChebyshevStepper(field, state);
            stabilised = made;
        }
        return made;
    }

    private Stepper present() {
        return stiff() ? stabilised() : explicit;
    }

    @Override
    public StepDraft draft() {
        return present().draft();
    }

    @Override
    public int power() {
        return present().power();
    }

    @Override
    public StepAttempt attempt(double h) {
        return present().attempt(h);
    }

    @Override
    public void rejected() {
        present().rejected();
    }

    @Override
    public void accepted() {
        double[] numbers = state.numbers();
        double h = Math.abs(draft().h());
        if (stiff()) {
            numbers[suspects] = h * stabilised().lastRadius() < 1 ? numbers[suspects] - 1 : 0;
            if (numbers[suspects] <= -AutoExplicit.NEEDED) {
                numbers[stiff] = 0;
                numbers[suspects] = 0;
            }
        } else if (h * explicit.stiffness() > LIMIT) {
            numbers[suspects]++;
            if (numbers[suspects] >= AutoExplicit.NEEDED) {
                numbers[stiff] = 1;
                numbers[suspects] = 0;
                stabilised().forgetRadius();
            }
        } else {
            numbers[suspects] = Math.max(0, numbers[suspects] - 0.25);
        }
    }
}
