package org.paisaje.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.Options;

/**
 * Samples with their targets: row i of x (n x d) belongs to row i of y (n x k). All entries are finite and at most 1e150. The matrices
 * are taken as they are and not copied; nobody changes them afterwards.
 *
 * @param name what the data are called in reports
 * @param task what y means
 * @param x the inputs, n x d with n, d >= 1
 * @param y the targets, n x k: real numbers for a regression, 0 or 1 (k = 1) for two classes, one-hot for more
 * @param names the names of the columns of x, as in the header of a table; empty if they have none
 */
public record Dataset(String name, Task task, Matrix x, Matrix y, List<String> names) {
    /** Squares of larger numbers, or sums of their squares, may overflow. */
    private static final double LARGEST = 1e150;

    /** A training and a test part without a common row. */
    public record Split(Dataset train, Dataset test) {}

    /** Checks shapes, that every entry is finite and that y fits the task; one pass over x and y. */
    public Dataset {
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException("Dataset " + name + ": x has " + x.rows() + " rows, y has " + y.rows()
                    + "; rows are samples and must pair up");
        }
        if (x.rows() == 0 || x.columns() == 0 || y.columns() == 0) {
            throw new IllegalArgumentException("Dataset " + name + ": x is " + x.rows() + " x " + x.columns()
                    + " and y is " + y.rows() + " x " + y.columns() + "; at least one row and one column are needed");
        }
        names = List.copyOf(names);
        if (!names.isEmpty() && names.size() != x.columns()) {
            throw new IllegalArgumentException("Dataset " + name + ": there are " + names.size() + " names for the "
                    + x.columns() + " columns of x; each has one, or none has");
        }
        requireFinite(name, "x", x);
        requireFinite(name, "y", y);
        requireTargets(name, task, y);
    }

    /** Data whose columns have no names. */
    public Dataset(String name, Task task, Matrix x, Matrix y) {
        this(name, task, x, y, List.of());
    }

    /** A regression on real targets. */
    public static Dataset regression(String name, Matrix x, Matrix y) {
        return new Dataset(name, Task.regression(), x, y);
    }

    /**
     * A classification.
     *
     * @param labels the number of the class of each row, from 0
     * @param classes the names of the classes; two give a binary task (y is n x 1), more give one-hot targets (n x k)
     */
    public static Dataset classification(String name, Matrix x, int[] labels, List<String> classes) {
        Task task = Task.classification(classes);
        int columns = task.targetColumns();
        Matrix y = Matrix.zeros(labels.length, columns);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes.size()) {
                throw new IllegalArgumentException("classification: label " + labels[i] + " of row " + i
                        + " is not one of the " + classes.size() + " classes 0.." + (classes.size() - 1));
            }
            if (columns == 1) {
                y.set(i, 0, labels[i]);
            } else {
                y.set(i, labels[i], 1);
            }
        }
        return new Dataset(name, task, x, y);
    }

    /** The number n of samples. */
    public int size() {
        return x.rows();
    }

    /** The input dimension d. */
    public int inputs() {
        return x.columns();
    }

    /** The number k of target columns, which is the number of outputs a network needs. */
    public int outputs() {
        return y.columns();
    }

    /** The class names; empty for a regression. */
    public List<String> classes() {
        return task.classes();
    }

    /** The number of the class of each row; a regression has none and throws. */
    public int[] labels() {
        requireClasses("labels");
        int k = y.columns();
        int[] labels = new int[size()];
        for (int i = 0; i < labels.length; i++) {
            if (k == 1) {
                labels[i] = (int) y.get(i, 0);
            } else {
                int label = 0;
                while (y.get(i, label) == 0) {
                    label++;
                }
                labels[i] = label;
            }
        }
        return labels;
    }

    /** The number of rows of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes().size()];
        for (int label : labels()) {
            counts[label]++;
        }
        return counts;
    }

    /** The same data under another name. */
    public Dataset named(String other) {
        return new Dataset(other, task, x, y, names);
    }

    /** The same targets with other inputs, such as transformed ones; columns keep their names if there are as many. */
    public Dataset withInputs(Matrix inputs) {
        return new Dataset(name, task, inputs, y, inputs.columns() == names.size() ? names : List.of());
    }

    /** The same inputs with other targets of the same kind. */
    public Dataset withTargets(Matrix targets) {
        return new Dataset(name, task, x, targets, names);
    }

    /** The same data with names for the columns of the inputs. */
    public Dataset withNames(List<String> columns) {
        return new Dataset(name, task, x, y, columns);
    }

    /** What to call an input, counted from 0, in a sentence: {@code column 'age'}, or {@code input 3} where columns have no names. */
    public String input(int column) {
        return names.isEmpty() ? "input " + (column + 1) : "column '" + names.get(column) + "'";
    }

    /**
     * The number from 0 of an input.
     *
     * @param option what asks for it, for the message
     * @param column its name, or its number from 1
     * @throws IllegalArgumentException if there is none
     */
    public int place(String option, String column) {
        int named = names.indexOf(column);
        if (named >= 0) {
            return named;
        }
        if (column.matches("[0-9]{1,9}") && Integer.parseInt(column) >= 1 && Integer.parseInt(column) <= inputs()) {
            return Integer.parseInt(column) - 1;
        }
        throw new IllegalArgumentException(option + " " + column + ": " + name + " has no such input; needed is "
                + (names.isEmpty()
                        ? "a number"
                        : "one of " + String.join(", ", names.stream().limit(12).toList())
                                + (names.size() > 12 ? ", ..." : "") + ", or a number")
                + " from 1 to " + inputs());
    }

    /** The same at the head of a sentence. */
    public String inputFirst(int column) {
        return names.isEmpty() ? "Input " + (column + 1) : "Column '" + names.get(column) + "'";
    }

    /** The rows named, in that order; a row may come twice. */
    public Dataset subset(int... rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("subset: no row was named; at least one is needed");
        }
        for (int row : rows) {
            if (row < 0 || row >= size()) {
                throw new IllegalArgumentException("subset: there is no row " + row + " in " + name + ", which has "
                        + size() + " rows counted from 0");
            }
        }
        return new Dataset(name, task, x.rows(rows), y.rows(rows), names);
    }

    /** {@code count} rows drawn without replacement, classes in proportion. */
    public Dataset sample(int count, Seed seed) {
        if (count < 1 || count > size()) {
            throw new IllegalArgumentException(
                    "sample: " + count + " of the " + size() + " rows of " + name + " cannot be drawn");
        }
        return count == size() ? this : subset(Partition.draw(groups(), count, seed).drawn());
    }

    /**
     * Draws a test part of {@code round(testFraction n)} rows, classes in proportion (largest remainders); the rest is
     * the training part. Both keep the order of the rows.
     *
     * @param testFraction between 0 and 1, such that neither part is empty
     */
    public Split split(double testFraction, Seed seed) {
        Partition parts = partition(testFraction, seed);
        return new Split(subset(parts.rest()), subset(parts.drawn()));
    }

    /** The rows of the test part, drawn, and of the training part, the rest. */
    public Partition partition(double testFraction, Seed seed) {
        return Partition.draw(groups(), tested(testFraction), seed);
    }

    /**
     * The same in whole groups, drawn in a random order, each if it brings the test part nearer to {@code round(testFraction n)} rows;
     * classes are not kept in proportion.
     *
     * @param together the group of each row, numbered from 0
     */
    public Partition partition(int[] together, double testFraction, Seed seed) {
        int count = tested(testFraction);
        if (together.length != size() || Arrays.stream(together).distinct().count() < 2) {
            throw new IllegalArgumentException("split: the " + size() + " rows of " + name
                    + " cannot be divided into whole groups; two groups at least are needed");
        }
        return Partition.drawWhole(together, count, seed);
    }

    private int tested(double testFraction) {
        long count = Math.round(testFraction * size());
        if (!(testFraction > 0 && testFraction < 1) || count == 0 || count == size()) {
            throw new IllegalArgumentException("split: a test fraction of " + testFraction + " of the " + size()
                    + " rows of " + name
                    + " leaves one part empty; it must lie between 0 and 1, and one row is a share of "
                    + String.format(Locale.ROOT, "%.2g", 1.0 / size()));
        }
        return (int) count;
    }

    /** Targets -1 and +1 (n x 1) for the two classes of a binary task. */
    public Matrix signs() {
        if (!(task instanceof Task.Binary)) {
            throw new IllegalArgumentException(
                    "signs: " + name + " has " + describeTask() + ", two classes are needed");
        }
        Matrix signs = Matrix.zeros(size(), 1);
        for (int i = 0; i < size(); i++) {
            signs.set(i, 0, 2 * y.get(i, 0) - 1);
        }
        return signs;
    }

    /** The classification with one target column per class, two also for a binary task. */
    public Dataset oneHot() {
        requireClasses("oneHot");
        if (task instanceof Task.Multiclass) {
            return this;
        }
        Matrix columns = Matrix.zeros(size(), 2);
        for (int i = 0; i < size(); i++) {
            columns.set(i, (int) y.get(i, 0), 1);
        }
        return new Dataset(name, new Task.Multiclass(classes()), x, columns, names);
    }

    /**
     * These data with the classes of others, as a test set needs: labels are matched by name, so that a class that does not
     * occur here keeps its place.
     *
     * @param reference the training data
     * @throws IllegalArgumentException if the inputs or the kinds of target differ, or a class is unknown there
     */
    public Dataset alignedTo(Dataset reference) {
        if (inputs() != reference.inputs()) {
            throw new IllegalArgumentException("data " + name + ": it has " + inputs() + " inputs, "
                    + reference.name + " has " + reference.inputs() + "; both must have the same columns");
        }
        if ((task instanceof Task.Regression) != (reference.task instanceof Task.Regression)
                || (task instanceof Task.Regression && outputs() != reference.outputs())) {
            throw new IllegalArgumentException("data " + name + ": it has " + describeTask() + " in " + outputs()
                    + " columns, " + reference.name + " has " + reference.describeTask() + " in "
                    + reference.outputs());
        }
        if (task.equals(reference.task) || task instanceof Task.Regression) {
            return this;
        }
        int[] labels = labels();
        for (int i = 0; i < labels.length; i++) {
            String label = classes().get(labels[i]);
            labels[i] = reference.classes().indexOf(label);
            if (labels[i] < 0) {
                throw new IllegalArgumentException("data " + name + ": row " + i + " is of class " + label
                        + ", which does not occur in " + reference.name);
            }
        }
        return classification(name, x, labels, reference.classes()).withNames(names);
    }

    private int[] groups() {
        return task instanceof Task.Regression ? new int[size()] : labels();
    }

    private void requireClasses(String operation) {
        if (task instanceof Task.Regression) {
            throw new IllegalArgumentException(operation + ": " + name + " is a regression and has no classes");
        }
    }

    private String describeTask() {
        return switch (task) {
            case Task.Regression r -> "real targets";
            case Task.Binary b -> "two classes";
            case Task.Multiclass m -> m.classes().size() + " one-hot classes";
        };
    }

    private static void requireFinite(String name, String part, Matrix values) {
        double[] data = values.data();
        double largest = 0;
        for (double value : data) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest <= LARGEST) {
            return;
        }
        IntPredicate wrong = i -> !(Math.abs(data[i]) <= LARGEST);
        int at = IntStream.range(0, data.length).filter(wrong).findFirst().orElseThrow();
        long count = IntStream.range(0, data.length).filter(wrong).count();
        throw new IllegalArgumentException("data " + name + ": " + part + " is " + data[at] + " in row "
                + at / values.columns() + ", column " + at % values.columns() + " (counted from 0)"
                + (count == 1 ? "" : ", and " + (count - 1) + " more entries are like it") + "; "
                + (Double.isNaN(data[at])
                        ? "missing values must be filled or their rows dropped first"
                        : "numbers up to " + Options.written(LARGEST)
                                + " can be squared and added up; scale the column"));
    }

    private static void requireTargets(String name, Task task, Matrix y) {
        if (task instanceof Task.Regression) {
            return;
        }
        int k = task.targetColumns();
        if (y.columns() != k) {
            throw new IllegalArgumentException("Dataset " + name + ": y has " + y.columns() + " columns, "
                    + task.classes().size() + " classes take " + k);
        }
        for (int i = 0; i < y.rows(); i++) {
            double total = 0;
            boolean unit = true;
            for (int j = 0; j < k; j++) {
                double value = y.get(i, j);
                unit &= value == 0 || value == 1;
                total += value;
            }
            if (!unit || (k > 1 && total != 1)) {
                throw new IllegalArgumentException("Dataset " + name + ": row " + i + " of y is "
                        + Arrays.toString(y.row(i))
                        + (k == 1 ? "; a class is 0 or 1" : "; one entry must be 1 and the others 0"));
            }
        }
    }
}
