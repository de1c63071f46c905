package org.paisaje.math.ode;

import java.util.ArrayList;
import java.util.List;

/**
 * A solution kept for later: collects steps as an {@link Observer} and interpolates between them. A step is kept as its
 * values at the five points 0, 1/4, 1/2, 3/4, 1, which determine a dense output of degree 4 or less: 40 n bytes a step.
 */
public final class DenseSolution implements Observer {
    private static final double[][] BASIS = {{1, -25.0 / 3, 70.0 / 3, -80.0 / 3, 32.0 / 3},
        {0, 16, -208.0 / 3, 96, -128.0 / 3}, {0, -12, 76, -128, 64}, {0, 16.0 / 3, -112.0 / 3, 224.0 / 3, -128.0 / 3},
        {0, -1, 22.0 / 3, -16, 32.0 / 3}};

    private record Piece(double start, double end, double[][] values) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final int n;

    /** Starts empty, for states of length n. */
    public DenseSolution(int n) {
        this.n = n;
    }

    @Override
    public void accepted(OdeStep step) {
        double[][] values = new double[5][n];
        for (int i = 0; i < 5; i++) {
            step.at(step.start() + 0.25 * i * (step.end() - step.start()), values[i]);
        }
        pieces.add(new Piece(step.start(), step.end(), values));
    }

    /** Number of steps kept. */
    public int steps() {
        return pieces.size();
    }

    /** Writes the solution at t to {@code out}. */
    public void at(double t, double[] out) {
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("at: the solution is empty; integrate with it as observer first");
        }
        double first = pieces.getFirst().start;
        double last = pieces.getLast().end;
        double direction = Math.signum(last - first);
        double slack = 1e-12 * Math.abs(last - first);
        if (!((t - first) * direction >= -slack && (last - t) * direction >= -slack)) {
            throw new IllegalArgumentException("at: t is " + t + ", the solution runs from " + first + " to " + last);
        }
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if ((t - pieces.get(middle).end) * direction <= 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Piece piece = pieces.get(low);
        double s = (t - piece.start) / (piece.end - piece.start);
        double[] w = new double[5];
        for (int i = 0; i < 5; i++) {
            double[] p = BASIS[i];
            w[i] = p[0] + s * (p[1] + s * (p[2] + s * (p[3] + s * p[4])));
        }
        double[][] v = piece.values;
        for (int i = 0; i < n; i++) {
            out[i] = w[0] * v[0][i] + w[1] * v[1][i] + w[2] * v[2][i] + w[3] * v[3][i] + w[4] * v[4][i];
        }
    }
}
