package org.paisaje.claims.catalogue.document001;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.claims.catalogue.document001.convergence.ConditioningClaims;
import org.paisaje.claims.catalogue.document001.convergence.FlowDescentClaims;
import org.paisaje.claims.catalogue.document001.convergence.MarginClaims;
import org.paisaje.claims.catalogue.document001.convergence.MarginStartClaims;
import org.paisaje.claims.catalogue.document001.convergence.MarginWidthClaims;
import org.paisaje.claims.catalogue.document001.convergence.MaxMarginClaims;
import org.paisaje.claims.catalogue.document001.convergence.RateClaims;
import org.paisaje.claims.catalogue.document001.function.ClosedFormClaims;
import org.paisaje.claims.catalogue.document001.function.FunctionClaims;
import org.paisaje.claims.catalogue.document001.function.FunctionNormClaims;
import org.paisaje.claims.catalogue.document001.function.FunctionReferenceClaims;
import org.paisaje.claims.catalogue.document001.function.LeastNormClaims;
import org.paisaje.claims.catalogue.document001.function.UniformLimitClaims;
import org.paisaje.claims.catalogue.document001.generalization.DescentCurveClaims;
import org.paisaje.claims.catalogue.document001.generalization.FlatMinimaClaims;
import org.paisaje.claims.catalogue.document001.generalization.InterpolationPeakClaims;
import org.paisaje.claims.catalogue.document001.generalization.MinimumNormClaims;
import org.paisaje.claims.catalogue.document001.generalization.TrainedDescentClaims;
import org.paisaje.claims.catalogue.document001.kernel.KernelDriftClaims;
import org.paisaje.claims.catalogue.document001.kernel.KernelScaleClaims;
import org.paisaje.claims.catalogue.document001.kernel.KernelTaylorClaims;
import org.paisaje.claims.catalogue.document001.kernel.NetworkBiasClaims;
import org.paisaje.claims.catalogue.document001.kernel.NetworkClaims;
import org.paisaje.claims.catalogue.document001.landscape.ConnectionClaims;
import org.paisaje.claims.catalogue.document001.landscape.EdgeClaims;
import org.paisaje.claims.catalogue.document001.landscape.GlobalMinimaClaims;
import org.paisaje.claims.catalogue.document001.landscape.GradientDriftClaims;
import org.paisaje.claims.catalogue.document001.landscape.HessianLimitClaims;
import org.paisaje.claims.catalogue.document001.landscape.HessianModeClaims;
import org.paisaje.claims.catalogue.document001.landscape.HessianRankClaims;
import org.paisaje.claims.catalogue.document001.landscape.HessianSizeClaims;
import org.paisaje.claims.catalogue.document001.landscape.HessianSplitClaims;
import org.paisaje.claims.catalogue.document001.landscape.LinearRankClaims;
import org.paisaje.claims.catalogue.document001.landscape.ReachClaims;
import org.paisaje.claims.catalogue.document001.landscape.SolutionSetClaims;
import org.paisaje.claims.catalogue.document001.landscape.StabilityClaims;
import org.paisaje.claims.catalogue.document001.linearization.CurvatureClaims;
import org.paisaje.claims.catalogue.document001.linearization.DisplacementClaims;
import org.paisaje.claims.catalogue.document001.linearization.DisplacementSampleClaims;
import org.paisaje.claims.catalogue.document001.linearization.GradientBoundClaims;
import org.paisaje.claims.catalogue.document001.linearization.LinearizationClaims;

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
                UniformLimitClaims.all(),
                FunctionNormClaims.all(),
                LeastNormClaims.all(),
                FlowDescentClaims.all(),
                RateClaims.all(),
                ConditioningClaims.all(),
                MarginClaims.all(),
                MaxMarginClaims.all(),
                MarginStartClaims.all(),
                MarginWidthClaims.all(),
                LinearizationClaims.all(),
                DisplacementClaims.all(),
                DisplacementSampleClaims.all(),
                GradientBoundClaims.all(),
                CurvatureClaims.all(),
                GradientDriftClaims.all(),
                HessianLimitClaims.all(),
                HessianSplitClaims.all(),
                HessianSizeClaims.all(),
                HessianRankClaims.all(),
                HessianModeClaims.all(),
                LinearRankClaims.all(),
                StabilityClaims.all(),
                EdgeClaims.all(),
                GlobalMinimaClaims.all(),
                ReachClaims.all(),
                SolutionSetClaims.all(),
                ConnectionClaims.all(),
                DescentCurveClaims.all(),
                TrainedDescentClaims.all(),
                MinimumNormClaims.all(),
                InterpolationPeakClaims.all(),
                FlatMinimaClaims.all())
                .flatMap(List::stream)
                .toList();
    }
}
