package org.paisaje.math.special;

import static org.paisaje.math.simd.Fma.fma;
import static org.paisaje.math.special.Coefficients.*;
import static org.paisaje.math.special.ErrorTables.INTERVALS;

/**
 * The kernels of {@link Elementwise} for one number. Every operation is an IEEE addition, multiplication, division,
 * square root or fused multiply-add in a fixed order, so the results are the same bits on every machine and the same
 * bits as the vector kernels. Errors in ulp are stated there.
 */
public final class Scalars {
    private Scalars() {}

    /** e^x. */
    public static double exp(double x) {
        double c = x < EXP_MIN ? EXP_MIN : x;
        c = c > EXP_MAX ? EXP_MAX : c;
        return scaledExp(c, 0, 1);
    }

    /** factor * e^(c - low) for c in [-746, 710] and |low| far below one; rounded once in the denormal range. */
    static double scaledExp(double c, double low, double factor) {
        double t = fma(c, LOG2E, MAGIC);
        double k = t - MAGIC;
        double r = fma(k, -LN2_LOW, fma(k, -LN2, c)) - low;
        double y = fma(factor, expm1Reduced(r), factor);
        long n = Double.doubleToRawLongBits(t) - MAGIC_BITS;
        long half = n >> 1;
        double first = Double.longBitsToDouble((half + 1023) << 52);
        double second = Double.longBitsToDouble((n - half + 1023) << 52);
        return y * first * second;
    }

    private static double expm1Reduced(double r) {
        double z = r * r;
        double q = fma(r, E9, E8);
        q = fma(z, q, fma(r, E7, E6));
        q = fma(z, q, fma(r, E5, E4));
        q = fma(z, q, fma(r, E3, E2));
        q = fma(z, q, fma(r, E1, E0));
        return fma(z, q, r);
    }

    /** e^x - 1 without cancellation near zero. */
    public static double expm1(double x) {
        double c = x < -40 ? -40 : x;
        c = c > EXP_MAX ? EXP_MAX : c;
        double t = fma(c, LOG2E, MAGIC);
        double k = t - MAGIC;
        double r = fma(k, -LN2_LOW, fma(k, -LN2, c));
        double p = expm1Reduced(r);
        // half of 2^k, so that k = 1024 does not overflow before its time
        double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + 1022) << 52);
        double y = 2 * fma(s, p, s - 0.5);
        return Math.abs(x) < TINY ? x : y;
    }

    /** Hyperbolic tangent. */
    public static double tanh(double x) {
        double a = Math.abs(x);
        a = a > TANH_MAX ? TANH_MAX : a;
        double twice = a + a;
        double t = fma(twice, LOG2E, MAGIC);
        double k = t - MAGIC;
        double r = fma(k, -LN2_LOW, fma(k, -LN2, twice));
        double p = expm1Reduced(r);
        double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + 1023) << 52);
        double numerator = fma(s, p, s - 1);
        double denominator = fma(s, p, s + 1);
        double inverse = 1 / denominator;
        double y = numerator * inverse;
        y = fma(fma(-y, denominator, numerator), inverse, y);
        return Math.copySign(y, x);
    }

    /** sech^2 x = 1 - tanh^2 x, accurate in both tails; 0 beyond |x| = 354, where it is below 1e-306. */
    public static double tanhDerivative(double x) {
        double a = Math.abs(x);
        boolean saturated = a > TANH_MAX;
        a = saturated ? TANH_MAX : a;
        double twice = a + a;
        double t = fma(twice, LOG2E, MAGIC);
        double k = t - MAGIC;
        double r = fma(k, -LN2_LOW, fma(k, -LN2, twice));
        double p = expm1Reduced(r);
        double s = Double.longBitsToDouble((Double.doubleToRawLongBits(t) + 1023) << 52);
        double inverse = 1 / fma(s, p, s + 1);
        // 1 - t = 2/(e+2), 1 + t = 2 - 2/(e+2)
        double d = 4 * inverse * (1 - inverse);
        return saturated ? 0 : d;
    }

    /** Logistic function 1 / (1 + e^-x). */
    public static double sigmoid(double x) {
        double e = expOfMinusAbs(x);
        return (x < 0 ? e : 1) * (1 / (1 + e));
    }

    /** sigma(x) (1 - sigma(x)), accurate in both tails. */
    public static double sigmoidDerivative(double x) {
        double e = expOfMinusAbs(x);
        double inverse = 1 / (1 + e);
        return e * inverse * inverse;
    }

    private static double expOfMinusAbs(double x) {
        double c = -Math.abs(x);
        c = c < EXP_MIN ? EXP_MIN : c;
        return scaledExp(c, 0, 1);
    }

    /** log(1 + e^x); its derivative is {@link #sigmoid}. */
    public static double softplus(double x) {
        double e = expOfMinusAbs(x);
        return (x < 0 ? 0 : x) + log1pOfUnit(e);
    }

    /** log(1 + e) for e in [0, 1]. */
    private static double log1pOfUnit(double e) {
        double s = e / (2 + e);
        double z = s * s;
        double w = z * z;
        double q = fma(z, A9, A8);
        q = fma(w, q, fma(z, A7, A6));
        q = fma(w, q, fma(z, A5, A4));
        q = fma(w, q, fma(z, A3, A2));
        q = fma(w, q, fma(z, A1, A0));
        double h = 0.5 * e * e;
        return e - (h - s * fma(z, q, h));
    }

    /** x sigma(x), also called swish. */
    public static double silu(double x) {
        double e = expOfMinusAbs(x);
        double sigma = (x < 0 ? e : 1) * (1 / (1 + e));
        return (x < -WIDE ? -WIDE : x) * sigma;
    }

    /** sigma(x) + x sigma'(x). */
    public static double siluDerivative(double x) {
        double e = expOfMinusAbs(x);
        double inverse = 1 / (1 + e);
        double sigma = (x < 0 ? e : 1) * inverse;
        double c = x < -WIDE ? -WIDE : x;
        c = c > WIDE ? WIDE : c;
        return fma(c, e * inverse * inverse, sigma);
    }

    /** Natural logarithm. */
    public static double log(double x) {
        boolean small = x < Double.MIN_NORMAL;
        double y = small ? x * TWO_54 : x;
        long bits = Double.doubleToRawLongBits(y);
        long offset = bits - SQRT_HALF_BITS;
        double k = Double.longBitsToDouble((offset >> 52) + MAGIC_BITS) - MAGIC;
        k = small ? k - 54 : k;
        double f = Double.longBitsToDouble(bits - (offset & EXPONENT_BITS)) - 1;
        double result = logReduced(k, f);
        result = x == Double.POSITIVE_INFINITY ? x : result;
        result = x == 0 ? Double.NEGATIVE_INFINITY : result;
        return x >= 0 ? result : Double.NaN;
    }

    private static double logReduced(double k, double f) {
        double s = f / (2 + f);
        double z = s * s;
        double w = z * z;
        double even = w * fma(w, fma(w, L6, L4), L2);
        double odd = fma(w, fma(w, fma(w, L7, L5), L3), L1);
        double tail = fma(z, odd, even);
        double h = 0.5 * f * f;
        return k * LOG_LN2_HIGH - ((h - fma(s, h + tail, k * LOG_LN2_LOW)) - f);
    }

    /** log(1 + x) without cancellation near zero. */
    public static double log1p(double x) {
        double u = 1 + x;
        double back = u - 1;
        double rest = (1 - (u - back)) + (x - back);
        long bits = Double.doubleToRawLongBits(u);
        long offset = bits - SQRT_HALF_BITS;
        long exponent = offset >> 52;
        double k = Double.longBitsToDouble(exponent + MAGIC_BITS) - MAGIC;
        double low = rest * Double.longBitsToDouble((1023 - exponent) << 52);
        low = x > TWO_54 ? 0 : low;
        double f = Double.longBitsToDouble(bits - (offset & EXPONENT_BITS)) - 1 + low;
        double result = logReduced(k, f);
        result = x == Double.POSITIVE_INFINITY ? x : result;
        result = x == -1 ? Double.NEGATIVE_INFINITY : result;
        result = Math.abs(x) < TINY ? x : result;
        return x >= -1 ? result : Double.NaN;
    }

    /** Error function 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
    public static double erf(double x) {
        double a = Math.abs(x);
        a = a > ERF_MAX ? ERF_MAX : a;
        double t = fma(a, ErrorTables.ERF_SCALE, ErrorTables.ERF_ORIGIN);
        int interval = (int) (Double.doubleToRawLongBits(t) >>> ErrorTables.ERF_SHIFT) & INTERVALS - 1;
        double d = a - ErrorTables.ERF[interval];
        double q = slope(ErrorTables.ERF, interval, d);
        double base = t < ErrorTables.ERF_FIRST ? d : ErrorTables.ERF[INTERVALS + interval];
        return Math.copySign(fma(d, q, base), x);
    }

    /** The polynomial q of f(m + d) = c0 + d q(d) on an interval. */
    private static double slope(double[] table, int interval, double d) {
        double q = table[table.length - INTERVALS + interval];
        for (int k = table.length - 2 * INTERVALS; k >= 2 * INTERVALS; k -= INTERVALS) {
            q = fma(d, q, table[k + interval]);
        }
        return q;
    }

    /** e^(a^2) erfc(a) or e^(a^2/2) Phi(-a), for a >= 0 up to the end of the last interval. */
    private static double scaledTail(double[] table, double scale, double origin, double a) {
        double t = fma(a, scale, origin);
        int interval = (int) (Double.doubleToRawLongBits(t) >>> ErrorTables.TAIL_SHIFT) & INTERVALS - 1;
        double d = a - table[interval];
        return fma(d, slope(table, interval, d), table[INTERVALS + interval]);
    }

    /** 2/sqrt(pi) e^(-x^2). */
    public static double erfDerivative(double x) {
        double a = Math.abs(x);
        a = a > ERFC_MAX ? ERFC_MAX : a;
        double h = a * a;
        return scaledExp(-h, fma(a, a, -h), 1) * TWO_OVER_SQRT_PI;
    }

    /** 1 - erf(x) with small relative error in the right tail, down to the denormal numbers. */
    public static double erfc(double x) {
        double y = erfcOfPositive(Math.abs(x));
        return x < 0 ? 2 - y : y;
    }

    private static double erfcOfPositive(double x) {
        double a = x > ERFC_MAX ? ERFC_MAX : x;
        double h = a * a;
        return scaledExp(-h, fma(a, a, -h),
                scaledTail(ErrorTables.ERFC, ErrorTables.ERFC_SCALE, ErrorTables.ERFC_ORIGIN, a));
    }

    /** Standard normal density e^(-x^2/2) / sqrt(2 pi). */
    public static double normalPdf(double x) {
        double a = Math.abs(x);
        a = a > NORMAL_MAX ? NORMAL_MAX : a;
        double half = 0.5 * a;
        double h = half * a;
        return scaledExp(-h, fma(half, a, -h), INV_SQRT_TWO_PI);
    }

    /** Standard normal distribution function, with small relative error in the left tail. */
    public static double normalCdf(double x) {
        double a = Math.abs(x);
        a = a > NORMAL_MAX ? NORMAL_MAX : a;
        double half = 0.5 * a;
        double h = half * a;
        double y = scaledExp(-h, fma(half, a, -h), normalTail(a));
        return x > 0 ? 1 - y : y;
    }

    private static double normalTail(double a) {
        return scaledTail(ErrorTables.NORMAL, ErrorTables.NORMAL_SCALE, ErrorTables.NORMAL_ORIGIN, a);
    }

    /** x Phi(x), the exact GELU. */
    public static double gelu(double x) {
        return (x < -NORMAL_MAX ? -NORMAL_MAX : x) * normalCdf(x);
    }

    /** Phi(x) + x phi(x). */
    public static double geluDerivative(double x) {
        double a = Math.abs(x);
        a = a > NORMAL_MAX ? NORMAL_MAX : a;
        double half = 0.5 * a;
        double h = half * a;
        double e = scaledExp(-h, fma(half, a, -h), 1);
        return fma(Math.copySign(a, x), e * INV_SQRT_TWO_PI, normalCdf(x));
    }

    /** Sine of an angle in radians. Beyond 2^20 in magnitude it is {@link StrictMath#sin}. */
    public static double sin(double x) {
        if (Math.abs(x) > ANGLE_MAX) {
            return StrictMath.sin(x);
        }
        double t = fma(x, TWO_OVER_PI, MAGIC);
        return circular(x, t - MAGIC, Double.doubleToRawLongBits(t));
    }

    /** Cosine of an angle in radians. Beyond 2^20 in magnitude it is {@link StrictMath#cos}. */
    public static double cos(double x) {
        if (Math.abs(x) > ANGLE_MAX) {
            return StrictMath.cos(x);
        }
        double t = fma(x, TWO_OVER_PI, MAGIC);
        return circular(x, t - MAGIC, Double.doubleToRawLongBits(t) + 1);
    }

    private static double circular(double x, double n, long quadrant) {
        double d = fma(n, -HALF_PI, x);
        double r = fma(n, -HALF_PI_LOW, d);
        double low = fma(n, -HALF_PI_LOWEST, fma(n, -HALF_PI_LOW, d - r));
        double y = (quadrant & 1) == 0 ? sinReduced(r, low) : cosReduced(r, low);
        return (quadrant & 2) == 0 ? y : -y;
    }

    private static double sinReduced(double r, double low) {
        double z = r * r;
        double q = fma(z, fma(z, fma(z, fma(z, S6, S5), S4), S3), S2);
        double v = z * r;
        return r - (fma(z, fma(0.5, low, -(v * q)), -low) - v * S1);
    }

    private static double cosReduced(double r, double low) {
        double z = r * r;
        double q = z * fma(z, fma(z, fma(z, fma(z, fma(z, C6, C5), C4), C3), C2), C1);
        double h = 0.5 * z;
        double w = 1 - h;
        return w + (((1 - w) - h) + fma(z, q, -(r * low)));
    }

    /** Inverse sine; NaN outside [-1, 1]. */
    public static double asin(double x) {
        double a = Math.abs(x);
        boolean far = a > 0.5;
        double z = far ? fma(-0.5, a, 0.5) : a * a;
        double y = far ? Math.sqrt(z) : a;
        double p = y * (z * asinTail(z));
        // what the rounding of the root lost
        double c = far ? fma(-y, y, z) / (y + y) : 0;
        c = z == 0 ? 0 : c;
        double middle = y + p;
        double edge = HALF_PI - (2 * y - (HALF_PI_LOW - 2 * (p + c)));
        return Math.copySign(far ? edge : middle, x);
    }

    /** Inverse cosine, accurate near -1 and 1; NaN outside [-1, 1]. */
    public static double acos(double x) {
        double a = Math.abs(x);
        boolean far = a > 0.5;
        double z = far ? fma(-0.5, a, 0.5) : a * a;
        double y = far ? Math.sqrt(z) : x;
        double p = y * (z * asinTail(z));
        double middle = HALF_PI - (y - (HALF_PI_LOW - p));
        double right = 2 * (y + p);
        double left = 2 * (HALF_PI - (y - (HALF_PI_LOW - p)));
        return far ? (x < 0 ? left : right) : middle;
    }

    private static double asinTail(double z) {
        double w = z * z;
        double q = fma(z, B11, B10);
        q = fma(w, B12, q);
        q = fma(w, q, fma(z, B9, B8));
        q = fma(w, q, fma(z, B7, B6));
        q = fma(w, q, fma(z, B5, B4));
        q = fma(w, q, fma(z, B3, B2));
        return fma(w, q, fma(z, B1, B0));
    }

    /** sqrt(1 - x^2) without cancellation near -1 and 1; NaN outside. */
    public static double cosOfAsin(double x) {
        return Math.sqrt((1 - x) * (1 + x));
    }
}
