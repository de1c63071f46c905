package org.paisaje.study.explain.chapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.dynamics.LayerSignals;

final class LayerTableTest {
    private static double directions(double[][] rows) {
        return ((Cell.Real) LayerTable.directions(Matrix.of(rows))).value();
    }

    /** A line has one direction, a cross of equal arms two, one of arms 2 and 1 (4 + 1)^2 / (16 + 1). */
    @Test
    void directionsAreCountedAsIfTheyWereEqual() {
        assertClose(directions(new double[][] {{1, 2}, {2, 4}, {4, 8}}), 1, rounding(8));
        assertClose(directions(new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}}), 2, rounding(8));
        assertClose(directions(new double[][] {{2, 0}, {-2, 0}, {0, 1}, {0, -1}}), 25.0 / 17, rounding(8));
        // Fewer samples than units: the same number from the products of samples.
        assertClose(directions(new double[][] {{1, 0, 0}, {0, 1, 0}}), 1, rounding(8));
        assertThat(LayerTable.directions(Matrix.of(new double[][] {{3, 1}, {3, 1}}))).isEqualTo(Cell.text("none"));
    }

    @Test
    void whatLeavesALayerEntersTheNext() {
        Architecture network = Architecture.parse("mlp:3-4-4-2:relu");
        double[] theta = network.initialize(Seed.of(2));
        Matrix x = Matrix.wrap(5, 3, Seed.of(3).gaussians(15));
        Figure.Table table = LayerTable.of(network, theta, x,
                LayerSignals.measured(network.trace(theta, x), Matrix.zeros(5, 2)), Optional.empty());
        List<List<Cell>> rows = table.rows();
        assertThat(rows).hasSize(3);
        assertClose(((Cell.Real) rows.get(1).get(2)).value(), ((Cell.Real) rows.get(0).get(3)).value(), rounding(40));
        assertThat(rows.get(2).getFirst()).isEqualTo(Cell.text("output"));
    }
}
