package org.paisaje.bench.algebra;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.paisaje.math.linalg.Blas;

/**
 * The Java side of {@code compare/products.py}: reads lines {@code m n k transposeA transposeB threads seconds} from
 * standard input and answers each with the median and the least time of one product in seconds, so that the two sides
 * can be timed in turns.
 */
public final class ProductComparison {
    private ProductComparison() {}

    /** Serves requests until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(Blas.backend());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.strip().split(" ", -1);
            int m = Integer.parseInt(words[0]);
            int n = Integer.parseInt(words[1]);
            int k = Integer.parseInt(words[2]);
            boolean transposeA = words[3].equals("1");
            boolean transposeB = words[4].equals("1");
            double seconds = Double.parseDouble(words[6]);
            double[] times = Blas.withThreads(Integer.parseInt(words[5]),
                    () -> time(m, n, k, transposeA, transposeB, seconds));
            System.out.println(times[times.length / 2] + " " + times[0]);
        }
    }

    private static double[] time(int m, int n, int k, boolean transposeA, boolean transposeB, double seconds) {
        SplittableRandom random = new SplittableRandom(1);
        double[] a = random.doubles((long) m * k).toArray();
        double[] b = random.doubles((long) n * k).toArray();
        double[] c = new double[m * n];
        int repeats = (int) Math.max(1, 2e6 / (2.0 * m * n * k));
        double[] times = new double[100_000];
        int count = 0;
        long start = System.nanoTime();
        while (count < 3 || count < times.length && System.nanoTime() - start < 1e9 * seconds) {
            long before = System.nanoTime();
            for (int i = 0; i < repeats; i++) {
                Blas.gemm(transposeA, transposeB, m, n, k, a, b, c);
            }
            times[count++] = 1e-9 * (System.nanoTime() - before) / repeats;
        }
        double[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
