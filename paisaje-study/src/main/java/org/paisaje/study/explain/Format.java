package org.paisaje.study.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers inside sentences. */
final class Format {
    private Format() {}

    /** Three significant digits, plain where that is short. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (size >= 1e5 || size < 1e-3) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** The next smaller number of one digit. */
    static double roundedDown(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return value;
        }
        int exponent = (int) Math.floor(Math.log10(value));
        return new BigDecimal(value).setScale(-exponent, RoundingMode.FLOOR).doubleValue();
    }

    /** A share in per cent. */
    static String percent(double share) {
        return number(Math.round(1000 * share) / 10.0) + " %";
    }

    /** A number and a noun, with an s unless it is one. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
