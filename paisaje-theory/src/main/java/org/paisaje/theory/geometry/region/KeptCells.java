package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Regions as numbers, and back, bit for bit. Corners are made again from the planes that meet in them, planes keep their rounded
 * numbers and where the exact ones come from.
 */
final class KeptCells {
    private final int dimension;
    private final ExactValues exact;
    private final List<Plane> outer;
    private final Trail base;

    /**
     * @param root the whole domain
     * @param base what is known of the units on all of the regions
     */
    KeptCells(ConvexCell root, Trail base, ExactValues exact) {
        this.dimension = root.dimension;
        this.exact = exact;
        this.outer = root.facets.stream().map(Facet::plane).toList();
        this.base = base;
    }

    List<double[]> numbers(List<Region> regions) {
        var writer = new Writer();
        regions.forEach(writer::region);
        return writer.all.stream().map(Numbers::toArray).toList();
    }

    List<Region> regions(List<double[]> numbers) {
        return new Reader(numbers).regions();
    }

    /** A list of numbers that grows. */
    private static final class Numbers {
        private double[] values = new double[64];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        void add(double[] some) {
            for (double value : some) {
                add(value);
            }
        }

        double[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    private final class Writer {
        final Numbers trails = new Numbers();
        final Numbers planes = new Numbers();
        final Numbers corners = new Numbers();
        final Numbers cells = new Numbers();
        final Numbers maps = new Numbers();
        final List<Numbers> all = List.of(trails, planes, corners, cells, maps);
        private final Map<Trail, Integer> trailNumbers = new IdentityHashMap<>();
        private final Map<Plane, Integer> planeNumbers = new IdentityHashMap<>();
        private final Map<Corner, Integer> cornerNumbers = new IdentityHashMap<>();

        Writer() {
            trailNumbers.put(base, 0);
        }

        void region(Region region) {
            int trail = trail(region.trail());
            cells.add(trail);
            cells.add(region.map().length);
            maps.add(region.map());
            maps.add(region.mapError());
            cells.add(region.cell().facets.size());
            for (Facet facet : region.cell().facets) {
                cells.add(plane(facet.plane(), trail));
                cells.add(facet.kinks().length);
                for (long kink : facet.kinks()) {
                    cells.add(kink);
                }
                cells.add(facet.corners().size());
                for (Corner corner : facet.corners()) {
                    cells.add(corner(corner, trail));
                }
            }
        }

        private int trail(Trail trail) {
            Integer known = trailNumbers.get(trail);
            if (known != null) {
                return known;
            }
            Trail parent = trail.parent;
            if (parent == null) {
                throw new IllegalStateException("regions: a region lies outside the part it was found in");
            }
            int before = trail(parent);
            trails.add(before);
            trails.add(trail.step);
            trails.add(trail.pieces.length);
            for (short piece : trail.pieces) {
                trails.add(piece);
            }
            int number = trailNumbers.size();
            trailNumbers.put(trail, number);
            return number;
        }

        private int plane(Plane plane, int trail) {
            Integer known = planeNumbers.get(plane);
            if (known != null) {
                return known;
            }
            Plane.Origin origin = plane.origin;
            planes.add(outer.indexOf(plane));
            if (origin != null) {
                planes.add(trail);
                planes.add(origin.node());
                planes.add(origin.entry());
                planes.add(origin.less());
                planes.add(origin.level());
                planes.add(plane.n);
                planes.add(plane.error);
            }
            int number = planeNumbers.size();
            planeNumbers.put(plane, number);
            return number;
        }

        private int corner(Corner corner, int trail) {
            Integer known = cornerNumbers.get(corner);
            if (known != null) {
                return known;
            }
            for (Plane plane : corner.planes()) {
                corners.add(plane(plane, trail));
            }
            int number = cornerNumbers.size();
            cornerNumbers.put(corner, number);
            return number;
        }
    }

    private final class Reader {
        private final double[] cells;
        private final double[] maps;
        private final List<Trail> trails = new ArrayList<>();
        private final List<Plane> planes = new ArrayList<>();
        private final List<Corner> corners = new ArrayList<>();
        private int at;

        Reader(List<double[]> numbers) {
            trails(numbers.get(0));
            planes(numbers.get(1));
            corners(numbers.get(2));
            this.cells = numbers.get(3);
            this.maps = numbers.get(4);
        }

        private void trails(double[] from) {
            trails.add(base);
            for (int i = 0; i < from.length;) {
                Trail parent = trails.get((int) from[i]);
                int step = (int) from[i + 1];
                short[] pieces = new short[(int) from[i + 2]];
                for (int k = 0; k < pieces.length; k++) {
                    pieces[k] = (short) from[i + 3 + k];
                }
                trails.add(new Trail(parent, step, pieces));
                i += 3 + pieces.length;
            }
        }

        private void planes(double[] from) {
            int width = dimension + 1;
            for (int i = 0; i < from.length;) {
                if (from[i] >= 0) {
                    planes.add(outer.get((int) from[i]));
                    i++;
                    continue;
                }
                Trail trail = trails.get((int) from[i + 1]);
                var origin = new Plane.Origin((int) from[i + 2], (int) from[i + 3], (int) from[i + 4], from[i + 5]);
                double[] n = Arrays.copyOfRange(from, i + 6, i + 6 + width);
                double[] error = Arrays.copyOfRange(from, i + 6 + width, i + 6 + 2 * width);
                planes.add(Plane.of(n, error, origin, () -> exact.of(trail, origin.node())));
                i += 6 + 2 * width;
            }
        }

        private void corners(double[] from) {
            for (int i = 0; i < from.length; i += dimension) {
                Plane[] meet = new Plane[dimension];
                for (int k = 0; k < dimension; k++) {
                    meet[k] = planes.get((int) from[i + k]);
                }
                corners.add(Corner.of(meet));
            }
        }

        private int next() {
            return (int) cells[at++];
        }

        List<Region> regions() {
            List<Region> result = new ArrayList<>();
            int map = 0;
            while (at < cells.length) {
                Trail trail = trails.get(next());
                int size = next();
                List<Facet> facets = new ArrayList<>();
                int count = next();
                for (int f = 0; f < count; f++) {
                    Plane plane = planes.get(next());
                    long[] kinks = new long[next()];
                    for (int k = 0; k < kinks.length; k++) {
                        kinks[k] = (long) cells[at++];
                    }
                    List<Corner> around = new ArrayList<>();
                    int ends = next();
                    for (int c = 0; c < ends; c++) {
                        around.add(corners.get(next()));
                    }
                    facets.add(new Facet(plane, kinks, List.copyOf(around)));
                }
                result.add(new Region(ConvexCell.of(dimension, List.copyOf(facets)), trail,
                        Arrays.copyOfRange(maps, map, map + size),
                        Arrays.copyOfRange(maps, map + size, map + 2 * size)));
                map += 2 * size;
            }
            return result;
        }
    }
}
