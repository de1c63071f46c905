package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.paisaje.math.DisjointSets;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.theory.geometry.topology.Betti;

/**
 * The shape of a decision boundary {@code {g = 0}} of a piecewise linear function g and of the two sets that it parts, exactly,
 * from the signs of g at the corners of the regions. A face with both signs holds one cell of the boundary, one dimension less;
 * a face on which g is 0 belongs to it as a whole. The enclosed hollows are counted by duality (Alexander): they are the parts of
 * what the boundary leaves that do not reach the boundary of the domain.
 *
 * @param boundary the Betti numbers of {@code {g = 0}} on the domain
 * @param euler the alternating sum over the cells of the boundary, which the Betti numbers must have too
 * @param above the parts of {@code {g > 0}}
 * @param below those of {@code {g < 0}}
 * @param enclosedAbove how many of the parts above do not reach the boundary of the domain
 * @param enclosedBelow the same below
 */
public record LevelSet(Betti boundary, int euler, int above, int below, int enclosedAbove, int enclosedBelow) {
    /** Of {@code g = sum of a_j f_j - level}. */
    public static LevelSet of(CellComplex complex, double[] combination, double level) {
        if (combination.length != complex.regions().network().outputs()) {
            throw new IllegalArgumentException("levelSet: " + combination.length + " factors, the network has "
                    + complex.regions().network().outputs() + " outputs");
        }
        VertexValues values = new VertexValues(complex, combination, level);
        int n = complex.count(0);
        int[] signs = new int[n];
        for (int v = 0; v < n; v++) {
            signs[v] = values.sign(v);
        }
        Parts above = parts(complex, signs, 1);
        Parts below = parts(complex, signs, -1);
        int[] shape = boundary(complex, signs);
        int hollows = above.enclosed() + below.enclosed();
        int euler = shape[1];
        Betti betti = switch (complex.dimension()) {
            case 1 -> new Betti(shape[0], 0, 0);
            case 2 -> new Betti(shape[0], hollows, 0);
            default -> new Betti(shape[0], shape[0] + hollows - euler, hollows);
        };
        return new LevelSet(betti, euler, above.count(), below.count(), above.enclosed(), below.enclosed());
    }

    /** {@code f_c - max over j != c of f_j}, positive where class c wins, as a network of one output. */
    public static PiecewiseLinear margin(PiecewiseLinear network, int c) {
        int k = network.outputs();
        if (k < 2 || c < 0 || c >= k) {
            throw new IllegalArgumentException("margin: class " + c + " of " + k
                    + " outputs; it takes one of at least two, counted from 0");
        }
        int outputs = network.steps().size();
        List<PiecewiseLinear.Step> steps = new ArrayList<>(network.steps());
        int[] others = IntStream.range(0, k).filter(j -> j != c).toArray();
        steps.add(new PiecewiseLinear.Largest("the other classes", outputs, new int[][] {others}));
        steps.add(new PiecewiseLinear.Affine("margin", List.of(
                new PiecewiseLinear.Term(outputs, new int[] {0, 1}, new int[] {c}, new double[] {1}),
                new PiecewiseLinear.Term(outputs + 1, new int[] {0, 1}, new int[] {0}, new double[] {-1})),
                new double[1]));
        return new PiecewiseLinear(network.network(), network.inputs(), steps);
    }

    private record Parts(int count, int enclosed) {}

    /** A cell is convex, so that its corners of one sign hang together in it. */
    private static Parts parts(CellComplex complex, int[] signs, int sign) {
        DisjointSets classes = new DisjointSets(signs.length);
        for (int[] cell : complex.faces(complex.dimension())) {
            int first = -1;
            for (int v : cell) {
                if (signs[v] == sign && first < 0) {
                    first = v;
                } else if (signs[v] == sign) {
                    classes.join(first, v);
                }
            }
        }
        int[] numbers = classes.numbers();
        Map<Integer, Boolean> reaches = new HashMap<>();
        for (int v = 0; v < signs.length; v++) {
            if (signs[v] == sign) {
                reaches.merge(numbers[v], complex.outer(v), Boolean::logicalOr);
            }
        }
        return new Parts(reaches.size(), (int) reaches.values().stream().filter(known -> !known).count());
    }

    /** The number of parts of the boundary, and its Euler characteristic. */
    private static int[] boundary(CellComplex complex, int[] signs) {
        int euler = 0;
        Map<Long, Integer> edges = new HashMap<>();
        int[] zeros = new int[signs.length];
        int cells = 0;
        for (int v = 0; v < signs.length; v++) {
            zeros[v] = signs[v] == 0 ? cells++ : -1;
            euler += signs[v] == 0 ? 1 : 0;
        }
        for (int k = 1; k <= complex.dimension(); k++) {
            for (int[] face : complex.faces(k)) {
                int low = 1;
                int high = -1;
                for (int v : face) {
                    low = Math.min(low, signs[v]);
                    high = Math.max(high, signs[v]);
                }
                boolean mixed = low < 0 && high > 0;
                if (!mixed && (low != 0 || high != 0)) {
                    continue;
                }
                int dimension = mixed ? k - 1 : k;
                euler += dimension % 2 == 0 ? 1 : -1;
                if (k == 1 && mixed) {
                    edges.put(key(face[0], face[1]), cells++);
                }
            }
        }
        // Parts hang together by their points: corners at 0, and edges with both signs.
        DisjointSets classes = new DisjointSets(cells);
        for (int i = 0; i < complex.count(complex.dimension()); i++) {
            int[] corners = complex.cornersOf(i);
            boolean positive = false;
            boolean negative = false;
            for (int v : corners) {
                positive |= signs[v] > 0;
                negative |= signs[v] < 0;
            }
            boolean mixed = positive && negative;
            int first = -1;
            // Where a cell has one sign, its zeros are a face, which hangs together too.
            for (int v : corners) {
                first = joined(classes, first, zeros[v]);
            }
            for (int[] edge : complex.edgesOf(i)) {
                int cell = mixed ? edges.getOrDefault(key(corners[edge[0]], corners[edge[1]]), -1) : -1;
                first = joined(classes, first, cell);
            }
        }
        return new int[] {classes.count(), euler};
    }

    private static int joined(DisjointSets classes, int first, int cell) {
        if (cell < 0) {
            return first;
        }
        if (first >= 0) {
            classes.join(first, cell);
        }
        return first < 0 ? cell : first;
    }

    private static long key(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }
}
