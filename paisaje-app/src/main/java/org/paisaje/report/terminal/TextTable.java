package org.paisaje.report.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A table of text and numbers; numbers are aligned by their decimal points. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 8;
    private static final Pattern NUMBER_HEAD = Pattern.compile("^\\(?[-+]?\\d+");

    private sealed interface Column {
        String title();
    }

    private record Text(String title) implements Column {}

    private record Decimal(String title) implements Column {}

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table without columns. */
    public TextTable() {}

    /** Adds a column of text, set flush left; it is shortened when the table would be too wide. */
    public TextTable text(String title) {
        columns.add(new Text(title));
        return this;
    }

    /** Adds a column of numbers, aligned by the decimal point; cells that are no numbers are set flush right. */
    public TextTable number(String title) {
        columns.add(new Decimal(title));
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if there are not as many cells as columns
     */
    public TextTable row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row: got " + cells.length + " cells, the table has " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines of the table, title first, none wider than {@code width} unless the numbers alone are. */
    public List<String> lines(int width) {
        List<List<String>> set = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            set.add(columns.get(j) instanceof Decimal ? numbers(j) : texts(j));
        }
        shorten(set, width);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i <= rows.size(); i++) {
            List<String> cells = new ArrayList<>();
            for (List<String> column : set) {
                cells.add(column.get(i));
            }
            lines.add(String.join(GAP, cells).stripTrailing());
        }
        return lines;
    }

    /** Prints the table on standard output, its title line in bold where colours are allowed. */
    public void print(Terminal terminal) {
        List<String> lines = lines(terminal.columns());
        String title = lines.getFirst();
        terminal.out().println(terminal.colour() ? "\033[1m" + title + "\033[0m" : title);
        lines.stream().skip(1).forEach(terminal.out()::println);
        terminal.out().flush();
    }

    private List<String> texts(int j) {
        List<String> cells = new ArrayList<>();
        cells.add(columns.get(j).title());
        rows.forEach(row -> cells.add(row.get(j)));
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        return cells.stream().map(cell -> cell + " ".repeat(width - cell.length())).toList();
    }

    private List<String> numbers(int j) {
        List<String> cells = rows.stream().map(row -> row.get(j)).toList();
        int after = cells.stream()
                .filter(cell -> head(cell) > 0)
                .mapToInt(cell -> cell.length() - head(cell))
                .max()
                .orElse(0);
        List<String> aligned = new ArrayList<>();
        aligned.add(columns.get(j).title());
        for (String cell : cells) {
            aligned.add(head(cell) > 0 ? cell + " ".repeat(after - (cell.length() - head(cell))) : cell);
        }
        int width = aligned.stream().mapToInt(String::length).max().orElse(0);
        return aligned.stream().map(cell -> " ".repeat(width - cell.length()) + cell).toList();
    }

    /** The length of the part before the decimal point, 0 if the cell is no number. */
    private static int head(String cell) {
        var match = NUMBER_HEAD.matcher(cell);
        return match.find() ? match.end() : 0;
    }

    private void shorten(List<List<String>> set, int width) {
        int excess = set.stream().mapToInt(column -> column.getFirst().length()).sum()
                + GAP.length() * (set.size() - 1)
                - width;
        while (excess > 0) {
            int widest = -1;
            for (int j = 0; j < set.size(); j++) {
                boolean wider = widest < 0 || width(set, j) > width(set, widest);
                if (columns.get(j) instanceof Text && wider) widest = j;
            }
            if (widest < 0 || width(set, widest) <= NARROWEST_TEXT) return;
            int keep = width(set, widest) - 1;
            set.set(widest, set.get(widest).stream().map(cell -> cut(cell, keep)).toList());
            excess--;
        }
    }

    private static int width(List<List<String>> set, int j) {
        return set.get(j).getFirst().length();
    }

    private static String cut(String cell, int keep) {
        String whole = cell.stripTrailing();
        if (whole.length() <= keep) return cell.substring(0, keep);
        String start = whole.endsWith("...") ? whole.substring(0, whole.length() - 3) : whole;
        return start.substring(0, keep - 3) + "...";
    }
}
