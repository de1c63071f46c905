package org.paisaje.claims;

import java.util.List;

/**
 * What is stated.
 *
 * @param title one line of at most about 70 characters, for lists
 * @param words the statement in plain words, with its hypotheses; a few sentences
 * @param latex the statement as a formula, in LaTeX without delimiters
 * @param measured what is computed to check it, and how the two are compared
 * @param mistakes what is wrong or vague in the printed text; empty if nothing
 * @param quotations the sentences of the document that the claim speaks about, in the original language
 */
public record Statement(
        String title, String words, String latex, String measured, List<String> mistakes,
        List<Quotation> quotations) {
    /** Copies the lists. */
    public Statement {
        mistakes = List.copyOf(mistakes);
        quotations = List.copyOf(quotations);
    }

    /** A statement without a quotation. */
    public Statement(String title, String words, String latex, String measured, List<String> mistakes) {
        this(title, words, latex, measured, mistakes, List.of());
    }
}
