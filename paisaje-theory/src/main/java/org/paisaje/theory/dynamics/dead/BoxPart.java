package org.paisaje.theory.dynamics.dead;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the box: where some arguments of activations lie on given pieces and some entries are the largest of their windows.
 *
 * @param pieces arguments within bounds
 * @param winners the largest entries of windows
 */
record BoxPart(List<Held> pieces, List<Won> winners) {
    static final BoxPart WHOLE = new BoxPart(List.of(), List.of());

    /** {@code from <= h_value[entry] <= to}. */
    record Held(int value, int entry, double from, double to) {}

    /** Of a window of a step, which reads {@code source}, {@code entry} is the largest. */
    record Won(int step, int window, int source, int entry, int[] others) {}

    BoxPart with(Held held) {
        return new BoxPart(joined(pieces, held), winners);
    }

    BoxPart with(Won won) {
        return new BoxPart(pieces, joined(winners, won));
    }

    private static <T> List<T> joined(List<T> all, T one) {
        var result = new ArrayList<>(all);
        result.add(one);
        return List.copyOf(result);
    }

    void clip(int value, Relaxation on) {
        for (Held held : pieces) {
            if (held.value() == value) {
                on.clip(value, held.entry(), held.from(), held.to());
            }
        }
        for (Won won : winners) {
            if (won.source() == value) {
                double least = Double.NEGATIVE_INFINITY;
                for (int other : won.others()) {
                    least = Math.max(least, on.low[value][other]);
                    on.clip(value, other, Double.NEGATIVE_INFINITY, on.high[value][won.entry()]);
                }
                on.clip(value, won.entry(), least, Double.POSITIVE_INFINITY);
            }
        }
    }

    /** The entry that is told to be the largest of a window, or -1. */
    int winner(int step, int window) {
        for (Won won : winners) {
            if (won.step() == step && won.window() == window) {
                return won.entry();
            }
        }
        return -1;
    }
}
