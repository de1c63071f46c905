package org.paisaje.data;

import java.util.ArrayList;
import java.util.List;

/** Data sets with repeated rows. */
public final class Resampled {
    private static final int MOST = 100;

    private Resampled() {}

    /**
     * The data with the rows of each class repeated, every row of a class equally often, up to {@value #MOST} times, so that all
     * classes that occur come to have about as many rows as the most frequent one. The repeats follow the data.
     */
    public static Dataset balanced(Dataset data) {
        int[] counts = data.classCounts();
        int[] labels = data.labels();
        int most = 0;
        for (int count : counts) {
            most = Math.max(most, count);
        }
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            rows.add(i);
        }
        for (int i = 0; i < labels.length; i++) {
            long times = Math.min(MOST, Math.round((double) most / counts[labels[i]]));
            for (int r = 1; r < times; r++) {
                rows.add(i);
            }
        }
        return data.subset(rows.stream().mapToInt(Integer::intValue).toArray());
    }
}
