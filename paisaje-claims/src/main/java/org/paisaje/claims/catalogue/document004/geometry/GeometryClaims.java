package org.paisaje.claims.catalogue.document004.geometry;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** The claims on layers as changes of coordinates. */
public final class GeometryClaims {
    private GeometryClaims() {}

    /** In the order of the document. */
    public static List<Claim> all() {
        return Stream
                .of(CoordinateClaims.all(), MetricClaims.all(), TransformationClaims.all(), SeparationClaims.all(),
                        LiftClaims.all())
                .flatMap(List::stream)
                .toList();
    }
}
