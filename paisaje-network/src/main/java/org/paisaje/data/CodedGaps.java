package org.paisaje.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.math.linalg.Matrix;

/**
 * The map that puts the mean of the others in the place of a number that stands for a missing value, and behind the inputs a
 * column for each such input that is 1 where it was and 0 elsewhere.
 */
public final class CodedGaps {
    private final int columns;
    private final int[] places;
    private final double[] codes;
    private final double[] means;
    private final boolean indicators;

    private CodedGaps(int columns, int[] places, double[] codes, double[] means, boolean indicators) {
        this.columns = columns;
        this.places = places;
        this.codes = codes;
        this.means = means;
        this.indicators = indicators;
    }

    /**
     * The map fixed on a set.
     *
     * @param places the inputs, from 0
     * @param codes what stands for a missing value in each of them
     * @param indicators whether columns say where
     */
    public static CodedGaps of(Dataset data, int[] places, double[] codes, boolean indicators) {
        double[] means = new double[places.length];
        for (int k = 0; k < places.length; k++) {
            double code = codes[k];
            means[k] = Arrays.stream(data.x().column(places[k])).filter(v -> v != code).average().orElse(code);
        }
        return new CodedGaps(data.inputs(), places.clone(), codes.clone(), means, indicators);
    }

    /** The number of columns of the result. */
    public int columns() {
        return indicators ? columns + places.length : columns;
    }

    /** A set with its gaps filled. */
    public Dataset apply(Dataset data) {
        if (data.inputs() != columns) {
            throw new IllegalArgumentException("CodedGaps: x has " + data.inputs()
                    + " columns, the codes are those of " + columns + "; rows are samples");
        }
        Matrix x = data.x();
        Matrix result = Matrix.zeros(x.rows(), columns());
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                result.set(i, j, x.get(i, j));
            }
            for (int k = 0; k < places.length; k++) {
                if (x.get(i, places[k]) == codes[k]) {
                    result.set(i, places[k], means[k]);
                    if (indicators) {
                        result.set(i, columns + k, 1);
                    }
                }
            }
        }
        List<String> names = new ArrayList<>(data.names());
        if (indicators && !names.isEmpty()) {
            for (int place : places) {
                names.add(data.names().get(place) + " missing");
            }
        }
        return new Dataset(data.name(), data.task(), result, data.y(), names);
    }
}
