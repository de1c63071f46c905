package org.paisaje.theory.kernel.flow;

import org.paisaje.math.special.Phi;

/**
 * How long and by what rule a linear model trains on the loss {@code (1/2n) ||f - y||^2}. A mode of the kernel with
 * eigenvalue lambda keeps the share r(lambda) of its residual; off the training points the residual acts through
 * {@code g(lambda) = (1 - r(lambda)) / lambda}, continued to lambda = 0.
 */
public sealed interface Evolution {
    /** Gradient flow for the time t, 0 to infinity: r = exp(-lambda t / n). */
    record Flow(double time) implements Evolution {
        /** Checks the time. */
        public Flow {
            if (!(time >= 0)) {
                throw new IllegalArgumentException("Flow: the time is " + time + ", it must be 0 to infinity");
            }
        }

        @Override
        public double remaining(double lambda, int n) {
            return time == 0 ? 1 : Math.exp(-lambda * time / n);
        }

        @Override
        public double response(double lambda, int n) {
            if (Double.isInfinite(time)) {
                return 1 / lambda;
            }
            return time / n * Phi.of(1, -lambda * time / n);
        }
    }

    /** Gradient descent of that rate for that many steps: r = (1 - eta lambda / n)^steps. */
    record Descent(double eta, long steps) implements Evolution {
        /** Checks the rate and the steps. */
        public Descent {
            check("Descent", eta, 0, steps);
        }

        @Override
        public double remaining(double lambda, int n) {
            return Math.pow(1 - eta * lambda / n, steps);
        }

        @Override
        public double response(double lambda, int n) {
            double factor = eta * lambda / n;
            if (factor == 0) {
                return eta / n * steps;
            }
            return factor < 1
                    ? -Math.expm1(steps * Math.log1p(-factor)) / lambda
                    : (1 - Math.pow(1 - factor, steps)) / lambda;
        }

        @Override
        public double largestStableRate(double lambda, int n) {
            return 2 * n / lambda;
        }
    }

    /**
     * Heavy-ball descent from rest (Polyak 1964): {@code theta' = theta - eta grad + beta (theta - theta_before)}. A mode
     * follows {@code r_(s+1) = (1 + beta - eta lambda / n) r_s - beta r_(s-1)}, in closed form by the roots of
     * {@code z^2 - (1 + beta - eta lambda / n) z + beta}.
     */
    record HeavyBall(double eta, double beta, long steps) implements Evolution {
        /** Checks the rates and the steps. */
        public HeavyBall {
            check("HeavyBall", eta, beta, steps);
        }

        @Override
        public double remaining(double lambda, int n) {
            return beta == 0
                    ? new Descent(eta, steps).remaining(lambda, n)
                    : DampedMode.share(beta, eta * lambda / n, steps);
        }

        @Override
        public double response(double lambda, int n) {
            return beta == 0
                    ? new Descent(eta, steps).response(lambda, n)
                    : eta / n * DampedMode.sum(beta, eta * lambda / n, steps);
        }

        @Override
        public double largestStableRate(double lambda, int n) {
            return 2 * (1 + beta) * n / lambda;
        }
    }

    /**
     * The heavy ball in continuous time, {@code theta'' + mu theta' = -grad} from rest, for the time t, 0 to infinity. A mode
     * is over-damped below {@code lambda / n = mu^2 / 4}, critically damped there and oscillates above; without friction it
     * oscillates for ever and has no limit. Descent with momentum beta and rate eta follows it with
     * {@code mu = (1 - beta) / sqrt eta, t = steps sqrt eta} as eta goes to 0.
     */
    record HeavyBallFlow(double friction, double time) implements Evolution {
        /** Checks the friction and the time. */
        public HeavyBallFlow {
            if (!(friction >= 0) || !Double.isFinite(friction) || !(time >= 0)) {
                throw new IllegalArgumentException(
                        "HeavyBallFlow: the friction is " + friction + " and the time " + time
                                + "; both must be at least 0 and the friction finite");
            }
            if (friction == 0 && Double.isInfinite(time)) {
                throw new IllegalArgumentException("HeavyBallFlow: the friction is 0 and the time infinity; without "
                        + "friction the modes oscillate and have no limit");
            }
        }

        @Override
        public double remaining(double lambda, int n) {
            return DampedMode.position(friction, lambda / n, time);
        }

        @Override
        public double response(double lambda, int n) {
            return DampedMode.response(friction, lambda / n, time) / n;
        }
    }

    /** The minimum of {@code ||f - y||^2 + rho ||f - f_0||_H^2}: r = rho / (lambda + rho). */
    record Ridge(double rho) implements Evolution {
        /** Checks the penalty. */
        public Ridge {
            if (!(rho > 0) || !Double.isFinite(rho)) {
                throw new IllegalArgumentException("Ridge: rho is " + rho
                        + ", it must be positive and finite; without penalty use Evolution.flow(infinity)");
            }
        }

        @Override
        public double remaining(double lambda, int n) {
            return rho / (lambda + rho);
        }

        @Override
        public double response(double lambda, int n) {
            return 1 / (lambda + rho);
        }
    }

    /** Gradient flow for the time t; infinity is the limit. */
    static Evolution flow(double time) {
        return new Flow(time);
    }

    /** Gradient descent. */
    static Evolution descent(double eta, long steps) {
        return new Descent(eta, steps);
    }

    /** Gradient descent with momentum beta. */
    static Evolution heavyBall(double eta, double beta, long steps) {
        return new HeavyBall(eta, beta, steps);
    }

    /** Gradient flow with inertia and friction mu; infinity is the limit. */
    static Evolution heavyBallFlow(double friction, double time) {
        return new HeavyBallFlow(friction, time);
    }

    /** Ridge regression. */
    static Evolution ridge(double rho) {
        return new Ridge(rho);
    }

    /** r(lambda). */
    double remaining(double lambda, int n);

    /** g(lambda). */
    double response(double lambda, int n);

    /** The rate above which a mode lambda grows; infinity for rules without a rate. */
    default double largestStableRate(double lambda, int n) {
        return Double.POSITIVE_INFINITY;
    }

    private static void check(String rule, double eta, double beta, long steps) {
        if (!(eta > 0) || !Double.isFinite(eta) || !(beta >= 0 && beta < 1) || steps < 0) {
            throw new IllegalArgumentException(rule + ": eta is " + eta + ", beta " + beta + ", steps " + steps
                    + "; eta must be positive, beta in [0, 1) and the steps at least 0");
        }
    }
}
