package org.paisaje.training;

import java.util.function.ToDoubleFunction;
import org.paisaje.loss.Decision;
import org.paisaje.loss.Loss;
import org.paisaje.math.krylov.eigen.Lanczos;
import org.paisaje.math.krylov.eigen.RitzPairs;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.Norms;
import org.paisaje.network.Network;
import org.paisaje.risk.CurvedObjective;
import org.paisaje.risk.Objective;
import org.paisaje.training.flow.GradientFlow;
import org.paisaje.training.optimizer.Point;

/** A quantity that is measured along a run. A value that is not finite is not recorded. */
public interface Probe {
    /** The name of the series it fills; differs between the probes of a run. */
    String name();

    /** The quantity at the present point; must change nothing that a step depends on. */
    double measure(Point at);

    /** A probe from a function. */
    static Probe of(String name, ToDoubleFunction<Point> quantity) {
        return new Probe() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double measure(Point at) {
                return quantity.applyAsDouble(at);
            }
        };
    }

    /** {@code loss}: the value that is stepped on, that of the batch with minibatches; free. */
    static Probe loss() {
        return of("loss", Point::value);
    }

    /** {@code full loss}: the value over all samples; with minibatches one pass over the data. */
    static Probe fullLoss() {
        return of("full loss", Point::fullValue);
    }

    /** {@code gradient norm}: that of the gradient that is stepped on, before clipping. */
    static Probe gradientNorm() {
        return of("gradient norm", Point::gradientNorm);
    }

    /** {@code full gradient norm}: over all samples. */
    static Probe fullGradientNorm() {
        return of("full gradient norm", Point::fullGradientNorm);
    }

    /** {@code rate}: the learning rate of the step about to be made. */
    static Probe rate() {
        return of("rate", Point::rate);
    }

    /** {@code theta norm}: |theta|. */
    static Probe norm() {
        return of("theta norm", at -> Norms.euclidean(at.theta()));
    }

    /** {@code distance}: |theta - theta_0|. */
    static Probe distanceFromStart() {
        return of("distance", at -> Norms.distance(at.theta(), at.initial()));
    }

    /** {@code flow time}: the time t a {@link GradientFlow} has reached; other optimizers record nothing. */
    static Probe flowTime() {
        return of("flow time", at -> at.state().number("time"));
    }

    /**
     * {@code sharpness}: the largest eigenvalue of the Hessian of an objective at theta, by Lanczos with residual at most
     * 1e-6 of it; a few tens of Hessian-vector products. Not recorded where Lanczos does not converge.
     */
    static Probe sharpness(CurvedObjective objective) {
        return of("sharpness", at -> {
            RitzPairs top = Lanczos.largest(objective.hessian(at.theta()), 1,
                    Lanczos.Settings.standard().withTolerance(1e-6));
            return top.converged() ? top.values()[0] : Double.NaN;
        });
    }

    /** The value of another objective at theta, such as the loss on test data. */
    static Probe value(String name, Objective objective) {
        return of(name, at -> objective.value(at.theta()));
    }

    /**
     * The share of samples whose class is predicted.
     *
     * @param decision which class outputs mean, {@link Loss#decision} of the loss that is lowered
     * @param labels the number of the class of each row of x
     */
    static Probe accuracy(String name, Network network, Matrix x, Decision decision, int... labels) {
        return of(name, at -> (double) decision.right(network.forward(at.theta(), x), labels) / labels.length);
    }
}
