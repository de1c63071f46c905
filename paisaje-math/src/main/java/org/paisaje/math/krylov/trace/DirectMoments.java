package org.paisaje.math.krylov.trace;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Vectors;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;

/**
 * Estimates of the spectral moments {@code tr(A^p) / n} of a symmetric operator that use no Lanczos: means of
 * {@code <A^floor(p/2) z, A^ceil(p/2) z> / n} over Rademacher probes. A check on {@link SpectralDensity#moment}.
 */
public final class DirectMoments {
    private DirectMoments() {}

    /** The moments 1 to {@code highest}, from {@code ceil(highest / 2)} products for each probe. */
    public static List<Estimation> of(LinearOperator operator, int highest, int probes, double level, Seed seed) {
        Products a = Products.square("DirectMoments", operator);
        int n = a.order();
        if (highest < 1 || probes < 2 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("DirectMoments: highest = " + highest + ", probes = " + probes
                    + ", level = " + level + "; at least 1, 2 and a level in (0, 1) are needed");
        }
        double[][] samples = new double[highest][probes];
        List<Estimation> result = new ArrayList<>();
        try {
            for (int i = 0; i < probes; i++) {
                double[] before = ProbeSettings.Probe.RADEMACHER.draw(seed.named("moment probe").at(i), n);
                double[] power = new double[n];
                for (int p = 1; p <= highest; p += 2) {
                    a.applyAll(Matrix.wrap(1, n, before), Matrix.wrap(1, n, power));
                    samples[p - 1][i] = Vectors.dot(before, power) / n;
                    if (p < highest) {
                        samples[p][i] = Vectors.dot(power, power) / n;
                    }
                    double[] swap = before;
                    before = power;
                    power = swap;
                }
            }
        } catch (NonFiniteProduct e) {
            for (int p = 0; p < highest; p++) {
                result.add(new Estimation.Failed(a.count(), e.failure().toString()));
            }
            return result;
        }
        for (double[] sample : samples) {
            result.add(Estimation.Estimated.ofSamples(sample, 1, level, a.count()));
        }
        return result;
    }
}
