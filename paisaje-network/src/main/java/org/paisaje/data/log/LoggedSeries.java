package org.paisaje.data.log;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One quantity of a log.
 *
 * @param name as the log calls it
 * @param quantity what it is, by that name
 * @param part on which part of the data, by that name
 * @param points in the order of the log
 */
public record LoggedSeries(String name, Quantity quantity, Part part, List<Point> points) {
    /** What is logged. */
    public enum Quantity {
        /** A loss. */
        LOSS,
        /** A share of right answers, from 0 to 1 or in per cent. */
        ACCURACY,
        /** A learning rate. */
        RATE,
        /** Anything else. */
        OTHER
    }

    /** The part of the data. */
    public enum Part {
        /** What is trained on. */
        TRAIN,
        /** What is held back. */
        TEST,
        /** The name does not say. */
        UNSAID
    }

    /**
     * A logged number.
     *
     * @param step the number of the step; NaN if the log does not say
     * @param epoch that of the epoch; NaN if the log does not say
     * @param row the place among the numbers of this series, from 0
     * @param value the number
     * @param halfUnit half a unit of its last printed digit
     */
    public record Point(double step, double epoch, int row, double value, double halfUnit) {}

    /** Copies the list. */
    public LoggedSeries {
        points = List.copyOf(points);
    }

    /** A series whose meaning is read from its name. */
    public static LoggedSeries of(String name, List<Point> points) {
        return new LoggedSeries(name, quantity(name), part(name), points);
    }

    private static List<String> words(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return Arrays.asList(spaced.split("[^a-z0-9]+", -1));
    }

    /** What people mean by such a name. */
    static Quantity quantity(String name) {
        List<String> words = words(name);
        if (words.stream().anyMatch(word -> word.matches("acc|accuracy|acc1|top1|precision1"))) {
            return Quantity.ACCURACY;
        }
        if (words.stream().anyMatch(word -> word.matches("lr|rate|lr\\d+|eta"))) {
            return Quantity.RATE;
        }
        return words.stream()
                .anyMatch(word -> word
                        .matches(".*loss|nll|cost|objective|criterion|mse|ce|bce|xent|crossentropy|entropy|risk"))
                                ? Quantity.LOSS
                                : Quantity.OTHER;
    }

    /** The part of the data that such a name means. */
    static Part part(String name) {
        List<String> words = words(name);
        if (words.stream().anyMatch(word -> word.matches("val|valid|validation|test|testing|eval|dev|heldout"))) {
            return Part.TEST;
        }
        return words.stream().anyMatch(word -> word.matches("train|training|tr")) ? Part.TRAIN : Part.UNSAID;
    }

    /** Half a unit of the last digit of a number as it is printed, such as 0.00005 for {@code 0.6931}. */
    public static double halfUnit(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        int exponentAt = plain.indexOf('e');
        String mantissa = exponentAt < 0 ? plain : plain.substring(0, exponentAt);
        int exponent = 0;
        if (exponentAt >= 0) {
            try {
                exponent = Integer.parseInt(plain.substring(exponentAt + 1).replaceFirst("^\\+", ""));
            } catch (NumberFormatException e) {
                return 0;
            }
        }
        int dot = mantissa.indexOf('.');
        int decimals = dot < 0 ? 0 : mantissa.length() - dot - 1;
        return 0.5 * Math.pow(10, exponent - decimals);
    }
}
