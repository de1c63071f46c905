package org.paisaje.data;

import java.util.HashSet;
import java.util.List;

/** What the targets of a data set mean. */
public sealed interface Task {
    /** The number of target columns that k classes, or any real targets, take; -1 where every number will do. */
    int targetColumns();

    /** The names of the classes, in the order of their numbers; empty for a regression. */
    List<String> classes();

    /** Real targets, n x k. */
    record Regression() implements Task {
        @Override
        public int targetColumns() {
            return -1;
        }

        @Override
        public List<String> classes() {
            return List.of();
        }
    }

    /** Two classes: y is n x 1, 0 for the first class and 1 for the second. */
    record Binary(List<String> classes) implements Task {
        /** Copies the names and checks that there are two different ones. */
        public Binary {
            classes = distinct("Binary", classes);
            if (classes.size() != 2) {
                throw new IllegalArgumentException(
                        "Binary: two class names are needed, got " + classes.size() + ": " + classes);
            }
        }

        @Override
        public int targetColumns() {
            return 1;
        }
    }

    /** k classes: y is n x k, one-hot. */
    record Multiclass(List<String> classes) implements Task {
        /** Copies the names and checks that there are at least two, all different. */
        public Multiclass {
            classes = distinct("Multiclass", classes);
            if (classes.size() < 2) {
                throw new IllegalArgumentException(
                        "Multiclass: at least two class names are needed, got " + classes.size() + ": " + classes);
            }
        }

        @Override
        public int targetColumns() {
            return classes.size();
        }
    }

    /** Real targets. */
    static Task regression() {
        return new Regression();
    }

    /** The task of telling the named classes apart: binary for two, multiclass for more. */
    static Task classification(List<String> classes) {
        return classes.size() == 2 ? new Binary(classes) : new Multiclass(classes);
    }

    private static List<String> distinct(String operation, List<String> classes) {
        if (new HashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException(operation + ": two classes have the same name in " + classes);
        }
        return List.copyOf(classes);
    }
}
