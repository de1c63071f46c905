package org.paisaje.study.explain.check.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.CodedGaps;
import org.paisaje.data.Dataset;
import org.paisaje.math.Brief;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Pooled;
import org.paisaje.study.explain.attempt.Setup;

/**
 * Numbers that seem to stand for a missing value: a value at the end of a column that many rows share, with too little between it
 * and the others. Amounts that are 0 for many, such as rain or purchases, have small ones next to 0. Where their density grows no
 * faster than in proportion to the distance from 0, of those nearer than 2 t at least a quarter are nearer than t, for each t. Where
 * so few are that this has a chance of less than one in a hundred, over all columns and all t that are looked at, the value lies
 * apart.
 *
 * @param codes what was found
 * @param gain what filling in the means and saying where changes for simple methods
 */
public record MissingCodes(List<Code> codes, CrossValidation gain) {
    /** The chance, over all columns, of a gap that is none. */
    private static final double CHANCE = 0.01;
    /** Fewer rows, or a smaller share of them, may be slips. */
    private static final int FEWEST = 5;
    private static final double FEWEST_SHARE = 0.01;
    /** Where more rows share a value it is the rule and the others are the exception. */
    private static final double MOST_SHARE = 0.6;
    /** The value comes so many times as often as any other of the quarter nearest to it. */
    private static final double OFTENER = 2;
    private static final int FEWEST_OTHERS = 20;
    /** Fewer different values are steps of a scale. */
    private static final int FEWEST_DIFFERENT = 4;
    private static final double QUARTER = 0.25;
    /** The distances t, by the share of the others that are nearer. */
    private static final double[] LOOKED_AT = {0, 1.0 / 64, 1.0 / 32, 1.0 / 16, 1.0 / 8, 1.0 / 4};

    /**
     * One of them.
     *
     * @param column its input, from 0
     * @param value the value among the training inputs as they were read
     * @param share of the training rows that hold it
     * @param low the smallest of the other values
     * @param high the largest of them
     */
    public record Code(int column, double value, double share, double low, double high) {}

    /** Copies the list. */
    public MissingCodes {
        codes = List.copyOf(codes);
    }

    /** Those of the data of a setup; absent if there are none. */
    public static Optional<MissingCodes> of(Setup setup) {
        Matrix raw = setup.rawInputs();
        List<Code> codes = new ArrayList<>();
        for (int j = 0; j < raw.columns(); j++) {
            code(j, raw.column(j), CHANCE / raw.columns()).ifPresent(codes::add);
        }
        if (codes.isEmpty()) {
            return Optional.empty();
        }
        Dataset before = Pooled.data(setup);
        CodedGaps map = CodedGaps.of(before, places(codes), values(codes), true);
        return Optional.of(new MissingCodes(codes, CrossValidation.of(before, map.apply(before))));
    }

    /** The inputs, from 0. */
    public int[] places() {
        return places(codes);
    }

    /** The values, in that order. */
    public double[] values() {
        return values(codes);
    }

    private static int[] places(List<Code> codes) {
        return codes.stream().mapToInt(Code::column).toArray();
    }

    private static double[] values(List<Code> codes) {
        return codes.stream().mapToDouble(Code::value).toArray();
    }

    /**
     * The one of a column.
     *
     * @param chance that of a gap that is none
     */
    static Optional<Code> code(int column, double[] values, double chance) {
        int n = values.length;
        double[] sorted = Arrays.stream(values).sorted().toArray();
        for (boolean high : new boolean[] {false, true}) {
            double code = sorted[high ? n - 1 : 0];
            double[] distances = Arrays.stream(sorted)
                    .filter(v -> v != code)
                    .map(v -> Math.abs(v - code))
                    .sorted()
                    .toArray();
            int count = n - distances.length;
            if (count >= Math.max(FEWEST, FEWEST_SHARE * n) && count <= MOST_SHARE * n
                    && distances.length >= FEWEST_OTHERS && apart(count, distances, chance / 2)) {
                double near = distances[0];
                double far = distances[distances.length - 1];
                return Optional.of(new Code(column, code, (double) count / n, high ? code - far : code + near,
                        high ? code - near : code + far));
            }
        }
        return Optional.empty();
    }

    /** Whether a value that comes so often lies apart from others at these distances. */
    private static boolean apart(int count, double[] distances, double chance) {
        int n = distances.length;
        for (double share : LOOKED_AT) {
            double t = distances[(int) (share * n)];
            double[] near = Arrays.stream(distances).filter(d -> d < 2 * t).toArray();
            int within = (int) Arrays.stream(near).filter(d -> d < t).count();
            Map<Double, Integer> times = new HashMap<>();
            Arrays.stream(near).forEach(d -> times.merge(d, 1, Integer::sum));
            double bulk = distances[n / 4];
            int most = times.entrySet()
                    .stream()
                    .filter(one -> one.getKey() <= bulk)
                    .mapToInt(Map.Entry::getValue)
                    .max()
                    .orElse(count);
            if (times.size() >= FEWEST_DIFFERENT && count >= OFTENER * most
                    && atMost(within, near.length) < chance / LOOKED_AT.length) {
                return true;
            }
        }
        return false;
    }

    /** The chance that at most so many of n are nearer if each is with a chance of a quarter. */
    private static double atMost(int within, int n) {
        double log = n * Math.log1p(-QUARTER);
        double sum = 0;
        for (int k = 0; k <= within; k++) {
            sum += Math.exp(log);
            log += Math.log((n - k) / (k + 1.0) * QUARTER / (1 - QUARTER));
        }
        return sum;
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
