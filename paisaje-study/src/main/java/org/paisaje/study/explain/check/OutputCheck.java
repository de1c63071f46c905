package org.paisaje.study.explain.check;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.head.Head;

/**
 * What the activation behind the outputs does to the loss that can be reached.
 *
 * @param head the activation
 * @param floor the lowest loss that outputs behind it can have; empty if there is none or that is not known
 * @param lowest the lowest loss of any outputs
 * @param constant the loss of the best constant, empty if not known
 * @param outside the share of the targets that lie outside its range
 * @param flatStart the share of the outputs through which no gradient passes at the start
 * @param flatEnd that share at the end
 * @param saturatedStart the share of the outputs at the start where its slope is below a tenth of the steepest
 * @param saturatedEnd that share at the end
 */
public record OutputCheck(Head head, OptionalDouble floor, double lowest, OptionalDouble constant, double outside,
        double flatStart, double flatEnd, double saturatedStart, double saturatedEnd) {
    private static final double FLAT = 0.1;

    /** Looks at a network with weights at the start and at the end. */
    public static OutputCheck of(Architecture network, double[] start, double[] end, Matrix x, Matrix y, Loss loss) {
        Head head = network.head();
        OptionalDouble constant = loss.bestConstant(y)
                .map(best -> OptionalDouble.of(loss.value(constant(best, y.rows()), y)))
                .orElseGet(OptionalDouble::empty);
        if (head.none()) {
            return new OutputCheck(head, OptionalDouble.empty(), loss.lowest(y), constant, 0, 0, 0, 0, 0);
        }
        boolean values = loss.compares() == Loss.Compares.VALUES;
        double outside = !values
                ? 0
                : (double) Arrays.stream(y.data()).filter(t -> t < head.infimum() || t > head.supremum()).count()
                        / y.data().length;
        double[] first = flat(head, network.withoutHead().forward(start, x));
        double[] last = flat(head, network.withoutHead().forward(end, x));
        return new OutputCheck(head, head.lowest(loss, y), loss.lowest(y), constant, outside, first[0], last[0],
                first[1], last[1]);
    }

    private static Matrix constant(double[] outputs, int rows) {
        Matrix all = Matrix.zeros(rows, outputs.length);
        for (int i = 0; i < rows; i++) {
            all.setRow(i, outputs);
        }
        return all;
    }

    /** The shares of the outputs with slope 0 and with a small one. */
    private static double[] flat(Head head, Matrix f) {
        if (!(head instanceof Head.Entrywise(Activation activation))) {
            return f.columns() == 1 ? new double[] {1, 1} : new double[2];
        }
        double steepest = 0;
        for (int i = -500; i <= 500; i++) {
            steepest = Math.max(steepest, Math.abs(activation.first(0.01 * i)));
        }
        double[] counts = new double[2];
        for (double z : f.data()) {
            double slope = Math.abs(activation.first(z));
            counts[0] += slope == 0 ? 1 : 0;
            counts[1] += slope < FLAT * steepest && activation.supremum() < Double.POSITIVE_INFINITY ? 1 : 0;
        }
        return new double[] {counts[0] / f.data().length, counts[1] / f.data().length};
    }

    /**
     * What the floor leaves of what a constant leaves above the lowest loss: 0 if the lowest loss can be reached, 1 if nothing
     * beats a constant.
     */
    public double floorLeft() {
        if (floor.isEmpty() || constant.isEmpty() || !(constant.getAsDouble() - lowest > 0)) {
            return 0;
        }
        return Math.max(0, (floor.getAsDouble() - lowest) / (constant.getAsDouble() - lowest));
    }

    /** Its range in words. */
    public String range() {
        boolean low = head.infimum() > Double.NEGATIVE_INFINITY;
        boolean high = head.supremum() < Double.POSITIVE_INFINITY;
        return low && high
                ? "between " + plain(head.infimum()) + " and " + plain(head.supremum())
                : low ? "not below " + plain(head.infimum()) : high ? "not above " + plain(head.supremum()) : "any";
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf((float) value);
    }
}
