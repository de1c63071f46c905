package org.paisaje.theory.geometry.ring;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerShape;

/**
 * The least value of an output, or of minus an output, over an annulus, between two bounds: the piece with the lowest bound is
 * cut into two until the bounds are near enough (branch and bound). For layers in a row with activations that never fall and
 * whose slope has one peak or none, such as tanh, the sigmoid and ReLU. Rounding is not accounted for.
 *
 * @param low the least value is at least this
 * @param high and at most this, which is attained
 * @param at where, x and y
 */
public record LeastOutput(double low, double high, double[] at) {
    private record Piece(double from, double to, double start, double end, double low, double centre) {}

    /** When to stop. */
    public enum Goal {
        /** Once the sign of the least value is known. */
        SIGN,
        /** Once it is known to 1e-6. */
        VALUE
    }

    private static final double NEAR = 1e-6;
    private static final int FIRST = 16;

    /**
     * Searches.
     *
     * @param network one output; two inputs, or more, of which those behind the second are 0
     * @param from the least radius, at least 0
     * @param to the largest radius
     * @param sign 1 for the output, -1 for minus the output
     * @param most the most pieces
     */
    public static LeastOutput search(Architecture network, double[] theta, double from, double to, int sign, Goal goal,
            int most) {
        if (!network.inRow() || network.inputs() < 2 || network.outputs() != 1) {
            throw new IllegalArgumentException("LeastOutput: " + network.text() + " has " + network.inputs()
                    + " inputs and " + network.outputs()
                    + " outputs; dense layers in a row from at least 2 inputs to 1 output are needed");
        }
        if (!(0 <= from && from < to)) {
            throw new IllegalArgumentException(
                    "LeastOutput: radii " + from + " and " + to + "; 0 <= from < to is needed");
        }
        List<LayerShape> layers = network.layerShapes();
        var queue = new PriorityQueue<Piece>(Comparator.comparingDouble(Piece::low));
        Piece best = null;
        for (int k = 0; k < FIRST; k++) {
            Piece piece = piece(network, layers, theta, from, to, 2 * Math.PI * k / FIRST,
                    2 * Math.PI * (k + 1) / FIRST, sign);
            queue.add(piece);
            best = best == null || piece.centre < best.centre ? piece : best;
        }
        for (int count = FIRST; count < most; count += 2) {
            Piece worst = queue.peek();
            if (best == null || worst == null || best.centre - worst.low <= NEAR * Math.max(1, Math.abs(best.centre))
                    || goal == Goal.SIGN && (best.centre <= 0 || worst.low > 0)) {
                break;
            }
            queue.poll();
            boolean radial = worst.to - worst.from > worst.to * (worst.end - worst.start);
            double r = (worst.from + worst.to) / 2;
            double angle = (worst.start + worst.end) / 2;
            for (int half = 0; half < 2; half++) {
                boolean lower = half == 0;
                Piece piece = piece(network, layers, theta, radial && !lower ? r : worst.from,
                        radial && lower ? r : worst.to, !radial && !lower ? angle : worst.start,
                        !radial && lower ? angle : worst.end, sign);
                queue.add(piece);
                best = piece.centre < best.centre ? piece : best;
            }
        }
        Piece found = Objects.requireNonNull(best);
        double r = (found.from + found.to) / 2;
        double angle = (found.start + found.end) / 2;
        double low = Math.min(Objects.requireNonNull(queue.peek()).low, found.centre);
        return new LeastOutput(low, found.centre, new double[] {r * Math.cos(angle), r * Math.sin(angle)});
    }

    private static Piece piece(Architecture network, List<LayerShape> layers, double[] theta, double from, double to,
            double start, double end, int sign) {
        AffineForm out = AffineForm.of(from, to, start, end, network.inputs()).through(layers, theta);
        double r = (from + to) / 2;
        double angle = (start + end) / 2;
        double centre = sign * AffineForm.of(r, r, angle, angle, network.inputs()).through(layers, theta).c[0];
        return new Piece(from, to, start, end, sign * out.c[0] - out.radius(0), centre);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
