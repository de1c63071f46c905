package org.paisaje.theory.landscape.critical;

import org.paisaje.math.special.Reductions;

/** A few steps downhill before a search, by limited-memory BFGS with backtracking (Nocedal and Wright 2006, Algorithm 7.5). */
public final class Descent {
    private static final int MEMORY = 10;

    private final SmoothFunction f;
    private final double[][] s;
    private final double[][] y;
    private final double[] weights = new double[MEMORY];
    private final double[] g;
    private final double[] nextG;
    private final double[] direction;
    private final double[] next;

    /** Buffers for a function. */
    public Descent(SmoothFunction f) {
        int p = f.dimension();
        this.f = f;
        this.s = new double[MEMORY][p];
        this.y = new double[MEMORY][p];
        this.g = new double[p];
        this.nextG = new double[p];
        this.direction = new double[p];
        this.next = new double[p];
    }

    /** Moves x by at most so many steps; fewer where no step lowers F. The value there. */
    public double run(double[] x, int steps) {
        int p = x.length;
        double value = f.at(x, g);
        int held = 0;
        for (int k = 0; k < steps; k++) {
            direction(held, k);
            double slope = Reductions.dot(direction, 0, g, 0, p);
            double length = held == 0 ? 1 / Math.max(1, Math.sqrt(Reductions.dot(g, 0, g, 0, p))) : 1;
            double nextValue = Double.NaN;
            boolean lower = false;
            for (int tries = 0; tries < 40 && slope < 0; tries++, length *= 0.5) {
                for (int i = 0; i < p; i++) {
                    next[i] = x[i] + length * direction[i];
                }
                nextValue = f.at(next, nextG);
                lower = nextValue <= value + 1e-4 * length * slope;
                if (lower) {
                    break;
                }
            }
            if (!lower || nextValue == value) {
                return value;
            }
            int slot = k % MEMORY;
            for (int i = 0; i < p; i++) {
                s[slot][i] = next[i] - x[i];
                y[slot][i] = nextG[i] - g[i];
                x[i] = next[i];
                g[i] = nextG[i];
            }
            value = nextValue;
            held = Math.min(held + 1, MEMORY);
        }
        return value;
    }

    /** The two loops over the pairs held, newest first; pairs without positive curvature are left out. */
    private void direction(int held, int k) {
        int p = g.length;
        for (int i = 0; i < p; i++) {
            direction[i] = -g[i];
        }
        double scale = 1;
        boolean first = true;
        for (int m = 1; m <= held; m++) {
            int slot = (k - m) % MEMORY;
            double curvature = Reductions.dot(s[slot], 0, y[slot], 0, p);
            double size = Reductions.dot(y[slot], 0, y[slot], 0, p);
            weights[slot] = Double.NaN;
            if (!(curvature > 1e-12 * size)) {
                continue;
            }
            if (first) {
                scale = curvature / size;
                first = false;
            }
            weights[slot] = Reductions.dot(s[slot], 0, direction, 0, p) / curvature;
            Reductions.axpy(-weights[slot], y[slot], 0, direction, 0, p);
        }
        for (int i = 0; i < p; i++) {
            direction[i] *= scale;
        }
        for (int m = held; m >= 1; m--) {
            int slot = (k - m) % MEMORY;
            if (Double.isNaN(weights[slot])) {
                continue;
            }
            double curvature = Reductions.dot(s[slot], 0, y[slot], 0, p);
            double beta = Reductions.dot(y[slot], 0, direction, 0, p) / curvature;
            Reductions.axpy(weights[slot] - beta, s[slot], 0, direction, 0, p);
        }
    }
}
