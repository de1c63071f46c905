package org.paisaje.study.explain.check.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.Cycles;
import org.paisaje.data.Dataset;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.Pooled;
import org.paisaje.study.explain.attempt.Setup;

/**
 * Columns that may be times or go round: numbers the size of seconds or milliseconds since 1970, and whole numbers that fill the
 * range of hours, weekdays, months or minutes, or numbers over that of an angle. Whether they are is measured: linear least squares
 * or kernel ridge regression on their sines and cosines must do better than on the numbers with their squares, which any hump or
 * hollow fits.
 *
 * @param dates the times, by name or number from 1
 * @param cyclic the columns that go round with their periods, as {@code hour=24}
 * @param first the number from 0 of the first of all of them
 * @param gain what it changes
 */
public record Rounds(List<String> dates, List<String> cyclic, int first, CrossValidation gain) {
    /** Seconds since 1970 from 1976 to 2100, in between at least so much of which times lie. */
    private static final double EARLIEST = 2e8;
    private static final double LATEST = 4.1e9;
    private static final double MILLI = 1000;
    private static final double DAY = 86_400;
    /** Times lie within so much of the largest; amounts of that size vary more. */
    private static final double WITHIN = 0.7;
    /** First and last whole number, and the period. */
    private static final double[][] WHOLE = {{0, 23, 24}, {1, 24, 24}, {1, 12, 12}, {0, 11, 12}, {0, 6, 7}, {1, 7, 7},
        {0, 59, 60}, {1, 366, 366}, {1, 365, 365}};
    /** Ends of the ranges of angles, and hours with fractions. */
    private static final double[][] REAL = {{0, 360}, {-180, 180}, {0, 2 * Math.PI}, {-Math.PI, Math.PI}, {0, 24}};
    /** What may be missing at the ends of a range that goes round, as a share of it. */
    private static final double SLACK = 0.02;

    /** Copies the lists. */
    public Rounds {
        dates = List.copyOf(dates);
        cyclic = List.copyOf(cyclic);
    }

    /** Those of the data of a setup that are worth it; absent if there are none. */
    public static Optional<Rounds> of(Setup setup) {
        Dataset all = Pooled.data(setup);
        List<String> dates = new ArrayList<>();
        List<String> cyclic = new ArrayList<>();
        List<Integer> squared = new ArrayList<>();
        int first = -1;
        for (int j = 0; j < all.inputs(); j++) {
            double[] values = all.x().column(j);
            String name = all.names().isEmpty() ? String.valueOf(j + 1) : all.names().get(j);
            boolean date = date(values);
            double period = date ? 0 : period(values);
            // In an option commas stand between columns.
            if (!date && period == 0 || name.contains(",") || name.contains("=")) {
                continue;
            }
            List<String> own = date ? List.of(name) : List.of();
            List<String> round = date ? List.of() : List.of(name + "=" + CsvFile.text(period));
            Dataset turned = Cycles.of(all, own, round).apply(all);
            if (turned.inputs() > all.inputs() && CrossValidation.of(squared(all, List.of(j)), turned).better()) {
                dates.addAll(own);
                cyclic.addAll(round);
                squared.add(j);
                first = first < 0 ? j : first;
            }
        }
        if (first < 0) {
            return Optional.empty();
        }
        return Optional.of(new Rounds(dates, cyclic, first,
                CrossValidation.of(squared(all, squared), Cycles.of(all, dates, cyclic).apply(all))));
    }

    private static Dataset squared(Dataset data, List<Integer> columns) {
        Matrix x = Matrix.zeros(data.size(), data.inputs() + columns.size());
        double[] means = new double[columns.size()];
        for (int k = 0; k < means.length; k++) {
            means[k] = Arrays.stream(data.x().column(columns.get(k))).average().orElse(0);
        }
        for (int i = 0; i < data.size(); i++) {
            for (int j = 0; j < data.inputs(); j++) {
                x.set(i, j, data.x().get(i, j));
            }
            for (int k = 0; k < means.length; k++) {
                double u = data.x().get(i, columns.get(k)) - means[k];
                x.set(i, data.inputs() + k, u * u);
            }
        }
        return data.withInputs(x);
    }

    static boolean date(double... values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        double unit = low >= MILLI * EARLIEST ? MILLI : 1;
        return low >= unit * EARLIEST && high <= unit * LATEST && high - low >= unit * DAY
                && high - low <= WITHIN * high;
    }

    /** The period of values that fill a known range; 0 if they fill none. */
    static double period(double... values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        long different = Arrays.stream(values).distinct().count();
        boolean whole = Arrays.stream(values).allMatch(v -> Math.abs(v - Math.rint(v)) < 1e-6);
        for (double[] one : WHOLE) {
            if (whole && Math.rint(low) == one[0] && Math.rint(high) == one[1]
                    && different >= (1 - SLACK) * (one[1] - one[0] + 1)) {
                return one[2];
            }
        }
        for (double[] one : REAL) {
            double slack = SLACK * (one[1] - one[0]);
            if (different > 30 && low >= one[0] - 1e-6 && low <= one[0] + slack && high <= one[1] + 1e-6
                    && high >= one[1] - slack) {
                return one[1] - one[0];
            }
        }
        return 0;
    }
}
