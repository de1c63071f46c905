package org.paisaje.math.simd;

import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import jdk.incubator.vector.DoubleVector;
import org.jspecify.annotations.Nullable;

/**
 * Whether loops run on the Vector API, decided once: they do where the module jdk.incubator.vector is there, the
 * processor has a fused multiply-add and the system property {@value #PROPERTY} is not {@code off}. Else their plain twins
 * run, which are slower, and one warning says why. A class that names the Vector API is reached through
 * {@link #choose} or behind {@link #vectorised} only, so that it is never loaded without the module.
 */
public final class Simd {
    /** The system property that turns vectors off. */
    public static final String PROPERTY = "paisaje.vector";

    private static final @Nullable String MISSING = missing(System.getProperty(PROPERTY));
    private static final int LANES = MISSING == null ? Species.lanes() : 1;

    static {
        if (MISSING != null) {
            System.getLogger("org.paisaje.math")
                    .log(Level.WARNING, "Loops run without vectors and are several times slower: " + MISSING);
        }
    }

    private Simd() {}

    /** Whether loops run on vectors. */
    public static boolean vectorised() {
        return MISSING == null;
    }

    /** Why loops run without vectors; null if they run on them. */
    public static @Nullable String reason() {
        return MISSING;
    }

    /** The doubles of one vector: 2, 4 or 8, and 1 without vectors. */
    public static int lanes() {
        return LANES;
    }

    /**
     * One of two implementations; the supplier of the other one is not called. It must be a lambda, as a reference to a
     * constructor loads the class when it is made.
     */
    public static <T> T choose(Supplier<T> vectors, Supplier<T> plain) {
        return MISSING == null ? vectors.get() : plain.get();
    }

    private static @Nullable String missing(@Nullable String property) {
        if (property != null && !property.equals("on") && !property.equals("off")) {
            throw new IllegalArgumentException(PROPERTY + ": got '" + property + "', it takes on or off");
        }
        if ("off".equals(property)) {
            return PROPERTY + " is off";
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return "the JVM was started without --add-modules jdk.incubator.vector";
        }
        if (Species.lanes() < 2) {
            return "this processor has no vectors of two doubles";
        }
        // Without AVX the JVM of this architecture has two lanes and computes a fused multiply-add in big decimals.
        if (Species.lanes() == 2 && System.getProperty("os.arch", "").matches("amd64|x86_64")) {
            return "this processor, or this JVM, has no fused multiply-add";
        }
        return null;
    }

    /** Loaded only where the module is there. */
    private static final class Species {
        static int lanes() {
            return DoubleVector.SPECIES_PREFERRED.length();
        }
    }
}
