package org.paisaje.data.format.csv;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates as text, all of one column in one order: {@code 2024-01-05 13:00}, {@code 05.01.2024}, {@code 1/25/2024}, ISO 8601. */
final class CsvDates {
    private static final String TIME = "(?:(?:[Tt]| +)(\\d{1,2}):(\\d{2})(?::(\\d{2}(?:[.,]\\d{1,9})?))?\\s*(Z|[+-]\\d{2}:?\\d{2})?)?";
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})" + TIME);
    private static final Pattern YEAR_LAST = Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})" + TIME);

    private final Pattern pattern;
    private final int year;
    private final int month;
    private final int day;

    private CsvDates(Pattern pattern, int year, int month, int day) {
        this.pattern = pattern;
        this.year = year;
        this.month = month;
        this.day = day;
    }

    /** The order of the dates in a column; absent if these are none, or if day and month cannot be told apart. */
    static Optional<CsvDates> of(List<String> cells) {
        var iso = new CsvDates(YEAR_FIRST, 1, 2, 3);
        var dayFirst = new CsvDates(YEAR_LAST, 3, 2, 1);
        var monthFirst = new CsvDates(YEAR_LAST, 3, 1, 2);
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        if (iso.takes(cells)) {
            return Optional.of(iso);
        }
        boolean days = dayFirst.takes(cells);
        // Points stand between day, month and year in that order only.
        if (days && (cells.getFirst().indexOf('.') > 0 && cells.getFirst().indexOf('.') < 3
                || !monthFirst.takes(cells))) {
            return Optional.of(dayFirst);
        }
        return !days && monthFirst.takes(cells) ? Optional.of(monthFirst) : Optional.empty();
    }

    private boolean takes(List<String> cells) {
        return cells.stream().noneMatch(cell -> Double.isNaN(seconds(cell)));
    }

    /** Seconds since 1970, in universal time unless an offset is written; NaN if the text is no such date. */
    double seconds(String text) {
        Matcher parts = pattern.matcher(text.strip());
        if (!parts.matches()) {
            return Double.NaN;
        }
        try {
            double days = LocalDate.of(number(parts, year), number(parts, month), number(parts, day)).toEpochDay();
            int hours = number(parts, 4);
            int minutes = number(parts, 5);
            String seconds = parts.group(6);
            if (hours > 24 || minutes > 59) {
                return Double.NaN;
            }
            return 86_400 * days + 3600 * hours + 60 * minutes
                    + (seconds == null ? 0 : Double.parseDouble(seconds.replace(',', '.'))) - offset(parts.group(7));
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    private static int number(Matcher parts, int group) {
        String text = parts.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }

    /** Seconds by which a clock is ahead. */
    private static double offset(@Nullable String text) {
        if (text == null || text.equals("Z")) {
            return 0;
        }
        String digits = text.substring(1).replace(":", "");
        double size = 3600 * Integer.parseInt(digits.substring(0, 2)) + 60 * Integer.parseInt(digits.substring(2));
        return text.charAt(0) == '-' ? -size : size;
    }
}
