package org.paisaje.math.krylov;

/** Refuses what would not fit before it is allocated. */
final class Memory {
    private Memory() {}

    /** Refuses {@code numbers} doubles that are more than an array or the heap of this JVM can hold. */
    static void require(String operation, long numbers, String remedy) {
        long free = Runtime.getRuntime().maxMemory();
        if (numbers > Integer.MAX_VALUE - 8 || 8 * numbers > free) {
            throw new IllegalArgumentException(String.format(java.util.Locale.ROOT,
                    "%s: the vectors take %.2f GB; an array holds at most 17.18 GB and this JVM %.2f GB; %s helps",
                    operation, 8e-9 * numbers, 1e-9 * free, remedy));
        }
    }
}
