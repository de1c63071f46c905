package org.paisaje.math.special;

/**
 * Constants of the kernels, shared by the scalar and the vector form. The fits were made by
 * {@code src/main/python/minimax.py}; those of log, sine and cosine are from fdlibm (Sun Microsystems, 1993).
 */
final class Coefficients {
    private Coefficients() {}

    /** 1.5 * 2^52: adding it rounds to an integer, which then sits in the low bits. */
    static final double MAGIC = 0x1.8p52;
    static final long MAGIC_BITS = 0x4338000000000000L;
    static final long EXPONENT_BITS = 0xFFF0000000000000L;
    static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;
    static final double TWO_54 = 0x1p54;
    static final double TINY = 0x1p-54;

    static final double LOG2E = 1.4426950408889634;
    static final double LN2 = 0.6931471805599453;
    static final double LN2_LOW = 2.3190468138462996e-17;
    static final double EXP_MIN = -746;
    static final double EXP_MAX = 710;
    static final double TANH_MAX = 354;
    static final double WIDE = 1000;

    static final double LOG_LN2_HIGH = 6.93147180369123816490e-01;
    static final double LOG_LN2_LOW = 1.90821492927058770002e-10;

    static final double HALF_PI = 1.5707963267948966;
    static final double HALF_PI_LOW = 6.123233995736766e-17;
    static final double HALF_PI_LOWEST = -1.4973849048591833e-33;
    static final double TWO_OVER_PI = 0.6366197723675814;
    static final double ANGLE_MAX = 0x1p20;

    static final double ERF_MAX = 6;
    static final double ERFC_MAX = 27.6;
    static final double NORMAL_MAX = 39;
    static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
    static final double INV_SQRT_TWO_PI = 0.3989422804014327;

    // (e^r - 1 - r) / r^2 on |r| <= ln(2)/2, relative error of e^r - 1 below 2^-55
    static final double E0 = 0.5000000000000006;
    static final double E1 = 0.16666666666666685;
    static final double E2 = 0.0416666666665741;
    static final double E3 = 0.008333333333314659;
    static final double E4 = 0.0013888888932256044;
    static final double E5 = 0.00019841269902897893;
    static final double E6 = 2.4801504569616075e-05;
    static final double E7 = 2.7557228063346963e-06;
    static final double E8 = 2.762628379525161e-07;
    static final double E9 = 2.5114440894558027e-08;

    // (2 atanh(s) - 2 s) / s^3 in s^2 on [0, 1/9], error below 2^-58
    static final double A0 = 0.6666666666666631;
    static final double A1 = 0.40000000000157393;
    static final double A2 = 0.2857142854783381;
    static final double A3 = 0.22222223971051105;
    static final double A4 = 0.1818174387608623;
    static final double A5 = 0.1538656100907977;
    static final double A6 = 0.13300958775989347;
    static final double A7 = 0.12106207460723702;
    static final double A8 = 0.08339555336821962;
    static final double A9 = 0.17019616581411567;

    // (asin(x) - x) / x^3 in x^2 on [0, 1/4], error below 2^-59
    static final double B0 = 0.16666666666666763;
    static final double B1 = 0.07499999999970101;
    static final double B2 = 0.044642857175284496;
    static final double B3 = 0.030381942675319712;
    static final double B4 = 0.022372215905394174;
    static final double B5 = 0.017351595502189083;
    static final double B6 = 0.013981018564900255;
    static final double B7 = 0.011397292513371035;
    static final double B8 = 0.010789325297745078;
    static final double B9 = 0.003672166302054444;
    static final double B10 = 0.021790698361397312;
    static final double B11 = -0.021116797350424883;
    static final double B12 = 0.032702213204034845;

    // log(1 + f) - 2 s over s, in s^2, s = f / (2 + f)
    static final double L1 = 6.666666666666735130e-01;
    static final double L2 = 3.999999999940941908e-01;
    static final double L3 = 2.857142874366239149e-01;
    static final double L4 = 2.222219843214978396e-01;
    static final double L5 = 1.818357216161805012e-01;
    static final double L6 = 1.531383769920937332e-01;
    static final double L7 = 1.479819860511658591e-01;

    // (sin(r) - r) / r^3 in r^2 on |r| <= pi/4
    static final double S1 = -1.66666666666666324348e-01;
    static final double S2 = 8.33333333332248946124e-03;
    static final double S3 = -1.98412698298579493134e-04;
    static final double S4 = 2.75573137070700676789e-06;
    static final double S5 = -2.50507602534068634195e-08;
    static final double S6 = 1.58969099521155010221e-10;

    // (cos(r) - 1 + r^2/2) / r^4 in r^2 on |r| <= pi/4
    static final double C1 = 4.16666666666666019037e-02;
    static final double C2 = -1.38888888888741095749e-03;
    static final double C3 = 2.48015872894767294178e-05;
    static final double C4 = -2.75573143513906633035e-07;
    static final double C5 = 2.08757232129817482790e-09;
    static final double C6 = -1.13596475577881948265e-11;
}
