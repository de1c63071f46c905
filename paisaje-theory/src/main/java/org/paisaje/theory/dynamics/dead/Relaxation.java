package org.paisaje.theory.dynamics.dead;

import java.util.Arrays;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Step;
import org.paisaje.network.PiecewiseLinear.Term;

/**
 * A piecewise linear network between two affine functions, on a box or a part of it: an interval for every value, and a line above
 * and one below every activation on its interval. Carried back to the inputs, the lines bound any combination of values by an
 * affine function of x (Zhang et al. 2018, CROWN; Singh et al. 2019, DeepPoly). Every bound holds for the weights as they are
 * stored: what rounding could change is added.
 */
final class Relaxation {
    private static final double UNIT = 0x1p-53 * 1.01;

    final PiecewiseLinear network;
    private final WorkLeft work;
    /** Intervals of the values, by number of value. */
    final double[][] low;
    final double[][] high;
    /** Lines of the steps with kinks, by step: above {@code slope z + at}, below the same. */
    final double[][][] above;
    final double[][][] below;
    /** For every window of a step the entry that is the largest for certain, or -1. */
    final int[][] winner;
    /** Of the last bound, by number of value. */
    final double[][] coefficients;
    /** How many terms a coefficient of a value can be the sum of, and 2 for what they are products of. */
    private final double[] adds;
    private boolean empty;

    private Relaxation(PiecewiseLinear network, WorkLeft work) {
        this.network = network;
        this.work = work;
        int count = network.steps().size();
        low = new double[count + 1][];
        high = new double[count + 1][];
        above = new double[count][][];
        below = new double[count][][];
        winner = new int[count][];
        coefficients = new double[count + 1][];
        adds = new double[count + 1];
        Arrays.fill(adds, 3);
        for (Step step : network.steps()) {
            switch (step) {
                case Affine affine -> affine.terms().forEach(term -> adds[term.source()] += affine.size());
                case Kinks kinks -> adds[kinks.source()]++;
                case Largest largest -> adds[largest.source()] += largest.size();
            }
        }
    }

    /** On a whole box, up to the arguments of the step of this number; intervals first, made tighter by lines where a kink is open. */
    static Relaxation of(PiecewiseLinear network, InputBox box, int step, WorkLeft work) {
        var result = new Relaxation(network, work);
        result.low[0] = box.low();
        result.high[0] = box.high();
        for (int s = 0; s < step; s++) {
            if (network.steps().get(s) instanceof Kinks kinks) {
                result.tighten(kinks);
            }
            result.forward(s);
        }
        if (network.steps().get(step) instanceof Kinks kinks) {
            result.tighten(kinks);
        }
        return result;
    }

    /** On the part of the box where some values lie within what a piece or a window allows. */
    Relaxation on(BoxPart part, int value, WorkLeft work) {
        var result = new Relaxation(network, work);
        result.low[0] = low[0].clone();
        result.high[0] = high[0].clone();
        part.clip(0, result);
        for (int s = 0; s < value && !result.empty; s++) {
            result.forward(s, part);
            for (int i = 0; i < low[s + 1].length; i++) {
                result.low[s + 1][i] = Math.max(result.low[s + 1][i], low[s + 1][i]);
                result.high[s + 1][i] = Math.min(result.high[s + 1][i], high[s + 1][i]);
                result.empty |= result.low[s + 1][i] > result.high[s + 1][i];
            }
            part.clip(s + 1, result);
        }
        return result;
    }

    /** Whether no input is left. */
    boolean empty() {
        return empty;
    }

    void clip(int value, int entry, double from, double to) {
        low[value][entry] = Math.max(low[value][entry], from);
        high[value][entry] = Math.min(high[value][entry], to);
        empty |= low[value][entry] > high[value][entry];
    }

    private void tighten(Kinks kinks) {
        int v = kinks.source();
        if (v == 0) {
            return;
        }
        for (int i = 0; i < kinks.size(); i++) {
            if (piece(kinks, low[v][i], high[v][i]) < 0 && work.left()) {
                high[v][i] = Math.min(high[v][i], upper(v, new int[] {i}, new double[] {1}).largest(this));
                low[v][i] = Math.max(low[v][i], -upper(v, new int[] {i}, new double[] {-1}).largest(this));
            }
        }
    }

    private void forward(int s) {
        forward(s, BoxPart.WHOLE);
    }

    private void forward(int s, BoxPart part) {
        Step step = network.steps().get(s);
        low[s + 1] = new double[step.size()];
        high[s + 1] = new double[step.size()];
        switch (step) {
            case Affine affine -> affine(affine, s + 1);
            case Kinks kinks -> kinks(kinks, s);
            case Largest largest -> largest(largest, s, part);
        }
    }

    private void affine(Affine affine, int v) {
        for (int i = 0; i < affine.size(); i++) {
            double down = affine.offset()[i];
            double up = down;
            double size = 0;
            int count = 0;
            for (Term term : affine.terms()) {
                double[] l = low[term.source()];
                double[] h = high[term.source()];
                for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                    double w = term.weights()[k];
                    double a = w * l[term.columns()[k]];
                    double b = w * h[term.columns()[k]];
                    down += Math.min(a, b);
                    up += Math.max(a, b);
                    double most = Math.max(Math.abs(a), Math.abs(b));
                    size += most;
                    count += most == 0 ? 0 : 1;
                }
                work.spend(term.starts()[i + 1] - term.starts()[i]);
            }
            double rounding = count == 0 ? 0 : UNIT * (count + 2) * (size + Math.abs(affine.offset()[i]));
            low[v][i] = down - rounding;
            high[v][i] = up + rounding;
        }
        // A sum of nothing but what is at most 0 is at most 0, however it is rounded.
        signs(affine, v);
    }

    private void signs(Affine affine, int v) {
        for (int i = 0; i < affine.size(); i++) {
            boolean notAbove = affine.offset()[i] <= 0;
            boolean notBelow = affine.offset()[i] >= 0;
            for (Term term : affine.terms()) {
                for (int k = term.starts()[i]; k < term.starts()[i + 1] && (notAbove || notBelow); k++) {
                    double w = term.weights()[k];
                    double l = low[term.source()][term.columns()[k]];
                    double h = high[term.source()][term.columns()[k]];
                    notAbove &= w == 0 || (w > 0 ? h <= 0 : l >= 0);
                    notBelow &= w == 0 || (w > 0 ? l >= 0 : h <= 0);
                }
            }
            if (notAbove) {
                high[v][i] = Math.min(high[v][i], 0);
            }
            if (notBelow) {
                low[v][i] = Math.max(low[v][i], 0);
            }
        }
    }

    private void kinks(Kinks kinks, int s) {
        above[s] = new double[kinks.size()][];
        below[s] = new double[kinks.size()][];
        for (int i = 0; i < kinks.size(); i++) {
            double l = low[kinks.source()][i];
            double h = high[kinks.source()][i];
            double[] points = PieceLines.points(kinks, l, h);
            double down = Double.POSITIVE_INFINITY;
            double up = Double.NEGATIVE_INFINITY;
            for (double point : points) {
                double value = kinks.activation().value(point);
                double pad = PieceLines.exact(kinks, point) ? 0 : 4 * UNIT * Math.abs(value);
                down = Math.min(down, value - pad);
                up = Math.max(up, value + pad);
            }
            low[s + 1][i] = down;
            high[s + 1][i] = up;
            above[s][i] = PieceLines.above(kinks, points);
            below[s][i] = PieceLines.below(kinks, points);
        }
    }

    private void largest(Largest largest, int s, BoxPart part) {
        winner[s] = new int[largest.size()];
        for (int i = 0; i < largest.size(); i++) {
            int[] window = largest.windows()[i];
            int best = window[0];
            double up = Double.NEGATIVE_INFINITY;
            for (int j : window) {
                best = low[largest.source()][j] > low[largest.source()][best] ? j : best;
                up = Math.max(up, high[largest.source()][j]);
            }
            boolean certain = true;
            for (int j : window) {
                certain &= j == best || high[largest.source()][j] <= low[largest.source()][best];
            }
            int told = part.winner(s, i);
            winner[s][i] = told >= 0 ? told : certain ? best : -1;
            int lead = told >= 0 ? told : best;
            low[s + 1][i] = low[largest.source()][best];
            high[s + 1][i] = told >= 0 ? high[largest.source()][lead] : up;
        }
    }

    /** The piece that holds a whole interval, or -1. */
    static int piece(Kinks kinks, double l, double h) {
        for (int p = 0; p < kinks.slopes().length; p++) {
            if ((p == 0 || l >= kinks.breaks()[p - 1]) && (p == kinks.breaks().length || h <= kinks.breaks()[p])) {
                return p;
            }
        }
        return -1;
    }

    /**
     * An affine function of the input above a combination of the entries of a value.
     *
     * @param slopes in the inputs
     * @param constant rounding included
     */
    record Linear(double[] slopes, double constant) {
        /** The largest value on the box, rounded up. */
        double largest(Relaxation on) {
            double sum = constant;
            double size = Math.abs(constant);
            for (int j = 0; j < slopes.length; j++) {
                double part = Math.max(slopes[j] * on.low[0][j], slopes[j] * on.high[0][j]);
                sum += part;
                size += Math.abs(part);
            }
            return sum + UNIT * (slopes.length + 2) * size;
        }
    }

    /** Goes back from {@code sum of weights h_entries} of a value to the inputs, by lines above it. */
    Linear upper(int value, int[] entries, double[] weights) {
        for (int v = 0; v <= value; v++) {
            if (coefficients[v] == null) {
                coefficients[v] = new double[low[v].length];
            }
            Arrays.fill(coefficients[v], 0);
        }
        for (int k = 0; k < entries.length; k++) {
            coefficients[value][entries[k]] += weights[k];
        }
        double constant = 0;
        double size = 0;
        double slack = 0;
        long count = 0;
        for (int s = value - 1; s >= 0; s--) {
            double[] c = coefficients[s + 1];
            switch (network.steps().get(s)) {
                case Affine affine -> {
                    for (int i = 0; i < c.length; i++) {
                        if (c[i] == 0) {
                            continue;
                        }
                        constant += c[i] * affine.offset()[i];
                        size += Math.abs(c[i] * affine.offset()[i]);
                        for (Term term : affine.terms()) {
                            double[] to = coefficients[term.source()];
                            double[] l = low[term.source()];
                            double[] h = high[term.source()];
                            for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                                int j = term.columns()[k];
                                double part = c[i] * term.weights()[k];
                                to[j] += part;
                                slack += Math.abs(part) * Math.max(Math.abs(l[j]), Math.abs(h[j]))
                                        * adds[term.source()];
                            }
                            count += term.starts()[i + 1] - term.starts()[i];
                        }
                    }
                }
                case Kinks kinks -> {
                    double[] to = coefficients[kinks.source()];
                    for (int i = 0; i < c.length; i++) {
                        if (c[i] == 0) {
                            continue;
                        }
                        double[] line = c[i] > 0 ? above[s][i] : below[s][i];
                        double part = c[i] * line[0];
                        to[i] += part;
                        slack += adds[kinks.source()] * Math.abs(part) * size(kinks.source(), i);
                        constant += c[i] * line[1];
                        size += Math.abs(c[i] * line[1]);
                    }
                }
                case Largest largest -> {
                    double[] to = coefficients[largest.source()];
                    for (int i = 0; i < c.length; i++) {
                        if (c[i] > 0 && winner[s][i] < 0) {
                            constant += c[i] * high[s + 1][i];
                            size += Math.abs(c[i] * high[s + 1][i]);
                        } else if (c[i] != 0) {
                            int j = winner[s][i] >= 0 ? winner[s][i] : lead(largest, i);
                            to[j] += c[i];
                            slack += adds[largest.source()] * Math.abs(c[i]) * size(largest.source(), j);
                        }
                    }
                }
            }
            // What was rounded while terms were added up.
            count += c.length;
        }
        work.spend(count);
        return new Linear(coefficients[0].clone(), constant + UNIT * (slack + (count + 2.0) * size));
    }

    /** The entry of a window with the largest lower end. */
    int lead(Largest largest, int i) {
        int best = largest.windows()[i][0];
        for (int j : largest.windows()[i]) {
            best = low[largest.source()][j] > low[largest.source()][best] ? j : best;
        }
        return best;
    }

    private double size(int value, int entry) {
        return Math.max(Math.abs(low[value][entry]), Math.abs(high[value][entry]));
    }

    /** The intervals at a single input, which bound the values there with their rounding. */
    static double[][][] at(PiecewiseLinear network, double[] x, int value, WorkLeft work) {
        var result = new Relaxation(network, work);
        result.low[0] = x;
        result.high[0] = x;
        for (int s = 0; s < value; s++) {
            result.forward(s);
        }
        return new double[][][] {Arrays.copyOf(result.low, value + 1), Arrays.copyOf(result.high, value + 1)};
    }
}
