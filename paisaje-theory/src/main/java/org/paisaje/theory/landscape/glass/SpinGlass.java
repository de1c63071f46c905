package org.paisaje.theory.landscape.glass;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Generator;
import org.paisaje.math.random.Seed;
import org.paisaje.math.special.Reductions;

/**
 * The energy of the spherical p-spin glass, {@code H(s) = N^(-(p-1)/2) sum J_(i1..ip) s_i1 ... s_ip} on {@code |s|^2 = N}, with
 * independent normal couplings {@code E H^2 = N}. The couplings are kept symmetrised and packed: the Hessian is
 * {@code p (p-1) M w(s)} with a row of M for every pair i <= j and in w the products of p - 2 spins, so that one product gives
 * Hessian, gradient {@code H'' s / (p-1)} and energy {@code s . H' / p}. Immutable; {@link Point}s hold the buffers.
 */
public final class SpinGlass {
    /** Products of more than this many spins are not worth what they cost here. */
    public static final int LARGEST_ORDER = 10;

    private final int p;
    private final int n;
    /** A row for each pair i <= j, a column for each multiset of p - 2 spins. */
    private final double[] couplings;
    private final int columns;
    /** The spins of every column, and how many orders they have. */
    private final int[] spins;
    private final double[] orders;

    private SpinGlass(int p, int n, double[] symmetric) {
        this.p = p;
        this.n = n;
        int q = p - 2;
        this.columns = Math.toIntExact(multisets(n, q));
        this.spins = new int[columns * q];
        this.orders = new double[columns];
        int[] multiset = new int[q];
        for (int c = 0; c < columns; c++) {
            System.arraycopy(multiset, 0, spins, c * q, q);
            orders[c] = orders(multiset);
            next(multiset);
        }
        int pairs = n * (n + 1) / 2;
        this.couplings = new double[pairs * columns];
        int[] sorted = new int[p];
        int row = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++, row++) {
                for (int c = 0; c < columns; c++) {
                    System.arraycopy(spins, c * q, sorted, 0, q);
                    sorted[q] = j;
                    sorted[q + 1] = i;
                    Arrays.sort(sorted);
                    couplings[row * columns + c] = symmetric[rank(sorted)];
                }
            }
        }
    }

    /** Couplings drawn at random. A symmetrised one is a mean over its different orders, and drawn as such. */
    public static SpinGlass random(int p, int n, Seed seed) {
        Generator draw = seed.generator();
        return build(p, n, multiset -> draw.nextGaussian() / Math.sqrt(orders(multiset)));
    }

    /** Given couplings J_(i1..ip), which are symmetrised. */
    public static SpinGlass of(int p, int n, ToDoubleFunction<int[]> j) {
        return build(p, n, multiset -> {
            int[] order = multiset.clone();
            double sum = 0;
            long count = 0;
            do {
                sum += j.applyAsDouble(order);
                count++;
            } while (nextOrder(order));
            return sum / count;
        });
    }

    private static SpinGlass build(int p, int n, ToDoubleFunction<int[]> mean) {
        if (p < 2 || p > LARGEST_ORDER || n < 2) {
            throw new IllegalArgumentException("SpinGlass: p is " + p + " and n is " + n
                    + "; products of 2 to " + LARGEST_ORDER + " of at least 2 spins are meant");
        }
        double entries = (double) multisets(n, p - 2) * n * (n + 1) / 2;
        if (entries > 1 << 28) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "spin glass: p = %d and n = %d have %.3g packed couplings, %d are taken; take fewer spins", p, n,
                    entries,
                    1 << 28));
        }
        MemoryEstimate.require("SpinGlass", (long) (8 * entries), "take fewer spins");
        double[] symmetric = new double[Math.toIntExact(multisets(n, p))];
        double scale = Math.pow(n, -(p - 1) / 2.0);
        int[] multiset = new int[p];
        for (int i = 0; i < symmetric.length; i++) {
            symmetric[i] = scale * mean.applyAsDouble(multiset);
            next(multiset);
        }
        return new SpinGlass(p, n, symmetric);
    }

    /** The number of spins in a product. */
    public int order() {
        return p;
    }

    /** The number N of spins. */
    public int spins() {
        return n;
    }

    /** Buffers to look at configurations with, one after another. */
    public Point point() {
        return new Point();
    }

    /** Energy and derivatives at one configuration after another; one thread at a time. */
    public final class Point {
        private final double[] weights = new double[columns];
        private final double[] hessian = new double[n * n];
        private final double[] gradient = new double[n];
        private double energy;

        private Point() {}

        /** Looks at a configuration; the energy. The sphere plays no part in it. */
        public double at(double[] s) {
            int q = p - 2;
            for (int c = 0; c < columns; c++) {
                double product = orders[c];
                for (int k = 0; k < q; k++) {
                    product *= s[spins[c * q + k]];
                }
                weights[c] = product;
            }
            int row = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++, row++) {
                    double entry = p * (p - 1) * Reductions.dot(couplings, row * columns, weights, 0, columns);
                    hessian[i * n + j] = entry;
                    hessian[j * n + i] = entry;
                }
            }
            for (int i = 0; i < n; i++) {
                gradient[i] = Reductions.dot(hessian, i * n, s, 0, n) / (p - 1);
            }
            energy = Reductions.dot(gradient, 0, s, 0, n) / p;
            return energy;
        }

        /** H at the configuration last looked at. */
        public double energy() {
            return energy;
        }

        /** The Euclidean gradient there; live. */
        public double[] gradient() {
            return gradient;
        }

        /** The Euclidean Hessian there, N x N; live. */
        public double[] hessian() {
            return hessian;
        }
    }

    private static long multisets(int n, int k) {
        double count = 1;
        for (int i = 1; i <= k; i++) {
            count = count * (n + i - 1) / i;
        }
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "SpinGlass: there are too many products of " + k + " of " + n + " spins; take fewer spins");
        }
        return Math.round(count);
    }

    /** The place of i1 <= ... <= ip among all multisets, {@code sum_k C(i_k + k - 1, k)}; {@link #next} goes in this order. */
    private static int rank(int[] sorted) {
        int result = 0;
        for (int k = 1; k <= sorted.length; k++) {
            long choose = 1;
            for (int i = 1; i <= k; i++) {
                choose = choose * (sorted[k - 1] + i - 1) / i;
            }
            result += (int) choose;
        }
        return result;
    }

    /** The multiset after this one, in the order of {@link #rank}. */
    private static void next(int[] sorted) {
        for (int k = 0; k < sorted.length; k++) {
            if (k + 1 == sorted.length || sorted[k] < sorted[k + 1]) {
                sorted[k]++;
                Arrays.fill(sorted, 0, k, 0);
                return;
            }
        }
    }

    /** In how many different orders the spins of a sorted multiset can stand. */
    private static double orders(int[] sorted) {
        double result = 1;
        int run = 0;
        for (int k = 0; k < sorted.length; k++) {
            run = k > 0 && sorted[k] == sorted[k - 1] ? run + 1 : 1;
            result *= (k + 1.0) / run;
        }
        return result;
    }

    /** The next different order, ascending; false after the last. */
    private static boolean nextOrder(int[] order) {
        int i = order.length - 2;
        while (i >= 0 && order[i] >= order[i + 1]) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        int j = order.length - 1;
        while (order[j] <= order[i]) {
            j--;
        }
        swap(order, i, j);
        for (int a = i + 1, b = order.length - 1; a < b; a++, b--) {
            swap(order, a, b);
        }
        return true;
    }

    private static void swap(int[] a, int i, int j) {
        int held = a[i];
        a[i] = a[j];
        a[j] = held;
    }

    @Override
    public String toString() {
        return "SpinGlass[p=" + p + ", n=" + n + "]";
    }
}
