package org.paisaje.claims.catalogue.document000.landscape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Lu;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Section 2, references [9] and [10]: what a neuron can tell apart. */
final class CoverClaims {
    private CoverClaims() {}

    /** The claims, in the order of the text. */
    static List<Claim> all() {
        return List.of(dichotomies());
    }

    private static Claim dichotomies() {
        int[][] cases = {{1, 6}, {2, 8}, {2, 10}, {3, 9}};
        return ClaimBuilder.of("000.2.np", LandscapeClaims.paper("section 2, references [9] and [10]"))
                .statement("What a neuron can tell apart: Cover's count, exponential in the dimension alone",
                        "N points in general position in D dimensions have 2 sum over i up to D of C(N - 1, i) affine dichotomies. A network of three "
                                + "neurons is trained by trying pairs of them: polynomial in N for fixed D, and only D makes it hard.",
                        "2\\sum_{i=0}^{D}\\binom{N-1}{i}")
                .quoted("el problema de hallar el mínimo global del problema de optimización es un problema NP-duro",
                        "section 2")
                .measured(
                        "All dichotomies of random points, listed by the hyperplanes through D of them, counted against the formula for four pairs (D, N).")
                .mistake("NP-hard says something of the worst data as the dimension grows, nothing of typical ones.")
                .standard(size -> Setting.of(Keys.GENERAL.is(true)))
                .control(setting -> setting.with(Keys.GENERAL, false).noted("a point that repeats another"))
                .predict(setting -> {
                    double[] counts = new double[cases.length];
                    for (int k = 0; k < cases.length; k++) {
                        double binomial = 1;
                        for (int i = 0; i <= cases[k][0]; i++) {
                            counts[k] += 2 * binomial;
                            binomial = binomial * (cases[k][1] - 1 - i) / (i + 1);
                        }
                    }
                    return Quantities.of("count", counts);
                })
                .measure((setting, replicate, seed) -> {
                    double[] counts = new double[cases.length];
                    for (int k = 0; k < cases.length; k++) {
                        counts[k] = count(cases[k][0], cases[k][1], setting.get(Keys.GENERAL), seed.at(k));
                    }
                    return Quantities.of("count", counts);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < cases.length; k++) {
                        lines.add(Comparison.equal("dichotomies, D = " + cases[k][0] + ", N = " + cases[k][1],
                                predicted.list("count")[k], measured.getFirst().list("count")[k],
                                Tolerance.none("a whole number")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    /** Every dichotomy is that of a hyperplane through D points, with those points on either side as one likes. */
    private static int count(int d, int n, boolean general, Seed seed) {
        double[] points = seed.gaussians(n * d);
        if (!general) {
            System.arraycopy(points, 0, points, d, d);
        }
        Set<Integer> found = new HashSet<>();
        int all = (1 << n) - 1;
        for (int subset = 0; subset <= all; subset++) {
            if (Integer.bitCount(subset) != d) {
                continue;
            }
            Matrix system = Matrix.zeros(d + 1, d + 1);
            double[] right = new double[d + 1];
            int row = 0;
            for (int i = 0; i < n; i++) {
                if ((subset >> i & 1) == 1) {
                    for (int c = 0; c < d; c++) {
                        system.set(row, c, points[i * d + c]);
                    }
                    system.set(row++, d, 1);
                }
            }
            // any combination that is not one of the rows singles out the normal
            for (int c = 0; c <= d; c++) {
                system.set(d, c, 0.37 + 0.61 * c * c);
            }
            right[d] = 1;
            Lu.solve(system, right).ifPresent(normal -> {
                int sides = 0;
                for (int i = 0; i < n; i++) {
                    double side = normal[d];
                    for (int c = 0; c < d; c++) {
                        side += normal[c] * points[i * d + c];
                    }
                    sides |= side > 0 ? 1 << i : 0;
                }
                sides &= ~subsetOf(normal, points, d, n);
                int on = subsetOf(normal, points, d, n);
                for (int part = on;; part = part - 1 & on) {
                    found.add(sides | part);
                    found.add(all & ~(sides | part));
                    if (part == 0) {
                        break;
                    }
                }
            });
        }
        return found.size();
    }

    /** The points that lie on a hyperplane, to rounding; copies of one point stay together, and are left out but once. */
    private static int subsetOf(double[] normal, double[] points, int d, int n) {
        int on = 0;
        for (int i = 0; i < n; i++) {
            double side = normal[d];
            double size = Math.abs(normal[d]);
            for (int c = 0; c < d; c++) {
                side += normal[c] * points[i * d + c];
                size += Math.abs(normal[c] * points[i * d + c]);
            }
            on |= Math.abs(side) < ClosednessClaims.ROOT * size ? 1 << i : 0;
        }
        return on;
    }
}
