package org.paisaje.math.random;

/**
 * A named, splittable seed: the only source of randomness. A seed is a value; deriving from it changes nothing, so that
 * what one part of a program draws cannot shift what another draws, whatever the order or the number of threads.
 */
public record Seed(long key) {
    /** The root of a family of seeds. */
    public static Seed of(long key) {
        return new Seed(mix(key ^ 0x9E3779B97F4A7C15L));
    }

    /** The child of this seed for a purpose, such as "init" or "data". */
    public Seed named(String purpose) {
        long hash = key;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash * 31 + purpose.charAt(i) + 1);
        }
        return new Seed(mix(hash ^ 0xD6E8FEB86659FD93L));
    }

    /** The child of this seed for replicate or item {@code index}. */
    public Seed at(long index) {
        return new Seed(mix(key + mix(index + 0xA0761D6478BD642FL)));
    }

    /** A fresh generator that starts from this seed: the same numbers on every machine and JDK. */
    public Generator generator() {
        long step = 0x9E3779B97F4A7C15L;
        return new Generator(mix(key + step), mix(key + 2 * step), mix(key + 3 * step), mix(key + 4 * step));
    }

    /** {@code n} independent standard normal numbers; a shorter draw is a prefix of a longer one. */
    public double[] gaussians(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("gaussians: n is " + n + ", it must not be negative");
        }
        double[] result = new double[n];
        generator().gaussians(result, 0, n);
        return result;
    }

    /** {@code n} independent numbers, uniform in [0, 1). */
    public double[] uniforms(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("uniforms: n is " + n + ", it must not be negative");
        }
        double[] result = new double[n];
        generator().uniforms(result, 0, n);
        return result;
    }

    /** A uniform permutation of 0 .. n - 1. */
    public int[] permutation(int n) {
        return generator().permutation(n);
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
