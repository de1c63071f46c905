package org.paisaje.math.ode;

import org.jspecify.annotations.Nullable;
import org.paisaje.math.linalg.LinearOperator;

/**
 * The exponential Rosenbrock pair exprb32 of order 3(2) for stiff autonomous problems y' = f(y), such as gradient flow,
 * with Jacobian products only:
 *
 * <pre>
 * U  = y + h phi_1(hJ) f(y)
 * y+ = U + 2 h phi_3(hJ) (f(U) - f(y) - J (U - y)),   J = f'(y)
 * </pre>
 *
 * The last term estimates the error. Linear parts are integrated exactly (up to the Krylov error, kept a hundredth of the
 * tolerance), whatever their stiffness; the step is bounded by the nonlinearity alone. Chosen over implicit Rosenbrock
 * methods because no linear system needs a preconditioner: for a symmetric J with spectral radius rho the Krylov spaces
 * have a size of the order of sqrt(h rho). Source: Hochbruck, Ostermann and Schweitzer, Exponential Rosenbrock-type
 * methods, SIAM J. Numer. Anal. 47 (2009).
 *
 * @param tolerance local error allowed
 * @param firstStep size of the first step, 0 to choose it
 * @param maxSteps accepted and rejected steps allowed
 * @param krylov largest Krylov space; memory is (krylov + 1) n numbers at worst. A step whose space would be larger is
 * halved
 */
public record ExponentialRosenbrock(Tolerance tolerance, double firstStep, int maxSteps, int krylov) {
    /** Refuses a negative first step, fewer than one step, and a Krylov space below 4. */
    public ExponentialRosenbrock {
        if (!(firstStep >= 0) || maxSteps < 1 || krylov < 4) {
            throw new IllegalArgumentException("ExponentialRosenbrock: got first step " + firstStep + ", " + maxSteps
                    + " steps, Krylov space " + krylov
                    + "; needs a step >= 0, at least one step, a space of at least 4");
        }
    }

    /** Chooses the first step, allows 100,000 steps and Krylov spaces of 60. */
    public static ExponentialRosenbrock of(double relative, double absolute) {
        return new ExponentialRosenbrock(Tolerance.of(relative, absolute), 0, 100_000, 60);
    }

    /** Integrates from (t0, y0) to t1; f must not depend on t. */
    public Outcome integrate(DifferentiableField field, double t0, double[] y0, double t1) {
        return integrate(field, t0, y0, t1, null);
    }

    /**
     * Integrates from (t0, y0) to t1 and shows accepted steps to the observer, with the cubic Hermite interpolation of
     * values and slopes as dense output (order 3; between stiff transients use the ends of the steps).
     */
    public Outcome integrate(DifferentiableField field, double t0, double[] y0, double t1,
            @Nullable Observer observer) {
        tolerance.requireRows("integrate", y0);
        if (!(Double.isFinite(t0) && Double.isFinite(t1))) {
            throw new IllegalArgumentException("integrate: got times " + t0 + " to " + t1 + "; needs finite times");
        }
        return new Run(field, t0, y0, t1).go(observer);
    }

    private final class Run implements Step {
        private final DifferentiableField field;
        private final double end;
        private final int n;
        private final KrylovPhi phi;
        private double[] y;
        private double[] next;
        private double[] slope;
        private double[] nextSlope;
        private final double[] inner;
        private final double[] defect;
        private final double[] work;
        private double t;
        private double h;
        private int accepted;
        private int rejected;
        private long evaluations;
        private long products;

        Run(DifferentiableField field, double t0, double[] y0, double t1) {
            this.field = field;
            this.t = t0;
            this.end = t1;
            this.n = y0.length;
            this.phi = new KrylovPhi(n, krylov);
            this.y = y0.clone();
            this.next = new double[n];
            this.slope = new double[n];
            this.nextSlope = new double[n];
            this.inner = new double[n];
            this.defect = new double[n];
            this.work = new double[n];
        }

        Outcome go(@Nullable Observer observer) {
            double direction = Math.signum(end - t);
            if (direction == 0) {
                return new Outcome.Completed(t, y, work());
            }
            evaluate(y, slope);
            if (!DormandPrince.finite(y) || !DormandPrince.finite(slope)) {
                return new Outcome.NotFinite(t, y, work());
            }
            double span = Math.abs(end - t);
            double speed = tolerance.norm(slope, y, y);
            double guess = firstStep > 0 ? firstStep : speed > 0 ? Math.min(span, 10 / speed) : span;
            h = direction * Math.min(guess, span);
            boolean finite = true;
            boolean shrunk = false;
            while (accepted + rejected < maxSteps) {
                if (Math.abs(h) <= 4 * Math.ulp(t)) {
                    return finite ? new Outcome.StepTooSmall(t, y, h, work()) : new Outcome.NotFinite(t, y, work());
                }
                boolean last = (t + 1.01 * h - end) * direction >= 0;
                if (last) {
                    h = end - t;
                }
                double norm = attempt();
                finite = !Double.isNaN(norm);
                if (norm <= 1) {
                    accepted++;
                    evaluate(next, nextSlope);
                    if (!DormandPrince.finite(nextSlope)) {
                        return new Outcome.NotFinite(t, y, work());
                    }
                    if (observer != null) {
                        observer.accepted(this);
                    }
                    t = last ? end : t + h;
                    double[] old = y;
                    y = next;
                    next = old;
                    old = slope;
                    slope = nextSlope;
                    nextSlope = old;
                    if (last) {
                        return new Outcome.Completed(t, y, work());
                    }
                    double change = Math.clamp(0.9 / Math.cbrt(Math.max(norm, 1e-12)), 0.2, 5);
                    h *= shrunk ? Math.min(change, 1) : change;
                    shrunk = false;
                } else {
                    rejected++;
                    h *= Double.isFinite(norm) ? Math.clamp(0.9 / Math.cbrt(norm), 0.1, 0.9) : 0.5;
                    shrunk = true;
                }
            }
            return new Outcome.TooManySteps(t, y, work());
        }

        /** Scaled error of the step to {@code next}; NaN if not finite, infinite if the Krylov space did not do. */
        private double attempt() {
            LinearOperator jacobian = new LinearOperator() {
                @Override
                public int rows() {
                    return n;
                }

                @Override
                public int columns() {
                    return n;
                }

                @Override
                public void apply(double[] v, double[] out) {
                    products++;
                    field.jvp(t, y, v, out);
                }
            };
            double allowed = 0.01 * smallestScale() * Math.sqrt((double) n / tolerance.rows()) / Math.abs(h);
            if (!phi.apply(jacobian, h, 1, slope, allowed, inner)) {
                return Double.POSITIVE_INFINITY;
            }
            for (int i = 0; i < n; i++) {
                inner[i] *= h;
            }
            // inner = U - y
            jacobian.apply(inner, work);
            for (int i = 0; i < n; i++) {
                inner[i] += y[i];
            }
            if (!DormandPrince.finite(inner)) {
                return Double.NaN;
            }
            evaluate(inner, defect);
            for (int i = 0; i < n; i++) {
                defect[i] -= slope[i] + work[i];
            }
            if (!DormandPrince.finite(defect)) {
                return Double.NaN;
            }
            if (!phi.apply(jacobian, h, 3, defect, 0.5 * allowed, work)) {
                return Double.POSITIVE_INFINITY;
            }
            for (int i = 0; i < n; i++) {
                work[i] *= 2 * h;
                next[i] = inner[i] + work[i];
            }
            return DormandPrince.finite(next) ? tolerance.norm(work, y, next) : Double.NaN;
        }

        /** A lower bound of absolute + relative |y_i| in the mean, so that the Krylov error is small in the norm used. */
        private double smallestScale() {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double scale = tolerance.absolute() + tolerance.relative() * Math.abs(y[i]);
                sum += 1 / (scale * scale + Double.MIN_NORMAL);
            }
            return Math.sqrt(n / sum);
        }

        private void evaluate(double[] state, double[] out) {
            evaluations++;
            field.apply(t, state, out);
        }

        private Work work() {
            return new Work(accepted, rejected, evaluations, products);
        }

        @Override
        public double start() {
            return t;
        }

        @Override
        public double end() {
            return t + h;
        }

        @Override
        public void at(double time, double[] out) {
            double s = (time - t) / h;
            double a = (1 + 2 * s) * (1 - s) * (1 - s);
            double b = s * (1 - s) * (1 - s) * h;
            double c = s * s * (s - 1) * h;
            for (int i = 0; i < n; i++) {
                out[i] = a * y[i] + (1 - a) * next[i] + b * slope[i] + c * nextSlope[i];
            }
        }
    }
}
