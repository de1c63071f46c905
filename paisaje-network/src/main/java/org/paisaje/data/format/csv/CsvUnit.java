package org.paisaje.data.format.csv;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all numbers of a column carry, as {@code %}, {@code $} or {@code kg}.
 *
 * @param before what stands in front of the number
 * @param after what stands behind it
 */
record CsvUnit(String before, String after) {
    private static final Pattern CARRIED = Pattern.compile(
            "([+\\-\u2212]?)\\s*(\\p{Sc}|[A-Z]{3}(?= )|)\\s*([+\\-\u2212]?[\\d.][\\d.,'\u2019\u00A0\u202F ]*?(?:[eE][+-]?\\d+)?)\\s*"
                    + "(%|\u2030|\\p{Sc}|\u00B0?[\\p{L}\u00B5][\\p{L}\u00B5\u00B2\u00B3/]{0,7}|)");
    private static final int LONGEST = 64;

    /** The unit of a column of which those cells are known, if each of them is a number with the same one. */
    static Optional<CsvUnit> of(List<String> cells, char decimal) {
        Optional<CsvUnit> unit = cells.isEmpty() ? Optional.empty() : carried(cells.getFirst());
        return unit.filter(
                one -> cells.stream()
                        .allMatch(cell -> one.bare(cell)
                                .filter(number -> CsvNumber.isNumber(number, decimal))
                                .isPresent()));
    }

    private static Optional<CsvUnit> carried(String cell) {
        return matched(cell).map(match -> new CsvUnit(match.group(2), match.group(4)))
                .filter(unit -> !unit.before.isEmpty() || !unit.after.isEmpty());
    }

    private static Optional<Matcher> matched(String cell) {
        Matcher match = CARRIED.matcher(cell);
        return cell.length() <= LONGEST && match.matches() ? Optional.of(match) : Optional.empty();
    }

    /** The number of a cell without its unit, whatever that is; the cell if it is none. */
    static String number(String cell) {
        return carried(cell).flatMap(unit -> unit.bare(cell)).orElse(cell);
    }

    /** The number alone, if the cell carries this unit. */
    Optional<String> bare(String cell) {
        return matched(cell).filter(match -> match.group(2).equals(before) && match.group(4).equals(after))
                .map(match -> match.group(1) + match.group(3));
    }

    @Override
    public String toString() {
        return before + after;
    }
}
