package org.paisaje.theory.landscape;

import java.util.Optional;
import org.paisaje.math.krylov.trace.Estimation;
import org.paisaje.math.krylov.trace.Hutchinson;
import org.paisaje.math.krylov.trace.ProbeSettings;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.random.Seed;
import org.paisaje.risk.RiskPoint;

/**
 * The split {@code H = H1 + H2} of the Hessian of a risk into the Gauss-Newton matrix {@code H1 = J^T L'' J}, positive
 * semidefinite, and {@code H2 = sum_ic (dL/df_ic) d^2 f_ic}, which vanishes where the loss has no slope. Hence
 * {@code lambda_min(H) >= lambda_min(H2)} and {@code |lambda_max(H) - lambda_max(H1)| <= ||H2||} (Weyl).
 *
 * @param whole the Frobenius norm of H
 * @param gaussNewton that of H1
 * @param residual that of H2
 */
public record HessianSplit(Estimation.Estimated whole, Estimation.Estimated gaussNewton,
        Estimation.Estimated residual) {
    /** The Frobenius norms, from {@code products} random probes each; absent if a product is not finite. */
    public static Optional<HessianSplit> of(RiskPoint at, int products, Seed seed) {
        Estimation whole = norm(at.hessian(), products, seed);
        Estimation first = norm(at.gaussNewton(), products, seed);
        Estimation second = norm(at.residual(), products, seed);
        return whole instanceof Estimation.Estimated a && first instanceof Estimation.Estimated b
                && second instanceof Estimation.Estimated c
                        ? Optional.of(new HessianSplit(a, b, c))
                        : Optional.empty();
    }

    private static Estimation norm(LinearOperator operator, int products, Seed seed) {
        return Hutchinson.frobenius(operator, ProbeSettings.products(products, seed.named("split")));
    }
}
