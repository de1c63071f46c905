package org.paisaje.claims.catalogue.document000;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Chapter;

/** Document 000 as claims, in its order. */
public final class Document000 implements Chapter {
    @Override
    public List<Claim> claims() {
        return Stream.<List<Claim>>of().flatMap(List::stream).toList();
    }

    static Source source(String place) {
        return new Source("000", place);
    }
}
