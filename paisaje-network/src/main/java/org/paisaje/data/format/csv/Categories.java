package org.paisaje.data.format.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;

/**
 * Columns of words in a table of inputs. Each of their words has a column of its own among the inputs, which is 1 in the
 * records that hold the word and 0 in the others.
 *
 * @param columns the columns of words, in the order in which they stand
 */
public record Categories(List<Column> columns) {
    /** More words make a name or a text of a column, not a category. */
    static final int MOST = 256;

    private static final int LISTED = 5;

    /**
     * A column of words.
     *
     * @param name what the file calls it
     * @param first the number from 0 of the input that stands for its first word
     * @param words in alphabetical order
     */
    public record Column(String name, int first, List<String> words) {
        /** Copies the list. */
        public Column {
            words = List.copyOf(words);
        }

        /** The names of the inputs that stand for its words. */
        List<String> inputs() {
            return words.stream().map(word -> input(name, word)).toList();
        }

        private String note() {
            String some = String.join(", ", words.subList(0, Math.min(LISTED, words.size())));
            return "column " + name + " holds words and becomes " + words.size() + " columns of 0 and 1: " + some
                    + (words.size() > LISTED ? ", ..." : "");
        }
    }

    /** Copies the list. */
    public Categories {
        columns = List.copyOf(columns);
    }

    /** The name of the input that stands for a word of a column. */
    public static String input(String column, String word) {
        return column + " " + word;
    }

    /** No column of words. */
    public static Categories none() {
        return new Categories(List.of());
    }

    /** The column of words of that name. */
    public Optional<Column> named(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /** The column of words that an input stands for a word of; empty if it is a column of numbers. */
    public Optional<Column> of(int input) {
        return columns.stream()
                .filter(column -> column.first() <= input && input < column.first() + column.words().size())
                .findFirst();
    }

    List<String> notes() {
        return columns.stream().map(Column::note).toList();
    }

    /**
     * The words of a table of numbers in which cells of some columns are the places of words in lists, NaN where a cell is
     * missing. A word that no record holds any more, since its record was left out, has no column.
     *
     * @param words the list of each column, null for a column of numbers
     * @param names of the columns
     */
    static Categories in(Matrix table, String[][] words, List<String> names) {
        var columns = new ArrayList<Column>();
        int first = 0;
        for (int j = 0; j < words.length; j++) {
            if (words[j] == null) {
                first++;
                continue;
            }
            var used = new TreeSet<String>();
            for (int i = 0; i < table.rows(); i++) {
                double place = table.get(i, j);
                if (!Double.isNaN(place)) {
                    used.add(words[j][(int) place]);
                }
            }
            columns.add(new Column(names.get(j), first, List.copyOf(used)));
            first += used.size();
        }
        return new Categories(columns);
    }

    /** The names of all inputs, {@code names} being those of the columns of the file. */
    List<String> inputs(List<String> names) {
        return names.stream()
                .flatMap(name -> named(name).map(column -> column.inputs().stream())
                        .orElseGet(() -> List.of(name).stream()))
                .toList();
    }

    /** The number of inputs that {@code count} columns of the file become. */
    long width(int count) {
        return columns.stream().mapToLong(column -> column.words().size() - 1L).sum() + count;
    }

    /** The table with each word in its own column; a missing word is NaN in all columns of its words. */
    Matrix expand(Matrix table, String[][] words) {
        Matrix result = Matrix.zeros(table.rows(), (int) width(table.columns()));
        int at = 0;
        int next = 0;
        for (int j = 0; j < words.length; j++) {
            if (words[j] == null) {
                for (int i = 0; i < table.rows(); i++) {
                    result.set(i, at, table.get(i, j));
                }
                at++;
                continue;
            }
            List<String> own = columns.get(next++).words();
            int[] places = Arrays.stream(words[j]).mapToInt(own::indexOf).toArray();
            for (int i = 0; i < table.rows(); i++) {
                double place = table.get(i, j);
                if (Double.isNaN(place)) {
                    int row = i;
                    int from = at;
                    IntStream.range(0, own.size()).forEach(k -> result.set(row, from + k, Double.NaN));
                } else {
                    result.set(i, at + places[(int) place], 1);
                }
            }
            at += own.size();
        }
        return result;
    }
}
