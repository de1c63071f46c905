package org.paisaje.study.landscape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.Layout;
import org.paisaje.risk.Risk;
import org.paisaje.study.Session;
import org.paisaje.study.landscape.LandscapeSetting.SliceView;
import org.paisaje.theory.landscape.slice.CurvatureMap;
import org.paisaje.theory.landscape.slice.FilterGroups;
import org.paisaje.theory.landscape.slice.JoiningSlice;
import org.paisaje.theory.landscape.slice.LossGrid;
import org.paisaje.theory.landscape.slice.ParameterSlice;
import org.paisaje.theory.landscape.slice.Ruggedness;
import org.paisaje.theory.landscape.slice.SliceLoss;
import org.paisaje.theory.landscape.slice.SliceRange;
import org.paisaje.theory.landscape.slice.TrajectoryPlane;
import org.paisaje.theory.landscape.spectrum.SpectrumEnds;
import org.paisaje.weights.Weights;

/** Puts the slice together, finds its range and looks at the loss on it. */
final class SliceComputation {
    private static final double EIGENVECTOR_TOLERANCE = 1e-4;
    private static final long EIGENVECTOR_PRODUCTS = 1_000;
    /** A product with the Hessian in units of a gradient: 8 against 6 flops for each weight and sample. */
    private static final double PRODUCT = 8.0 / 6;
    /** A range is looked for up to this many times the length of the weights. */
    private static final double FARTHEST = 2;
    /** The air around a run or around networks, as a share of their extent. */
    private static final double AIR = 0.25;

    private final LandscapeSetting setting;
    private final SliceView view;
    private final Session session;
    private final KeptSlice kept;
    private final Risk risk;
    private final Seed seed;
    private final List<SliceAnswer.Cost> costs = new ArrayList<>();
    private double[] eigenvalues = new double[0];

    /** There is nothing to tell: training failed, or the run was stopped. */
    static final class Unmeasured extends Exception {
        private static final long serialVersionUID = 1;

        Unmeasured(String reason) {
            super(reason);
        }
    }

    SliceComputation(LandscapeSetting setting, SliceView view, Session session, KeptSlice kept) {
        this.setting = setting;
        this.view = view;
        this.session = session;
        this.kept = kept;
        this.risk = setting.risk();
        this.seed = setting.problem().seed().named("landscape");
    }

    SliceAnswer run(WeightsCourse course) throws Unmeasured {
        double[] origin = view.files().isEmpty() ? course.end() : course.points().getFirst();
        double loss = risk.value(origin);
        if (!Double.isFinite(loss)) {
            throw new IllegalArgumentException("landscape: the loss at these weights is " + loss
                    + "; inputs or weights are so large that the outputs overflow");
        }
        List<SliceAnswer.Place> places = new ArrayList<>();
        Optional<TrajectoryPlane> trajectory = Optional.empty();
        List<String> axes = new ArrayList<>();
        ParameterSlice slice;
        if (!view.files().isEmpty()) {
            JoiningSlice joining = joining(course);
            slice = joining.slice();
            for (int i = 0; i < course.points().size(); i++) {
                places.add(new SliceAnswer.Place(course.places().get(i), joining.places()[i]));
            }
            axes.add(joining.places().length == 2
                    ? "from " + course.places().get(0) + " (0) to " + course.places().get(1) + " (1)"
                    : "along the way from " + course.places().get(0) + " to " + course.places().get(1));
            if (joining.places().length == 3) {
                axes.add("across it, towards " + course.places().get(2));
            }
        } else if (view.principal()) {
            TrajectoryPlane plane = TrajectoryPlane.of(course.points());
            trajectory = Optional.of(plane);
            slice = plane.slice();
            axes.addAll(List.of("first principal component", "second principal component"));
        } else {
            slice = new ParameterSlice(origin, directions(origin, axes));
        }
        if (places.isEmpty()) {
            places.add(new SliceAnswer.Place("the weights", new double[slice.dimension()]));
        }
        SliceLoss field = SliceLoss.of(risk, slice);
        List<SliceRange> ranges = new ArrayList<>();
        double[][] extent = extent(field, origin, places, trajectory, ranges);
        long before = field.points();
        note("range", before, before / 3.0);
        List<SliceAnswer.Scale> scales = scales(field, extent);
        note(field.sharesFirstLayer() ? "surface, first layer shared" : "surface", field.points() - before,
                field.cost() - before * field.cost() / Math.max(1, field.points()));
        Optional<CurvatureMap> curvature = view.curvature() == 0 || scales.isEmpty() || Session.cancelled()
                ? Optional.empty()
                : Optional.of(curvature(slice, extent));
        if (scales.isEmpty()) {
            throw new Unmeasured("");
        }
        return new SliceAnswer(slice, axes, loss, places, trajectory, course.places(), ranges, scales, curvature,
                eigenvalues, field.sharesFirstLayer(), field.points(), costs);
    }

    private void note(String what, long evaluations, double gradients) {
        if (evaluations > 0) {
            costs.add(new SliceAnswer.Cost(what, evaluations, gradients));
        }
    }

    private JoiningSlice joining(WeightsCourse course) {
        List<double[]> points = course.points();
        return points.size() == 2
                ? JoiningSlice.line(points.get(0), points.get(1))
                : JoiningSlice.plane(points.get(0), points.get(1), points.get(2));
    }

    private List<double[]> directions(double[] theta, List<String> axes) throws Unmeasured {
        List<double[]> result = new ArrayList<>();
        List<SliceDirection> asked = view.directions();
        int most = (int) asked.stream().filter(d -> d == SliceDirection.TOP || d == SliceDirection.BOTTOM).count();
        Optional<SpectrumEnds> ends = most == 0 ? Optional.empty() : Optional.of(ends(theta, most));
        eigenvalues = new double[asked.size()];
        Arrays.fill(eigenvalues, Double.NaN);
        int top = 0;
        int bottom = 0;
        double length = length(theta);
        for (int k = 0; k < asked.size(); k++) {
            double[] drawn = seed.named("direction").at(k).gaussians(theta.length);
            switch (asked.get(k)) {
                case FILTER -> {
                    result.add(groups().normalised(drawn, theta));
                    axes.add("random direction" + (asked.size() > 1 ? " " + (k + 1) : "") + ", filter-normalised");
                }
                case RANDOM -> {
                    double factor = (length > 0 ? length : 1) / length(drawn);
                    result.add(Arrays.stream(drawn).map(v -> v * factor).toArray());
                    axes.add("random direction" + (asked.size() > 1 ? " " + (k + 1) : "") + ", as long as the weights");
                }
                case TOP -> {
                    int from = ends.orElseThrow().vectors().rows() - 1 - top;
                    result.add(ends.orElseThrow().vectors().row(from).clone());
                    eigenvalues[k] = ends.orElseThrow().highest()[top];
                    axes.add("eigenvector " + (top + 1) + " from the top");
                    top++;
                }
                case BOTTOM -> {
                    result.add(ends.orElseThrow().vectors().row(bottom).clone());
                    eigenvalues[k] = ends.orElseThrow().lowest()[bottom];
                    axes.add("eigenvector " + (bottom + 1) + " from the bottom");
                    bottom++;
                }
                case PCA -> throw new IllegalStateException("a plane of its own");
            }
        }
        for (double[] direction : result) {
            if (length(direction) == 0) {
                throw new IllegalArgumentException("--directions filter: all weights are 0, so every filter of a "
                        + "direction with their norms is 0; --directions random looks around them");
            }
        }
        return result;
    }

    private FilterGroups groups() {
        Architecture network = setting.network();
        return FilterGroups.of(network);
    }

    private SpectrumEnds ends(double[] theta, int each) throws Unmeasured {
        session.listener().progress(0.42, "eigenvectors of the Hessian");
        return switch (SpectrumEnds.of(risk.hessian(theta), each, EIGENVECTOR_TOLERANCE, EIGENVECTOR_PRODUCTS,
                seed.named("ends"))) {
            case SpectrumEnds.Outcome.Found(SpectrumEnds ends) -> {
                note("eigenvectors of the Hessian", ends.products(), PRODUCT * ends.products());
                if (ends.lowest().length < each || ends.highest().length < each) {
                    throw new IllegalArgumentException("--directions: the network has " + theta.length
                            + " parameters, too few for so many eigenvectors");
                }
                yield ends;
            }
            case SpectrumEnds.Outcome.Failed(String reason) -> throw new Unmeasured(
                    "the eigenvectors of the Hessian were not found: " + reason);
        };
    }

    /** The lowest and highest coordinate along each direction. */
    private double[][] extent(SliceLoss field, double[] origin, List<SliceAnswer.Place> places,
            Optional<TrajectoryPlane> trajectory, List<SliceRange> ranges) {
        int d = field.slice().dimension();
        if (view.range().isPresent()) {
            double reach = view.range().get();
            double[][] extent = new double[d][];
            Arrays.setAll(extent, k -> new double[] {-reach, reach});
            return extent;
        }
        List<double[]> around = trajectory.isPresent()
                ? rows(trajectory.get())
                : view.files().isEmpty() ? List.of() : places.stream().map(SliceAnswer.Place::at).toList();
        if (!around.isEmpty()) {
            return around(around, d);
        }
        double[][] extent = new double[d][];
        for (int k = 0; k < d; k++) {
            session.listener().progress(0.45, "range of direction " + (k + 1));
            double farthest = FARTHEST * Math.max(1, length(origin)) / field.slice().lengths()[k];
            SliceRange range = SliceRange.of(field, k, view.rise(), farthest);
            ranges.add(range);
            extent[k] = new double[] {-range.reach(), range.reach()};
        }
        return extent;
    }

    private static List<double[]> rows(TrajectoryPlane plane) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < plane.path().rows(); i++) {
            rows.add(plane.path().row(i));
        }
        return rows;
    }

    private static double[][] around(List<double[]> points, int dimension) {
        double[][] extent = new double[dimension][];
        for (int k = 0; k < dimension; k++) {
            int axis = k;
            double low = points.stream().mapToDouble(p -> p[axis]).min().orElse(0);
            double high = points.stream().mapToDouble(p -> p[axis]).max().orElse(0);
            double air = AIR * (high - low) * (dimension == 1 ? 2 : 1);
            extent[k] = new double[] {low - air, high + air};
        }
        return extent;
    }

    private List<SliceAnswer.Scale> scales(SliceLoss field, double[][] extent) throws Unmeasured {
        List<LossGrid> grids = new ArrayList<>();
        for (int scale = 0; scale < view.scales(); scale++) {
            double factor = Math.pow(SliceView.ZOOM, -scale);
            double[][] places = new double[extent.length][];
            for (int k = 0; k < extent.length; k++) {
                places[k] = LossGrid.places(extent[k][0] * factor, extent[k][1] * factor, view.points());
            }
            grids.add(LossGrid.open(places[0], places.length > 1 ? places[1] : new double[0]));
        }
        kept.restore(grids);
        long lines = grids.stream().mapToLong(grid -> grid.values().length).sum();
        var done = new AtomicLong(grids.stream()
                .flatMap(grid -> Arrays.stream(grid.values()))
                .filter(line -> !Double.isNaN(line[0]))
                .count());
        List<SliceAnswer.Scale> result = new ArrayList<>();
        double share = view.curvature() > 0 ? 0.25 : 0.5;
        for (LossGrid grid : grids) {
            field.fill(grid, line -> {
                long count = done.incrementAndGet();
                session.listener().progress(0.48 + share * count / lines, "surface, line " + count + " of " + lines);
                kept.keep(grids, false);
            });
            if (!grid.complete()) {
                kept.keep(grids, true);
                break;
            }
            if (Double.isNaN(grid.largest())) {
                throw new Unmeasured("the loss overflows at every point of the grid");
            }
            result.add(new SliceAnswer.Scale(grid, Ruggedness.of(grid)));
        }
        return result;
    }

    private CurvatureMap curvature(ParameterSlice slice, double[][] extent) {
        double[] xs = LossGrid.places(extent[0][0], extent[0][1], view.curvature());
        double[] ys = LossGrid.places(extent[1][0], extent[1][1], view.curvature());
        CurvatureMap map = CurvatureMap.of(risk, slice, xs, ys, seed.named("curvature"), share -> session.listener()
                .progress(0.73 + 0.25 * share, "eigenvalues on the slice"));
        note("eigenvalues on the slice", map.products(), PRODUCT * map.products());
        return map;
    }

    /** Weights from files, checked against the architecture. */
    static WeightsCourse read(LandscapeSetting setting, List<Path> files, List<String> notes) {
        List<double[]> points = new ArrayList<>();
        for (Path file : files) {
            Weights.Read read = Weights.loadAbsorbed(file, setting.problem().architecture());
            read.notes().forEach(note -> notes.add(file + ": " + note));
            points.add(read.theta());
        }
        List<String> last = files.stream().map(file -> String.valueOf(file.getFileName())).toList();
        return new WeightsCourse(points, last.stream().distinct().count() == last.size()
                ? last
                : files.stream().map(Path::toString).toList(), "");
    }

    /** Refuses weights that are no numbers, naming the first. */
    static void require(double[] theta, Layout layout) {
        for (Layout.Slice slice : layout.slices()) {
            for (int i = 0; i < slice.size(); i++) {
                if (!Double.isFinite(theta[slice.offset() + i])) {
                    throw new IllegalArgumentException("weights: " + theta[slice.offset() + i] + " in " + slice.name()
                            + ", row " + i / slice.columns() + ", column " + i % slice.columns()
                            + " (counted from 0) is not finite; the run they come from has diverged");
                }
            }
        }
    }

    private static double length(double[] v) {
        double sum = 0;
        for (double entry : v) {
            sum += entry * entry;
        }
        return Math.sqrt(sum);
    }
}
