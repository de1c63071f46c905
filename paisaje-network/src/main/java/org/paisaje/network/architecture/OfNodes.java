package org.paisaje.network.architecture;

import org.paisaje.network.Passes;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.UnitStructure;
import org.paisaje.network.graph.GraphStructure;
import org.paisaje.network.graph.unit.UnitSearch;

/** A network whose passes are those of a structure of nodes. */
interface OfNodes extends ByPasses {
    /** The nodes for the engine of graphs. */
    GraphStructure structure();

    @Override
    default Passes passes() {
        return structure();
    }

    @Override
    default PiecewiseLinear pieces(double[] theta) {
        return structure().pieces(text(), theta);
    }

    @Override
    default UnitStructure unitStructure() {
        return UnitSearch.of(structure());
    }

    @Override
    default long traceEntries(int gradients) {
        return structure().traceEntries(gradients);
    }

    @Override
    default boolean inRow() {
        return false;
    }

    @Override
    default boolean sequential() {
        return structure().sequential();
    }
}
