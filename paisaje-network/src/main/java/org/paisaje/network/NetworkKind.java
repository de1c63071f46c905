package org.paisaje.network;

/** A kind of architecture that is written on one line: reads the line, of which the name is the part before the first colon. */
@FunctionalInterface
public interface NetworkKind {
    /**
     * The architecture.
     *
     * @throws IllegalArgumentException pointing at the part that is wrong and saying what would be right
     */
    Architecture read(String text);
}
