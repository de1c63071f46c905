package org.paisaje.math.special;

import static org.paisaje.math.special.Coefficients.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Loops of the normal tails over four lanes, with the bits of the scalar loops. Three zeros stand between any two
 * coefficients of an interval, so a load that starts l places before a coefficient holds it in lane l and zeros in the
 * others, and the bitwise or of four loads holds the coefficient of every lane's own interval.
 */
final class NarrowTails {
    static final int LANES = 4;
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Long> BITS = LongVector.SPECIES_256;
    private static final int COEFFICIENTS = 16;
    private static final int ROW_SHIFT = 6;
    private static final int ROWS = (ErrorTables.INTERVALS - 1) << ROW_SHIFT;
    private static final long[] ERFC = spread(ErrorTables.ERFC);
    private static final long[] NORMAL = spread(ErrorTables.NORMAL);
    /** The exponent of the scaled tail stays normal with this much added. */
    private static final int LIFT = 128;
    private static final double LOWER = 0x1p-128;

    private NarrowTails() {}

    private static long[] spread(double[] table) {
        long[] bits = new long[(ErrorTables.INTERVALS << ROW_SHIFT) + LANES];
        for (int i = 0; i < table.length; i++) {
            int interval = i % ErrorTables.INTERVALS;
            int k = i / ErrorTables.INTERVALS;
            bits[(interval << ROW_SHIFT) + LANES * k + LANES - 1] = Double.doubleToRawLongBits(table[i]);
        }
        return bits;
    }

    /** erfc (side -1), Phi (side 1) or, with {@code times}, x Phi(x), of n numbers, n a multiple of four. */
    static void run(double scale, double origin, double max, int side, double[] in, int from, double[] out, int o,
            boolean times, double @Nullable [] slope, int b, int n) {
        long[] table = side < 0 ? ERFC : NORMAL;
        DoubleVector factor = DoubleVector.broadcast(SPECIES, side < 0 ? 1 : 0.5);
        DoubleVector whole = DoubleVector.broadcast(SPECIES, side < 0 ? 2 : 1);
        DoubleVector direction = DoubleVector.broadcast(SPECIES, side);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector x = DoubleVector.fromArray(SPECIES, in, from + i);
            DoubleVector a = x.abs();
            a = a.blend(max, a.compare(VectorOperators.GT, max));
            DoubleVector t = a.fma(scale, origin);
            LongVector index = t.reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHR,
                            ErrorTables.TAIL_SHIFT - ROW_SHIFT);
            int r0 = ((int) index.lane(0) & ROWS) + 3;
            int r1 = ((int) index.lane(1) & ROWS) + 2;
            int r2 = ((int) index.lane(2) & ROWS) + 1;
            int r3 = (int) index.lane(3) & ROWS;
            LongVector middle = LongVector.fromArray(BITS, table, r0)
                    .or(LongVector.fromArray(BITS, table, r1))
                    .or(LongVector.fromArray(BITS, table, r2).or(LongVector.fromArray(BITS, table, r3)));
            DoubleVector d = a.sub(middle.reinterpretAsDoubles());
            DoubleVector ratio = DoubleVector.zero(SPECIES);
            for (int k = LANES * (COEFFICIENTS - 1); k > 0; k -= LANES) {
                LongVector c = LongVector.fromArray(BITS, table, r0 + k)
                        .or(LongVector.fromArray(BITS, table, r1 + k))
                        .or(LongVector.fromArray(BITS, table, r2 + k).or(LongVector.fromArray(BITS, table, r3 + k)));
                ratio = d.fma(ratio, c.reinterpretAsDoubles());
            }
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
