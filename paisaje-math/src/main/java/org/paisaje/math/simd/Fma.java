package org.paisaje.math.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * The fused multiply-add {@code a b + c}, rounded once. Where the processor has the instruction it is
 * {@link Math#fma(double, double, double)}; where it has not, that method computes in big decimals, a thousand times
 * slower, and sums of error-free terms rounded to odd give the same bits in some thirty operations (Boldo and Melquiond
 * 2008, Emulation of FMA and correctly rounded sums).
 */
public final class Fma {
    private static final boolean FUSED = Simd.vectorised() || hardware();
    /** Within these bounds no term of the emulation overflows or loses bits to underflow. */
    private static final double LEAST = 0x1p-800;
    private static final double MOST = 0x1p900;
    /** Splits 53 bits into halves (Veltkamp). */
    private static final double SPLITTER = 0x1p27 + 1;

    private Fma() {}

    /** a b + c. */
    public static double fma(double a, double b, double c) {
        return FUSED ? Math.fma(a, b, c) : emulated(a, b, c);
    }

    static double emulated(double a, double b, double c) {
        double high = a * b;
        if (a == 0 || b == 0) {
            return high + c;
        }
        double size = Math.abs(high);
        if (!(size > LEAST && size < MOST && Math.abs(a) < MOST && Math.abs(b) < MOST && Math.abs(c) < MOST)) {
            return Math.fma(a, b, c);
        }
        double low = productError(a, b, high);
        double t = c + low;
        double tRest = sumError(c, low, t);
        double v = high + t;
        double vRest = sumError(high, t, v);
        return v + toOdd(tRest, vRest);
    }

    private static double productError(double a, double b, double product) {
        double c = SPLITTER * a;
        double aHigh = c - (c - a);
        double aLow = a - aHigh;
        c = SPLITTER * b;
        double bHigh = c - (c - b);
        double bLow = b - bHigh;
        return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
    }

    private static double sumError(double a, double b, double sum) {
        double other = sum - a;
        return (a - (sum - other)) + (b - other);
    }

    /** The sum where it is exact, else the neighbour with an odd last bit. */
    private static double toOdd(double a, double b) {
        double sum = a + b;
        double rest = sumError(a, b, sum);
        long bits = Double.doubleToRawLongBits(sum);
        if (rest == 0 || (bits & 1) != 0) {
            return sum;
        }
        return Double.longBitsToDouble(bits + (rest > 0 == sum > 0 ? 1 : -1));
    }

    private static boolean hardware() {
        try {
            return Flags.useFma();
        } catch (LinkageError | RuntimeException e) {
            // A JVM of another make, or one without its management: all but old x86 processors have the instruction.
            return !System.getProperty("os.arch", "").matches("amd64|x86_64|x86|i386");
        }
    }

    private static final class Flags {
        static boolean useFma() {
            var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return Boolean.parseBoolean(bean.getVMOption("UseFMA").getValue());
        }
    }
}
