package org.paisaje.claims.catalogue.document001;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.ClaimProvider;

/** Document 001 as claims, in its order. */
public final class Document001 implements ClaimProvider {
    @Override
    public List<Claim> claims() {
        return Stream.of(
                IntroductionClaims.all(),
                NetworkClaims.all(),
                NetworkBiasClaims.all(),
                KernelScaleClaims.all(),
                KernelDriftClaims.all(),
                KernelTaylorClaims.all(),
                ClosedFormClaims.all(),
                FunctionReferenceClaims.all(),
                FunctionClaims.all(),
                FunctionNormClaims.all(),
                DescentClaims.all(),
                RateClaims.all(),
                ConditioningClaims.all(),
                MarginClaims.all(),
                MaxMarginClaims.all(),
                MarginWidthClaims.all(),
                LinearizationClaims.all(),
                DisplacementClaims.all(),
                GradientBoundClaims.all(),
                CurvatureClaims.all(),
                HessianSplitClaims.all(),
                HessianRankClaims.all(),
                LinearRankClaims.all(),
                StabilityClaims.all(),
                ConnectionClaims.all(),
                MinimumNormClaims.all(),
                InterpolationPeakClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    static Source source(String place) {
        return new Source("001", place);
    }
}
