package org.paisaje.network.activation;

/** Decimal numbers as architectures write them: the shortest form that reads back exactly. */
public final class Numerals {
    private Numerals() {}

    public static String print(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
