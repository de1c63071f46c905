package org.paisaje.math.ode.method;

import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.StepAttempt;
import org.paisaje.math.ode.StepDraft;

/**
 * What Radau methods remember from step to step (the stages, and whether the derivative serves again), and the order in
 * which a step is tried: with the derivative there is, with a new one, at half the length. Lives in the {@link OdeState}.
 */
public final class RadauMemory {
    private static final String OLD_STEP = "step of the stages";
    private static final String CURRENT = "derivative is of this state";
    private static final String KEEP = "derivative serves again";
    private static final String STAGES = "stages";
    private static final StepAttempt HALF = new StepAttempt.Shorter(0.5);

    private final OdeState state;
    private final StepDraft draft;
    private final int n;
    private final double[] nodes;
    private final double[] withZero;
    private final double[] stages;
    private final double[] z;
    private final int oldStep;
    private final int current;
    private final int keep;

    /** What Newton's iteration came to. */
    public enum Solved {
        YES,
        NO,
        NOT_FINITE
    }

    /** The collocation equations of one method. */
    public interface Equations {
        /** Takes the derivative at the beginning of the step. */
        void differentiate();

        /** Solves for the stages of a step of length h. */
        Solved solve(double h);

        /** Fills in the error of the step. */
        void estimate(double h);
    }

    /** Of a method with these nodes, in a state that {@link #start} made. */
    public RadauMemory(OdeState state, StepDraft draft, double[] nodes) {
        this.state = state;
        this.draft = draft;
        this.n = state.y().length;
        this.nodes = nodes;
        this.withZero = RadauScheme.withZero(nodes);
        this.stages = state.vector(STAGES);
        this.z = new double[nodes.length * n];
        this.oldStep = state.index(OLD_STEP);
        this.current = state.index(CURRENT);
        this.keep = state.index(KEEP);
    }

    /** A state with room for so many stages. */
    public static OdeState start(double t, double[] y, int stages) {
        return OdeState.at(t, y, OLD_STEP, CURRENT, KEEP).with(STAGES, stages * y.length);
    }

    /** The stages of the step under way less the state at its beginning, one after the other. */
    public double[] stages() {
        return z;
    }

    /** Whether the stages of the step before are known. */
    public boolean continues() {
        return state.numbers()[oldStep] != 0;
    }

    /** Adds to stage i what the collocation polynomial of the step before says of it. */
    public void addContinued(int i, double h) {
        RadauScheme.addContinued(withZero, 1 + nodes[i] * h / state.numbers()[oldStep], stages, n, z, i * n);
    }

    /** Says whether the derivative serves the next step too. */
    public void keep(boolean again) {
        state.numbers()[keep] = again ? 1 : 0;
    }

    /** One attempt at a step. */
    public StepAttempt attempt(double h, Equations equations) {
        draft.begin(h);
        double[] numbers = state.numbers();
        if (numbers[current] == 0 && numbers[keep] == 0) {
            differentiate(equations);
        }
        while (true) {
            Solved solved = equations.solve(h);
            if (solved == Solved.YES) {
                break;
            }
            numbers[oldStep] = 0;
            if (numbers[current] != 0) {
                return solved == Solved.NO ? HALF : StepAttempt.NOT_FINITE;
            }
            differentiate(equations);
        }
        double[] from = draft.from();
        double[] to = draft.to();
        int last = z.length - n;
        for (int i = 0; i < n; i++) {
            to[i] = from[i] + z[last + i];
        }
        if (!draft.finite()) {
            return StepAttempt.NOT_FINITE;
        }
        equations.estimate(h);
        return StepAttempt.MADE;
    }

    private void differentiate(Equations equations) {
        equations.differentiate();
        state.countJacobian();
        state.numbers()[current] = 1;
    }

    /** The step is taken: its stages are where the next one begins. */
    public void accepted() {
        System.arraycopy(z, 0, stages, 0, z.length);
        state.numbers()[oldStep] = draft.h();
        state.numbers()[current] = 0;
    }

    /** The step is not taken. */
    public void rejected() {
        state.numbers()[oldStep] = 0;
    }
}
