package org.paisaje.claims.catalogue.document000;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.claims.catalogue.document000.landscape.LandscapeClaims;

/** Document 000 as claims, in its order. */
public final class Document000 implements ClaimProvider {
    @Override
    public List<Claim> claims() {
        return Stream.of(
                ConvexityClaims.all(),
                LandscapeClaims.all(),
                SectionClaims.all(),
                CriticalPointClaims.inSection2(),
                SingleNeuronClaims.all(),
                SpinGlassClaims.all(),
                GlassIndexClaims.all(),
                CriticalPointClaims.inSection3(),
                GlassMinimaClaims.all(),
                FourPointsClaims.all(),
                OuterKernelClaims.all(),
                EigenvalueGrowthClaims.all(),
                EigenvalueDropClaims.all(),
                ExponentialConvergenceClaims.all(),
                LazyTrainingClaims.all(),
                SecondDerivativeClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    static Source source(String place) {
        return new Source("000", place);
    }

    /** Powers of two from 2^low to 2^high. */
    static double[] powersOfTwo(int low, int high) {
        double[] widths = new double[high - low + 1];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.scalb(1.0, low + i);
        }
        return widths;
    }
}
