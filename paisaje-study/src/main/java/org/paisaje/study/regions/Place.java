package org.paisaje.study.regions;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.theory.geometry.region.Domain;

/**
 * Where regions are looked for, as it is written: a box or everything, of all inputs or of a line or plane through them.
 *
 * @param box the ends of each coordinate, as -1,1; where none is named -1 to 1, or what a slice needs
 * @param everywhere no ends at all
 * @param line two rows of the data, as 0,1, or random
 * @param slice three rows of the data, as 0,1,2, or random
 */
public record Place(Optional<String> box, boolean everywhere, Optional<String> line, Optional<String> slice) {
    /** Areas and volumes of wider boxes may overflow. */
    private static final double WIDEST = 1e50;

    /** Low and high; NaN where the domain is to choose. */
    private double[] bounds() {
        if (everywhere) {
            return new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        if (box.isEmpty()) {
            return new double[] {Double.NaN, Double.NaN};
        }
        String text = box.get();
        String[] parts = text.split(",", -1);
        try {
            double[] result = Arrays.stream(parts).mapToDouble(part -> Double.parseDouble(part.strip())).toArray();
            if (result.length == 2 && result[0] >= -WIDEST && result[1] <= WIDEST && result[0] < result[1]) {
                return result;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongBox(text), e);
        }
        throw new IllegalArgumentException(wrongBox(text));
    }

    private static String wrongBox(String text) {
        return "--box: \"" + text
                + "\" is no box; write two numbers, the smaller first, as in --box -1,1, and none beyond 1e50";
    }

    /** The part of the space of inputs; drawn directions come from the seed. */
    public Domain of(Architecture built, Optional<Dataset> points, Seed seed) {
        double[] bounds = bounds();
        int d = line.isPresent() ? 1 : 2;
        if (line.or(() -> slice).isEmpty()) {
            if (built.inputs() > 3) {
                throw new IllegalArgumentException("regions: " + built.text() + " has " + built.inputs()
                        + " inputs; regions are enumerated in one to three dimensions. Take a slice: --slice random, or with --data "
                        + "through three rows, --slice 0,1,2; or a line, --line 0,1");
            }
            return Domain.box(built.inputs(), Double.isNaN(bounds[0]) ? -1 : bounds[0], Double.isNaN(bounds[1])
                    ? 1
                    : bounds[1]);
        }
        String through = line.or(() -> slice).get();
        if (through.equals("random")) {
            return Slice.random(built.inputs(), d, seed, bounds[0], bounds[1]);
        }
        String option = line.isPresent() ? "--line" : "--slice";
        if (points.isEmpty()) {
            throw new IllegalArgumentException(option + " " + through + " names rows of data: add --data, or write "
                    + option + " random");
        }
        return Slice.through(points.get(), rows(option, through, d + 1), bounds[0], bounds[1]);
    }

    private static int[] rows(String option, String text, int count) {
        try {
            int[] rows = Stream.of(text.split(",", -1)).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
            if (rows.length == count) {
                return rows;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrongRows(option, text, count), e);
        }
        throw new IllegalArgumentException(wrongRows(option, text, count));
    }

    private static String wrongRows(String option, String text, int count) {
        return option + ": \"" + text + "\"; write " + count + " numbers of rows, as in " + option
                + (count == 2 ? " 0,1" : " 0,1,2") + ", or random";
    }

    /** What it is called. */
    public String words(Domain domain) {
        String name = switch (domain.dimension()) {
            case 1 -> line.isPresent() ? "the line" : "the interval";
            case 2 -> slice.isPresent() ? "the slice" : "the square";
            default -> "the cube";
        };
        if (!domain.bounded()) {
            return switch (domain.dimension()) {
                case 1 -> "the whole line";
                case 2 -> slice.isPresent() ? "the whole plane of the slice" : "the whole plane";
                default -> "the whole space";
            };
        }
        List<String> sides = new ArrayList<>();
        for (int k = 0; k < domain.dimension(); k++) {
            sides.add("[" + shown(domain.low()[k]) + ", " + shown(domain.high()[k]) + "]");
        }
        boolean equal = sides.stream().distinct().count() == 1;
        return name + " " + (equal && sides.size() > 1
                ? sides.getFirst() + "^" + sides.size()
                : String.join(" x ", sides));
    }

    private static String shown(double value) {
        return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    /** The same by the names of the options. */
    public void describe(Map<String, Object> options) {
        if (everywhere) {
            options.put("plane", true);
        } else if (box.isPresent() || line.isEmpty() && slice.isEmpty()) {
            options.put("box", box.orElse("-1,1"));
        }
        line.ifPresent(text -> options.put("line", text));
        slice.ifPresent(text -> options.put("slice", text));
    }
}
