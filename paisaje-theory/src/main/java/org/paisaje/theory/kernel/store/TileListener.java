package org.paisaje.theory.kernel.store;

/** Hears how many tiles of a pass are done; called from several threads. */
@FunctionalInterface
public interface TileListener {
    /** Hears nothing. */
    TileListener NONE = (done, all) -> {};

    /** So many of all tiles are done. */
    void at(int done, int all);
}
