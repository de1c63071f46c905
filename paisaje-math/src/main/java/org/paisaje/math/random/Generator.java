package org.paisaje.math.random;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.simd.Fma;
import org.paisaje.math.special.Elementwise;
import org.paisaje.math.special.Reductions;

/**
 * xoshiro256++ (Blackman and Vigna 2021) with every derived draw spelled out here, so that a seed gives the same numbers
 * under every JDK and on every machine. Gaussians come in pairs by Box and Muller from the kernels of
 * {@link Elementwise}; filling a slice and drawing one by one give the same sequence. Not for several threads: give each
 * its own {@link Seed#at child}.
 */
public final class Generator implements RandomGenerator {
    private static final int BLOCK = 128;
    private static final double UNIT = 0x1p-53;
    private static final double TWO_PI = 2 * Math.PI;

    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private double spare;
    private boolean hasSpare;
    private double @Nullable [] radius;
    private double @Nullable [] sine;
    private double @Nullable [] cosine;

    /** Starts from four words of state, not all zero. */
    Generator(long s0, long s1, long s2, long s3) {
        if ((s0 | s1 | s2 | s3) == 0) {
            throw new IllegalArgumentException("Generator: the state is all zero; xoshiro needs one bit set");
        }
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    /** Uniform on the multiples of 2^-53 in [0, 1). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    @Override
    public double nextDouble(double bound) {
        return nextDouble(0, bound);
    }

    /** Uniform in [origin, bound). */
    @Override
    public double nextDouble(double origin, double bound) {
        if (!(origin < bound) || Double.isInfinite(bound - origin)) {
            throw new IllegalArgumentException(
                    "nextDouble: needs origin < bound, both finite; got [" + origin + ", " + bound + ")");
        }
        double x = Fma.fma(nextDouble(), bound - origin, origin);
        return x < bound ? x : Math.nextDown(bound);
    }

    @Override
    public float nextFloat() {
        return (nextLong() >>> 40) * 0x1p-24f;
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return (int) nextLong(origin, bound);
    }

    /** Uniform on 0 .. bound - 1, exactly (Lemire 2019). */
    @Override
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException(
                    "nextLong: bound is " + bound + ", it must be positive; is the range empty?");
        }
        long x = nextLong();
        long high = Math.unsignedMultiplyHigh(x, bound);
        long low = x * bound;
        if (Long.compareUnsigned(low, bound) < 0) {
            long threshold = Long.remainderUnsigned(-bound, bound);
            while (Long.compareUnsigned(low, threshold) < 0) {
                x = nextLong();
                high = Math.unsignedMultiplyHigh(x, bound);
                low = x * bound;
            }
        }
        return high;
    }

    @Override
    public long nextLong(long origin, long bound) {
        return origin + nextLong(Math.subtractExact(bound, origin));
    }

    /** A standard normal number. */
    @Override
    public double nextGaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double[] pair = new double[2];
        pairs(pair, 0, 1);
        spare = pair[1];
        hasSpare = true;
        return pair[0];
    }

    @Override
    public double nextGaussian(double mean, double standardDeviation) {
        return Fma.fma(standardDeviation, nextGaussian(), mean);
    }

    /** Fills n elements of {@code out} from {@code offset} with standard normal numbers. About 3 ns each. */
    public void gaussians(double[] out, int offset, int n) {
        check("gaussians", out, offset, n);
        int i = offset;
        int end = offset + n;
        if (n > 0 && hasSpare) {
            out[i++] = nextGaussian();
        }
        while (end - i >= 2) {
            int count = Math.min(BLOCK, (end - i) / 2);
            pairs(out, i, count);
            i += 2 * count;
        }
        if (i < end) {
            out[i] = nextGaussian();
        }
    }

    /** Fills n elements of {@code out} from {@code offset} with uniform numbers in [0, 1). */
    public void uniforms(double[] out, int offset, int n) {
        check("uniforms", out, offset, n);
        for (int i = offset; i < offset + n; i++) {
            out[i] = nextDouble();
        }
    }

    private void pairs(double[] out, int offset, int count) {
        double[] r = radius;
        double[] s = sine;
        double[] c = cosine;
        if (r == null || s == null || c == null) {
            r = radius = new double[BLOCK];
            s = sine = new double[BLOCK];
            c = cosine = new double[BLOCK];
        }
        for (int i = 0; i < count; i++) {
            r[i] = ((nextLong() >>> 11) + 1) * UNIT;
            s[i] = TWO_PI * nextDouble();
        }
        Elementwise.log(r, 0, r, 0, count);
        Elementwise.sinWithDerivative(s, 0, s, 0, c, 0, count);
        for (int i = 0; i < count; i++) {
            double length = Math.sqrt(-2 * r[i]);
            out[offset + 2 * i] = length * c[i];
            out[offset + 2 * i + 1] = length * s[i];
        }
    }

    /** A uniform permutation of 0 .. n - 1. */
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("permutation: n is " + n + ", it must not be negative");
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        shuffle(order);
        return order;
    }

    /** Shuffles in place, every order equally likely (Fisher and Yates). */
    public void shuffle(int[] items) {
        for (int i = items.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int kept = items[i];
            items[i] = items[j];
            items[j] = kept;
        }
    }

    /** {@code k} distinct numbers out of 0 .. n - 1, every ordered choice equally likely. */
    public int[] choice(int k, int n) {
        if (k < 0 || k > n) {
            throw new IllegalArgumentException(
                    "choice: k is " + k + ", it must lie between 0 and n = " + n + "; items are drawn without return");
        }
        int[] items = new int[n];
        for (int i = 0; i < n; i++) {
            items[i] = i;
        }
        int[] chosen = new int[k];
        for (int i = 0; i < k; i++) {
            int j = nextInt(i, n);
            chosen[i] = items[j];
            items[j] = items[i];
        }
        return chosen;
    }

    /** Fills a slice with a uniform point of the unit sphere of R^n. */
    public void onSphere(double[] out, int offset, int n) {
        if (n < 1) {
            throw new IllegalArgumentException("onSphere: dimension is " + n + ", it must be at least 1");
        }
        double norm;
        do {
            gaussians(out, offset, n);
            norm = Math.sqrt(Reductions.dot(out, offset, out, offset, n));
        } while (norm == 0);
        for (int i = offset; i < offset + n; i++) {
            out[i] /= norm;
        }
    }

    /** Fills a slice with a uniform point of the unit ball of R^n. */
    public void inBall(double[] out, int offset, int n) {
        onSphere(out, offset, n);
        Reductions.scale(StrictMath.pow(nextDouble(), 1.0 / n), out, offset, n);
    }

    private static void check(String operation, double[] out, int offset, int n) {
        if (n < 0 || offset < 0 || offset > out.length - n) {
            throw new IllegalArgumentException(operation + ": out has " + out.length + " elements, the slice needs " + n
                    + " from offset " + offset + "; offset and n count elements");
        }
    }
}
