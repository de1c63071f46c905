package org.paisaje.data;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.paisaje.data.format.CsvFile;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;

/** Turns what stands in a file into targets: real numbers, or classes by their names. */
final class Targets {
    private static final int MOST_GUESSED_CLASSES = 100;
    private static final int MOST_CLASSES = 10_000;

    private Targets() {}

    /** A data set with targets from an array: n, n x 1 or, for a regression, n x k. */
    static Dataset of(String name, Matrix x, Tensor y, SourceOptions.Reading reading) {
        Matrix targets = y.rows();
        boolean repeats = distinct(y.values()) <= Math.max(2, y.values().length / 2);
        boolean classes = switch (reading) {
            case REGRESSION -> false;
            case CLASSIFICATION -> true;
            case DETECTED -> y.type().integral() && targets.columns() == 1 && repeats;
        };
        if (!classes) {
            return Dataset.regression(name, x, targets);
        }
        if (targets.columns() != 1) {
            throw new IllegalArgumentException("data " + name + ": y is " + y.describeShape()
                    + "; classes are one number for each row");
        }
        return classified(name, x, Arrays.stream(y.values()).mapToObj(CsvFile::text).toList());
    }

    /** A data set with targets from the texts of a CSV column. */
    static Dataset of(String name, Matrix x, List<String> texts, SourceOptions.Reading reading) {
        if (reading == SourceOptions.Reading.CLASSIFICATION) {
            return classified(name, x, texts);
        }
        Matrix y = Matrix.zeros(texts.size(), 1);
        for (int i = 0; i < texts.size(); i++) {
            try {
                y.set(i, 0, Double.parseDouble(texts.get(i)));
            } catch (NumberFormatException e) {
                if (reading == SourceOptions.Reading.REGRESSION) {
                    throw new DataFormatException(name, "record " + (i + 1), "the target '" + texts.get(i)
                            + "' is not a number, which a regression needs");
                }
                return classified(name, x, texts);
            }
        }
        return reading == SourceOptions.Reading.DETECTED && looksLikeClasses(y.data())
                ? classified(name, x, Arrays.stream(y.data()).mapToObj(CsvFile::text).toList())
                : Dataset.regression(name, x, y);
    }

    private static boolean looksLikeClasses(double[] values) {
        var counts = new TreeMap<Double, Integer>();
        for (double value : values) {
            counts.merge(value, 1, Integer::sum);
            if (counts.size() > MOST_GUESSED_CLASSES || value != Math.rint(value)) {
                return false;
            }
        }
        return counts.size() >= 2 && counts.firstKey() == 0 && counts.lastKey() == counts.size() - 1
                && counts.values().stream().allMatch(count -> count >= 2);
    }

    private static long distinct(double[] values) {
        return Arrays.stream(values).distinct().count();
    }

    private static Dataset classified(String name, Matrix x, List<String> labels) {
        boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,15}"));
        var names = numbers
                ? new TreeSet<String>((a, b) -> Long.compare(Long.parseLong(a), Long.parseLong(b)))
                : new TreeSet<String>();
        names.addAll(labels);
        if (names.size() < 2) {
            throw new IllegalArgumentException("data " + name + ": all " + labels.size() + " targets are '"
                    + labels.getFirst() + "'; a classification needs at least two classes");
        }
        if (names.size() > MOST_CLASSES) {
            throw new IllegalArgumentException("data " + name + ": the targets have " + names.size()
                    + " distinct values, too many for classes; is the target a real number, or the wrong column?");
        }
        List<String> classes = List.copyOf(names);
        var number = new TreeMap<String, Integer>();
        for (int c = 0; c < classes.size(); c++) {
            number.put(classes.get(c), c);
        }
        return Dataset.classification(name, x, labels.stream().mapToInt(number::get).toArray(), classes);
    }
}
