package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a network decides for which class, and the boundary between: cells cut along the zeros of one output less a level, or
 * along the lines where two outputs are largest together.
 */
public final class DecisionBoundary {
    private final Regions regions;
    private final int unit;
    private final int width;
    private final List<Part> parts = new ArrayList<>();

    private DecisionBoundary(Regions regions) {
        this.regions = regions;
        this.unit = regions.network().units();
        this.width = regions.domain().dimension() + 1;
    }

    /**
     * A part of a cell with one decision.
     *
     * @param region the number of the cell
     * @param winner the output that is largest; of a single output 1 where it is above the level, else 0
     */
    public record Part(int region, int winner, Shape shape) {}

    /** A convex set. */
    public static final class Shape {
        private final ConvexCell cell;
        private final int unit;

        private Shape(ConvexCell cell, int unit) {
            this.cell = cell;
            this.unit = unit;
        }

        /** Length, area or volume. */
        public double volume() {
            return cell.volume();
        }

        /** As {@link Region#corners}. */
        public List<double[]> corners(double r) {
            return cell.corners.stream().map(corner -> cell.coordinates(corner, r)).toList();
        }

        /** The corners of its sides on the boundary. */
        private List<List<double[]>> walls(int winner, boolean single, double r) {
            List<List<double[]>> result = new ArrayList<>();
            for (Facet facet : cell.facets) {
                for (long kink : facet.kinks()) {
                    // Each side is seen by two parts; the one with the first of the classes tells it.
                    if (Facet.unit(kink) == unit && (single ? winner == 1 : kink == Facet.kink(unit, winner))) {
                        result.add(facet.corners().stream().map(corner -> cell.coordinates(corner, r)).toList());
                        break;
                    }
                    if (Facet.unit(kink) == unit) {
                        break;
                    }
                }
            }
            return result;
        }
    }

    /** The classes of a network; {@code level} is what a single output is held against. */
    public static DecisionBoundary of(Regions regions, double level) {
        return of(regions, level, () -> false).orElseThrow();
    }

    /** The same; empty if {@code stopped}, which is asked at each cell, says so on the way. */
    public static Optional<DecisionBoundary> of(Regions regions, double level, BooleanSupplier stopped) {
        var decision = new DecisionBoundary(regions);
        int outputs = regions.network().outputs();
        for (int i = 0; i < regions.cells().size(); i++) {
            if (stopped.getAsBoolean()) {
                return Optional.empty();
            }
            Region region = regions.cells().get(i);
            Supplier<Dyadic[]> exact = () -> regions.exact(region);
            if (outputs == 1) {
                decision.two(region, i, decision.above(region, level, exact));
            } else {
                decision.largest(region, i, outputs, exact);
            }
        }
        return Optional.of(decision);
    }

    private void add(int region, int winner, ConvexCell cell) {
        parts.add(new Part(region, winner, new Shape(cell, unit)));
    }

    private Plane above(Region region, double level, Supplier<Dyadic[]> exact) {
        double[] n = region.map().clone();
        double[] error = region.mapError().clone();
        Approx constant = new Approx(n[width - 1], error[width - 1]).minus(new Approx(level, 0));
        n[width - 1] = constant.value();
        error[width - 1] = constant.error();
        return Plane.rounded(n, error, () -> {
            Dyadic[] row = exact.get().clone();
            row[width - 1] = row[width - 1].minus(Dyadic.of(level));
            return row;
        });
    }

    private void two(Region region, int number, Plane plane) {
        long kink = Facet.kink(unit, 0);
        byte[] signs = region.cell().sides(plane);
        if (Enumeration.lowest(signs) < 0 && Enumeration.highest(signs) > 0) {
            ConvexCell[] halves = region.cell().split(plane, signs, kink);
            add(number, 0, halves[0]);
            add(number, 1, halves[1]);
            return;
        }
        add(number, Enumeration.highest(signs) > 0 ? 1 : 0, region.cell().touched(signs, kink));
    }

    private void largest(Region region, int number, int outputs, Supplier<Dyadic[]> exact) {
        for (int k = 0; k < outputs; k++) {
            ConvexCell rest = region.cell();
            for (int other = 0; other < outputs && rest != null; other++) {
                if (other != k) {
                    rest = kept(rest, difference(region, k, other, exact), k, other);
                }
            }
            if (rest != null) {
                add(number, k, rest);
            }
        }
    }

    private @Nullable ConvexCell kept(ConvexCell cell, Plane plane, int k, int other) {
        byte[] signs = cell.sides(plane);
        int low = Enumeration.lowest(signs);
        int high = Enumeration.highest(signs);
        long[] kinks = {Facet.kink(unit, Math.min(k, other)), Facet.kink(unit, Math.max(k, other))};
        if (high <= 0 && (low < 0 || other < k)) {
            return null;
        }
        return low < 0 ? cell.split(plane, signs, kinks)[1] : low == 0 ? cell.touched(signs, kinks) : cell;
    }

    private Plane difference(Region region, int i, int j, Supplier<Dyadic[]> exact) {
        double[] n = new double[width];
        double[] error = new double[width];
        for (int c = 0; c < width; c++) {
            Approx both = new Approx(region.map()[i * width + c], region.mapError()[i * width + c])
                    .minus(new Approx(region.map()[j * width + c], region.mapError()[j * width + c]));
            n[c] = both.value();
            error[c] = both.error();
        }
        return Plane.rounded(n, error, () -> {
            Dyadic[] all = exact.get();
            Dyadic[] row = Arrays.copyOfRange(all, i * width, (i + 1) * width);
            for (int c = 0; c < width; c++) {
                row[c] = row[c].minus(all[j * width + c]);
            }
            return row;
        });
    }

    /** The cells, cut where the decision changes, in the order of the cells. */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** The boundary piece by piece, each by its corners: a point, the two ends of a segment, the cycle of a polygon. */
    public List<List<double[]>> boundary(double r) {
        List<List<double[]>> result = new ArrayList<>();
        for (Part part : parts) {
            result.addAll(part.shape().walls(part.winner(), regions.network().outputs() == 1, r));
        }
        return result;
    }
}
