package org.paisaje.theory.kernel.dual;

import java.util.Arrays;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Parallel;
import org.paisaje.math.stats.NormalAverage;
import org.paisaje.network.activation.Activation;

/**
 * The dual of an activation without closed form: with h_m the Hermite polynomials orthonormal under the normal law and
 * {@code a_m(q) = E[s(sqrt(q) z) h_m(z)]}, Mehler's formula gives {@code E[s(u) s(v)] = sum_m a_m(q1) a_m(q2) c^m} with c
 * the correlation. Cutting it after M terms errs by at most {@code sqrt(R(q1) R(q2))}, where
 * {@code R(q) = E[s^2] - sum_(m < M) a_m^2} (Cauchy and Schwarz); M grows until that is at rounding level or
 * {@value #MOST_TERMS}. The expectations are quadratures refined until two agree; what they differ by is part of the
 * stated error.
 *
 * <p>Where s' or s'' jumps at 0, a_m^2 falls only like m^-p with p = 5/2 or 7/2, for the slopes like m^-(p - 1). The terms
 * beyond M then follow that law, {@link PowerTail}, with the size that R(q) gives them, which leaves an error of the order
 * of R / M. Jumps elsewhere make coefficients oscillate; there R itself is the stated error.
 */
public final class HermiteDual extends DualActivation {
    private static final int FEWEST_TERMS = 32;
    private static final int MOST_TERMS = 512;
    private static final double LEVEL = 4e-15;
    private static final int ROWS_AT_ONCE = 64;
    private static final int LAST = NormalRule.refinements() - 2;

    private final Activation s;
    private final Optional<PowerTail> tail;

    HermiteDual(Activation s) {
        this.s = s;
        double[] breaks = s.breaks();
        boolean atZero = breaks.length == 1 && breaks[0] == 0;
        this.tail = atZero ? Optional.of(new PowerTail(s.kinks().length == 1 ? 1 : 2)) : Optional.empty();
    }

    /** A quadrature value and what the last refinement changed. */
    private record Moment(double value, double change, int refinement) {}

    private enum Quantity {
        MEAN, SQUARE, SLOPE_SQUARE
    }

    @Override
    public double mean(double q) {
        return moment(Quantity.MEAN, q).value();
    }

    @Override
    public double square(double q) {
        return moment(Quantity.SQUARE, q).value();
    }

    @Override
    public double slopeSquare(double q) {
        return moment(Quantity.SLOPE_SQUARE, q).value();
    }

    private Moment moment(Quantity quantity, double q) {
        double[] breaks = s.breaks();
        if (Arrays.stream(breaks).anyMatch(at -> at != 0)) {
            double split = NormalAverage.of(switch (quantity) {
                case MEAN -> s::value;
                case SQUARE -> z -> s.value(z) * s.value(z);
                case SLOPE_SQUARE -> z -> s.first(z) * s.first(z);
            }, q, breaks);
            return new Moment(split, Math.abs(split - onRule(quantity, q, NormalRule.of(LAST))), 1 + LAST);
        }
        double last = onRule(quantity, q, NormalRule.of(0));
        double change = Double.POSITIVE_INFINITY;
        int refinement = 1;
        while (true) {
            double next = onRule(quantity, q, NormalRule.of(refinement));
            change = Math.abs(next - last);
            last = next;
            if (!(change > LEVEL * Math.abs(next)) || refinement == NormalRule.refinements() - 1) {
                return new Moment(last, change, refinement);
            }
            refinement++;
        }
    }

    private double onRule(Quantity quantity, double q, NormalRule rule) {
        double[] values = new double[rule.size()];
        fill(rule, Math.sqrt(q), quantity == Quantity.SLOPE_SQUARE, values, 0);
        return quantity == Quantity.MEAN ? rule.mean(values) : rule.square(values, 0);
    }

    /** s or s' at root z for all nodes z, written to {@code out} from an offset. */
    private void fill(NormalRule rule, double root, boolean slopes, double[] out, int offset) {
        double[] nodes = rule.nodes();
        for (int g = 0; g < nodes.length; g++) {
            out[offset + g] = root * nodes[g];
        }
        if (slopes) {
            double[] z = Arrays.copyOfRange(out, offset, offset + nodes.length);
            s.valueAndFirst(z, 0, z, 0, out, offset, nodes.length);
        } else {
            s.value(out, offset, out, offset, nodes.length);
        }
    }

    @Override
    public Points points(double[] q) {
        double[] sorted = q.clone();
        Arrays.sort(sorted);
        double[] typical = q.length == 0
                ? NONE
                : new double[] {sorted[0], sorted[q.length / 2], sorted[q.length - 1]};
        int refinement = 0;
        double error = 0;
        for (double at : typical) {
            for (Quantity quantity : new Quantity[] {Quantity.SQUARE, Quantity.SLOPE_SQUARE}) {
                Moment moment = moment(quantity, at);
                refinement = Math.max(refinement, moment.refinement() - 1);
                error = Math.max(error, moment.change());
            }
        }
        NormalRule rule = NormalRule.of(refinement);
        int terms = terms(rule, typical);
        double[][] tables = {new double[terms * q.length], new double[terms * q.length]};
        double[] weighted = weighted(rule, terms);
        double rest = 0;
        double[][] moments = new double[3][q.length];
        for (int slopes = 0; slopes < 2; slopes++) {
            rest = Math.max(rest, expand(rule, q, slopes == 1, terms, weighted, tables[slopes], moments[1 + slopes]));
        }
        // h_0 = 1, so the first coefficients are the means.
        System.arraycopy(tables[0], 0, moments[0], 0, q.length);
        if (tail.isEmpty()) {
            return new Points(inverseRoots(q), tables[0], tables[1], moments, error + rest);
        }
        double[][] tails = {moments[0], moments[1], moments[2], new double[0], new double[0]};
        for (int slopes = 0; slopes < 2; slopes++) {
            PowerTail law = slopes == 0 ? tail.get() : tail.get().slopes();
            tails[3 + slopes] = law.sizes(tables[slopes], moments[1 + slopes]);
        }
        return new Points(inverseRoots(q), tables[0], tables[1], tails, error + rest / terms);
    }

    /** The least multiple of 4 of terms after which the rest is at rounding level for all the variances, or the most. */
    private int terms(NormalRule rule, double[] q) {
        int points = q.length;
        double[] squares = new double[points];
        for (int terms = FEWEST_TERMS; true; terms *= 2) {
            double[] weighted = weighted(rule, terms);
            int needed = 4;
            boolean enough = true;
            for (int slopes = 0; slopes < 2; slopes++) {
                double[] table = new double[terms * points];
                expand(rule, q, slopes == 1, terms, weighted, table, squares);
                double allowed = LEVEL * Arrays.stream(squares).max().orElse(0);
                for (int i = 0; i < points; i++) {
                    double rest = squares[i];
                    for (int m = 0; m < terms; m++) {
                        rest -= table[m * points + i] * table[m * points + i];
                        needed = rest > allowed ? Math.max(needed, m + 2) : needed;
                    }
                    enough &= rest <= allowed;
                }
            }
            if (enough || terms == MOST_TERMS) {
                return enough ? Math.min(terms, (needed + 3) / 4 * 4) : terms;
            }
        }
    }

    /** Row m: w_g h_m(z_g), by h_(m+1) = (z h_m - sqrt(m) h_(m-1)) / sqrt(m + 1). */
    private static double[] weighted(NormalRule rule, int terms) {
        double[] z = rule.nodes();
        int size = rule.size();
        double[] result = new double[terms * size];
        for (int g = 0; g < size; g++) {
            double before = 0;
            double now = rule.weights()[g];
            for (int m = 0; m < terms; m++) {
                result[m * size + g] = now;
                double next = (z[g] * now - Math.sqrt(m) * before) / Math.sqrt(m + 1.0);
                before = now;
                now = next;
            }
        }
        return result;
    }

    /**
     * Writes a_m(q_i) to {@code table[m * q.length + i]} and E[s^2] or E[s'^2] to {@code squares}; returns the largest
     * rest R(q_i). 2 M n flops per node.
     */
    private double expand(NormalRule rule, double[] q, boolean slopes, int terms, double[] weighted, double[] table,
            double[] squares) {
        int size = rule.size();
        Parallel.run((q.length + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE, task -> {
            int from = task * ROWS_AT_ONCE;
            int rows = Math.min(ROWS_AT_ONCE, q.length - from);
            double[] values = new double[rows * size];
            for (int i = 0; i < rows; i++) {
                fill(rule, Math.sqrt(q[from + i]), slopes, values, i * size);
                squares[from + i] = rule.square(values, i * size);
            }
            // On one thread, so that the bits do not depend on which thread runs the task.
            Blas.withThreads(1, () -> Blas.gemm(false, true, terms, rows, size, 1, weighted, 0, size, values, 0, size,
                    0, table, from, q.length));
        });
        double rest = 0;
        for (int i = 0; i < q.length; i++) {
            double sum = squares[i];
            for (int m = 0; m < terms; m++) {
                double a = table[m * q.length + i];
                sum -= a * a;
            }
            rest = Math.max(rest, sum);
        }
        return rest;
    }

    @Override
    public void map(Points p, int i, int j, int n, double[] k, double[] t, int at, double[] scratch) {
        correlations(p.q(), i, j, n, k, at, scratch);
        int sum = CHUNK;
        series(p.a(), p.q().length, i, j, n, scratch, sum);
        tail.ifPresent(law -> law.add(p.a().length, p.moments()[3], i, j, n, scratch, sum));
        System.arraycopy(scratch, sum, k, at, n);
        if (t.length > 0) {
            series(p.b(), p.q().length, i, j, n, scratch, sum);
            tail.ifPresent(law -> law.slopes().add(p.b().length, p.moments()[4], i, j, n, scratch, sum));
            for (int l = 0; l < n; l++) {
                t[at + l] *= scratch[sum + l];
            }
        }
    }

    /** Horner's rule in the correlations at 0 of scratch, several terms in a sweep; 3 M n flops. */
    private static void series(double[] table, int points, int i, int j, int n, double[] scratch, int sum) {
        Arrays.fill(scratch, sum, sum + n, 0);
        for (int m = table.length / points - 4; m >= 0; m -= 4) {
            int row = m * points;
            double w0 = table[row + i];
            double w1 = table[row + points + i];
            double w2 = table[row + 2 * points + i];
            double w3 = table[row + 3 * points + i];
            int at = row + j;
            for (int l = 0; l < n; l++) {
                double c = scratch[l];
                double s3 = scratch[sum + l] * c + w3 * table[at + 3 * points + l];
                double s2 = s3 * c + w2 * table[at + 2 * points + l];
                double s1 = s2 * c + w1 * table[at + points + l];
                scratch[sum + l] = s1 * c + w0 * table[at + l];
            }
        }
    }
}
