package org.paisaje.claims.catalogue.document000.landscape;

import org.paisaje.claims.Key;

/** The parameters of the settings of the landscape. */
final class Keys {
    static final Key<double[]> TEACHERS = Key.ascendingWholes("teachers", 1, 60, "neurons of the orthonormal teacher");
    static final Key<Integer> MORE = Key.whole("more", 0, 20, "neurons that the student has more than the teacher");
    static final Key<Double> SCALE = Key.positive("scale", "factor of the teacher");
    static final Key<Integer> RUNS = Key.whole("runs", 1, 10_000_000, "runs of gradient descent");
    static final Key<double[]> WIDTHS = Key.ascendingWholes("widths", 1, 1 << 20, "numbers of neurons");
    static final Key<Double> SPREAD = Key.positive("spread", "standard deviation of the outer weights at the start");

    private Keys() {}
}
