package org.paisaje.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paisaje.math.linalg.Matrix;

/**
 * The map that puts sines and cosines in the place of columns that go round, such as hours of the day or angles, so that the last
 * value lies beside the first; of a time in seconds or milliseconds since 1970 those of the day, the week and the year, as far as
 * the times go over such a period and differ within it, and the time itself as a trend from 0 to 1. Days begin at midnight of
 * universal time.
 */
public final class Cycles {
    private static final double DAY = 86_400;
    private static final double[] CALENDAR = {DAY, 7 * DAY, 365.2425 * DAY};
    private static final List<String> CALLED = List.of("day", "week", "year");
    /** Times from here on, the year 5138, are in milliseconds. */
    private static final double MILLISECONDS = 1e11;

    /**
     * What becomes of a column.
     *
     * @param periods in the unit of the column; empty for a column that stays
     * @param called how they are called
     * @param trend whether the time itself is one of the columns
     * @param low where it is 0
     * @param range after which it is 1
     */
    private record Turn(double[] periods, List<String> called, boolean trend, double low, double range) {
        private static final Turn NONE = new Turn(new double[0], List.of(), true, 0, 1);

        int width() {
            return 2 * periods.length + (trend ? 1 : 0);
        }
    }

    private final Turn[] turns;

    private Cycles(Turn... turns) {
        this.turns = turns;
    }

    /**
     * The map fixed on a set.
     *
     * @param dates columns of times, by name or by number from 1
     * @param cyclic columns with their periods, as {@code hour=24}
     */
    public static Cycles of(Dataset data, List<String> dates, List<String> cyclic) {
        Turn[] turns = new Turn[data.inputs()];
        Arrays.fill(turns, Turn.NONE);
        for (String one : cyclic) {
            int equals = one.lastIndexOf('=');
            double period = equals < 0 ? Double.NaN : number(one.substring(equals + 1));
            if (!(period > 0) || Double.isInfinite(period)) {
                throw new IllegalArgumentException("--cyclic " + one + ": the period is missing or no number above 0; "
                        + "write COLUMN=PERIOD, as hour=24");
            }
            turns[data.place("--cyclic", one.substring(0, equals))] = new Turn(new double[] {period}, List.of(""),
                    false, 0, 1);
        }
        for (String date : dates) {
            int place = data.place("--date", date);
            turns[place] = calendar(data.x().column(place));
        }
        return new Cycles(turns);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Turn calendar(double... times) {
        double low = Arrays.stream(times).min().orElse(0);
        double high = Arrays.stream(times).max().orElse(0);
        double unit = Math.max(Math.abs(low), Math.abs(high)) < MILLISECONDS ? 1 : 1000;
        List<String> called = new ArrayList<>();
        List<Double> periods = new ArrayList<>();
        for (int k = 0; k < CALENDAR.length; k++) {
            double period = unit * CALENDAR[k];
            if (high - low >= period && Arrays.stream(times).map(t -> mod(t, period)).distinct().limit(2).count() > 1) {
                periods.add(period);
                called.add(" " + CALLED.get(k));
            }
        }
        return new Turn(periods.stream().mapToDouble(Double::doubleValue).toArray(), called, true, low,
                high > low ? high - low : 1);
    }

    private static double mod(double value, double period) {
        return value - period * Math.floor(value / period);
    }

    /** The number of columns of the result. */
    public int columns() {
        return Arrays.stream(turns).mapToInt(Turn::width).sum();
    }

    /** A set with its columns turned. */
    public Dataset apply(Dataset data) {
        if (data.inputs() != turns.length) {
            throw new IllegalArgumentException("Cycles: x has " + data.inputs() + " columns, the periods are those of "
                    + turns.length + "; rows are samples");
        }
        Matrix x = Matrix.zeros(data.size(), columns());
        List<String> names = new ArrayList<>();
        int at = 0;
        for (int j = 0; j < turns.length; j++) {
            Turn turn = turns[j];
            String name = data.names().isEmpty() ? String.format(Locale.ROOT, "%d", j + 1) : data.names().get(j);
            if (turn.trend()) {
                for (int i = 0; i < x.rows(); i++) {
                    x.set(i, at, (data.x().get(i, j) - turn.low()) / turn.range());
                }
                at++;
                names.add(name);
            }
            for (int k = 0; k < turn.periods().length; k++) {
                double period = turn.periods()[k];
                for (int i = 0; i < x.rows(); i++) {
                    double angle = 2 * Math.PI * mod(data.x().get(i, j), period) / period;
                    x.set(i, at, Math.sin(angle));
                    x.set(i, at + 1, Math.cos(angle));
                }
                at += 2;
                names.add(name + turn.called().get(k) + " sine");
                names.add(name + turn.called().get(k) + " cosine");
            }
        }
        return new Dataset(data.name(), data.task(), x, data.y(), data.names().isEmpty() ? List.of() : names);
    }
}
