package org.paisaje.study.explain.attempt;

import java.util.List;
import java.util.Optional;
import org.paisaje.data.Cycles;
import org.paisaje.data.Dataset;
import org.paisaje.network.architecture.Mlp;

/** Setups with sines and cosines in the place of columns that go round. */
public final class TurnedColumns {
    private TurnedColumns() {}

    /**
     * A setup with them; absent if its network cannot be widened.
     *
     * @param dates times in seconds or milliseconds since 1970, by name or by number from 1
     * @param cyclic columns with their periods, as {@code hour=24}
     */
    public static Optional<Setup> of(Setup setup, List<String> dates, List<String> cyclic) {
        if (!(setup.network() instanceof Mlp)) {
            return Optional.empty();
        }
        Dataset train = setup.raw(setup.train());
        Cycles map = Cycles.of(train, dates, cyclic);
        Setup turned = setup.with(data -> map.apply(setup.raw(data)),
                setup.prepared().making(setup.prepared().made().turning(dates, cyclic))).taking(map.columns());
        return Optional.of(setup.standardized() ? turned.withStandardizedInputs() : turned);
    }
}
