package org.paisaje.claims.catalogue.document004.training;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;

/** The claims of section 3 on gradients, of the appendices A and B and of chapter 11. */
public final class TrainingClaims {
    private TrainingClaims() {}

    /** All of them: section 3 and chapter 11 first, in the order of the document. */
    public static List<Claim> all() {
        return Stream
                .of(LagrangianClaims.all(), CostateClaims.all(), OutlookClaims.all(), LinearNeuronClaims.all(),
                        StepClaims.all(),
                        BatchClaims.all(),
                        BackpropagationClaims.all())
                .flatMap(List::stream)
                .toList();
    }
}
