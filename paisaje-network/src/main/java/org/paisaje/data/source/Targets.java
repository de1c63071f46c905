package org.paisaje.data.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.data.format.csv.Categories;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.data.format.csv.Gaps;
import org.paisaje.data.source.SourceOptions.Reading;
import org.paisaje.math.linalg.Matrix;

/** Turns what stands in a file into targets, real numbers or classes by their names, and says what was assumed. */
final class Targets {
    private static final int MOST_GUESSED_CLASSES = 100;
    private static final int MOST_CLASSES = 10_000;
    /** So many distinct targets may be classes, however few samples there are. */
    private static final int FEW = 20;
    private static final double EXACT = 0x1p53;
    /** A number with a sign of money or of per cent. */
    private static final Pattern MEASURED = Pattern.compile(
            "\\s*[-+]?\\p{Sc}\\s*[-+]?\\d[\\d.,' ]*|\\s*[-+]?\\d[\\d.,' ]*[\\p{Sc}%]\\s*");
    /** Where fewer of the targets are words, a word is taken for a mistake and not for a class. */
    private static final double FEWEST_WORDS = 0.1;

    private final String name;
    private final Matrix x;
    private final Reading reading;
    /** The classes of the training data; empty if these are those, or if they have none. */
    private final List<String> known;
    private final List<String> notes = new ArrayList<>();

    private Targets(String name, Matrix x, Reading reading, List<String> known) {
        this.name = name;
        this.x = x;
        this.reading = reading;
        this.known = known;
    }

    /** Targets from an array: n, n x 1 or n x k. */
    static Sources.Read of(String name, Matrix x, Tensor y, Reading reading, List<String> known) {
        var targets = new Targets(name, x, reading, known);
        Dataset data = y.rows().columns() == 1 ? targets.column(y) : targets.columns(y);
        return new Sources.Read(data, List.of(), Categories.none(), Gaps.none(), targets.notes);
    }

    /** Targets from the column of a CSV file. */
    static Sources.Read of(String name, CsvFile table, Reading reading, List<String> known) {
        var targets = new Targets(name, table.numbers(), reading, known);
        targets.notes.addAll(table.notes());
        List<String> names = table.named() ? table.names() : List.of();
        return new Sources.Read(targets.texts(table).withNames(names), names, table.categories(),
                table.gaps(), targets.notes, List.of(), Grouping.of(table.groups()));
    }

    /** Targets from texts. */
    static Sources.Read of(String name, Matrix x, List<String> texts, Reading reading,
            List<String> known) {
        if (reading == Reading.REGRESSION) {
            throw new IllegalArgumentException("data " + name + ": y holds text such as '" + texts.getFirst()
                    + "', a regression needs numbers");
        }
        var targets = new Targets(name, x, reading, known);
        return new Sources.Read(targets.classified(texts), List.of(), Categories.none(), Gaps.none(), targets.notes);
    }

    private Dataset column(Tensor y) {
        double[] values = y.values();
        boolean repeats = distinct(values) <= Math.max(2, values.length / 2) || numbered(values);
        boolean counted = counted(values);
        boolean classes = switch (reading) {
            case REGRESSION -> false;
            case CLASSIFICATION -> true;
            case DETECTED -> counted || (y.type().integral() && repeats);
        };
        if (reading == Reading.DETECTED && !(y.type().integral() && counted)) {
            say(classes, values);
        }
        return classes ? classified(texts(values)) : Dataset.regression(name, x, y.rows());
    }

    private Dataset columns(Tensor y) {
        Matrix targets = y.rows();
        int k = targets.columns();
        boolean binary = Arrays.stream(y.values()).allMatch(value -> value == 0 || value == 1);
        boolean oneHot = binary && IntStream.range(0, targets.rows())
                .allMatch(i -> Arrays.stream(targets.row(i)).sum() == 1);
        if (reading == Reading.CLASSIFICATION && !oneHot) {
            throw new IllegalArgumentException("data " + name + ": y is " + y.describeShape()
                    + "; classes are one number for each row, or columns of which one is 1 and the others 0");
        }
        if (reading == Reading.REGRESSION || !oneHot) {
            if (reading == Reading.DETECTED && binary) {
                notes.add("its targets are 0 and 1 in " + k
                        + " columns, not one 1 in each row; they are taken as real numbers");
            }
            return Dataset.regression(name, x, targets);
        }
        if (reading == Reading.DETECTED) {
            notes.add("its targets are one 1 among " + k + " columns in each row and are taken as " + k
                    + " classes; --task regression takes them as real numbers");
        }
        int[] labels = new int[targets.rows()];
        for (int i = 0; i < labels.length; i++) {
            while (targets.get(i, labels[i]) == 0) {
                labels[i]++;
            }
        }
        return Dataset.classification(name, x, labels, IntStream.range(0, k).mapToObj(Integer::toString).toList());
    }

    private Dataset texts(CsvFile table) {
        List<String> texts = table.target();
        double[] values = new double[texts.size()];
        int words = 0;
        int firstWord = -1;
        for (int i = 0; i < values.length; i++) {
            values[i] = table.number(texts.get(i));
            if (Double.isNaN(values[i])) {
                words++;
                firstWord = firstWord < 0 ? i : firstWord;
            }
        }
        if (words > 0) {
            requireWords(texts, values, words, firstWord);
            return classified(texts);
        }
        boolean counted = counted(values);
        boolean classes = reading == Reading.CLASSIFICATION || (reading == Reading.DETECTED && counted);
        if (reading == Reading.DETECTED) {
            say(classes, values);
        }
        return classes
                ? classified(Arrays.stream(values).allMatch(value -> Math.abs(value) < EXACT) ? texts(values) : texts)
                : Dataset.regression(name, x, Matrix.wrap(values.length, 1, values));
    }

    /** Words among numbers are only taken for classes if they are no exception. */
    private void requireWords(List<String> texts, double[] values, int words, int first) {
        String place = "record " + (first + 1);
        if (reading == Reading.REGRESSION) {
            throw new DataFormatException(name, place, "the target '" + texts.get(first)
                    + "' is not a number, which a regression needs; records are counted from 1 behind the header");
        }
        if (reading == Reading.DETECTED
                && 2 * texts.stream().filter(MEASURED.asMatchPredicate()).count() > texts.size()) {
            throw new DataFormatException(name, place, "the target '" + texts.get(first)
                    + "' is a number with a sign of "
                    + "money or a per cent sign; leave the signs out, or say --task classification if each distinct value is "
                    + "a class");
        }
        if (reading == Reading.DETECTED && words < values.length) {
            Map<String, Long> counts = texts.stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
            boolean repeated = counts.size() <= MOST_GUESSED_CLASSES && counts.values().stream().allMatch(n -> n >= 2);
            if (words < FEWEST_WORDS * values.length || !repeated) {
                throw new DataFormatException(name, place, "the target '" + texts.get(first) + "' is not a number, and "
                        + (values.length - words) + " of the " + values.length + " others are; mend "
                        + (words == 1 ? "it" : "the " + words + " that are none")
                        + ", or say --task classification if each distinct value is a class");
            }
            notes.add("its target holds numbers and words, and each of the " + counts.size()
                    + " distinct values is taken as a class");
        }
    }

    private void say(boolean classes, double[] values) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        if (distinct.length == 1 && values.length > 1) {
            if (!classes) {
                notes.add("its target is " + texts(distinct).getFirst()
                        + " in every row, so that there is nothing to tell apart");
            }
        } else if (classes) {
            notes.add("its target " + list(distinct) + " is taken as " + distinct.length
                    + " classes; --task regression takes it as a real number");
        } else if (Arrays.stream(values).allMatch(value -> value == Math.rint(value))
                && (distinct.length <= MOST_GUESSED_CLASSES || distinct.length < values.length)) {
            notes.add("its target holds the whole number" + (distinct.length == 1 ? " " : "s ") + list(distinct)
                    + " and is taken as a real number; --task classification takes each as a class");
        }
    }

    /** Whether the values are 0, 1, ..., k - 1 for a small k, and one of them occurs twice. */
    private static boolean numbered(double[] values) {
        double[] distinct = Arrays.stream(values).distinct().sorted().toArray();
        return distinct.length < values.length && distinct.length <= FEW
                && IntStream.range(0, distinct.length).allMatch(k -> distinct[k] == k);
    }

    private static String list(double[] distinct) {
        List<String> texts = texts(distinct);
        return texts.size() <= 5
                ? String.join(", ", texts)
                : texts.get(0) + ", " + texts.get(1) + ", ..., " + texts.getLast();
    }

    /** Whether the values are 0, 1, ..., k - 1, each at least twice, or -1 and 1. */
    private static boolean counted(double[] values) {
        var counts = new TreeMap<Double, Integer>();
        for (double value : values) {
            counts.merge(value + 0.0, 1, Integer::sum);
            if (counts.size() > MOST_GUESSED_CLASSES || value != Math.rint(value)) {
                return false;
            }
        }
        boolean signs = counts.size() == 2 && counts.firstKey() == -1 && counts.lastKey() == 1;
        return counts.size() >= 2 && counts.values().stream().allMatch(count -> count >= 2)
                && (signs || (counts.firstKey() == 0 && counts.lastKey() == counts.size() - 1));
    }

    private static List<String> texts(double[] values) {
        return Arrays.stream(values).mapToObj(value -> CsvFile.text(value + 0.0)).toList();
    }

    private static long distinct(double[] values) {
        return Arrays.stream(values).distinct().count();
    }

    private Dataset classified(List<String> labels) {
        boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,15}"));
        Comparator<String> byText = Comparator.naturalOrder();
        var names = new TreeSet<>(numbers
                ? Comparator.<String>comparingLong(Long::parseLong).thenComparing(byText)
                : byText);
        names.addAll(labels);
        if (!known.isEmpty()) {
            return among(labels);
        }
        if (names.size() < 2) {
            throw new IllegalArgumentException("data " + name + ": all " + labels.size() + " targets are '"
                    + labels.getFirst() + "'; a classification needs at least two classes");
        }
        if (names.size() > MOST_CLASSES) {
            throw new IllegalArgumentException("data " + name + ": the targets have " + names.size()
                    + " distinct values, too many for classes; is the target a real number, or the wrong column?");
        }
        if (reading == Reading.DETECTED && names.size() > Math.max(FEW, labels.size() / 2)) {
            throw new IllegalArgumentException("data " + name + ": the " + labels.size() + " targets have "
                    + names.size() + " distinct values such as '" + labels.getFirst()
                    + "', which are hardly classes; is it the wrong column? --task classification takes each as one");
        }
        List<String> classes = List.copyOf(names);
        var number = new HashMap<String, Integer>();
        for (int c = 0; c < classes.size(); c++) {
            number.put(classes.get(c), c);
        }
        return Dataset.classification(name, x, labels.stream().mapToInt(number::get).toArray(), classes);
    }

    /** The labels as numbers of the classes of the training data. */
    private Dataset among(List<String> labels) {
        int[] numbers = new int[labels.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = known.indexOf(labels.get(i));
            if (numbers[i] < 0) {
                throw new IllegalArgumentException("data " + name + ": sample " + (i + 1) + " is of class "
                        + labels.get(i) + ", which does not occur in the training data (" + CsvFile.describe(known)
                        + ")");
            }
        }
        return Dataset.classification(name, x, numbers, known);
    }
}
