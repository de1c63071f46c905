package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.paisaje.math.DisjointSets;
import org.paisaje.network.PiecewiseLinear;

/** All regions of a network on a domain, with who lies beside whom. */
public final class Regions {
    private final PiecewiseLinear network;
    private final Domain domain;
    private final List<Region> cells;
    private final ExactValues exact;
    private final List<Wall> walls;
    private final int sides;
    private final int[] linear;
    private final int linearRegions;

    private Regions(PiecewiseLinear network, Domain domain, List<Region> cells, ExactValues exact) {
        this.network = network;
        this.domain = domain;
        this.cells = List.copyOf(cells);
        this.exact = exact;
        this.walls = new ArrayList<>();
        this.sides = match();
        DisjointSets classes = new DisjointSets(cells.size());
        for (Wall wall : walls) {
            if (sameMap(wall.a(), wall.b())) {
                classes.join(wall.a(), wall.b());
            }
        }
        this.linear = classes.numbers();
        this.linearRegions = classes.count();
    }

    /**
     * Enumerates them. The result is the same at any number of threads.
     *
     * @param limit the most regions
     * @throws TooManyRegions if there are more
     * @throws InterruptedException if the thread is interrupted
     */
    public static Regions of(PiecewiseLinear network, Domain domain, int threads, long limit)
            throws InterruptedException {
        return of(network, domain, threads, limit, FoundRegions.NONE);
    }

    /**
     * The same, with what is known from an enumeration that was stopped.
     *
     * @param kept where parts are kept, those of the same network on the same domain
     */
    public static Regions of(PiecewiseLinear network, Domain domain, int threads, long limit, FoundRegions kept)
            throws InterruptedException {
        if (domain.origin().length != network.inputs()) {
            throw new IllegalArgumentException("regions: the domain lies in " + domain.origin().length
                    + " dimensions, " + network.network() + " takes " + network.inputs() + " inputs");
        }
        var enumeration = new Enumeration(network, domain, limit, kept);
        return new Regions(network, domain, enumeration.run(threads), enumeration.exact());
    }

    /**
     * A side that two regions share.
     *
     * @param a the number of a region
     * @param b that of the other
     * @param units the units that have their kink on it
     * @param sideA its place among the sides of a
     * @param sideB its place among the sides of b
     */
    public record Wall(int a, int b, List<Integer> units, int sideA, int sideB) {}

    /** The network. */
    public PiecewiseLinear network() {
        return network;
    }

    /** The domain. */
    public Domain domain() {
        return domain;
    }

    /** The cells: patterns whose cell has an interior. */
    public List<Region> cells() {
        return cells;
    }

    /** The sides between two regions: the edges of the dual graph. */
    public List<Wall> walls() {
        return List.copyOf(walls);
    }

    /** The number of sides of regions that lie in sides of the domain. */
    public int outerSides() {
        return sides;
    }

    /** The number of classes of cells of one affine map that hang together by sides. */
    public int linearRegions() {
        return linearRegions;
    }

    /** The class of every cell, numbered from 0 in the order of their first cells. */
    public int[] linearClasses() {
        return linear.clone();
    }

    /** For every cell how many others share a side with it. */
    public int[] degrees() {
        int[] result = new int[cells.size()];
        for (Wall wall : walls) {
            result[wall.a()]++;
            result[wall.b()]++;
        }
        return result;
    }

    /**
     * Units of activations that are constant on all of the domain, ReLUs that are off everywhere among them: dead for certain,
     * not only on samples. Numbered over all units in their order.
     */
    public List<Integer> deadUnits() {
        List<Integer> result = new ArrayList<>();
        int unit = 0;
        for (PiecewiseLinear.Step step : network.steps()) {
            if (step instanceof PiecewiseLinear.Kinks kinks) {
                for (int i = 0; i < kinks.size(); i++) {
                    int number = unit + i;
                    int piece = cells.getFirst().piece(number);
                    if (kinks.slopes()[piece] == 0
                            && cells.stream().allMatch(cell -> cell.piece(number) == piece)) {
                        result.add(number);
                    }
                }
            }
            unit += step instanceof PiecewiseLinear.Affine ? 0 : step.size();
        }
        return result;
    }

    /** The sum of lengths, areas or volumes. */
    public double volume() {
        double sum = 0;
        for (Region cell : cells) {
            sum += cell.volume();
        }
        return sum;
    }

    /** A number beyond all coordinates of corners. */
    public double beyond() {
        double most = 1;
        for (Region cell : cells) {
            most = Math.max(most, cell.extent());
        }
        return most * 0x1p20;
    }

    /** The numbers of the cells that hold a point, by their half-spaces. */
    public List<Integer> containing(double... t) {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            if (holds(halfSpaces(i), t)) {
                result.add(i);
            }
        }
        return result;
    }

    private final Map<Integer, List<double[]>> halves = new HashMap<>();

    private List<double[]> halfSpaces(int i) {
        return halves.computeIfAbsent(i, number -> cells.get(number).halfSpaces());
    }

    private static boolean holds(List<double[]> halves, double[] t) {
        for (double[] half : halves) {
            double sum = half[t.length];
            for (int k = 0; k < t.length; k++) {
                sum += half[k] * t[k];
            }
            if (sum < 0) {
                return false;
            }
        }
        return true;
    }

    /** Pairs the sides of cells by the units that vanish on them and the pieces of all others; returns those of the domain. */
    private int match() {
        int outer = 0;
        Map<Side, Side> open = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            Region region = cells.get(i);
            long whole = 0;
            for (int unit = 0; unit < region.units(); unit++) {
                whole ^= mixed(unit, region.piece(unit));
            }
            List<Facet> facets = region.cell().facets;
            for (int f = 0; f < facets.size(); f++) {
                Facet facet = facets.get(f);
                if (facet.plane().outer) {
                    outer++;
                    continue;
                }
                long hash = whole;
                int[] units = Arrays.stream(facet.kinks()).mapToInt(Facet::unit).distinct().toArray();
                for (int unit : units) {
                    hash ^= mixed(unit, region.piece(unit));
                }
                Side side = new Side(region, i, f, facet.kinks(), units, hash ^ Arrays.hashCode(facet.kinks()));
                Side other = open.remove(side);
                if (other == null) {
                    open.put(side, side);
                } else {
                    walls.add(new Wall(other.number(), i, Arrays.stream(units).boxed().toList(), other.facet(), f));
                }
            }
        }
        if (!open.isEmpty()) {
            throw new IllegalStateException("regions: " + open.size() + " sides of regions have no other side");
        }
        return outer;
    }

    private static long mixed(int unit, int piece) {
        long z = (((long) unit << 20) ^ piece) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A side of a cell; equal to the same side seen from the other cell. */
    private record Side(Region region, int number, int facet, long[] kinks, int[] units, long hash) {
        @Override
        public boolean equals(@Nullable Object object) {
            if (!(object instanceof Side other) || hash != other.hash
                    || !Arrays.equals(kinks, other.kinks)) {
                return false;
            }
            int masked = 0;
            for (int unit = 0; unit < region.units(); unit++) {
                if (masked < units.length && units[masked] == unit) {
                    masked++;
                } else if (region.piece(unit) != other.region.piece(unit)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(hash);
        }
    }

    /** The outputs on a cell without rounding. */
    Dyadic[] exact(Region region) {
        return exact.of(region.trail(), network.steps().size());
    }

    /** Whether two cells have one affine map; decided without rounding where rounding could matter. */
    private boolean sameMap(int a, int b) {
        Region first = cells.get(a);
        Region second = cells.get(b);
        double[] u = first.map();
        double[] v = second.map();
        boolean certain = true;
        for (int i = 0; i < u.length; i++) {
            Approx difference = new Approx(u[i], first.mapError()[i]).minus(new Approx(v[i], second.mapError()[i]));
            if (Math.abs(difference.value()) > difference.error()) {
                return false;
            }
            certain &= difference.zero();
        }
        if (certain) {
            return true;
        }
        Dyadic[] p = exact(first);
        Dyadic[] q = exact(second);
        for (int i = 0; i < p.length; i++) {
            if (p[i].minus(q[i]).signum() != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The largest jump of the outputs at the corners of a side between two regions, as a multiple of what rounding allows. The
     * network is continuous, so that it is at most 1.
     */
    public double largestJump() {
        double most = 0;
        for (Wall wall : walls) {
            Region a = cells.get(wall.a());
            Region b = cells.get(wall.b());
            for (Corner corner : a.cell().facets.get(wall.sideA()).corners()) {
                if (corner.finite()) {
                    most = Math.max(most, jump(a, b, corner));
                }
            }
        }
        return most;
    }

    private double jump(Region a, Region b, Corner corner) {
        int width = domain.dimension() + 1;
        double most = 0;
        for (int j = 0; j < network.outputs(); j++) {
            double jump = 0;
            double bound = Double.MIN_NORMAL;
            for (int c = 0; c < width; c++) {
                int at = j * width + c;
                double x = c + 1 == width ? 1 : corner.coordinate(c, 0);
                double ex = c + 1 == width ? 0 : corner.coordinateError(c);
                double slope = a.map()[at] - b.map()[at];
                jump += slope * x;
                bound += (a.mapError()[at] + b.mapError()[at]) * (Math.abs(x) + ex) + Math.abs(slope) * ex
                        + 8 * Approx.UNIT * Math.abs(x) * (Math.abs(a.map()[at]) + Math.abs(b.map()[at]));
            }
            most = Math.max(most, Math.abs(jump) / bound);
        }
        return most;
    }

    /**
     * Corners less edges plus cells of the subdivision in one or two dimensions, corners counted by which of them sides that
     * meet share. It is 1 for a subdivision of a segment or a polygon.
     */
    public int eulerCharacteristic() {
        if (domain.dimension() == 3) {
            throw new IllegalArgumentException("eulerCharacteristic: it is counted in one and two dimensions");
        }
        int[] first = new int[cells.size() + 1];
        for (int i = 0; i < cells.size(); i++) {
            first[i + 1] = first[i] + cells.get(i).cell().corners.size();
        }
        DisjointSets corners = new DisjointSets(first[cells.size()]);
        for (Wall wall : walls) {
            int a = cells.get(wall.a()).cell().corners.size();
            int b = cells.get(wall.b()).cell().corners.size();
            if (domain.dimension() == 1) {
                corners.join(first[wall.a()] + wall.sideA(), first[wall.b()] + wall.sideB());
            } else {
                corners.join(first[wall.a()] + wall.sideA(), first[wall.b()] + (wall.sideB() + 1) % b);
                corners.join(first[wall.a()] + (wall.sideA() + 1) % a, first[wall.b()] + wall.sideB());
            }
        }
        return domain.dimension() == 1
                ? corners.count() - cells.size()
                : corners.count() - (walls.size() + sides) + cells.size();
    }
}
