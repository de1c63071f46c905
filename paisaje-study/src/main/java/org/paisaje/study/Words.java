package org.paisaje.study;

import java.util.Locale;

/** Counts and times inside sentences. */
public final class Words {
    private Words() {}

    /** A number and a noun, with an s unless it is one. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A length of time: {@code 12 us}, {@code 41 ms}, {@code 3.2 s}, {@code 2 min 05 s}, {@code 1 h 10 min}. */
    public static String duration(double seconds) {
        if (seconds < 0.9995e-3) return String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
        if (seconds < 0.9995) return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
        if (seconds < 9.95) return String.format(Locale.ROOT, "%.1f s", seconds);
        long whole = Math.round(seconds);
        if (whole < 60) return whole + " s";
        if (whole < 3600) return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
