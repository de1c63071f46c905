package org.paisaje.math.ode;

import org.jspecify.annotations.Nullable;

/**
 * The explicit pair of Dormand and Prince, order 5(4), with proportional-integral step control and the dense output of
 * order 4 of Shampine (Hairer, Norsett and Wanner, Solving ODEs I, II.4 to II.6). First same as last: six evaluations a
 * step. Works in either direction of time. Holds about 12 vectors; nothing is allocated per step.
 *
 * @param tolerance local error allowed
 * @param firstStep size of the first step, 0 to choose it
 * @param maxSteps accepted and rejected steps allowed
 */
public record DormandPrince(Tolerance tolerance, double firstStep, int maxSteps) {
    private static final double[] C = {0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1};
    private static final double[][] A = {{}, {1.0 / 5}, {3.0 / 40, 9.0 / 40}, {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}};
    private static final double[] E = {71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525,
        -1.0 / 40};
    private static final double[] D = {-12715105075.0 / 11282082432.0, 0, 87487479700.0 / 32700410799.0,
        -10690763975.0 / 1880347072.0, 701980252875.0 / 199316789632.0, -1453857185.0 / 822651844.0,
        69997945.0 / 29380423.0};
    private static final double BETA = 0.04;
    private static final double SAFETY = 0.9;

    /** Refuses a negative first step and fewer than one step. */
    public DormandPrince {
        if (!(firstStep >= 0) || maxSteps < 1) {
            throw new IllegalArgumentException("DormandPrince: got first step " + firstStep + " and at most " + maxSteps
                    + " steps; needs a first step >= 0 (0 chooses it) and at least one step");
        }
    }

    /** Chooses the first step and allows a million steps. */
    public static DormandPrince of(double relative, double absolute) {
        return new DormandPrince(Tolerance.of(relative, absolute), 0, 1_000_000);
    }

    /** Integrates from (t0, y0) to t1. */
    public Outcome integrate(VectorField field, double t0, double[] y0, double t1) {
        return integrate(field, t0, y0, t1, null, null);
    }

    /** Integrates from (t0, y0) to t1, showing accepted steps to the observer, until the event if there is one. */
    public Outcome integrate(VectorField field, double t0, double[] y0, double t1, @Nullable Observer observer,
            @Nullable Event event) {
        if (!(Double.isFinite(t0) && Double.isFinite(t1))) {
            throw new IllegalArgumentException("integrate: got times " + t0 + " to " + t1 + "; needs finite times");
        }
        tolerance.requireRows("integrate", y0);
        return new Run(field, t0, y0, t1).go(observer, event);
    }

    private final class Run implements Step {
        private final VectorField field;
        private final double end;
        private final double direction;
        private final int n;
        private final double[][] k;
        private final double[] error;
        private final double[] stage;
        private double t;
        private double h;
        private double[] y;
        private double[] next;
        private int accepted;
        private int rejected;
        private long evaluations;

        Run(VectorField field, double t0, double[] y0, double t1) {
            this.field = field;
            this.t = t0;
            this.end = t1;
            this.direction = Math.signum(t1 - t0);
            this.n = y0.length;
            this.y = y0.clone();
            this.next = new double[n];
            this.error = new double[n];
            this.stage = new double[n];
            this.k = new double[7][n];
        }

        Outcome go(@Nullable Observer observer, @Nullable Event event) {
            if (t == end) {
                return new Outcome.Completed(t, y, work());
            }
            evaluate(t, y, k[0]);
            if (!finite(k[0]) || !finite(y)) {
                return new Outcome.NotFinite(t, y, work());
            }
            h = direction * (firstStep > 0 ? Math.min(firstStep, Math.abs(end - t)) : chooseFirst());
            double before = event == null ? 0 : event.value(t, y);
            double memory = 1e-4;
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
                finite = Double.isFinite(norm);
                double factor = finite ? Math.pow(norm, 0.2 - 0.75 * BETA) : 10;
                if (finite && norm <= 1) {
                    accepted++;
                    double target = last ? end : t + h;
                    double after = event == null ? 0 : event.value(target, next);
                    if (event != null && before != 0 && before * after <= 0) {
                        return locate(event, before, target, observer);
                    }
                    before = after;
                    if (observer != null) {
                        observer.accepted(this);
                    }
                    double[] old = y;
                    y = next;
                    next = old;
                    double[] first = k[0];
                    k[0] = k[6];
                    k[6] = first;
                    t = target;
                    if (last) {
                        return new Outcome.Completed(t, y, work());
                    }
                    double change = SAFETY * Math.pow(memory, BETA) / factor;
                    change = Math.clamp(change, 0.2, 10);
                    h *= shrunk ? Math.min(change, 1) : change;
                    memory = Math.max(norm, 1e-4);
                    shrunk = false;
                } else {
                    rejected++;
                    h *= Math.max(0.1, SAFETY / factor);
                    shrunk = true;
                }
            }
            return new Outcome.TooManySteps(t, y, work());
        }

        private double attempt() {
            for (int s = 1; s < 7; s++) {
                double[] into = s == 6 ? next : stage;
                combine(A[s], s, into);
                evaluate(t + C[s] * h, into, k[s]);
            }
            for (int i = 0; i < n; i++) {
                error[i] = h * (E[0] * k[0][i] + E[2] * k[2][i] + E[3] * k[3][i] + E[4] * k[4][i] + E[5] * k[5][i]
                        + E[6] * k[6][i]);
            }
            return finite(next) ? tolerance.norm(error, y, next) : Double.NaN;
        }

        private void combine(double[] a, int stages, double[] into) {
            double[] base = y;
            switch (stages) {
                case 1 -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * a[0] * k[0][i];
                    }
                }
                case 2 -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * (a[0] * k[0][i] + a[1] * k[1][i]);
                    }
                }
                case 3 -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * (a[0] * k[0][i] + a[1] * k[1][i] + a[2] * k[2][i]);
                    }
                }
                case 4 -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * (a[0] * k[0][i] + a[1] * k[1][i] + a[2] * k[2][i] + a[3] * k[3][i]);
                    }
                }
                case 5 -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * (a[0] * k[0][i] + a[1] * k[1][i] + a[2] * k[2][i] + a[3] * k[3][i]
                                + a[4] * k[4][i]);
                    }
                }
                default -> {
                    for (int i = 0; i < n; i++) {
                        into[i] = base[i] + h * (a[0] * k[0][i] + a[2] * k[2][i] + a[3] * k[3][i] + a[4] * k[4][i]
                                + a[5] * k[5][i]);
                    }
                }
            }
        }

        private void evaluate(double time, double[] state, double[] out) {
            evaluations++;
            field.apply(time, state, out);
        }

        /** Hairer, Norsett and Wanner, II.4, "starting step size". */
        private double chooseFirst() {
            double span = Math.abs(end - t);
            double d0 = tolerance.norm(y, y, y);
            double d1 = tolerance.norm(k[0], y, y);
            double guess = d0 < 1e-5 || d1 < 1e-5 || !Double.isFinite(d0 + d1) ? 1e-6 * span : 0.01 * d0 / d1;
            guess = Math.min(guess, span);
            for (int i = 0; i < n; i++) {
                stage[i] = y[i] + direction * guess * k[0][i];
            }
            evaluate(t + direction * guess, stage, k[1]);
            for (int i = 0; i < n; i++) {
                error[i] = k[1][i] - k[0][i];
            }
            double d2 = tolerance.norm(error, y, y) / guess;
            double largest = Math.max(d1, d2);
            double second = largest <= 1e-15 ? Math.max(1e-6 * span, guess * 1e-3) : Math.pow(0.01 / largest, 0.2);
            double chosen = Math.min(Math.min(100 * guess, second), span);
            return Double.isFinite(chosen) && chosen > 0 ? chosen : guess;
        }

        private Outcome locate(Event event, double before, double target, @Nullable Observer observer) {
            double left = t;
            double right = target;
            double[] state = new double[n];
            for (int i = 0; i < 200 && Math.abs(right - left) > 2 * Math.ulp(right); i++) {
                double middle = left + 0.5 * (right - left);
                at(middle, state);
                if (event.value(middle, state) * before > 0) {
                    left = middle;
                } else {
                    right = middle;
                }
            }
            if (right == target) {
                System.arraycopy(next, 0, state, 0, n);
            } else {
                at(right, state);
            }
            if (observer != null) {
                observer.accepted(this);
            }
            return new Outcome.EventReached(right, state, work());
        }

        private Work work() {
            return new Work(accepted, rejected, evaluations, 0);
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
            double rest = 1 - s;
            for (int i = 0; i < n; i++) {
                double difference = next[i] - y[i];
                double slope = h * k[0][i] - difference;
                double curve = difference - h * k[6][i] - slope;
                double fourth = h * (D[0] * k[0][i] + D[2] * k[2][i] + D[3] * k[3][i] + D[4] * k[4][i] + D[5] * k[5][i]
                        + D[6] * k[6][i]);
                out[i] = y[i] + s * (difference + rest * (slope + s * (curve + rest * fourth)));
            }
        }
    }

    static boolean finite(double[] x) {
        for (double value : x) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
