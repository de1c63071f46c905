package org.paisaje.claims.catalogue.document004.meanfield;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** Chapter 9, in its order. */
public final class MeanFieldClaims {
    private MeanFieldClaims() {}

    /** The claims. */
    public static List<Claim> all() {
        return Stream.of(PrincipleClaims.all(), SampleClaims.all(), RiskClaims.all(), ContractionClaims.all(),
                UniquenessClaims.all(), ProgrammingClaims.all(), ViscosityClaims.all())
                .flatMap(List::stream)
                .toList();
    }
}
