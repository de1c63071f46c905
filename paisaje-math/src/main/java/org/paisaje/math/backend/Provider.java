package org.paisaje.math.backend;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The choice of backend, made once: OpenBLAS where it can be loaded, else plain Java with one warning. The system
 * property {@value #PROPERTY} forces {@code openblas} or {@code mkl} (an error if it is missing) or {@code plain};
 * {@code mkl:FOLDER} takes the oneMKL installed in that folder rather than the one on the class path.
 */
public final class Provider {
    /** The system property that overrides the choice. */
    public static final String PROPERTY = "paisaje.backend";

    private static final String FOLDER = "mkl:";

    private Provider() {}

    /** Made with the first need, so that {@link #problem} can be asked before. */
    private static final class Choice {
        static final Backend CURRENT = choose(wish());
    }

    /** What the property asks for. */
    enum Library {
        BEST, OPENBLAS, MKL, PLAIN
    }

    /** A library, and the folder where it is installed if that is said. */
    record Wish(Library library, @Nullable Path folder) {}

    /** The backend of this program. */
    public static Backend current() {
        return Choice.CURRENT;
    }

    /** Why what the property asks for cannot be had, in one line; empty if it can or nothing is asked for. */
    public static String problem() {
        Wish wish;
        try {
            wish = wish();
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        boolean needed = wish.library == Library.OPENBLAS || wish.library == Library.MKL;
        return needed && !NativeLibrary.missing().isEmpty()
                ? PROPERTY + "=" + System.getProperty(PROPERTY) + ": it cannot be loaded: " + NativeLibrary.missing()
                : "";
    }

    /** The description of {@link #current}, without looking up its functions. */
    public static String description() {
        boolean plain = wish().library == Library.PLAIN || !NativeLibrary.missing().isEmpty();
        return plain ? plain().description() : NativeLibrary.current().description();
    }

    /** The twin in portable Java. */
    public static Backend plain() {
        return new PlainJava();
    }

    /** The native library of this program, OpenBLAS unless the property asks for oneMKL; null if it cannot be loaded. */
    public static @Nullable Backend natives() {
        return NativeLibrary.missing().isEmpty() ? new NativeBlas() : null;
    }

    /** What the property asks for. */
    static Wish wish() {
        return wish(System.getProperty(PROPERTY));
    }

    static Wish wish(@Nullable String value) {
        // No pattern switch: every start comes here, and its first use costs more than all the rest of this method.
        if (value == null) {
            return new Wish(Library.BEST, null);
        }
        if (value.startsWith(FOLDER) && value.length() > FOLDER.length()) {
            return new Wish(Library.MKL, Path.of(value.substring(FOLDER.length())));
        }
        return switch (value) {
            case "openblas" -> new Wish(Library.OPENBLAS, null);
            case "mkl" -> new Wish(Library.MKL, null);
            case "plain" -> new Wish(Library.PLAIN, null);
            default -> throw new IllegalArgumentException(
                    PROPERTY + ": got '" + value + "', it takes openblas, mkl, mkl:FOLDER or plain");
        };
    }

    private static Backend choose(Wish wish) {
        Logger log = System.getLogger("org.paisaje.math");
        String problem = problem();
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
        Backend natives = wish.library == Library.PLAIN ? null : natives();
        if (natives == null && wish.library == Library.BEST) {
            log.log(Level.WARNING, "OpenBLAS cannot be loaded, plain Java runs instead and is several times slower: "
                    + NativeLibrary.missing());
        }
        Backend chosen = natives == null ? plain() : natives;
        log.log(Level.DEBUG, () -> "dense linear algebra by " + chosen.description());
        return chosen;
    }
}
