package org.paisaje.claims.catalogue.document004.setup;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** The claims of chapter 1, section 3 and section 5 on networks as maps and on how they are set up. */
public final class SetupClaims {
    private SetupClaims() {}

    /** Chapter 1 and section 3. */
    public static List<Claim> maps() {
        return Stream
                .of(HypothesisClaims.all(), StackedClaims.all(), DiscreteMapClaims.all(), MemoryClaims.all(),
                        StartClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Section 5. */
    public static List<Claim> architectures() {
        return ArchitectureClaims.all();
    }

    /** Section 8.1.2.1. */
    public static List<Claim> example() {
        return DissipationClaims.all();
    }
}
