package org.paisaje.registry;

import java.util.List;

/**
 * Entries from elsewhere: an implementation that {@code META-INF/services/org.paisaje.registry.Supply} names, on the class
 * path, adds activations, losses and optimizers to the registries without a change to the program.
 */
@FunctionalInterface
public interface Supply {
    /** The entries, of any kinds. */
    List<Entry<?>> entries();
}
