package org.paisaje.study.explain.cause;

import java.util.Locale;

/** Numbers inside sentences. */
final class Words {
    private Words() {}

    /** Three significant digits: plain with thousands separated where that is short, else with an exponent. */
    static String number(double value) {
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
    static String percent(double share) {
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
    static String rate(double value) {
        String text = String.format(Locale.ROOT, value >= 1e-3 && value < 1e4 ? "%.6f" : "%.1e", value);
        if (text.contains("e")) {
            return text.replaceFirst("\\.0e", "e").replaceFirst("e([+-])0?", "e$1").replaceFirst("e\\+", "e");
        }
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** The next smaller number of one digit; 0 and infinity stay. */
    static double roundedDown(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return value;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return Double.parseDouble(String.format(Locale.ROOT, "%.0e", Math.floor(value / unit + 1e-9) * unit));
    }

    /** A number and a noun, with an s unless it is one. */
    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d", number) + " " + noun + (number == 1 ? "" : "s");
    }
}
