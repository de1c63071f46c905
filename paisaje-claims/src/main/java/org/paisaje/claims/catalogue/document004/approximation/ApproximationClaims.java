package org.paisaje.claims.catalogue.document004.approximation;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** The claims of chapter 6. */
public final class ApproximationClaims {
    private ApproximationClaims() {}

    /** All of them, in the order of the chapter. */
    public static List<Claim> all() {
        return Stream.of(NestingClaims.all(), UniversalClaims.all(), DepthClaims.all(), FlowMapClaims.all())
                .flatMap(List::stream)
                .toList();
    }
}
