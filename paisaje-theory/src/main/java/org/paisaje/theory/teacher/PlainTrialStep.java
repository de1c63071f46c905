package org.paisaje.theory.teacher;

import org.paisaje.math.simd.Fma;

/** One run at a time, in the order of {@link VectorTrialStep}, so that a run ends in the same bits. */
final class PlainTrialStep implements TrialStep {
    @Override
    public void residuals(int n, int d, double[] x, double[] w, double[] targets, double[] residuals) {
        for (int i = 0; i < n; i++) {
            double z = x[i] * w[0];
            for (int j = 1; j < d; j++) {
                z = Fma.fma(x[j * n + i], w[j], z);
            }
            residuals[i] = z > 0 ? targets[i] - z : 0;
        }
    }

    @Override
    public void update(int n, int d, double[] x, double[] residuals, double[] w, Trials.Settings settings) {
        double factor = settings.sign().factor() * settings.lambda() / 2;
        double norm = 0;
        if (settings.penalty() == Penalty.L1_SQUARED) {
            for (int j = 0; j < d; j++) {
                norm += Math.abs(w[j]);
            }
        }
        for (int j = 0; j < d; j++) {
            double even = 0;
            double odd = 0;
            int i = 0;
            for (; i < n - 1; i += 2) {
                even = Fma.fma(x[j * n + i], residuals[i], even);
                odd = Fma.fma(x[j * n + i + 1], residuals[i + 1], odd);
            }
            if (i < n) {
                even = Fma.fma(x[j * n + i], residuals[i], even);
            }
            double sign = w[j] > 0 ? 1 : w[j] < 0 ? -1 : 0;
            double gradient = switch (settings.penalty()) {
                case NONE -> 0;
                case L1 -> sign;
                case L1_SQUARED -> sign * norm * 2;
                case L2_SQUARED -> w[j] * 2;
            };
            w[j] = ((even + odd) / n + gradient * factor) * settings.eta() + w[j];
        }
    }
}
