package org.paisaje.math.special;

import org.paisaje.math.simd.Simd;

/**
 * Elementwise functions on slices of arrays: {@code out[outOffset + i] = f(in[inOffset + i])} for i in [0, n). A slice
 * may be transformed in place (same array and offset); slices that overlap otherwise give unspecified results.
 *
 * <p>
 * The kernels are polynomial and rational cores built from fused multiply-adds, never the library functions of the
 * platform, so a result depends on its argument alone: the bits are the same for every alignment, every way of cutting
 * an array into pieces, every vector width, and for the scalar twin {@link Scalars}. Infinities, NaN, signed zeros and
 * denormal numbers follow the limits of each function. Errors are in units in the last place of the result, measured on
 * dense, random and boundary arguments (normal results; {@code silu} and {@code gelu} also need a normal sigma or Phi).
 * Nothing is allocated. On vectors narrower than eight lanes erf, erfc, Phi and GELU run as scalar loops.
 *
 * <p>
 * Without vectors (see {@link Simd}) the scalar loops run.
 */
public final class Elementwise {
    private static final boolean VECTOR = Simd.vectorised();

    private Elementwise() {}

    private static void check(String operation, double[] in, int inOffset, double[] out, int outOffset, int n) {
        slice(operation, "in", in, inOffset, n);
        slice(operation, "out", out, outOffset, n);
    }

    static void slice(String operation, String argument, double[] array, int offset, int n) {
        if (n < 0 || offset < 0 || offset > array.length - n) {
            throw new IllegalArgumentException(operation + ": " + argument + " has " + array.length
                    + " elements, the slice needs " + n + " from offset " + offset + "; offset and n count elements");
        }
    }

    /** out = e^x. Error at most 1 ulp. */
    public static void exp(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("exp", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.exp(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.exp(in, inOffset, out, outOffset, n);
        }
    }

    /** out = e^x - 1 without cancellation near zero. Error at most 2 ulp. */
    public static void expm1(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("expm1", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.expm1(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.expm1(in, inOffset, out, outOffset, n);
        }
    }

    /** out = natural logarithm; -inf at 0, NaN below. Error at most 1 ulp. */
    public static void log(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("log", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.log(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.log(in, inOffset, out, outOffset, n);
        }
    }

    /** out = log(1 + x) without cancellation near zero. Error at most 1.5 ulp. */
    public static void log1p(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("log1p", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.log1p(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.log1p(in, inOffset, out, outOffset, n);
        }
    }

    /** out = hyperbolic tangent. Error at most 2.5 ulp. */
    public static void tanh(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("tanh", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.tanh(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.tanh(in, inOffset, out, outOffset, n);
        }
    }

    /** out = 1 / (1 + e^-x). Error at most 2.5 ulp. */
    public static void sigmoid(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("sigmoid", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.sigmoid(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.sigmoid(in, inOffset, out, outOffset, n);
        }
    }

    /** out = log(1 + e^x). Error at most 2 ulp. */
    public static void softplus(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("softplus", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.softplus(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.softplus(in, inOffset, out, outOffset, n);
        }
    }

    /** out = error function. Error at most 1 ulp. */
    public static void erf(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("erf", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            ErrorLoops.erf(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.erf(in, inOffset, out, outOffset, n);
        }
    }

    /** out = 1 - erf(x), relative error kept in the right tail. Error at most 2 ulp. */
    public static void erfc(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("erfc", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            ErrorLoops.erfc(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.erfc(in, inOffset, out, outOffset, n);
        }
    }

    /** out = standard normal density. Error at most 1.5 ulp. */
    public static void normalPdf(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("normalPdf", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.normalPdf(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.normalPdf(in, inOffset, out, outOffset, n);
        }
    }

    /** out = standard normal distribution function, relative error kept in the left tail. Error at most 2 ulp. */
    public static void normalCdf(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("normalCdf", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            ErrorLoops.normalCdf(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.normalCdf(in, inOffset, out, outOffset, n);
        }
    }

    /** out = x sigma(x), with x sigma(x) = -0 at minus infinity. Error at most 3.5 ulp. */
    public static void silu(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("silu", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.silu(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.silu(in, inOffset, out, outOffset, n);
        }
    }

    /** out = x Phi(x), the exact GELU, 0 at minus infinity. Error at most 2.5 ulp. */
    public static void gelu(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("gelu", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            ErrorLoops.gelu(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.gelu(in, inOffset, out, outOffset, n);
        }
    }

    /** out = inverse sine, NaN outside [-1, 1]. Error at most 1.5 ulp. */
    public static void asin(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("asin", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.asin(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.asin(in, inOffset, out, outOffset, n);
        }
    }

    /** out = inverse cosine, accurate near -1 and 1, NaN outside [-1, 1]. Error at most 1.5 ulp. */
    public static void acos(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("acos", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.acos(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.acos(in, inOffset, out, outOffset, n);
        }
    }

    /** out = sqrt(1 - x^2) without cancellation near -1 and 1, NaN outside. Error at most 2 ulp. */
    public static void cosOfAsin(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("cosOfAsin", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.cosOfAsin(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.cosOfAsin(in, inOffset, out, outOffset, n);
        }
    }

    /** out = sine of radians. Error at most 1 ulp; angles beyond 2^20 are reduced exactly, at scalar speed. */
    public static void sin(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("sin", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.sin(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.sin(in, inOffset, out, outOffset, n);
        }
    }

    /** out = cosine of radians. Error at most 1 ulp; angles beyond 2^20 are reduced exactly, at scalar speed. */
    public static void cos(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("cos", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.cos(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.cos(in, inOffset, out, outOffset, n);
        }
    }

    /** out = tanh and derivative = 1 - tanh^2, accurate in both tails, in one pass; out has the same bits as {@link #tanh}. */
    public static void tanhWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("tanhWithDerivative", in, inOffset, out, outOffset, n);
        slice("tanhWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.tanhWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.tanhWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = sigmoid and derivative = sigma (1 - sigma), accurate in both tails, in one pass; out has the same bits as {@link #sigmoid}. */
    public static void sigmoidWithDerivative(double[] in, int inOffset, double[] out, int outOffset,
            double[] derivative,
            int derivativeOffset, int n) {
        check("sigmoidWithDerivative", in, inOffset, out, outOffset, n);
        slice("sigmoidWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.sigmoidWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.sigmoidWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = softplus and derivative = sigma(x), in one pass; out has the same bits as {@link #softplus}. */
    public static void softplusWithDerivative(double[] in, int inOffset, double[] out, int outOffset,
            double[] derivative,
            int derivativeOffset, int n) {
        check("softplusWithDerivative", in, inOffset, out, outOffset, n);
        slice("softplusWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.softplusWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.softplusWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = SiLU and derivative = sigma(x) + x sigma'(x), in one pass; out has the same bits as {@link #silu}. */
    public static void siluWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("siluWithDerivative", in, inOffset, out, outOffset, n);
        slice("siluWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.siluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.siluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = GELU and derivative = Phi(x) + x phi(x), in one pass; out has the same bits as {@link #gelu}. */
    public static void geluWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("geluWithDerivative", in, inOffset, out, outOffset, n);
        slice("geluWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            ErrorLoops.geluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.geluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = erf and derivative = 2/sqrt(pi) e^(-x^2), in one pass; out has the same bits as {@link #erf}. */
    public static void erfWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("erfWithDerivative", in, inOffset, out, outOffset, n);
        slice("erfWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            ErrorLoops.erfWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.erfWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = sin x and derivative = cos x, in one pass. */
    public static void sinWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("sinWithDerivative", in, inOffset, out, outOffset, n);
        slice("sinWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.sinWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.sinWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = max(x, 0); NaN stays NaN. */
    public static void relu(double[] in, int inOffset, double[] out, int outOffset, int n) {
        check("relu", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.relu(in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.relu(in, inOffset, out, outOffset, n);
        }
    }

    /** out = max(x, 0) and derivative = 1 where x is positive, else 0 (also at 0 and NaN). */
    public static void reluWithDerivative(double[] in, int inOffset, double[] out, int outOffset, double[] derivative,
            int derivativeOffset, int n) {
        check("reluWithDerivative", in, inOffset, out, outOffset, n);
        slice("reluWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.reluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        } else {
            PlainLoops.reluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n);
        }
    }

    /** out = in where x is positive, else 0, also where x is NaN; out may be in. With x = relu(z) it is relu'(z) in. */
    public static void gate(double[] x, int xOffset, double[] in, int inOffset, double[] out, int outOffset, int n) {
        slice("gate", "x", x, xOffset, n);
        check("gate", in, inOffset, out, outOffset, n);
        if (VECTOR) {
            VectorLoops.gate(x, xOffset, in, inOffset, out, outOffset, n);
        } else {
            PlainLoops.gate(x, xOffset, in, inOffset, out, outOffset, n);
        }
    }

    /** out = x and derivative = 1 where x is positive, else out = leak x and derivative = leak. */
    public static void leakyReluWithDerivative(double[] in, int inOffset, double[] out, int outOffset,
            double[] derivative, int derivativeOffset, int n, double leak) {
        check("leakyReluWithDerivative", in, inOffset, out, outOffset, n);
        slice("leakyReluWithDerivative", "derivative", derivative, derivativeOffset, n);
        if (VECTOR) {
            VectorLoops.leakyReluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n, leak);
        } else {
            PlainLoops.leakyReluWithDerivative(in, inOffset, out, outOffset, derivative, derivativeOffset, n, leak);
        }
    }
}
