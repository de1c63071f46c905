package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.geometry.region.CellComplex;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.PiecewiseCritical;
import org.paisaje.theory.geometry.region.Regions;

/** Appendix C.1: what the pieces of ReLU networks look like. */
final class RegionShapeClaims {
    private static final int FIRST = 8;
    /** Lines nearer than the root of an ulp count as one: rounding leaves less between them, and random lines are farther apart. */
    private static final double SAME = Math.sqrt(Math.ulp(1.0));
    private static final String HYPERPLANE = "Since every ReLU function divides the input space by an hiperplane, the number of linear "
            + "regions can be studied by means of combinatorics.";

    private RegionShapeClaims() {}

    static List<Claim> all() {
        return List.of(pieces(), printed(), corrected());
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
                        "Of a random network with two hidden layers of 8 units on a square: the sum of the areas over 4, the largest jump over a "
                                + "side in units of its rounding error, and the sum of the indices of all critical points.")
                .standard(size -> Setting.of(RegionKeys.SCALED.is(1.0)))
                .control(setting -> setting.with(RegionKeys.SCALED, 0.5)
                        .noted("half of each side of the square, which the pieces do not cover"))
                .predict(setting -> Quantities.of("area", 1).and("jump", 1).and("indices", 1))
                .measure((setting, replicate, seed) -> {
                    double half = setting.get(RegionKeys.SCALED);
                    Regions regions = regions(half, seed);
                    return Quantities.of("area", regions.volume() / 4)
                            .and("jump", regions.largestJump())
                            .and("cells", regions.cells().size())
                            .and("indices", PiecewiseCritical.of(CellComplex.of(regions), 0).sumOfIndices());
                })
                .judge((setting, predicted, measured) -> {
                    Quantities q = measured.getFirst();
                    return Judgement.all(
                            Comparison.equal("sum of the areas over 4", predicted.scalar("area"), q.scalar("area"),
                                    Rounding.of(16 * q.scalar("cells"))),
                            Comparison.atMost("largest jump over its rounding error", predicted.scalar("jump"),
                                    Estimate.exact(q.scalar("jump")), "at both ends of every side"),
                            Comparison.equal("sum of the indices", predicted.scalar("indices"), q.scalar("indices"),
                                    Tolerance.none("counted")));
                })
                .build();
    }

    private static Claim printed() {
        return ClaimBuilder.of("004.c.1.hyperplane.printed", Document004.source("appendix C.1"))
                .statement("Every ReLU divides the inputs by a hyperplane",
                        "As printed: wherever a unit switches on or off, it does so on one line of the plane of the inputs.",
                        "\\{x:\\ a_j(x)=0\\}\\text{ is a hyperplane}")
                .quoted(HYPERPLANE, "appendix C.1")
                .refuted()
                .mistake("Only units of the first layer do; those of later layers bend at every kink before them.")
                .measured(
                        "Of a random network with two hidden layers of 8 units the largest number of different lines on which one unit switches.")
                .standard(size -> Setting.of(RegionKeys.LATER.is(true)))
                .control(setting -> setting.with(RegionKeys.LATER, false).noted("units of the first layer alone"))
                .predict(setting -> Quantities.of("lines", 1))
                .measure((setting, replicate, seed) -> Quantities.of("lines",
                        lines(setting.get(RegionKeys.LATER), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "most lines on which a unit switches", predicted.scalar("lines"),
                        measured.getFirst().scalar("lines"), Tolerance.none("counted"))))
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
                .standard(size -> Setting.of(RegionKeys.LATER.is(false)))
                .control(setting -> setting.with(RegionKeys.LATER, true).noted("units of the second layer too"))
                .predict(setting -> Quantities.of("lines", 1))
                .measure((setting, replicate, seed) -> Quantities.of("lines",
                        lines(setting.get(RegionKeys.LATER), seed)))
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.equal(
                        "most lines on which a unit switches", predicted.scalar("lines"),
                        measured.getFirst().scalar("lines"), Tolerance.none("counted"))))
                .build();
    }

    private static Regions regions(double half, Seed seed) {
        Architecture net = Architecture.parse("mlp:2-8-8-1:relu");
        double[] theta = net.initialize(Initializer.normal(1), seed.named("weights"));
        try {
            return Regions.of(net.pieces(theta), Domain.box(2, -half, half), 1, 100_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("regions: interrupted", e);
        }
    }

    /** The largest number of lines that the kinks of one unit lie on. */
    private static double lines(boolean later, Seed seed) {
        Regions regions = regions(1, seed);
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
