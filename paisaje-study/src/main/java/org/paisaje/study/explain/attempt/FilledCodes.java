package org.paisaje.study.explain.attempt;

import java.util.List;
import java.util.stream.IntStream;
import org.paisaje.data.CodedGaps;
import org.paisaje.data.Dataset;
import org.paisaje.data.format.csv.CsvFile;
import org.paisaje.network.architecture.Mlp;

/** Setups with means in the place of numbers that stand for missing values. */
public final class FilledCodes {
    /** Digits behind the point of a code as it is written. */
    private static final double DIGITS = 1e6;

    private FilledCodes() {}

    /**
     * A setup with them filled and, where the network can be widened and nothing else was filled on the way, a column for each of
     * these inputs that says where.
     *
     * @param places the inputs, from 0
     * @param values what stands for a missing value in each of them, as it was read
     */
    public static Setup of(Setup setup, int[] places, double[] values) {
        boolean indicators = indicated(setup);
        Dataset train = setup.train();
        List<String> said = IntStream.range(0, places.length)
                .mapToObj(k -> (train.names().isEmpty() ? places[k] + 1 : train.names().get(places[k])) + "="
                        + CsvFile.text(Math.rint(values[k] * DIGITS) / DIGITS))
                .toList();
        CodedGaps map = CodedGaps.of(setup.raw(train), places, values, indicators);
        Setup raw = setup.with(data -> map.apply(setup.raw(data)),
                setup.prepared()
                        .making(setup.prepared().made().filling(said, indicators ? "indicator" : "mean")));
        Setup wide = indicators ? raw.taking(map.columns()) : raw;
        return setup.standardized() ? wide.withStandardizedInputs() : wide;
    }

    /** Whether columns say where. */
    public static boolean indicated(Setup setup) {
        return setup.network() instanceof Mlp && !setup.given() && setup.prepared().made().treated().isEmpty();
    }
}
