package org.paisaje.training.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import org.junit.jupiter.api.Test;
import org.paisaje.training.Cadence;
import org.paisaje.training.Functions;
import org.paisaje.training.Outcome;
import org.paisaje.training.Probe;
import org.paisaje.training.Stop;
import org.paisaje.training.Training;

/** Closed forms of gradient descent and momentum on quadratics. */
final class GradientDescentTest {
    private static final double EPSILON = Math.ulp(1.0);

    @Test
    void errorShrinksByOneMinusEtaLambda() {
        double[] lambda = {0.25, 1, 3, 9.5};
        double eta = 0.2;
        int k = 60;
        double[] start = {1, -2, 3, -4};
        var run = Training.run(GradientDescent.withRate(eta), new Functions.Diagonal(lambda), start, Stop.after(k));
        for (int i = 0; i < lambda.length; i++) {
            double expected = Math.pow(1 - eta * lambda[i], k) * start[i];
            // Each step rounds three times; 1 - eta lambda is formed with cancellation.
            double growth = k * (3 + 2 / Math.abs(1 - eta * lambda[i])) * EPSILON;
            assertThat(run.theta()[i]).isCloseTo(expected, within(Math.abs(expected) * growth));
        }
        assertThat(run.outcome()).isEqualTo(new Outcome.Finished(k, k + " steps"));
        assertThat(start).containsExactly(1, -2, 3, -4);
    }

    @Test
    void divergesBeyondTwoOverLambdaAndOnlyThere() {
        var function = new Functions.Diagonal(4.0, 1.0);
        double[] start = {1, 1};
        Stop stop = Stop.after(100_000).orGradientBelow(1e-9);
        var below = Training.run(GradientDescent.withRate(0.99 * 2 / 4), function, start, stop);
        var above = Training.run(GradientDescent.withRate(1.01 * 2 / 4), function, start, stop);
        assertThat(below.outcome()).isInstanceOf(Outcome.Converged.class);
        assertThat(above.outcome()).isInstanceOfSatisfying(Outcome.Diverged.class, diverged -> {
            // |1 - eta lambda| = 1.02, and the square of theta overflows at about 1.3e154.
            double steps = Math.log(Math.sqrt(Double.MAX_VALUE / 2)) / Math.log(1.02);
            assertClose((double) diverged.step(), steps, stated(1, "steps are whole"));
            assertThat(diverged.norm()).isFinite().isGreaterThan(1e150);
        });
        assertThat(above.theta()).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(above.value()).isFinite();
        assertThat(above.completed()).isFalse();
    }

    @Test
    void lossAboveIsDivergence() {
        var run = Training.run(GradientDescent.withRate(1), new Functions.Diagonal(4.0), new double[] {1},
                Stop.after(1_000).orLossAbove(1e6));
        // theta_k = (-3)^k, value 2 * 9^k > 1e6 from k = 6 on.
        assertThat(run.outcome()).isInstanceOfSatisfying(Outcome.Diverged.class,
                diverged -> assertThat(diverged.step()).isEqualTo(6));
        assertThat(run.theta()[0]).isEqualTo(729);
    }

    @Test
    void optimalHeavyBallConvergesAtItsRate() {
        double small = 1;
        double large = 100;
        double root = Math.sqrt(large / small);
        double beta = Math.pow((root - 1) / (root + 1), 2);
        double eta = Math.pow(2 / (Math.sqrt(large) + Math.sqrt(small)), 2);
        var run = Training.with(Momentum.withRate(eta, beta))
                .record(Probe.norm(), Cadence.every(1))
                .stop(Stop.after(150))
                .run(new Functions.Diagonal(small, large), new double[] {1, 1});
        var norms = run.series("theta norm");
        // The iteration matrix has a double eigenvalue -+sqrt(beta): |theta_k| ~ k beta^(k/2).
        double measured = Math.log(norms.at(140) / 140 / (norms.at(40) / 40)) / 100;
        assertClose(measured, 0.5 * Math.log(beta),
                stated(1.0 / 40 - 1.0 / 140, "the next terms of the power law").times(1 / 100.0));
    }

    @Test
    void momentumFollowsItsLinearRecurrence() {
        double lambda = 2;
        double eta = 0.3;
        double mu = 0.8;
        var heavy = Training.run(Momentum.withRate(eta, mu), new Functions.Diagonal(lambda), new double[] {1},
                Stop.after(25));
        var nesterov = Training.run(Momentum.nesterov(eta, mu), new Functions.Diagonal(lambda), new double[] {1},
                Stop.after(25));
        // theta_{k+1} = (1 + mu - eta lambda) theta_k - mu theta_{k-1}
        assertThat(heavy.theta()[0])
                .isCloseTo(recur(1 + mu - eta * lambda, -mu, 1 - eta * lambda, 25), within(1e3 * EPSILON));
        assertThat(nesterov.theta()[0])
                .isCloseTo(recurNesterov(eta * lambda, mu, 25), within(1e3 * EPSILON));
    }

    private static double recur(double a, double b, double second, int steps) {
        double previous = 1;
        double present = second;
        for (int k = 1; k < steps; k++) {
            double next = a * present + b * previous;
            previous = present;
            present = next;
        }
        return present;
    }

    /** x_{k+1} = y_k - eta g(y_k), y_{k+1} = x_{k+1} + mu (x_{k+1} - x_k); the rule stores y. */
    private static double recurNesterov(double etaLambda, double mu, int steps) {
        double x = 1;
        double y = 1;
        for (int k = 0; k < steps; k++) {
            double next = y - etaLambda * y;
            y = next + mu * (next - x);
            x = next;
        }
        return y;
    }

    @Test
    void decayCoupledIsAShiftOfTheSpectrumAndDecoupledAFactor() {
        double eta = 0.1;
        var coupled = Training.run(new GradientDescent(eta, WeightDecay.coupled(0.5)), new Functions.Diagonal(2.0),
                new double[] {1}, Stop.after(10));
        var decoupled = Training.run(new GradientDescent(eta, WeightDecay.decoupled(0.5)),
                new Functions.Diagonal(2.0), new double[] {1}, Stop.after(10));
        assertClose(coupled.theta()[0], Math.pow(1 - eta * 2.5, 10), rounding(4));
        assertClose(decoupled.theta()[0], Math.pow(1 - eta * 0.5 - eta * 2, 10), rounding(4));
    }

    @Test
    void clippingBoundsTheStep() {
        var run = Training.with(GradientDescent.withRate(0.5))
                .clip(1)
                .record(Probe.gradientNorm(), Cadence.every(1))
                .stop(Stop.after(1))
                .run(new Functions.Diagonal(1.0, 1.0), new double[] {3, 4});
        assertThat(run.theta()[0]).isCloseTo(3 - 0.5 * 0.6, within(4 * EPSILON));
        assertThat(run.theta()[1]).isCloseTo(4 - 0.5 * 0.8, within(4 * EPSILON));
        assertThat(run.series("gradient norm").first()).isEqualTo(5);
    }
}
