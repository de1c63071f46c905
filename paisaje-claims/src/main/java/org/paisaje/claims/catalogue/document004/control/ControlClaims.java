package org.paisaje.claims.catalogue.document004.control;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** Chapter 4. */
public final class ControlClaims {
    private ControlClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return Stream.of(ResidualControlClaims.flow(), SuccessiveClaims.all(), ResidualControlClaims.descent())
                .flatMap(List::stream)
                .toList();
    }
}
