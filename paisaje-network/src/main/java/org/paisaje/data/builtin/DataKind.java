package org.paisaje.data.builtin;

import java.util.List;
import org.paisaje.data.Dataset;
import org.paisaje.math.random.Seed;
import org.paisaje.registry.KeyValues;

/** A data set that has a name, with its options. */
public interface DataKind {
    /** The keys that may be given. */
    List<String> options();

    /**
     * The data.
     *
     * @param options values for some of the keys
     * @param seed what random data are drawn from
     */
    Dataset make(KeyValues options, Seed seed);

    /** A kind with these keys. */
    static DataKind of(List<String> keys, Maker maker) {
        List<String> copy = List.copyOf(keys);
        return new DataKind() {
            @Override
            public List<String> options() {
                return copy;
            }

            @Override
            public Dataset make(KeyValues options, Seed seed) {
                return maker.make(options, seed);
            }
        };
    }

    /** Makes data. */
    @FunctionalInterface
    interface Maker {
        /** The data for these options, drawn from the seed. */
        Dataset make(KeyValues options, Seed seed);
    }
}
