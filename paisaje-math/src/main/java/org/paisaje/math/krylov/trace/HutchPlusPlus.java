package org.paisaje.math.krylov.trace;

import java.util.Arrays;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Orthonormal;
import org.paisaje.math.krylov.core.Panel;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.memory.MemoryEstimate;

/**
 * Hutch++ (Meyer, Musco, Musco and Woodruff 2021): with Q an orthonormal basis of {@code A S} for a random S, the trace is
 * {@code tr(Q^T A Q)}, computed exactly, plus Hutchinson's estimate for {@code (I - Q Q^T) A (I - Q Q^T)}. A third of the
 * products each makes the basis, the exact part and the estimate. When a look does not suffice, basis and probes are
 * extended and every product is used again. Memory: about twice the budget of products, in vectors.
 */
public final class HutchPlusPlus {
    private static final int FIRST_LOOK = 24;

    private HutchPlusPlus() {}

    /** The trace of a square operator. */
    public static Estimation trace(LinearOperator operator, ProbeSettings settings) {
        Products a = Products.square("HutchPlusPlus", operator);
        int n = a.order();
        MemoryEstimate.requireVectors("HutchPlusPlus", 2L * settings.maxProducts() * n, "a smaller budget");
        int most = settings.maxProducts() / 3;
        int third = settings.adaptive() ? Math.min(FIRST_LOOK / 3, most) : most;
        var state = new State(a, n, settings);
        try {
            for (int look = 0;; look++) {
                state.extend(third);
                Estimation.Estimated estimate = state.estimate(settings.levelAt(look));
                boolean met = settings.met(estimate);
                if (met || third == most) {
                    return estimate.within(met);
                }
                third = Math.min(most, 2 * third);
            }
        } catch (NonFiniteProduct e) {
            return new Estimation.Failed(a.count(), e.failure().toString());
        }
    }

    private static final class State {
        private final Products a;
        private final int n;
        private final ProbeSettings settings;
        private Orthonormal basis;
        private int sketched;
        private double[] aq = new double[0];
        private double exact;
        private double absolute;
        private double[] g = new double[0];
        private double[] ag = new double[0];

        State(Products a, int n, ProbeSettings settings) {
            this.a = a;
            this.n = n;
            this.settings = settings;
            this.basis = new Orthonormal(new Panel(0, n, new double[0]), 0, new double[0]);
        }

        void extend(int third) {
            int known = basis.rank();
            int fresh = third - sketched;
            Matrix y = Matrix.zeros(fresh, n);
            a.applyAll(Hutchinson.draw(named("sketch"), sketched, fresh, n), y);
            Panel wider = new Panel(third, n);
            System.arraycopy(basis.q().data, 0, wider.data, 0, known * n);
            basis = Orthonormal.extend(wider, known, basis.r(), sketched, y.data(), fresh);
            sketched = third;

            int added = basis.rank() - known;
            Matrix q = Matrix.zeros(added, n);
            System.arraycopy(wider.data, known * n, q.data(), 0, added * n);
            Matrix z = Matrix.zeros(added, n);
            a.applyAll(q, z);
            for (int i = 0; i < added; i++) {
                double entry = Vectors.dot(q.data(), i * n, z.data(), i * n, n);
                exact += entry;
                absolute += Math.abs(entry);
            }
            aq = Arrays.copyOf(aq, basis.rank() * n);
            System.arraycopy(z.data(), 0, aq, known * n, added * n);

            int probes = g.length / n;
            double[] c = new Panel(added, n, q.data()).orthogonalise(added, g, 0, probes);
            new Panel(added, n, z.data()).subtract(added, c, ag, 0, probes);
            int more = third - probes;
            Matrix newest = Hutchinson.draw(named("residual"), probes, more, n);
            wider.orthogonalise(basis.rank(), newest.data(), 0, more);
            Matrix image = Matrix.zeros(more, n);
            a.applyAll(newest, image);
            g = append(g, newest.data());
            ag = append(ag, image.data());
        }

        Estimation.Estimated estimate(double level) {
            int probes = g.length / n;
            double[] samples = new double[probes];
            for (int i = 0; i < probes; i++) {
                samples[i] = Vectors.dot(g, i * n, ag, i * n, n);
            }
            var rest = Estimation.Estimated.ofSamples(samples, 1, level, a.count());
            double rounding = 4 * Math.ulp(1.0) * Math.sqrt(n) * absolute;
            return new Estimation.Estimated(exact + rest.value(), rest.standardError() + rounding,
                    rest.halfWidth() + 2 * rounding, level, a.count(), true);
        }

        private ProbeSettings named(String purpose) {
            return new ProbeSettings(settings.maxProducts(), settings.level(), 0, 0, settings.probe(),
                    settings.seed().named(purpose));
        }

        private static double[] append(double[] x, double[] more) {
            double[] result = Arrays.copyOf(x, x.length + more.length);
            System.arraycopy(more, 0, result, x.length, more.length);
            return result;
        }
    }
}
