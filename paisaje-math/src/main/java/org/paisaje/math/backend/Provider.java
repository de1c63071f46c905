package org.paisaje.math.backend;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The choice of backend, made once: OpenBLAS where it can be loaded, else plain Java with one warning. The system
 * property {@value #PROPERTY} forces {@code openblas} (an error if it is missing) or {@code plain}.
 */
public final class Provider {
    /** The system property that overrides the choice. */
    public static final String PROPERTY = "paisaje.backend";

    private static final Backend CURRENT = choose(System.getProperty(PROPERTY));

    private Provider() {}

    /** The backend of this program. */
    public static Backend current() {
        return CURRENT;
    }

    /** The twin in portable Java. */
    public static Backend plain() {
        return new PlainJava();
    }

    /** OpenBLAS, or null if it cannot be loaded here. */
    public static @Nullable Backend openBlas() {
        return OpenBlasLibrary.missing().isEmpty() ? new OpenBlas() : null;
    }

    private static Backend choose(@Nullable String wish) {
        Logger log = System.getLogger("org.paisaje.math");
        Backend chosen = switch (wish) {
            case null -> {
                Backend natives = openBlas();
                if (natives == null) {
                    log.log(Level.WARNING, "OpenBLAS cannot be loaded, plain Java runs instead and is several times"
                            + " slower: " + OpenBlasLibrary.missing());
                }
                yield natives == null ? plain() : natives;
            }
            case "plain" -> plain();
            case "openblas" -> {
                Backend natives = openBlas();
                if (natives == null) {
                    throw new IllegalStateException(
                            PROPERTY + "=openblas, but it cannot be loaded: " + OpenBlasLibrary.missing());
                }
                yield natives;
            }
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": got '" + wish + "', it takes openblas or plain");
        };
        log.log(Level.DEBUG, () -> "dense linear algebra by " + chosen.description());
        return chosen;
    }
}
