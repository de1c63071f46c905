package org.paisaje.claims.catalogue.document000.landscape;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Source;

/** What documents 000 and 002 say about the landscape of the risk, in their order. */
public final class LandscapeClaims {
    private LandscapeClaims() {}

    /** All of them. */
    public static List<Claim> all() {
        return Stream.of(
                DescentClaims.all(),
                StochasticClaims.all(),
                ClosednessClaims.all(),
                CoverClaims.all(),
                CriticalClaims.all(),
                MonotonePathClaims.all(),
                LevelSetClaims.all(),
                DeepLinearClaims.all(),
                DecreasingPathClaims.all(),
                PenaltyClaims.all(),
                ReluValleyClaims.all(),
                PathClaims.all(),
                StringClaims.all(),
                SpuriousClaims.all(),
                SpuriousShareClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    static Source paper(String place) {
        return new Source("000", place);
    }

    static Source slides(String place) {
        return new Source("002", place);
    }
}
