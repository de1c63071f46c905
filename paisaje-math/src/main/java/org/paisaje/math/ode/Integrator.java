package org.paisaje.math.ode;

/**
 * A method for y' = f(t, y): how one step is made. {@link Integration} makes many of them, with fixed or controlled steps,
 * and {@link OdeState} is what there is between two.
 *
 * @param <F> what the method needs to know of the field
 */
public interface Integrator<F extends VectorField> {
    /** The name of the method. */
    String name();

    /** The order of convergence p: errors at a fixed time fall like h^p. */
    int order();

    /** Whether a step comes with an estimate of its error, so that its length can be controlled. */
    boolean estimatesError();

    /** The step control that suits the method. */
    default Controller controller() {
        return Controller.INTEGRAL;
    }

    /** The state at (t, y), with room for what the method remembers. Takes over y. */
    default OdeState start(double t, double[] y) {
        return OdeState.at(t, y);
    }

    /**
     * Work arrays for steps from that state, which {@link #start} made.
     *
     * @param norm what error is allowed, for methods that solve equations within a step
     */
    Stepper on(F field, OdeState state, ErrorNorm norm);
}
