package org.paisaje.study;

/**
 * Hears how a study goes, in whatever program runs it: a terminal, a sweep, a page. Calls come from one thread at a time,
 * not always the same, and should return at once.
 */
@FunctionalInterface
public interface Listener {
    /** Hears nothing. */
    Listener SILENT = (share, note) -> {};

    /**
     * So much is done.
     *
     * @param share of the whole, 0 to 1
     * @param note what is under way, a few words; may be empty
     */
    void progress(double share, String note);

    /** Something a person should know before the end, such as what was assumed about a file. */
    default void remark(String sentence) {}

    /** A part of the result is known already; the result holds it too. */
    default void part(Section section) {}
}
