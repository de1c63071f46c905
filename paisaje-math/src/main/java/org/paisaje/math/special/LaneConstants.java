package org.paisaje.math.special;

import static org.paisaje.math.special.Coefficients.*;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;

/** {@link Coefficients} in every lane: a field costs the compiler far fewer nodes than a broadcast at each use. */
final class LaneConstants {
    static final DoubleVector V_MINUS_LN2_LOW = all(-LN2_LOW);
    static final DoubleVector V_MINUS_LN2 = all(-LN2);
    static final DoubleVector V_ONE = all(1);
    static final DoubleVector V_NAN = all(Double.NaN);
    static final DoubleVector V_L2 = all(L2);
    static final DoubleVector V_L3 = all(L3);
    static final DoubleVector V_L1 = all(L1);
    static final DoubleVector V_TWO = all(2);
    static final DoubleVector V_INV_SQRT_TWO_PI = all(INV_SQRT_TWO_PI);
    static final DoubleVector V_HALF = all(0.5);
    static final DoubleVector V_MINUS_HALF_PI = all(-HALF_PI);
    static final DoubleVector V_MINUS_HALF_PI_LOW = all(-HALF_PI_LOW);
    static final DoubleVector V_MINUS_HALF_PI_LOWEST = all(-HALF_PI_LOWEST);
    static final DoubleVector V_S4 = all(S4);
    static final DoubleVector V_S3 = all(S3);
    static final DoubleVector V_S2 = all(S2);
    static final DoubleVector V_C4 = all(C4);
    static final DoubleVector V_C3 = all(C3);
    static final DoubleVector V_C2 = all(C2);
    static final DoubleVector V_C1 = all(C1);
    static final DoubleVector V_HALF_PI = all(HALF_PI);
    static final DoubleVector V_HALF_PI_LOW = all(HALF_PI_LOW);
    static final DoubleVector V_B12 = all(B12);
    static final DoubleVector V_LOG2E = all(LOG2E);
    static final DoubleVector V_MAGIC = all(MAGIC);
    static final DoubleVector V_E9 = all(E9);
    static final DoubleVector V_E8 = all(E8);
    static final DoubleVector V_E7 = all(E7);
    static final DoubleVector V_E6 = all(E6);
    static final DoubleVector V_E5 = all(E5);
    static final DoubleVector V_E4 = all(E4);
    static final DoubleVector V_E3 = all(E3);
    static final DoubleVector V_E2 = all(E2);
    static final DoubleVector V_E1 = all(E1);
    static final DoubleVector V_E0 = all(E0);
    static final DoubleVector V_A9 = all(A9);
    static final DoubleVector V_A8 = all(A8);
    static final DoubleVector V_A7 = all(A7);
    static final DoubleVector V_A6 = all(A6);
    static final DoubleVector V_A5 = all(A5);
    static final DoubleVector V_A4 = all(A4);
    static final DoubleVector V_A3 = all(A3);
    static final DoubleVector V_A2 = all(A2);
    static final DoubleVector V_A1 = all(A1);
    static final DoubleVector V_A0 = all(A0);
    static final DoubleVector V_L6 = all(L6);
    static final DoubleVector V_L4 = all(L4);
    static final DoubleVector V_L7 = all(L7);
    static final DoubleVector V_L5 = all(L5);
    static final DoubleVector V_TWO_OVER_PI = all(TWO_OVER_PI);
    static final DoubleVector V_S6 = all(S6);
    static final DoubleVector V_S5 = all(S5);
    static final DoubleVector V_C6 = all(C6);
    static final DoubleVector V_C5 = all(C5);
    static final DoubleVector V_MINUS_HALF = all(-0.5);
    static final DoubleVector V_B11 = all(B11);
    static final DoubleVector V_B10 = all(B10);
    static final DoubleVector V_B9 = all(B9);
    static final DoubleVector V_B8 = all(B8);
    static final DoubleVector V_B7 = all(B7);
    static final DoubleVector V_B6 = all(B6);
    static final DoubleVector V_B5 = all(B5);
    static final DoubleVector V_B4 = all(B4);
    static final DoubleVector V_B3 = all(B3);
    static final DoubleVector V_B2 = all(B2);
    static final DoubleVector V_B1 = all(B1);
    static final DoubleVector V_B0 = all(B0);
    static final DoubleVector V_EXP_MIN = all(EXP_MIN);
    static final DoubleVector V_EXP_MAX = all(EXP_MAX);
    static final DoubleVector V_MINUS_FORTY = all(-40);
    static final DoubleVector V_TINY = all(TINY);
    static final DoubleVector V_TANH_MAX = all(TANH_MAX);
    static final DoubleVector V_ZERO = all(0);
    static final DoubleVector V_MIN_NORMAL = all(Double.MIN_NORMAL);
    static final DoubleVector V_INFINITY = all(Double.POSITIVE_INFINITY);
    static final DoubleVector V_TWO_54 = all(TWO_54);
    static final DoubleVector V_MINUS_ONE = all(-1);
    static final DoubleVector V_NORMAL_MAX = all(NORMAL_MAX);
    static final DoubleVector V_ANGLE_MAX = all(ANGLE_MAX);
    static final DoubleVector V_MINUS_INFINITY = all(Double.NEGATIVE_INFINITY);
    static final DoubleVector V_FIFTY_FOUR = all(54);
    static final DoubleVector V_LOG_LN2_LOW = all(LOG_LN2_LOW);
    static final DoubleVector V_LOG_LN2_HIGH = all(LOG_LN2_HIGH);
    static final DoubleVector V_S1 = all(S1);
    static final DoubleVector V_FOUR = all(4);
    static final DoubleVector V_WIDE = all(WIDE);
    static final DoubleVector V_MINUS_WIDE = all(-WIDE);
    static final LongVector L_MAGIC_BITS = allLong(MAGIC_BITS);
    static final LongVector L_SQRT_HALF_BITS = allLong(SQRT_HALF_BITS);
    static final LongVector L_EXPONENT_BITS = allLong(EXPONENT_BITS);
    static final LongVector L_1022 = allLong(1022);
    static final LongVector L_1023 = allLong(1023);
    static final LongVector L_1 = allLong(1);
    static final LongVector L_2 = allLong(2);
    static final LongVector L_SIGN = allLong(Long.MIN_VALUE);

    private LaneConstants() {}

    private static DoubleVector all(double c) {
        return DoubleVector.broadcast(DoubleVector.SPECIES_PREFERRED, c);
    }

    private static LongVector allLong(long c) {
        return LongVector.broadcast(LongVector.SPECIES_PREFERRED, c);
    }
}
