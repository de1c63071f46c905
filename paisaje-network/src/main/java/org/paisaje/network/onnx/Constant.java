package org.paisaje.network.onnx;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A tensor that is known when the file is read. Entries that depend on the number of samples are NaN and integral.
 *
 * @param name its name
 * @param dims its dimensions; none for a number
 * @param values the entries, the last index running fastest
 * @param integral whether they are whole numbers
 */
record Constant(String name, int[] dims, double[] values, boolean integral) {
    static Constant number(String name, double value) {
        return new Constant(name, new int[0], new double[] {value}, false);
    }

    static Constant list(String name, double... values) {
        return new Constant(name, new int[] {values.length}, values, true);
    }

    boolean same(Constant other) {
        return Arrays.equals(dims, other.dims) && Arrays.equals(values, other.values);
    }

    String shape() {
        return dims.length == 0
                ? "a number"
                : Arrays.stream(dims).mapToObj(String::valueOf).collect(Collectors.joining(" x "));
    }

    Constant reshaped(int... to) {
        return new Constant(name, to, values, integral);
    }
}
