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
        Document.of(document);
    }

    /** Authors, title, place and year of the document. */
    public String citation() {
        return Document.of(document).citation();
    }

    @Override
    public String toString() {
        return document + ", " + place;
    }
}
