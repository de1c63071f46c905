package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.region.CellComplex;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.PiecewiseCritical;
import org.paisaje.theory.geometry.region.Region;
import org.paisaje.theory.geometry.region.Regions;

/** Appendix C.1: what the pieces of ReLU networks look like. */
final class RegionShapeClaims {
    static final int FIRST = 8;
    /** Lines nearer than the root of an ulp count as one: rounding leaves less between them, and random lines are farther apart. */
    private static final double SAME = Math.sqrt(Math.ulp(1.0));
    static final Architecture NET = Architecture.parse("mlp:2-8-8-1:relu");
    /** Points of every piece. */
    private static final int POINTS = 5;
    /** Less than these are on a way through three layers of at most nine terms, computed twice. */
    private static final int ROUNDINGS = 128;
    static final String HYPERPLANE = "Since every ReLU function divides the input space by an hiperplane, the number of linear "
            + "regions can be studied by means of combinatorics.";

    private RegionShapeClaims() {}

    static List<Claim> all() {
        return List.of(pieces(), printed(), corrected(), RegionLayerClaims.own());
    }

    private static Claim pieces() {
        return ClaimBuilder.of("004.c.1.pieces", Document004.source("appendix C.1"))
                .statement("A ReLU network is continuous and linear on each of finitely many pieces",
                        "Its pieces cover the square, each with one affine map, and the maps of neighbours agree on the side between them; all "
                                + "critical points lie at corners or on flat faces, and their indices add up to 1.",
                        "f|_{R_i}(x)=A_ix+b_i,\\quad A_ix+b_i=A_jx+b_j\\ \\text{on}\\ R_i\\cap R_j")
                .quoted("If using ReLU activations, it can be easily seen that the represented functions are piecewise continuous linear functions "
                        + "PWCL, since the composition of piecewise linear functions is piecewise linear.",
                        "appendix C.1")
                .measured(
                        "Of a random network with two hidden layers of 8 units on [-1, 1]^2: the sum of the areas over 4, the largest difference "
                                + "between the outputs of the network and A_i x + b_i at random points of every piece, the largest jump over a "
                                + "side, both in units of their rounding errors, and the sum of the indices of all critical points.")
                .standard(size -> Setting.of(RegionKeys.CHANGED.is(0.0)))
                .control(setting -> setting.with(RegionKeys.CHANGED, 0.01)
                        .noted("the outputs of a network in which one weight of the second layer is 1 % larger"))
                .predict(setting -> Quantities.of("area", 1).and("difference", 1).and("jump", 1).and("indices", 1))
                .measure((setting, replicate, seed) -> {
                    Regions regions = regions(seed);
                    return Quantities.of("area", regions.volume() / 4)
                            .and("difference", difference(regions, setting.get(RegionKeys.CHANGED), seed))
                            .and("jump", regions.largestJump())
                            .and("cells", regions.cells().size())
                            .and("indices", PiecewiseCritical.of(CellComplex.of(regions), 0).sumOfIndices());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal("sum of the areas over 4", predicted.scalar("area"), q.scalar("area"),
                                    Rounding.of(16 * q.scalar("cells"))),
                            Comparison.atMost("largest difference of outputs over its rounding error",
                                    predicted.scalar("difference"), Estimate.exact(q.scalar("difference")),
                                    "at " + POINTS + " points of every piece, " + ROUNDINGS
                                            + " roundings of sums of absolute values"),
                            Comparison.atMost("largest jump over its rounding error", predicted.scalar("jump"),
                                    Estimate.exact(q.scalar("jump")), "at both ends of every side"),
                            Comparison.equal("sum of the indices", predicted.scalar("indices"), q.scalar("indices"),
                                    Tolerance.none("counted")));
                })
                .build();
    }

    private static Claim printed() {
        return ClaimBuilder.of("004.c.1.hyperplane.printed", Document004.source("appendix C.1"))
                .statement("Every ReLU divides the inputs of the network by a hyperplane",
                        "As printed, of the space of the inputs of the network: wherever a unit switches on or off, it does so on one line "
                                + "of their plane.",
                        "\\{x:\\ a_j(x)=0\\}\\text{ is a hyperplane}")
                .quoted(HYPERPLANE, "appendix C.1")
                .refuted()
                .mistake("Only units of the first layer do; those of later layers bend at every kink before them.")
                .measured(
                        "Of random networks with two hidden layers of 8 units the largest number of different lines on which one unit switches.")
                .standard(size -> Setting.of(RegionKeys.LATER.is(true),
                        RegionKeys.SEEDS.is(size == Size.FULL ? 100 : 10)))
                .control(setting -> setting.with(RegionKeys.LATER, false).noted("units of the first layer alone"))
                .replicates(setting -> setting.get(RegionKeys.SEEDS))
                .predict(setting -> Quantities.of("lines", 1))
                .measure((setting, replicate, seed) -> Quantities.of("lines",
                        lines(setting.get(RegionKeys.LATER), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "most lines on which a unit switches", predicted.scalar("lines"),
                        measured.stream().mapToDouble(q -> q.scalar("lines")).max().orElseThrow(),
                        Tolerance.none("counted"))))
                .build();
    }

    private static Claim corrected() {
        return ClaimBuilder.of("004.c.1.hyperplane.corrected", Document004.source("appendix C.1"))
                .statement("Every ReLU of the first layer divides the inputs by a hyperplane",
                        "A unit of the first layer switches on one line. A unit of a later layer switches on a line that bends wherever it "
                                + "crosses the kink of a unit before it.",
                        "\\{x:\\ w_j\\cdot x+b_j=0\\}")
                .quoted(HYPERPLANE, "appendix C.1")
                .measured("As for the statement as printed, units of the first layer alone.")
                .standard(size -> Setting.of(RegionKeys.LATER.is(false),
                        RegionKeys.SEEDS.is(size == Size.FULL ? 100 : 10)))
                .control(setting -> setting.with(RegionKeys.LATER, true).noted("units of the second layer too"))
                .replicates(setting -> setting.get(RegionKeys.SEEDS))
                .predict(setting -> Quantities.of("lines", 1))
                .measure((setting, replicate, seed) -> Quantities.of("lines",
                        lines(setting.get(RegionKeys.LATER), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "most lines on which a unit switches", predicted.scalar("lines"),
                        measured.stream().mapToDouble(q -> q.scalar("lines")).max().orElseThrow(),
                        Tolerance.none("counted"))))
                .build();
    }

    static double[] theta(Seed seed) {
        return NET.initialize(Initializer.normal(1), seed.named("weights"));
    }

    private static Regions regions(Seed seed) {
        try {
            return Regions.of(NET.pieces(theta(seed)), Domain.box(2, -1, 1), 1, 100_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("regions: interrupted", e);
        }
    }

    /**
     * The largest difference between the maps of the pieces at points of theirs and the outputs there of a network of which one
     * weight of the second layer is changed by a part, over its rounding error.
     */
    private static double difference(Regions regions, double changed, Seed seed) {
        double[] theta = theta(seed);
        theta[living(regions)] *= 1 + changed;
        RandomGenerator random = seed.named("points").generator();
        double most = 0;
        for (Region cell : regions.cells()) {
            List<double[]> corners = cell.corners(2);
            Matrix x = Matrix.zeros(POINTS, 2);
            for (int i = 0; i < POINTS; i++) {
                double[] shares = corners.stream().mapToDouble(corner -> random.nextExponential()).toArray();
                double sum = Arrays.stream(shares).sum();
                for (int k = 0; k < shares.length; k++) {
                    x.set(i, 0, x.get(i, 0) + shares[k] / sum * corners.get(k)[0]);
                    x.set(i, 1, x.get(i, 1) + shares[k] / sum * corners.get(k)[1]);
                }
            }
            Matrix outputs = NET.forward(theta, x);
            for (int i = 0; i < POINTS; i++) {
                double gap = Math.abs(outputs.get(i, 0) - cell.value(0, x.get(i, 0), x.get(i, 1)));
                most = Math.max(most,
                        gap / Rounding.of(ROUNDINGS).on(absolute(regions.network(), x.row(i)).getLast()[0]).bound());
            }
        }
        return most;
    }

    /** The place of a weight between two units that are on in one piece. */
    private static int living(Regions regions) {
        for (Region cell : regions.cells()) {
            short[] pattern = cell.pattern();
            for (int i = 0; i < FIRST; i++) {
                for (int j = 0; j < FIRST; j++) {
                    if (pattern[i] == 1 && pattern[FIRST + j] == 1) {
                        return NET.layerShapes().get(1).weight() + j * FIRST + i;
                    }
                }
            }
        }
        throw new IllegalStateException("pieces: no unit of the second layer is ever on");
    }

    /** All values with absolute values of weights and inputs, which rounding errors of the network are relative to. */
    static List<double[]> absolute(PiecewiseLinear network, double[] x) {
        List<double[]> values = new ArrayList<>();
        values.add(new double[] {Math.abs(x[0]), Math.abs(x[1])});
        for (PiecewiseLinear.Step step : network.steps()) {
            if (!(step instanceof PiecewiseLinear.Affine affine)) {
                values.add(values.getLast());
                continue;
            }
            double[] out = Arrays.stream(affine.offset()).map(Math::abs).toArray();
            for (PiecewiseLinear.Term term : affine.terms()) {
                double[] in = values.get(term.source());
                for (int i = 0; i < out.length; i++) {
                    for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                        out[i] += Math.abs(term.weights()[k]) * in[term.columns()[k]];
                    }
                }
            }
            values.add(out);
        }
        return values;
    }

    /** The largest number of lines that the kinks of one unit lie on. */
    private static double lines(boolean later, Seed seed) {
        Regions regions = regions(seed);
        List<List<double[]>> known = new ArrayList<>();
        for (int u = 0; u < regions.network().units(); u++) {
            known.add(new ArrayList<>());
        }
        for (Regions.Wall wall : regions.walls()) {
            double[] line = regions.cells().get(wall.a()).halfSpaces().get(wall.sideA());
            for (int unit : wall.units()) {
                if ((later || unit < FIRST) && known.get(unit).stream().noneMatch(one -> same(one, line))) {
                    known.get(unit).add(line);
                }
            }
        }
        return known.stream().mapToInt(List::size).max().orElse(0);
    }

    private static boolean same(double[] a, double[] b) {
        double plus = 0;
        double minus = 0;
        for (int i = 0; i < a.length; i++) {
            plus = Math.max(plus, Math.abs(a[i] - b[i]));
            minus = Math.max(minus, Math.abs(a[i] + b[i]));
        }
        return Math.min(plus, minus) < SAME;
    }
}
