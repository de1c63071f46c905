package org.paisaje.study.explain.attempt;

/**
 * Something to do about a cause.
 *
 * @param words what to do, a sentence in the imperative
 * @param setup the run with it done
 */
public record Remedy(String words, Setup setup) {}
