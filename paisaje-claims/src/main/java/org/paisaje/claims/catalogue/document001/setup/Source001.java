package org.paisaje.claims.catalogue.document001.setup;

import org.paisaje.claims.Source;

/** Places in document 001. */
public final class Source001 {
    private Source001() {}

    /** A place, such as {@code Theorem 2.3}. */
    public static Source at(String place) {
        return new Source("001", place);
    }
}
