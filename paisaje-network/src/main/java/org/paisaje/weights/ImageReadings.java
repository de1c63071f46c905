package org.paisaje.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.paisaje.weights.ChainLayers.Layer;

/**
 * How the convolutions of a state dictionary may lead from an image to the first matrix behind them. Paddings, strides and pools
 * are in no such file; those that people use are gone through, and what arrives at the size that the matrix takes fits:
 * paddings of 0 or such that the size stays, and behind some of the convolutions a pool or in some of them a stride; a first
 * convolution may have a stride and others pools.
 */
final class ImageReadings {
    private static final int MOST_APART = 4;
    private static final int MOST = 14;

    private final List<Layer> filters;
    private final int height;
    private final int width;
    private final int taken;
    private final List<Gap> gaps;

    /** What lies between two layers: at least and at most so many modules without parameters. */
    record Gap(int least, int most) {
        static final Gap OPEN = new Gap(0, Integer.MAX_VALUE);
    }

    /** How sizes shrink, the usual way first. */
    private enum Shrink {
        MAX, STRIDE, HALF, OVERLAPPING, PADDED;

        boolean pools() {
            return this == MAX || this == OVERLAPPING || this == PADDED;
        }

        /** A pool as a chain writes it. */
        String pool(boolean line) {
            return switch (this) {
                case MAX -> line ? "max1x2" : "max2";
                case OVERLAPPING -> line ? "max1x3s1x2" : "max3s2";
                default -> line ? "max1x3s1x2p0x1" : "max3s2p1";
            };
        }
    }

    /** The stride of a first convolution that pools follow, with its padding if that is neither none nor half the filter. */
    private record Stem(int stride, int padding, double cost) {
        static final Stem NONE = new Stem(1, -1, 0);
    }

    /**
     * A way through the convolutions.
     *
     * @param strides what is written behind the size of each filter: stride and padding
     * @param pools what stands behind each activation, empty for nothing
     * @param mean whether the mean over all pixels is taken in the end
     * @param cost how far it is from what is usual
     */
    record Way(List<String> strides, List<String> pools, boolean mean, double cost) {}

    /**
     * Ways of some convolutions.
     *
     * @param taken the numbers that the first matrix takes
     * @param gaps what is known of the modules behind each convolution
     */
    ImageReadings(List<Layer> filters, int height, int width, int taken, List<Gap> gaps) {
        this.filters = filters;
        this.height = height;
        this.width = width;
        this.taken = taken;
        this.gaps = gaps;
    }

    /** The ways that fit, the most usual first. */
    List<Way> ways() {
        int n = filters.size();
        if (n > MOST) {
            return List.of();
        }
        Map<String, Way> found = new LinkedHashMap<>();
        for (boolean[] same : paddings()) {
            for (Shrink shrink : Shrink.values()) {
                for (int set = 0; set < 1 << n; set++) {
                    boolean shrinks = set != 0;
                    if (shrink == Shrink.MAX || shrinks) {
                        add(found, same, shrink, set, Stem.NONE);
                    }
                    if (shrinks && shrink.pools()) {
                        for (Stem stem : stems()) {
                            add(found, same, shrink, set, stem);
                        }
                    }
                }
            }
        }
        return found.values().stream().sorted(Comparator.comparingDouble(Way::cost)).toList();
    }

    /** Which convolutions keep the size: each by itself where there are few, else those of one size alike. */
    private List<boolean[]> paddings() {
        int n = filters.size();
        List<Integer> sides = filters.stream().map(ImageReadings::side).toList();
        List<Integer> kinds = List.copyOf(new TreeSet<>(sides));
        int free = n <= MOST_APART ? n : kinds.size();
        List<boolean[]> result = new ArrayList<>();
        for (int set = 0; set < 1 << free; set++) {
            boolean[] same = new boolean[n];
            boolean allowed = true;
            for (int l = 0; l < n; l++) {
                same[l] = (set >> (n <= MOST_APART ? l : kinds.indexOf(sides.get(l))) & 1) == 1;
                allowed &= !same[l] || sides.get(l) > 1 && sides.get(l) % 2 == 1 && odd(filters.get(l));
            }
            if (allowed) {
                result.add(same);
            }
        }
        return result;
    }

    /** Whether a filter has a pixel in its middle. */
    private static boolean odd(Layer filter) {
        return filter.shape().length == 3 || filter.shape()[2] % 2 == 1;
    }

    /** Strides that people give a first convolution, and the padding of AlexNet. */
    private List<Stem> stems() {
        int side = side(filters.getFirst());
        List<Stem> result = new ArrayList<>();
        if (side >= 3) {
            result.add(new Stem(2, -1, side >= 5 ? 2 : 3));
        }
        if (side >= 7) {
            result.add(new Stem(4, -1, 3));
        }
        if (side == 11) {
            result.add(new Stem(4, 2, 1));
        }
        return result;
    }

    private static int side(Layer filter) {
        return filter.shape()[filter.shape().length - 1];
    }

    private void add(Map<String, Way> found, boolean[] same, Shrink shrink, int set, Stem stem) {
        int rows = height;
        int columns = width;
        List<String> strides = new ArrayList<>();
        List<String> pools = new ArrayList<>();
        double cost = paddingCost(same) + shrink.ordinal() + stem.cost();
        boolean line = filters.getFirst().shape().length == 3;
        for (int l = 0; l < filters.size(); l++) {
            int[] shape = filters.get(l).shape();
            int across = side(filters.get(l));
            int down = line ? 1 : shape[2];
            boolean here = (set >> l & 1) == 1;
            boolean pooled = here && shrink.pools();
            if (here && shrink == Shrink.HALF && (across % 2 != 0 || across < 4)
                    || pooled && gaps.get(l).most() < 2) {
                return;
            }
            int stride = l == 0 && stem.stride() > 1
                    ? stem.stride()
                    : !here || pooled ? 1 : shrink == Shrink.HALF ? across / 2 : 2;
            boolean told = l == 0 && stem.padding() >= 0;
            if (told && same[0]) {
                return;
            }
            int padding = told ? stem.padding() : same[l] ? across / 2 : 0;
            int above = line ? 0 : told ? stem.padding() : same[l] ? down / 2 : 0;
            if (rows + 2 * above < down || columns + 2 * padding < across) {
                return;
            }
            rows = (rows + 2 * above - down) / (line ? 1 : stride) + 1;
            columns = (columns + 2 * padding - across) / stride + 1;
            strides.add((stride == 1 ? "" : "s" + (line ? "1x" : "") + stride)
                    + (padding == 0 && above == 0
                            ? ""
                            : "p" + (above == padding ? padding : above + "x" + padding)));
            cost += !pooled && gaps.get(l).least() >= 2 ? 4 : 0;
            if (pooled) {
                int window = shrink == Shrink.MAX ? 2 : 3;
                int around = shrink == Shrink.PADDED ? 1 : 0;
                if (rows + 2 * around < (line ? 1 : window) || columns + 2 * around < window) {
                    return;
                }
                rows = line ? 1 : (rows + 2 * around - window) / 2 + 1;
                columns = (columns + 2 * around - window) / 2 + 1;
            }
            pools.add(pooled ? shrink.pool(line) : "");
        }
        int channels = filters.getLast().outputs();
        boolean mean = taken == channels && rows * columns > 1;
        if (!mean && (long) rows * columns * channels != taken) {
            return;
        }
        found.putIfAbsent(strides + " " + pools, new Way(strides, pools, mean, cost + placeCost(shrink, set)));
    }

    /** All alike, or alike where the filters are; else by how often it changes. */
    private double paddingCost(boolean[] same) {
        int changes = (int) IntStream.range(1, same.length).filter(l -> same[l] != same[l - 1]).count();
        if (changes == 0) {
            return 0;
        }
        boolean bySide = IntStream.range(1, same.length)
                .allMatch(l -> side(filters.get(l)) != side(filters.get(l - 1)) || same[l] == same[l - 1]);
        return bySide ? 1 : 2 + changes;
    }

    /** Usual places of shrinking: nowhere, everywhere, at the end, where channels become more, every second. */
    private double placeCost(Shrink shrink, int set) {
        int n = filters.size();
        int all = (1 << n) - 1;
        if (set == 0 || set == all) {
            return 0;
        }
        boolean pool = shrink.pools();
        int widening = 0;
        int second = 0;
        for (int l = 0; l < n; l++) {
            boolean wider = pool
                    ? l + 1 == n || filters.get(l + 1).outputs() > filters.get(l).outputs()
                    : l > 0 && filters.get(l).outputs() > filters.get(l - 1).outputs();
            widening |= wider ? 1 << l : 0;
            second |= l % 2 == 1 ? 1 << l : 0;
        }
        int[] usual = pool
                ? new int[] {1 << n - 1, widening, second, all >> 1}
                : new int[] {all - 1, widening, second, 1};
        return Arrays.stream(usual).anyMatch(place -> place == set)
                ? 1
                : 4 + Math.min(Integer.bitCount(set),
                        n - Integer.bitCount(set));
    }
}
