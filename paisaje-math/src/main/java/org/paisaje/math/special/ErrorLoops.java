package org.paisaje.math.special;

import static org.paisaje.math.special.Coefficients.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Loops of the error function and the normal tails over eight lanes. A row of a table of {@link ErrorTables} is two
 * vectors, and one permutation across both fetches the coefficient of every lane's own interval. Machines with four
 * lanes take {@link NarrowTails} for the tails and the scalar loop for erf, which it would not speed up; narrower ones
 * take the scalar loops. All have the same bits.
 *
 * <p>
 * Each loop is one method that calls only the Vector API, and the tables are arrays of bits: of the forms tried this was
 * the fastest. Why the compiler treats the others worse was not looked into.
 */
final class ErrorLoops {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Long> BITS = LongVector.SPECIES_PREFERRED;
    private static final int LANES = 8;
    private static final boolean EIGHT = SPECIES.length() == LANES;
    /** Whether the tails have a loop for this machine: four lanes are enough for them, erf wants eight. */
    private static final boolean TAILS = EIGHT || SPECIES.length() == NarrowTails.LANES;
    private static final int ROW = ErrorTables.INTERVALS;
    private static final long[] ERF = bits(ErrorTables.ERF);
    private static final long[] ERFC = bits(ErrorTables.ERFC);
    private static final long[] NORMAL = bits(ErrorTables.NORMAL);
    /** The exponent of the scaled tail stays normal with this much added. */
    private static final int LIFT = 128;
    private static final double LOWER = 0x1p-128;

    private ErrorLoops() {}

    private static long[] bits(double[] table) {
        long[] bits = new long[table.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(table[i]);
        }
        return bits;
    }

    static void erf(double[] in, int a, double[] out, int o, int n) {
        if (EIGHT) {
            erf(in, a, out, o, null, 0, n);
        } else {
            PlainLoops.erf(in, a, out, o, n);
        }
    }

    static void erfWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        if (EIGHT) {
            erf(in, a, out, o, slope, b, n);
        } else {
            PlainLoops.erfWithDerivative(in, a, out, o, slope, b, n);
        }
    }

    static void erfc(double[] in, int a, double[] out, int o, int n) {
        if (TAILS) {
            int done = SPECIES.loopBound(n);
            tail(ERFC, ErrorTables.ERFC_SCALE, ErrorTables.ERFC_ORIGIN, ERFC_MAX, -1, in, a, out, o, false, null, 0,
                    done);
            PlainLoops.erfc(in, a + done, out, o + done, n - done);
        } else {
            PlainLoops.erfc(in, a, out, o, n);
        }
    }

    static void normalCdf(double[] in, int a, double[] out, int o, int n) {
        if (TAILS) {
            int done = SPECIES.loopBound(n);
            tail(NORMAL, ErrorTables.NORMAL_SCALE, ErrorTables.NORMAL_ORIGIN, NORMAL_MAX, 1, in, a, out, o, false, null,
                    0, done);
            PlainLoops.normalCdf(in, a + done, out, o + done, n - done);
        } else {
            PlainLoops.normalCdf(in, a, out, o, n);
        }
    }

    static void gelu(double[] in, int a, double[] out, int o, int n) {
        if (TAILS) {
            int done = SPECIES.loopBound(n);
            tail(NORMAL, ErrorTables.NORMAL_SCALE, ErrorTables.NORMAL_ORIGIN, NORMAL_MAX, 1, in, a, out, o, true, null,
                    0, done);
            PlainLoops.gelu(in, a + done, out, o + done, n - done);
        } else {
            PlainLoops.gelu(in, a, out, o, n);
        }
    }

    static void geluWithDerivative(double[] in, int a, double[] out, int o, double[] slope, int b, int n) {
        if (TAILS) {
            int done = SPECIES.loopBound(n);
            tail(NORMAL, ErrorTables.NORMAL_SCALE, ErrorTables.NORMAL_ORIGIN, NORMAL_MAX, 1, in, a, out, o, true, slope,
                    b, done);
            PlainLoops.geluWithDerivative(in, a + done, out, o + done, slope, b + done, n - done);
        } else {
            PlainLoops.geluWithDerivative(in, a, out, o, slope, b, n);
        }
    }

    private static void erf(double[] in, int from, double[] out, int o, double @Nullable [] slope, int b, int n) {
        int i = 0;
        for (int bound = SPECIES.loopBound(n); i < bound; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, from + i);
            DoubleVector a = x.abs();
            DoubleVector m = a.blend(ERF_MAX, a.compare(VectorOperators.GT, ERF_MAX));
            DoubleVector t = m.fma(ErrorTables.ERF_SCALE, ErrorTables.ERF_ORIGIN);
            LongVector index = t.reinterpretAsLongs().lanewise(VectorOperators.LSHR, ErrorTables.ERF_SHIFT);
            LongVector middle = index.selectFrom(LongVector.fromArray(BITS, ERF, 0 * ROW),
                    LongVector.fromArray(BITS, ERF, 0 * ROW + LANES));
            DoubleVector d = m.sub(middle.reinterpretAsDoubles());
            LongVector q11 = index.selectFrom(LongVector.fromArray(BITS, ERF, 13 * ROW),
                    LongVector.fromArray(BITS, ERF, 13 * ROW + LANES));
            DoubleVector q = q11.reinterpretAsDoubles();
            LongVector q10 = index.selectFrom(LongVector.fromArray(BITS, ERF, 12 * ROW),
                    LongVector.fromArray(BITS, ERF, 12 * ROW + LANES));
            q = d.fma(q, q10.reinterpretAsDoubles());
            LongVector q9 = index.selectFrom(LongVector.fromArray(BITS, ERF, 11 * ROW),
                    LongVector.fromArray(BITS, ERF, 11 * ROW + LANES));
            q = d.fma(q, q9.reinterpretAsDoubles());
            LongVector q8 = index.selectFrom(LongVector.fromArray(BITS, ERF, 10 * ROW),
                    LongVector.fromArray(BITS, ERF, 10 * ROW + LANES));
            q = d.fma(q, q8.reinterpretAsDoubles());
            LongVector q7 = index.selectFrom(LongVector.fromArray(BITS, ERF, 9 * ROW),
                    LongVector.fromArray(BITS, ERF, 9 * ROW + LANES));
            q = d.fma(q, q7.reinterpretAsDoubles());
            LongVector q6 = index.selectFrom(LongVector.fromArray(BITS, ERF, 8 * ROW),
                    LongVector.fromArray(BITS, ERF, 8 * ROW + LANES));
            q = d.fma(q, q6.reinterpretAsDoubles());
            LongVector q5 = index.selectFrom(LongVector.fromArray(BITS, ERF, 7 * ROW),
                    LongVector.fromArray(BITS, ERF, 7 * ROW + LANES));
            q = d.fma(q, q5.reinterpretAsDoubles());
            LongVector q4 = index.selectFrom(LongVector.fromArray(BITS, ERF, 6 * ROW),
                    LongVector.fromArray(BITS, ERF, 6 * ROW + LANES));
            q = d.fma(q, q4.reinterpretAsDoubles());
            LongVector q3 = index.selectFrom(LongVector.fromArray(BITS, ERF, 5 * ROW),
                    LongVector.fromArray(BITS, ERF, 5 * ROW + LANES));
            q = d.fma(q, q3.reinterpretAsDoubles());
            LongVector q2 = index.selectFrom(LongVector.fromArray(BITS, ERF, 4 * ROW),
                    LongVector.fromArray(BITS, ERF, 4 * ROW + LANES));
            q = d.fma(q, q2.reinterpretAsDoubles());
            LongVector q1 = index.selectFrom(LongVector.fromArray(BITS, ERF, 3 * ROW),
                    LongVector.fromArray(BITS, ERF, 3 * ROW + LANES));
            q = d.fma(q, q1.reinterpretAsDoubles());
            LongVector q0 = index.selectFrom(LongVector.fromArray(BITS, ERF, 2 * ROW),
                    LongVector.fromArray(BITS, ERF, 2 * ROW + LANES));
            q = d.fma(q, q0.reinterpretAsDoubles());
            LongVector c0 = index.selectFrom(LongVector.fromArray(BITS, ERF, 1 * ROW),
                    LongVector.fromArray(BITS, ERF, 1 * ROW + LANES));
            DoubleVector base = c0.reinterpretAsDoubles();
            base = base.blend(d, t.compare(VectorOperators.LT, ErrorTables.ERF_FIRST));
            LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            DoubleVector y = d.fma(q, base).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
            if (slope != null) {
                DoubleVector half = a.blend(ERFC_MAX, a.compare(VectorOperators.GT, ERFC_MAX));
                a = half;
                DoubleVector c = half.mul(a).neg();
                DoubleVector low = half.fma(a, c);
                DoubleVector u = c.fma(LOG2E, MAGIC + LIFT);
                DoubleVector k = u.sub(MAGIC + LIFT);
                DoubleVector r = k
                        .fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), k.fma(DoubleVector.broadcast(SPECIES, -LN2), c))
                        .sub(low);
                DoubleVector z = r.mul(r);
                DoubleVector p = r.fma(E9, E8);
                p = z.fma(p, r.fma(E7, E6));
                p = z.fma(p, r.fma(E5, E4));
                p = z.fma(p, r.fma(E3, E2));
                p = z.fma(p, r.fma(E1, E0));
                p = z.fma(p, r);
                LongVector power = u.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
                DoubleVector e = p.add(1).reinterpretAsLongs().add(power).reinterpretAsDoubles().mul(LOWER);
                e.mul(TWO_OVER_SQRT_PI).intoArray(slope, b + i);
            }
            y.intoArray(out, o + i);
        }
        if (slope != null) {
            PlainLoops.erfWithDerivative(in, from + i, out, o + i, slope, b + i, n - i);
        } else {
            PlainLoops.erf(in, from + i, out, o + i, n - i);
        }
    }

    /** erfc (side -1), Phi (side 1) or, with {@code times}, x Phi(x), of n numbers, n a multiple of the lanes. */
    private static void tail(long[] table, double scale, double origin, double max, int side, double[] in, int from,
            double[] out, int o, boolean times, double @Nullable [] slope, int b, int n) {
        if (!EIGHT) {
            NarrowTails.run(scale, origin, max, side, in, from, out, o, times, slope, b, n);
            return;
        }
        DoubleVector factor = DoubleVector.broadcast(SPECIES, side < 0 ? 1 : 0.5);
        DoubleVector whole = DoubleVector.broadcast(SPECIES, side < 0 ? 2 : 1);
        DoubleVector direction = DoubleVector.broadcast(SPECIES, side);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, from + i);
            DoubleVector a = x.abs();
            a = a.blend(max, a.compare(VectorOperators.GT, max));
            DoubleVector t = a.fma(scale, origin);
            LongVector index = t.reinterpretAsLongs().lanewise(VectorOperators.LSHR, ErrorTables.TAIL_SHIFT);
            LongVector middle = index.selectFrom(LongVector.fromArray(BITS, table, 0 * ROW),
                    LongVector.fromArray(BITS, table, 0 * ROW + LANES));
            DoubleVector d = a.sub(middle.reinterpretAsDoubles());
            LongVector q13 = index.selectFrom(LongVector.fromArray(BITS, table, 15 * ROW),
                    LongVector.fromArray(BITS, table, 15 * ROW + LANES));
            DoubleVector q = q13.reinterpretAsDoubles();
            LongVector q12 = index.selectFrom(LongVector.fromArray(BITS, table, 14 * ROW),
                    LongVector.fromArray(BITS, table, 14 * ROW + LANES));
            q = d.fma(q, q12.reinterpretAsDoubles());
            LongVector q11 = index.selectFrom(LongVector.fromArray(BITS, table, 13 * ROW),
                    LongVector.fromArray(BITS, table, 13 * ROW + LANES));
            q = d.fma(q, q11.reinterpretAsDoubles());
            LongVector q10 = index.selectFrom(LongVector.fromArray(BITS, table, 12 * ROW),
                    LongVector.fromArray(BITS, table, 12 * ROW + LANES));
            q = d.fma(q, q10.reinterpretAsDoubles());
            LongVector q9 = index.selectFrom(LongVector.fromArray(BITS, table, 11 * ROW),
                    LongVector.fromArray(BITS, table, 11 * ROW + LANES));
            q = d.fma(q, q9.reinterpretAsDoubles());
            LongVector q8 = index.selectFrom(LongVector.fromArray(BITS, table, 10 * ROW),
                    LongVector.fromArray(BITS, table, 10 * ROW + LANES));
            q = d.fma(q, q8.reinterpretAsDoubles());
            LongVector q7 = index.selectFrom(LongVector.fromArray(BITS, table, 9 * ROW),
                    LongVector.fromArray(BITS, table, 9 * ROW + LANES));
            q = d.fma(q, q7.reinterpretAsDoubles());
            LongVector q6 = index.selectFrom(LongVector.fromArray(BITS, table, 8 * ROW),
                    LongVector.fromArray(BITS, table, 8 * ROW + LANES));
            q = d.fma(q, q6.reinterpretAsDoubles());
            LongVector q5 = index.selectFrom(LongVector.fromArray(BITS, table, 7 * ROW),
                    LongVector.fromArray(BITS, table, 7 * ROW + LANES));
            q = d.fma(q, q5.reinterpretAsDoubles());
            LongVector q4 = index.selectFrom(LongVector.fromArray(BITS, table, 6 * ROW),
                    LongVector.fromArray(BITS, table, 6 * ROW + LANES));
            q = d.fma(q, q4.reinterpretAsDoubles());
            LongVector q3 = index.selectFrom(LongVector.fromArray(BITS, table, 5 * ROW),
                    LongVector.fromArray(BITS, table, 5 * ROW + LANES));
            q = d.fma(q, q3.reinterpretAsDoubles());
            LongVector q2 = index.selectFrom(LongVector.fromArray(BITS, table, 4 * ROW),
                    LongVector.fromArray(BITS, table, 4 * ROW + LANES));
            q = d.fma(q, q2.reinterpretAsDoubles());
            LongVector q1 = index.selectFrom(LongVector.fromArray(BITS, table, 3 * ROW),
                    LongVector.fromArray(BITS, table, 3 * ROW + LANES));
            q = d.fma(q, q1.reinterpretAsDoubles());
            LongVector q0 = index.selectFrom(LongVector.fromArray(BITS, table, 2 * ROW),
                    LongVector.fromArray(BITS, table, 2 * ROW + LANES));
            q = d.fma(q, q0.reinterpretAsDoubles());
            LongVector c0 = index.selectFrom(LongVector.fromArray(BITS, table, 1 * ROW),
                    LongVector.fromArray(BITS, table, 1 * ROW + LANES));
            DoubleVector ratio = d.fma(q, c0.reinterpretAsDoubles());
            DoubleVector half = a.mul(factor);
            DoubleVector c = half.mul(a).neg();
            DoubleVector low = half.fma(a, c);
            DoubleVector u = c.fma(LOG2E, MAGIC + LIFT);
            DoubleVector k = u.sub(MAGIC + LIFT);
            DoubleVector r = k
                    .fma(DoubleVector.broadcast(SPECIES, -LN2_LOW), k.fma(DoubleVector.broadcast(SPECIES, -LN2), c))
                    .sub(low);
            DoubleVector z = r.mul(r);
            DoubleVector p = r.fma(E9, E8);
            p = z.fma(p, r.fma(E7, E6));
            p = z.fma(p, r.fma(E5, E4));
            p = z.fma(p, r.fma(E3, E2));
            p = z.fma(p, r.fma(E1, E0));
            p = z.fma(p, r);
            LongVector power = u.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
            DoubleVector y = ratio.fma(p, ratio).reinterpretAsLongs().add(power).reinterpretAsDoubles().mul(LOWER);
            y = y.blend(whole.sub(y), x.mul(direction).compare(VectorOperators.GT, 0));
            if (times) {
                VectorMask<Double> far = x.compare(VectorOperators.LT, -NORMAL_MAX);
                DoubleVector cdf = y;
                y = x.blend(-NORMAL_MAX, far).mul(cdf);
                if (slope != null) {
                    DoubleVector e = p.add(1).reinterpretAsLongs().add(power).reinterpretAsDoubles().mul(LOWER);
                    LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
                    DoubleVector signed = a.reinterpretAsLongs().or(sign).reinterpretAsDoubles();
                    signed.fma(e.mul(INV_SQRT_TWO_PI), cdf).intoArray(slope, b + i);
                }
            }
            y.intoArray(out, o + i);
        }
    }
}
