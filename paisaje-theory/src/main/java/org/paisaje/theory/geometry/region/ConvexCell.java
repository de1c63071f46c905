package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A convex cell with an interior in one, two or three dimensions, by its sides. In two dimensions these follow each other, each
 * from its first corner to that of the next.
 */
final class ConvexCell {
    final int dimension;
    final List<Facet> facets;
    final List<Corner> corners;

    private ConvexCell(int dimension, List<Facet> facets) {
        this.dimension = dimension;
        this.facets = facets;
        if (dimension < 3) {
            List<Corner> all = new ArrayList<>(facets.size());
            for (Facet facet : facets) {
                all.add(facet.corners().getFirst());
            }
            this.corners = all;
        } else {
            Set<Corner> all = new LinkedHashSet<>();
            facets.forEach(facet -> all.addAll(facet.corners()));
            this.corners = List.copyOf(all);
        }
    }

    /** The cell with these sides. */
    static ConvexCell of(int dimension, List<Facet> facets) {
        return new ConvexCell(dimension, facets);
    }

    /** The whole domain. */
    static ConvexCell of(Domain domain) {
        int d = domain.dimension();
        Plane[][] sides = new Plane[d][2];
        for (int k = 0; k < d; k++) {
            for (int end = 0; end < 2; end++) {
                double[] n = new double[d + 1];
                n[k] = 1;
                double bound = end == 0 ? domain.low()[k] : domain.high()[k];
                n[d] = domain.bounded() ? -bound : 0;
                sides[k][end] = Plane.side(n, domain.bounded() ? 0 : end == 0 ? 1 : -1);
            }
        }
        long[] none = {};
        List<Facet> facets = new ArrayList<>();
        if (d == 1) {
            for (Plane side : sides[0]) {
                facets.add(new Facet(side, none, List.of(Corner.of(side))));
            }
        } else if (d == 2) {
            Plane[] around = {sides[1][0], sides[0][1], sides[1][1], sides[0][0]};
            Corner[] corners = new Corner[4];
            for (int i = 0; i < 4; i++) {
                corners[i] = Corner.of(around[(i + 3) % 4], around[i]);
            }
            for (int i = 0; i < 4; i++) {
                facets.add(new Facet(around[i], none, List.of(corners[i], corners[(i + 1) % 4])));
            }
        } else {
            Corner[] corners = new Corner[8];
            for (int i = 0; i < 8; i++) {
                corners[i] = Corner.of(sides[0][i & 1], sides[1][i >> 1 & 1], sides[2][i >> 2]);
            }
            for (int k = 0; k < 3; k++) {
                int a = 1 << (k + 1) % 3;
                int b = 1 << (k + 2) % 3;
                for (int end = 0; end < 2; end++) {
                    int at = end << k;
                    facets.add(new Facet(sides[k][end], none,
                            List.of(corners[at], corners[at + a], corners[at + a + b], corners[at + b])));
                }
            }
        }
        return new ConvexCell(d, facets);
    }

    /** The sign of an affine function at every corner. */
    byte[] sides(Plane plane) {
        byte[] result = new byte[corners.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) corners.get(i).side(plane);
        }
        return result;
    }

    /** The sign that an affine function has at all corners, if rounding leaves it certain; else 0. */
    int sure(double[] n, double[] error, int from) {
        int sign = corners.getFirst().sure(n, error, from);
        for (int i = 1; i < corners.size() && sign != 0; i++) {
            if (corners.get(i).sure(n, error, from) != sign) {
                return 0;
            }
        }
        return sign;
    }

    /** The same cell with kinks noted on the sides where all its signs are 0. */
    ConvexCell touched(byte[] signs, long... kinks) {
        boolean any = false;
        List<Facet> result = new ArrayList<>(facets.size());
        Map<Corner, Byte> sign = dimension == 3 ? byCorner(signs) : Map.of();
        for (int i = 0; i < facets.size(); i++) {
            Facet facet = facets.get(i);
            boolean zero = switch (dimension) {
                case 1 -> signs[i] == 0;
                case 2 -> signs[i] == 0 && signs[(i + 1) % signs.length] == 0;
                default -> facet.corners().stream().allMatch(corner -> sign.getOrDefault(corner, (byte) 1) == 0);
            };
            any |= zero;
            result.add(zero ? facet.and(kinks) : facet);
        }
        return any ? new ConvexCell(dimension, result) : this;
    }

    /** The cell with these kinks on all of its sides. */
    ConvexCell everywhere(long... kinks) {
        return new ConvexCell(dimension, facets.stream().map(facet -> facet.and(kinks)).toList());
    }

    private Map<Corner, Byte> byCorner(byte[] signs) {
        Map<Corner, Byte> result = new IdentityHashMap<>();
        for (int i = 0; i < signs.length; i++) {
            result.put(corners.get(i), signs[i]);
        }
        return result;
    }

    /** The parts where the function is negative and positive; it is both somewhere. */
    ConvexCell[] split(Plane plane, byte[] signs, long... kinks) {
        return switch (dimension) {
            case 1 -> splitLine(plane, signs, kinks);
            case 2 -> splitPolygon(plane, signs, kinks);
            default -> splitSolid(plane, signs, kinks);
        };
    }

    private ConvexCell[] splitLine(Plane plane, byte[] signs, long... kinks) {
        Facet cut = new Facet(plane, kinks, List.of(Corner.of(plane)));
        ConvexCell below = new ConvexCell(1, List.of(facets.get(0), cut));
        ConvexCell above = new ConvexCell(1, List.of(cut, facets.get(1)));
        return signs[0] < 0 ? new ConvexCell[] {below, above} : new ConvexCell[] {above, below};
    }

    private ConvexCell[] splitPolygon(Plane plane, byte[] signs, long... kinks) {
        List<Facet> negative = new ArrayList<>();
        List<Facet> positive = new ArrayList<>();
        int n = facets.size();
        for (int i = 0; i < n; i++) {
            Facet facet = facets.get(i);
            int from = signs[i];
            int to = signs[(i + 1) % n];
            if (from * to < 0) {
                Corner cut = Corner.of(facet.plane(), plane);
                (from < 0 ? negative : positive).add(facet.with(List.of(facet.corners().get(0), cut)));
                (to < 0 ? negative : positive).add(facet.with(List.of(cut, facet.corners().get(1))));
            } else {
                (from + to < 0 ? negative : positive).add(facet);
            }
        }
        return new ConvexCell[] {closed(negative, plane, kinks), closed(positive, plane, kinks)};
    }

    /** Puts the cut where one side does not end at the start of the next. */
    private static ConvexCell closed(List<Facet> sides, Plane plane, long... kinks) {
        List<Facet> result = new ArrayList<>(sides.size() + 1);
        for (int i = 0; i < sides.size(); i++) {
            Facet facet = sides.get(i);
            Corner end = facet.corners().get(1);
            Corner start = sides.get((i + 1) % sides.size()).corners().get(0);
            result.add(facet);
            if (end != start) {
                result.add(new Facet(plane, kinks, List.of(end, start)));
            }
        }
        return new ConvexCell(2, result);
    }

    private record Edge(Corner from, Corner to) {
        static Edge of(Corner a, Corner b) {
            return System.identityHashCode(a) <= System.identityHashCode(b) ? new Edge(a, b) : new Edge(b, a);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Edge(Corner a, Corner b) && (a == from && b == to || a == to && b == from);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(from) ^ System.identityHashCode(to);
        }
    }

    private ConvexCell[] splitSolid(Plane plane, byte[] signs, long... kinks) {
        Map<Corner, Byte> sign = byCorner(signs);
        Map<Edge, Corner> cuts = cuts(plane, sign);
        List<Facet> negative = new ArrayList<>();
        List<Facet> positive = new ArrayList<>();
        Map<Corner, List<Corner>> rim = new LinkedHashMap<>();
        Set<Edge> known = new HashSet<>();
        for (Facet facet : facets) {
            List<Corner> below = new ArrayList<>();
            List<Corner> above = new ArrayList<>();
            List<Corner> on = new ArrayList<>();
            int n = facet.corners().size();
            for (int i = 0; i < n; i++) {
                Corner u = facet.corners().get(i);
                Corner v = facet.corners().get((i + 1) % n);
                int side = sign.getOrDefault(u, (byte) 0);
                if (side <= 0) {
                    below.add(u);
                }
                if (side >= 0) {
                    above.add(u);
                }
                if (side == 0) {
                    on.add(u);
                }
                Corner cut = cuts.get(Edge.of(u, v));
                if (cut != null) {
                    below.add(cut);
                    above.add(cut);
                    on.add(cut);
                }
            }
            if (on.size() == 2 && known.add(Edge.of(on.get(0), on.get(1)))) {
                rim.computeIfAbsent(on.get(0), c -> new ArrayList<>()).add(on.get(1));
                rim.computeIfAbsent(on.get(1), c -> new ArrayList<>()).add(on.get(0));
            }
            if (below.size() > on.size()) {
                negative.add(facet.with(List.copyOf(below)));
            }
            if (above.size() > on.size()) {
                positive.add(facet.with(List.copyOf(above)));
            }
        }
        Facet cap = new Facet(plane, kinks, cycle(rim));
        negative.add(cap);
        positive.add(cap);
        return new ConvexCell[] {new ConvexCell(3, List.copyOf(negative)), new ConvexCell(3, List.copyOf(positive))};
    }

    /** The new corners on the edges whose ends lie on different sides. */
    private Map<Edge, Corner> cuts(Plane plane, Map<Corner, Byte> sign) {
        Map<Edge, Facet> first = new HashMap<>();
        Map<Edge, Corner> result = new HashMap<>();
        for (Facet facet : facets) {
            int n = facet.corners().size();
            for (int i = 0; i < n; i++) {
                Corner u = facet.corners().get(i);
                Corner v = facet.corners().get((i + 1) % n);
                if (sign.getOrDefault(u, (byte) 0) * sign.getOrDefault(v, (byte) 0) < 0) {
                    Edge edge = Edge.of(u, v);
                    Facet other = first.putIfAbsent(edge, facet);
                    if (other != null) {
                        result.put(edge, Corner.of(other.plane(), facet.plane(), plane));
                    }
                }
            }
        }
        return result;
    }

    private static List<Corner> cycle(Map<Corner, List<Corner>> rim) {
        List<Corner> result = new ArrayList<>();
        Corner start = rim.keySet().iterator().next();
        Corner before = start;
        Corner at = start;
        do {
            result.add(at);
            List<Corner> next = rim.getOrDefault(at, List.of());
            Corner to = next.get(0) == before && next.size() > 1 ? next.get(1) : next.get(0);
            before = at;
            at = to;
        } while (at != start && result.size() <= rim.size());
        return List.copyOf(result);
    }

    boolean bounded() {
        return corners.stream().allMatch(Corner::finite);
    }

    /** Length, area or volume; infinite where the cell is not bounded. */
    double volume() {
        if (!bounded()) {
            return Double.POSITIVE_INFINITY;
        }
        double[] o = coordinates(corners.getFirst(), 0);
        double sum = 0;
        for (Facet facet : facets) {
            double[] a = difference(facet.corners().getFirst(), o);
            if (dimension == 1) {
                sum += Math.abs(a[0]);
                continue;
            }
            double[] b = difference(facet.corners().get(1), o);
            if (dimension == 2) {
                sum += a[0] * b[1] - a[1] * b[0];
                continue;
            }
            double pyramid = 0;
            for (int i = 1; i + 1 < facet.corners().size(); i++) {
                double[] p = difference(facet.corners().get(i), o);
                double[] q = difference(facet.corners().get(i + 1), o);
                pyramid += a[0] * (p[1] * q[2] - p[2] * q[1]) - a[1] * (p[0] * q[2] - p[2] * q[0])
                        + a[2] * (p[0] * q[1] - p[1] * q[0]);
            }
            sum += Math.abs(pyramid);
        }
        return Math.abs(sum) / (dimension == 1 ? 1 : dimension == 2 ? 2 : 6);
    }

    private double[] difference(Corner corner, double[] origin) {
        double[] x = coordinates(corner, 0);
        for (int i = 0; i < dimension; i++) {
            x[i] -= origin[i];
        }
        return x;
    }

    double[] coordinates(Corner corner, double r) {
        double[] x = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            x[i] = corner.coordinate(i, r);
        }
        return x;
    }
}
