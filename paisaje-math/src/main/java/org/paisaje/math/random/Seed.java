package org.paisaje.math.random;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

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

    /** A fresh generator that starts from this seed. */
    public RandomGenerator generator() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(key);
    }

    /** {@code n} independent standard normal numbers. */
    public double[] gaussians(int n) {
        RandomGenerator generator = generator();
        double[] result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = generator.nextGaussian();
        }
        return result;
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
