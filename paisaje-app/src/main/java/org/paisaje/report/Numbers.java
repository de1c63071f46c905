package org.paisaje.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.paisaje.claims.Estimate;

/** Numbers for people: no more digits than are known or can be used. */
public final class Numbers {
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e6;

    private Numbers() {}

    /** A number to four significant digits; whole numbers below a million in full. */
    public static String show(double value) {
        return show(value, 4);
    }

    /** A number to the given significant digits. */
    public static String show(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "none" : value > 0 ? "infinite" : "-infinite";
        }
        if (value == Math.rint(value) && Math.abs(value) < LARGE) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        double magnitude = Math.abs(value);
        if (magnitude < SMALL || magnitude >= LARGE) {
            return scientific(rounded);
        }
        return plain(rounded);
    }

    /** A number with its interval, rounded to two digits of the uncertainty. */
    public static String show(Estimate estimate) {
        if (estimate.isExact()) {
            return show(estimate.value());
        }
        double below = estimate.value() - estimate.low();
        double above = estimate.high() - estimate.value();
        double radius = Math.max(below, above);
        if (!Double.isFinite(radius)) {
            return show(estimate.value()) + " [" + show(estimate.low()) + ", " + show(estimate.high()) + "]";
        }
        boolean even = Math.abs(above - below) <= 0.05 * radius;
        double magnitude = Math.max(Math.abs(estimate.value()), radius);
        if (magnitude < SMALL || magnitude >= LARGE) {
            return even
                    ? show(estimate.value(), 3) + " ± " + show(radius, 2)
                    : show(estimate.value(), 3) + " [" + show(estimate.low(), 3) + ", " + show(estimate.high(), 3)
                            + "]";
        }
        int scale = Math.max(0, 1 - (int) Math.floor(Math.log10(radius)));
        return even
                ? fixed(estimate.value(), scale) + " ± " + fixed(radius, scale)
                : fixed(estimate.value(), scale) + " [" + fixed(estimate.low(), scale) + ", "
                        + fixed(estimate.high(), scale) + "]";
    }

    /** A time: {@code 0.31 s}, {@code 4.2 s}, {@code 3 min 10 s}. */
    public static String seconds(double seconds) {
        if (seconds < 100) {
            return show(seconds, 2) + " s";
        }
        long whole = Math.round(seconds);
        return whole / 60 + " min " + whole % 60 + " s";
    }

    private static String fixed(double value, int scale) {
        return new BigDecimal(value).setScale(Math.min(scale, 12), RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped).toPlainString();
    }

    private static String scientific(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        return plain(value.scaleByPowerOfTen(-exponent)) + "e" + exponent;
    }
}
