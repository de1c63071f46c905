package org.paisaje.study;

import java.util.Locale;

/** Numbers, counts and times inside sentences. */
public final class Words {
    private Words() {}

    /** Three significant digits: plain with thousands separated where that is short, else with an exponent. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : value > 0 ? "beyond all bounds" : "minus infinity";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size >= 1e7 || size < 1e-3) {
            String text = String.format(Locale.ROOT, "%.1e", value);
            return text.replaceFirst("\\.0e", "e").replaceFirst("e([+-])0?", "e$1").replaceFirst("e\\+", "e");
        }
        if (size >= 1000 || value == Math.rint(value)) {
            double unit = size >= 1e5 ? Math.pow(10, Math.floor(Math.log10(size)) - 2) : 1;
            return String.format(Locale.ROOT, "%,d", Math.round(value / unit) * (long) unit);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** A share in per cent with at most three digits. */
    public static String percent(double share) {
        double value = 100 * share;
        String text = String.format(Locale.ROOT, Math.abs(value) >= 10
                ? "%.1f"
                : Math.abs(value) >= 0.1
                        ? "%.2f"
                        : "%.1g",
                value);
        return (text.contains(".") && !text.contains("e") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text)
                + " %";
    }

    /** A rate as it is typed: one or two digits. */
    public static String rate(double value) {
        String text = String.format(Locale.ROOT, value >= 1e-3 && value < 1e4 ? "%.6f" : "%.1e", value);
        if (text.contains("e")) {
            return text.replaceFirst("\\.0e", "e").replaceFirst("e([+-])0?", "e$1").replaceFirst("e\\+", "e");
        }
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** The next smaller number of one digit; 0 and infinity stay. */
    public static double roundedDown(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return value;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return Double.parseDouble(String.format(Locale.ROOT, "%.0e", Math.floor(value / unit + 1e-9) * unit));
    }

    /** A number and a noun, with an s unless it is one. */
    public static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d", number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** Words as a sentence: a capital first, a full stop last. */
    public static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
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
