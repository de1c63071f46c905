package org.paisaje.study.landscape;

import java.util.List;
import java.util.Optional;
import org.paisaje.math.Brief;
import org.paisaje.theory.landscape.slice.CurvatureMap;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.ParameterSlice;
import org.paisaje.theory.landscape.slice.Ruggedness;
import org.paisaje.theory.landscape.slice.SliceRange;
import org.paisaje.theory.landscape.slice.TrajectoryPlane;

/**
 * What a slice showed.
 *
 * @param slice the line or plane
 * @param axes what each direction is
 * @param loss at the origin
 * @param places the points worth a mark: their names and coordinates
 * @param trajectory the run in the plane, if the plane is that of a run
 * @param course what the points of the run are called
 * @param ranges how each range was found, where it was looked for
 * @param scales the surface on each scale, the widest first
 * @param curvature the ends of the spectrum on the widest scale
 * @param eigenvalues of the directions that are eigenvectors, NaN for the others
 * @param shared whether the first layer was shared by all points
 * @param points how many points were looked at
 * @param costs what each part took, in gradients
 */
record SliceAnswer(ParameterSlice slice, List<String> axes, double loss, List<Place> places,
        Optional<TrajectoryPlane> trajectory, List<String> course, List<SliceRange> ranges, List<Scale> scales,
        Optional<CurvatureMap> curvature, double[] eigenvalues, boolean shared, long points, List<Cost> costs) {
    /** A point worth a mark. */
    record Place(String name, double[] at) {
        @Override
        public String toString() {
            return Brief.of(this);
        }
    }

    /** The surface on one scale. */
    record Scale(LossGrid grid, Ruggedness ruggedness) {}

    /** What something took. */
    record Cost(String what, long evaluations, double gradients) {}

    /** The widest surface. */
    Scale widest() {
        return scales.getFirst();
    }

    boolean line() {
        return slice.dimension() == 1;
    }

    double gradients() {
        return costs.stream().mapToDouble(Cost::gradients).sum();
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
