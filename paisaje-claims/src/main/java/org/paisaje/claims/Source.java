package org.paisaje.claims;

/**
 * Where a statement stands.
 *
 * @param document the number of the document, {@code 000} to {@code 004}
 * @param place where in it, such as {@code Lemma 2} or {@code eq. (17)}
 */
public record Source(String document, String place) {
    /** Checks the number of the document. */
    public Source {
        if (!document.matches("00[0-4]")) {
            throw new IllegalArgumentException("Source: document is " + document + "; there are 000 to 004");
        }
    }

    @Override
    public String toString() {
        return document + ", " + place;
    }
}
