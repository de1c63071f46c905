package org.paisaje.claims.catalogue.document004;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.ClaimProvider;
import org.paisaje.claims.catalogue.document004.approximation.ApproximationClaims;
import org.paisaje.claims.catalogue.document004.control.ControlClaims;
import org.paisaje.claims.catalogue.document004.depth.AdjointClaims;
import org.paisaje.claims.catalogue.document004.depth.DeathClaims;
import org.paisaje.claims.catalogue.document004.depth.MapClaims;
import org.paisaje.claims.catalogue.document004.depth.SaturationClaims;
import org.paisaje.claims.catalogue.document004.depth.SchemeClaims;
import org.paisaje.claims.catalogue.document004.depth.SkipClaims;
import org.paisaje.claims.catalogue.document004.depth.UnitClaims;
import org.paisaje.claims.catalogue.document004.depth.WakingClaims;
import org.paisaje.claims.catalogue.document004.geometry.GeometryClaims;
import org.paisaje.claims.catalogue.document004.meanfield.MeanFieldClaims;
import org.paisaje.claims.catalogue.document004.ring.RingClaims;
import org.paisaje.claims.catalogue.document004.setup.SetupClaims;
import org.paisaje.claims.catalogue.document004.training.TrainingClaims;

/** Document 004 as claims, in its order. */
public final class Document004 implements ClaimProvider {
    @Override
    public List<Claim> claims() {
        return Stream.of(
                MapClaims.all(),
                SetupClaims.maps(),
                EulerClaims.all(),
                ControlClaims.all(),
                SchemeClaims.all(),
                AdjointClaims.all(),
                SetupClaims.architectures(),
                ActivationClaims.all(),
                ApproximationClaims.all(),
                GeometryClaims.all(),
                DeadTrainingClaims.all(),
                WakingClaims.all(),
                BornDeadClaims.all(),
                UnitClaims.all(),
                DeathClaims.all(),
                SetupClaims.example(),
                InitializationClaims.all(),
                SaturationClaims.all(),
                SkipClaims.all(),
                MeanFieldClaims.all(),
                RingClaims.all(),
                TrainingClaims.all(),
                RegionCountClaims.all(),
                RegionShapeClaims.all())
                .flatMap(List::stream)
                .toList();
    }

    static Source source(String place) {
        return new Source("004", place);
    }
}
