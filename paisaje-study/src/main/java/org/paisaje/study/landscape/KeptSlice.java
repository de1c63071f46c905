package org.paisaje.study.landscape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.Tensor;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptFile;
import org.paisaje.theory.landscape.slice.LossGrid;

/**
 * What a second start goes on from: the weights along the run, written once, and the lines of the surface that are known, every few
 * seconds and when the run is stopped. Each line is computed by itself, so that its bits are those of a run that was not stopped.
 */
final class KeptSlice {
    /** The weights. */
    static final String WEIGHTS = "weights.part";
    /** The lines. */
    static final String LINES = "lines.part";

    private static final String PLACES = "places";
    private static final String POINTS = "points";

    private final KeptFile weights;
    private final KeptFile lines;

    KeptSlice(LandscapeSetting setting, Session session) {
        this.weights = new KeptFile(WEIGHTS, setting.describe(), session);
        this.lines = new KeptFile(LINES, setting.describe(), session);
    }

    /** The weights that were kept, if it is asked to go on from them. */
    Optional<WeightsCourse> weights() {
        return weights.read().map(held -> {
            Matrix points = weights.tensor(held, POINTS).rows();
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < points.rows(); i++) {
                rows.add(points.row(i).clone());
            }
            return new WeightsCourse(rows, List.of(held.metadata().getOrDefault(PLACES, "").split("\n", -1)), "");
        });
    }

    /** Keeps the weights. */
    void keep(WeightsCourse course) {
        if (weights.keeps()) {
            var tensors = new LinkedHashMap<String, Tensor>();
            tensors.put(POINTS, Tensor.of(Matrix.of(course.points().toArray(double[][]::new))));
            weights.write(tensors, Map.of(PLACES, String.join("\n", course.places())));
        }
    }

    /** Puts the lines that were kept into the grids. */
    void restore(List<LossGrid> grids) {
        lines.read().ifPresent(held -> {
            for (int g = 0; g < grids.size(); g++) {
                double[] known = lines.tensor(held, "scale " + g).values();
                int at = 0;
                for (double[] line : grids.get(g).values()) {
                    System.arraycopy(known, at, line, 0, line.length);
                    at += line.length;
                }
            }
        });
    }

    /** Keeps the lines that are known, if it is time; {@code now} keeps them in any case. */
    synchronized void keep(List<LossGrid> grids, boolean now) {
        if (!lines.keeps() || !now && !lines.due()) {
            return;
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        for (int g = 0; g < grids.size(); g++) {
            double[][] values = grids.get(g).values();
            Matrix known = Matrix.zeros(values.length, values[0].length);
            for (int i = 0; i < values.length; i++) {
                // A line whose end is not known yet is under way in another thread.
                boolean whole = !Double.isNaN(values[i][values[i].length - 1]);
                for (int j = 0; j < values[i].length; j++) {
                    known.set(i, j, whole ? values[i][j] : Double.NaN);
                }
            }
            tensors.put("scale " + g, Tensor.of(known));
        }
        lines.write(tensors, Map.of());
    }
}
