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
 */
public record Statement(String title, String words, String latex, String measured, List<String> mistakes) {
    /** Copies the list. */
    public Statement {
        mistakes = List.copyOf(mistakes);
    }
}
