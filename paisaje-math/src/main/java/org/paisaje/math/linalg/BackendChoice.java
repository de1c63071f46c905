package org.paisaje.math.linalg;

import org.paisaje.math.backend.Provider;

/** What the system property {@code paisaje.backend} asks for, looked at before the first product needs it. */
public final class BackendChoice {
    private BackendChoice() {}

    /**
     * Loads the library that the property asks for; without the property nothing happens.
     *
     * @throws IllegalArgumentException if there is no such backend or it cannot be loaded, with the reason
     */
    public static void check() {
        String problem = Provider.problem();
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** What {@link Blas#backend} says, without making the products ready. */
    public static String description() {
        check();
        return Provider.description();
    }
}
