package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.LayerTrace;
import org.paisaje.study.explain.check.LayerSteps;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.dynamics.LayerSignal;
import org.paisaje.theory.dynamics.dead.DeadUnits;

/** What reaches each layer and what leaves it, at one point of a run. */
final class LayerTable {
    /** Wider layers would cost more than the table is worth. */
    private static final int WIDEST = 2048;

    private LayerTable() {}

    /**
     * The table.
     *
     * @param certain which of the dead units are dead for certain, if there are any and it is known
     */
    static Figure.Table of(Architecture network, double[] theta, Matrix x, List<LayerSignal> signals,
            Optional<DeadUnits> certain) {
        LayerTrace trace = network.trace(theta, x);
        List<List<Cell>> rows = new ArrayList<>();
        boolean known = certain.filter(units -> units.layers().size() == signals.stream()
                .filter(LayerSignal::hidden)
                .count()).isPresent();
        int hidden = 0;
        for (LayerSignal signal : signals) {
            int l = signal.index();
            List<Cell> row = new ArrayList<>(
                    List.of(Cell.text(l + 1 == signals.size() ? "output" : Integer.toString(l + 1)),
                            Cell.count(signal.width()), Cell.number(rms(trace.inputs(l)), 3),
                            Cell.number(signal.activation(), 3), Cell.number(signal.gradient(), 3),
                            signal.hidden() ? Cell.count(signal.dead()) : Cell.text("")));
            if (known) {
                row.add(signal.hidden()
                        ? Cell.count(certain.orElseThrow().layers().get(hidden++).dead())
                        : Cell.text(""));
            }
            row.add(directions(trace.values(l)));
            rows.add(row);
        }
        return new Figure.Table("layer-table", "What reaches each layer and what leaves it",
                "Root mean squares of what enters a layer, of what leaves it and of the gradients of the samples' losses there, dead "
                        + "units"
                        + (known ? ", those of them that are dead for certain on the box that the inputs span" : "")
                        + ", and in how many directions the values spread, (trace C)^2 / trace C^2 of their covariance C: 1 is a "
                        + "line, the number of units a ball.",
                known
                        ? List.of("layer", "units", "enters", "leaves", "gradient", "dead", "certain", "directions")
                        : List.of("layer", "units", "enters", "leaves", "gradient", "dead", "directions"),
                rows);
    }

    /** How far a step moves the weights of each layer, beside what rate and noise predict; absent where that is not known. */
    static Optional<Figure.Table> ofSteps(List<LayerSteps> steps) {
        if (steps.stream().noneMatch(one -> one.moved().isPresent())) {
            return Optional.empty();
        }
        List<List<Cell>> rows = steps.stream()
                .map(one -> List.of(Cell.count(one.layer()), Cell.number(one.weights(), 3),
                        share(one.moved(), one.weights()), share(one.predicted(), one.weights()),
                        Cell.number(one.signal(), 3)))
                .toList();
        return Optional.of(new Figure.Table("layer-steps", "How far a step moves the weights of each layer",
                "Of the last steps the root mean square of |d| / |w|, the length of a step over that of the weights; what the rate, the "
                        + "gradient and its noise predict for it; and signal over noise of a batch, |g|^2 B / tr S: below 1 a step "
                        + "goes where its batch pulls more than where all samples do.",
                List.of("layer", "|w|", "a step moves |w| by", "predicted", "signal / noise"), rows));
    }

    private static Cell share(OptionalDouble length, double weights) {
        return length.isPresent() && weights > 0 ? Cell.number(length.getAsDouble() / weights, 3) : Cell.text("");
    }

    private static double rms(Matrix a) {
        return a.frobeniusNorm() / Math.sqrt((double) a.rows() * a.columns());
    }

    /** The participation ratio of the covariance of the rows. */
    static Cell directions(Matrix values) {
        int n = values.rows();
        int d = values.columns();
        if (d > WIDEST || !Double.isFinite(values.frobeniusNorm())) {
            return Cell.text("");
        }
        Matrix centred = values.copy();
        for (int j = 0; j < d; j++) {
            double mean = Arrays.stream(values.column(j)).sum() / n;
            for (int i = 0; i < n; i++) {
                centred.set(i, j, values.get(i, j) - mean);
            }
        }
        Matrix covariance = n < d ? centred.gram() : centred.columnGram();
        double trace = 0;
        for (int i = 0; i < covariance.rows(); i++) {
            trace += covariance.get(i, i);
        }
        double norm = covariance.frobeniusNorm();
        return norm > 0 ? Cell.number(trace * trace / (norm * norm), 3) : Cell.text("none");
    }
}
