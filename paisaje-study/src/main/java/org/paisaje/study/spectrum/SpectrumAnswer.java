package org.paisaje.study.spectrum;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.krylov.eigen.SymmetryProbe;
import org.paisaje.math.krylov.trace.SpectralDensity;
import org.paisaje.risk.Risk;
import org.paisaje.study.Estimate;
import org.paisaje.theory.landscape.Sharpness;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;
import org.paisaje.theory.landscape.spectrum.LowRankCertificate;
import org.paisaje.theory.landscape.spectrum.OutlyingEigenvalues;
import org.paisaje.theory.landscape.spectrum.ParameterBlock;
import org.paisaje.theory.landscape.spectrum.SpectrumEnds;

/**
 * What was found of a matrix.
 *
 * @param setting what was asked
 * @param risk whose curvature it is
 * @param theta where
 * @param loss there
 * @param gradientNorm there
 * @param order of the matrix
 * @param course the run before, if there was one
 * @param ends its smallest and largest eigenvalues
 * @param full all eigenvalues, where they were computed
 * @param why there are not all eigenvalues, where there are not
 * @param density of all, unless the matrix is zero
 * @param trace the sum of the eigenvalues
 * @param frobenius the root of the sum of their squares
 * @param damping rho
 * @param logDeterminant log det(A + rho I), where that is defined
 * @param blocks the layers
 * @param certificate of the approximation by the ends
 * @param symmetry of the products
 * @param dual the largest eigenvalue of the dual matrix, where there is one
 * @param parts the largest eigenvalue of H1 and the norm of H2 beside the Hessian
 * @param ledger what it took
 */
record SpectrumAnswer(SpectrumSetting setting, Risk risk, double[] theta, double loss, double gradientNorm, int order,
        Optional<SharpnessCourse> course, SpectrumEnds ends, Optional<FullSpectrum.Found> full, String why,
        Optional<SpectralDensity> density, Optional<Estimate> trace, Optional<Estimate> frobenius, double damping,
        Optional<Estimate> logDeterminant, List<Block> blocks, Optional<LowRankCertificate> certificate,
        SymmetryProbe symmetry, Optional<Sharpness.Measured> dual, Optional<Parts> parts, CostLedger ledger) {
    /** Eigenvalues up to this share of the norm count as zero, unless all are known to rounding. */
    static final double ZERO = 1e-4;

    /**
     * A layer.
     *
     * @param where its parameters
     * @param largest the largest eigenvalue of its block
     * @param smallest the smallest one
     * @param trace of its block
     */
    record Block(ParameterBlock where, Estimate largest, Estimate smallest, Estimate trace) {}

    /**
     * The two parts of a Hessian.
     *
     * @param gaussNewton the largest eigenvalue of H1
     * @param residual the norm of H2
     */
    record Parts(Estimate gaussNewton, Estimate residual) {}

    /** The largest absolute eigenvalue. */
    double norm() {
        return ends.norm();
    }

    Estimate largest() {
        return full.map(all -> Estimate.within(all.values()[order - 1], all.bound()))
                .orElseGet(() -> Estimate.within(ends.highest()[0], ends.highestBounds()[0]));
    }

    Estimate smallest() {
        return full.map(all -> Estimate.within(all.values()[0], all.bound()))
                .orElseGet(() -> ends.lowest().length == 0
                        ? Estimate.within(ends.highest()[0], ends.highestBounds()[0])
                        : Estimate.within(ends.lowest()[0], ends.lowestBounds()[0]));
    }

    /** The eigenvalues that stand apart. */
    OutlyingEigenvalues outliers() {
        return OutlyingEigenvalues.among(ends.highest(), ZERO * norm());
    }

    /** What of the eigenvalues is negative by more than what counts as zero: exact, or from the density. */
    Optional<Estimate> negativeShare() {
        double least = ZERO * norm();
        if (full.isPresent()) {
            double count = 0;
            for (double value : full.get().values()) {
                count += value < -least ? 1 : 0;
            }
            return Optional.of(Estimate.exact(count / order));
        }
        return density.map(known -> {
            var share = known.shareBelow(-least);
            return new Estimate(share.value(), Math.min(share.value(), Math.max(0, share.lower())),
                    Math.max(share.value(), Math.min(1, share.upper())));
        });
    }
}
