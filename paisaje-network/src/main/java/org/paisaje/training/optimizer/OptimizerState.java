package org.paisaje.training.optimizer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers between steps: named vectors of length p and named numbers, all zero at the start. Only
 * these are written to a checkpoint; scratch is not. One thread at a time.
 */
public final class OptimizerState {
    private final int dimension;
    private final List<String> vectorNames;
    private final List<String> numberNames;
    private final double[][] vectors;
    private final double[] numbers;
    private double[][] scratch = new double[0][];
    private @Nullable Object companion;

    private OptimizerState(int dimension, List<String> vectorNames, List<String> numberNames) {
        this.dimension = dimension;
        this.vectorNames = List.copyOf(vectorNames);
        this.numberNames = List.copyOf(numberNames);
        this.vectors = new double[vectorNames.size()][dimension];
        this.numbers = new double[numberNames.size()];
    }

    /** A state of zeros with the given vectors of length {@code dimension} and the given numbers. */
    public static OptimizerState of(int dimension, List<String> vectors, List<String> numbers) {
        if (dimension < 1) {
            throw new IllegalArgumentException("OptimizerState: dimension is " + dimension + ", needs at least 1");
        }
        return new OptimizerState(dimension, vectors, numbers);
    }

    /** The length p of the vectors. */
    public int dimension() {
        return dimension;
    }

    /** The live vector number i, in the order of {@link #of}. */
    public double[] vector(int i) {
        return vectors[i];
    }

    /** The live vector of that name. */
    public double[] vector(String name) {
        int i = vectorNames.indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("vector: this state has no \"" + name + "\", it keeps " + vectorNames);
        }
        return vectors[i];
    }

    /** Number i, in the order of {@link #of}. */
    public double number(int i) {
        return numbers[i];
    }

    /** The number of that name, or NaN if this state has none. */
    public double number(String name) {
        int i = numberNames.indexOf(name);
        return i < 0 ? Double.NaN : numbers[i];
    }

    /** Overwrites number i. */
    public void number(int i, double value) {
        numbers[i] = value;
    }

    /** Copies a vector to that of the name, and returns this. */
    public OptimizerState with(String name, double[] values) {
        System.arraycopy(values, 0, vector(name), 0, dimension);
        return this;
    }

    /** All numbers in the order of {@link #of}; live. */
    public double[] numbers() {
        return numbers;
    }

    /** An object that lasts as long as this one and is not part of the state, such as work arrays; made on first use. */
    public <T> T companion(Class<T> type, Supplier<T> make) {
        if (!type.isInstance(companion)) {
            companion = make.get();
        }
        return type.cast(companion);
    }

    /** A work array that lasts as long as this object and is not part of the state; its contents are whatever was left. */
    public double[] scratch(int i, int length) {
        if (i >= scratch.length) {
            int old = scratch.length;
            scratch = Arrays.copyOf(scratch, i + 1);
            Arrays.fill(scratch, old, i + 1, new double[0]);
        }
        if (scratch[i].length != length) {
            scratch[i] = new double[length];
        }
        return scratch[i];
    }

    /** The whole state by name: every vector, and the numbers together under {@code numbers}. The arrays are live. */
    public Map<String, double[]> arrays() {
        Map<String, double[]> result = new LinkedHashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            result.put(vectorNames.get(i), vectors[i]);
        }
        result.put("numbers", numbers);
        return result;
    }

    /** Overwrites this state with arrays of the names and lengths of {@link #arrays()}. */
    public void restore(Map<String, double[]> arrays) {
        Map<String, double[]> own = arrays();
        if (!own.keySet().equals(arrays.keySet())) {
            throw new IllegalArgumentException("restore: the arrays are " + arrays.keySet()
                    + ", this optimizer keeps " + own.keySet() + "; they come from another optimizer");
        }
        own.forEach((name, target) -> {
            double[] source = arrays.getOrDefault(name, target);
            if (source.length != target.length) {
                throw new IllegalArgumentException("restore: " + name + " has " + source.length + " entries, needs "
                        + target.length + "; it comes from a network of another size");
            }
            System.arraycopy(source, 0, target, 0, target.length);
        });
    }

    /** Says of the first of these vectors that holds a negative number which it is; empty if none does. */
    public Optional<String> negative(String... names) {
        for (String name : names) {
            double[] vector = vector(name);
            for (int i = 0; i < vector.length; i++) {
                if (!(vector[i] >= 0)) {
                    return Optional.of(name + ", entry " + i + " is " + vector[i] + ", needs a number from 0 on");
                }
            }
        }
        return Optional.empty();
    }

    /** Says of a number that it is not in a range; empty if it is. */
    public Optional<String> outside(String name, double least, double most) {
        double value = number(name);
        return value >= least && value <= most
                ? Optional.empty()
                : Optional.of(name + " is " + value
                        + (least == most ? ", needs " + least : ", needs " + least + " to " + most));
    }

    @Override
    public String toString() {
        return "OptimizerState[p=" + dimension + ", vectors=" + vectorNames + ", numbers=" + numberNames + "]";
    }
}
