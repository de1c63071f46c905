package org.paisaje.training.flow;

import org.paisaje.math.linalg.Norms;
import org.paisaje.math.ode.Integration;
import org.paisaje.math.ode.Integrator;
import org.paisaje.math.ode.LinearizableField;
import org.paisaje.math.ode.OdeRun;
import org.paisaje.math.ode.OdeState;
import org.paisaje.math.ode.SaveAt;
import org.paisaje.math.ode.Stepping;
import org.paisaje.math.ode.VectorField;
import org.paisaje.training.optimizer.Advance;
import org.paisaje.training.optimizer.OptimizerState;
import org.paisaje.training.optimizer.Point;

/**
 * An integration that is driven by a training run: a step of the one is a step of the other. Everything that later steps
 * depend on stands in theta and in the state of the optimizer, which checkpoints hold; here are work arrays.
 */
final class FlowRun {
    private final double until;
    private final LossNorm norm;
    private final GradientField field;
    private final OdeState ode;
    private final OdeRun run;

    FlowRun(GradientFlow flow, Point at, OptimizerState state) {
        Integrator<? super LinearizableField> integrator = flow.method().integrator();
        until = flow.until();
        field = GradientField.of(at.objective());
        norm = new LossNorm(field, flow.tolerance());
        ode = integrator.start(0, at.theta().clone());
        ode.vectors().replaceAll((name, vector) -> state.vector(name));
        run = integration(integrator).on(field, ode);
    }

    private <F extends VectorField> Integration<F> integration(Integrator<F> integrator) {
        return new Integration<>(integrator, new Stepping.Controlled(norm, GradientFlow.CONTROLLER, 0), SaveAt.end(),
                Long.MAX_VALUE, null, null);
    }

    Advance step(Point at, OptimizerState state) {
        double[] theta = at.theta();
        double[] gradient = at.gradient();
        double[] numbers = state.numbers();
        double[] slope = ode.slope();
        System.arraycopy(theta, 0, ode.y(), 0, theta.length);
        for (int i = 0; i < slope.length; i++) {
            slope[i] = -gradient[i];
        }
        ode.slopeKnown(true);
        System.arraycopy(numbers, 0, ode.numbers(), 0, numbers.length);
        double steepness = Norms.euclidean(gradient);
        if (steepness == 0) {
            return new Advance.Stuck("the gradient is zero: a stationary point of the flow");
        }
        if (ode.step() == 0) {
            ode.step(LossNorm.firstStep(theta, at.value(), steepness));
        }
        norm.at(at.value());
        OdeRun.Found found = run.find(until);
        boolean made = found == OdeRun.Found.STEP || found == OdeRun.Found.LAST;
        double value = field.value();
        if (made) {
            run.commit();
            System.arraycopy(ode.y(), 0, theta, 0, theta.length);
            double[] next = ode.slope();
            for (int i = 0; i < next.length; i++) {
                gradient[i] = -next[i];
            }
            at.arrived(value);
        }
        System.arraycopy(ode.numbers(), 0, numbers, 0, numbers.length);
        if (!made) {
            return new Advance.Stuck("the step size fell to " + ode.step() + " at flow time " + ode.t()
                    + "; the gradient is not continuous there or the tolerance is below rounding");
        }
        return found == OdeRun.Found.LAST ? new Advance.Finished("flow time " + until) : Advance.MOVED;
    }
}
