package org.paisaje.network;

/** Decimal numbers as architectures write them: the shortest form that reads back exactly. */
final class Numerals {
    private Numerals() {}

    static String print(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
