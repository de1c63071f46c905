package org.paisaje.theory.teacher;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A lane of a vector for each run. */
final class VectorTrialStep implements TrialStep {
    private static final VectorSpecies<Double> LANES = DoubleVector.SPECIES_PREFERRED;
    private static final int WIDTH = LANES.length();

    @Override
    public void residuals(int n, int d, double[] x, double[] w, double[] targets, double[] residuals) {
        for (int i = 0; i < n; i++) {
            DoubleVector z = DoubleVector.fromArray(LANES, x, i * WIDTH).mul(DoubleVector.fromArray(LANES, w, 0));
            for (int j = 1; j < d; j++) {
                z = DoubleVector.fromArray(LANES, x, (j * n + i) * WIDTH)
                        .fma(DoubleVector.fromArray(LANES, w, j * WIDTH), z);
            }
            VectorMask<Double> active = z.compare(VectorOperators.GT, 0);
            DoubleVector.fromArray(LANES, targets, i * WIDTH)
                    .sub(z)
                    .blend(0, active.not())
                    .intoArray(residuals, i * WIDTH);
        }
    }

    @Override
    public void update(int n, int d, double[] x, double[] residuals, double[] w, Trials.Settings settings) {
        double factor = settings.sign().factor() * settings.lambda() / 2;
        DoubleVector norm = DoubleVector.zero(LANES);
        if (settings.penalty() == Penalty.L1_SQUARED) {
            for (int j = 0; j < d; j++) {
                norm = norm.add(DoubleVector.fromArray(LANES, w, j * WIDTH).abs());
            }
        }
        for (int j = 0; j < d; j++) {
            DoubleVector even = DoubleVector.zero(LANES);
            DoubleVector odd = DoubleVector.zero(LANES);
            int i = 0;
            int base = j * n * WIDTH;
            for (; i < n - 1; i += 2) {
                even = DoubleVector.fromArray(LANES, x, base + i * WIDTH)
                        .fma(DoubleVector.fromArray(LANES, residuals, i * WIDTH), even);
                odd = DoubleVector.fromArray(LANES, x, base + (i + 1) * WIDTH)
                        .fma(DoubleVector.fromArray(LANES, residuals, (i + 1) * WIDTH), odd);
            }
            if (i < n) {
                even = DoubleVector.fromArray(LANES, x, base + i * WIDTH)
                        .fma(DoubleVector.fromArray(LANES, residuals, i * WIDTH), even);
            }
            DoubleVector old = DoubleVector.fromArray(LANES, w, j * WIDTH);
            DoubleVector gradient = switch (settings.penalty()) {
                case NONE -> DoubleVector.zero(LANES);
                case L1 -> sign(old);
                case L1_SQUARED -> sign(old).mul(norm).mul(2);
                case L2_SQUARED -> old.mul(2);
            };
            even.add(odd)
                    .div(n)
                    .add(gradient.mul(factor))
                    .mul(settings.eta())
                    .add(old)
                    .intoArray(w, j * WIDTH);
        }
    }

    private static DoubleVector sign(DoubleVector v) {
        return DoubleVector.zero(LANES)
                .blend(1, v.compare(VectorOperators.GT, 0))
                .blend(-1, v.compare(VectorOperators.LT, 0));
    }
}
