package org.paisaje.claims;

/**
 * A sentence of a document, in its own language, so that a reader can see what a claim holds the text to.
 *
 * @param sentence the words as printed, formulas as in its source
 * @param place where they stand, as {@code after eq. (17)}
 */
public record Quotation(String sentence, String place) {
    /** Checks that neither is empty. */
    public Quotation {
        if (sentence.isBlank() || place.isBlank()) {
            throw new IllegalArgumentException("Quotation: got '" + sentence + "' at '" + place
                    + "'; needed are the words and where they stand");
        }
    }
}
