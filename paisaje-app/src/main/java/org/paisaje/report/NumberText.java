package org.paisaje.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Words;
import org.paisaje.study.figure.Cell;

/** Numbers for people: no more digits than are known or can be used. */
public final class NumberText {
    private static final double MOST_PRECISE = 1e-5;
    private static final double SMALL = 1e-3;
    private static final double LARGE = 1e6;
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double LARGEST_PLAIN = 1e7;

    private NumberText() {}

    /**
     * {@code value} with {@code digits} significant digits: plain between 1e-4 and 1e7, otherwise with an exponent.
     *
     * @throws IllegalArgumentException if {@code digits} is below one
     */
    public static String significant(double value, int digits) {
        if (digits < 1) {
            throw new IllegalArgumentException("significant: digits is " + digits + ", at least 1 is needed");
        }
        if (Double.isNaN(value)) return "undefined";
        if (Double.isInfinite(value)) return value > 0 ? "infinite" : "-infinite";
        if (value == 0) return "0";
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        double size = rounded.abs().doubleValue();
        if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        int decimals = Math.max(0, digits - rounded.precision() + rounded.scale());
        return rounded.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
    }

    /**
     * {@code value ± halfWidth}: the half-width with two significant digits, the value to the same decimal place. A
     * half-width of zero or one that is not finite is left out.
     */
    public static String withUncertainty(double value, double halfWidth) {
        if (!(halfWidth > 0) || Double.isInfinite(halfWidth) || !Double.isFinite(value)) return significant(value, 6);
        BigDecimal width = new BigDecimal(halfWidth).round(new MathContext(2, RoundingMode.HALF_EVEN));
        double size = Math.max(Math.abs(value), halfWidth);
        if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) {
            int exponent = (int) Math.floor(Math.log10(size));
            return "(" + withUncertainty(scaled(value, exponent), scaled(halfWidth, exponent)) + ")e" + exponent;
        }
        int decimals = width.scale();
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString()
                + " ± "
                + width.toPlainString();
    }

    /** A length of time in nanoseconds, as {@link Words#duration}. */
    public static String duration(long nanoseconds) {
        return Words.duration(nanoseconds / 1e9);
    }

    /** A cell of a table. */
    public static String show(Cell cell) {
        return switch (cell) {
            case Cell.Text(String words) -> words;
            case Cell.Real(double value, int digits) -> value == Math.rint(value) || Math.abs(value) < SMALL
                    || Math.abs(value) >= LARGE ? show(value, digits) : significant(value, digits);
            case Cell.Measured(Estimate estimate) -> show(estimate);
            case Cell.Count(long value) -> Long.toString(value);
            case Cell.Share(double value) -> String.format(Locale.ROOT, "%.2f %%", 100 * value);
            case Cell.Contradicting(Cell inner) -> show(inner);
        };
    }

    /** A measured number with its uncertainty, but no more than six digits; {@code -} if there is none. */
    public static String measured(Finding finding) {
        return finding.measured().map(NumberText::known).orElse("-");
    }

    /** The number from theory with its relation; {@code -} if there is none. */
    public static String theory(Finding finding, boolean typeset) {
        return finding.theory().map(theory -> switch (theory.relation()) {
            case EQUAL -> "";
            case AT_MOST -> typeset ? "≤ " : "<= ";
            case AT_LEAST -> typeset ? "≥ " : ">= ";
        } + known(theory.value())).orElse("-");
    }

    /** Known better than to six digits, a number is shown to six digits alone. */
    private static String known(Estimate value) {
        double least = Math.abs(value.value()) * MOST_PRECISE;
        boolean precise = !value.isExact() && value.high() - value.value() < least
                && value.value() - value.low() < least;
        return precise ? significant(value.value(), 6) : show(value);
    }

    private static double scaled(double value, int exponent) {
        return BigDecimal.valueOf(value).scaleByPowerOfTen(-exponent).doubleValue();
    }

    /** A number to four significant digits; whole numbers below a million in full. */
    public static String show(double value) {
        return show(value, 4);
    }

    /** A number to the given significant digits. */
    public static String show(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : value > 0 ? "infinite" : "-infinite";
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

    /** A number to as few digits as tell it from every other. */
    public static String exact(double value) {
        if (Double.isFinite(value)) {
            for (int digits = 1; digits < 17; digits++) {
                String text = show(value, digits);
                if (Double.parseDouble(text) == value) {
                    return text;
                }
            }
        }
        return show(value, 17);
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
