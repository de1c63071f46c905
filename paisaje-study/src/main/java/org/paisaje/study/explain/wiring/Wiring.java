package org.paisaje.study.explain.wiring;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.paisaje.study.explain.wiring.change.Change;
import org.paisaje.study.explain.wiring.change.Reading;

/**
 * A way of computing as the changes that lead to it from the one that was told; none for that itself.
 *
 * @param changes in the order of their aspects
 * @param reading the way
 */
record Wiring(List<Change> changes, Reading reading) {
    Wiring {
        changes = List.copyOf(changes);
    }

    String words() {
        return changes.isEmpty()
                ? "the loss as told"
                : changes.stream().map(Change::words).collect(Collectors.joining("; and "));
    }

    /** The first mistake among the changes. */
    Optional<Change> fault() {
        return changes.stream().filter(Change::fault).findFirst();
    }

    /** How surprising it is: the number of changes, mistakes before choices where that is equal. */
    int order() {
        return 2 * changes.size() - (fault().isPresent() ? 0 : 1);
    }
}
