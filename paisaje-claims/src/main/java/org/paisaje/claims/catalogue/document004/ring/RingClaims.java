package org.paisaje.claims.catalogue.document004.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.Source;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.geometry.ring.RingNetworks;
import org.paisaje.theory.geometry.ring.RingSeparation;

/** Section 10.1 and theorem 6.2.1: networks with weights that are written down, and what no sample shows. */
public final class RingClaims {
    private static final int PIECES = 40_000;
    private static final int ANGLES = 36_000;
    private static final String BOUNDED = "branch and bound over all of disc and ring, to 1e-6 of the outputs";

    private RingClaims() {}

    /** The claims of chapter 10 and appendix D. */
    public static List<Claim> all() {
        return Stream.of(List.of(slit(), three(), finite()), RingFigureClaims.all(), RingResidualClaims.all(),
                ReachabilityClaims.all(),
                List.of(TransportClaims.transport(), PowerClaims.order(), RingDescentClaims.rules()))
                .flatMap(List::stream)
                .toList();
    }

    private static Claim three() {
        return ClaimBuilder.of("004.10.1.three", new Source("004", "section 10.1"))
                .statement("Three tanh units separate a disc from the ring around it",
                        "One hidden layer of three units whose directions are 120 degrees apart is above a threshold on all of the ring and below it "
                                + "on all of the disc: the tanh of 5 (<u_k, x> - 0.3) by a margin of 0.565, three ReLUs of <u_k, x> by 0.148.",
                        "\\min_{\\text{ring}}\\sum_k s(\\langle u_k,x\\rangle)-\\max_{\\text{disc}}\\sum_k s(\\langle u_k,x\\rangle)>0")
                .quoted("Then, if a *tanh* activation is used, this problem can be solved using a neural network with 3 neurons per layer.",
                        "section 10.1")
                .mistake("How many layers is not said; one is enough. The radii are not given either.")
                .measured(
                        "The margins between two bounds that hold for all points, by branch and bound; for ReLU against 0.575 cos(pi/6) - 0.35, for "
                                + "tanh against a scan of the edges of disc and ring; told from 0.")
                .standard(size -> Setting.of(RingKeys.UNITS.is(3)))
                .control(setting -> setting.with(RingKeys.UNITS, 2).noted("two units, which look along one line"))
                .predict(setting -> {
                    double disc = Double.NEGATIVE_INFINITY;
                    double ring = Double.POSITIVE_INFINITY;
                    for (int k = 0; k < ANGLES; k++) {
                        double angle = 2 * Math.PI * k / ANGLES;
                        disc = Math.max(disc, Math.max(star(0, angle), star(0.35, angle)));
                        ring = Math.min(ring, Math.min(star(0.575, angle), star(1, angle)));
                    }
                    return Quantities.of("relu", 0.575 * Math.cos(Math.PI / 6) - 0.35).and("tanh", ring - disc);
                })
                .measure((setting, replicate, seed) -> {
                    int units = setting.get(RingKeys.UNITS);
                    RingNetworks.Explicit tanh = RingNetworks.star(Activation.TANH, units, 5, 0.3, 0);
                    RingNetworks.Explicit relu = RingNetworks.star(Activation.RELU, units, 1, 0, 0);
                    return Quantities
                            .of("tanh", RingSeparation.margin(tanh.network(), tanh.theta(), RingTrial.RINGS, PIECES))
                            .and("relu", RingSeparation.margin(relu.network(), relu.theta(), RingTrial.RINGS, PIECES));
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(
                        told("margin of tanh", predicted.scalar("tanh"), measured.getFirst().list("tanh")),
                        told("margin of ReLU", predicted.scalar("relu"), measured.getFirst().list("relu")))))
                .figures((setting, predicted, measured) -> {
                    int units = setting.get(RingKeys.UNITS);
                    RingNetworks.Explicit tanh = RingNetworks.star(Activation.TANH, units, 5, 0.3, -1.4382);
                    RingNetworks.Explicit relu = RingNetworks.star(Activation.RELU, units, 1, 0, 0.424);
                    return List.of(new Figure.Panels("levels", "Level sets",
                            "The probability of the ring with thresholds in the middle of the margins, blue above 1/2 and orange below.",
                            List.of(RingPictures.levels("tanh", "tanh", tanh.network(), tanh.theta()),
                                    RingPictures.levels("relu", "ReLU", relu.network(), relu.theta()))));
                })
                .build();
    }

    /** The sum of the three tanh at a radius and an angle. */
    private static double star(double r, double angle) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += Math.tanh(5 * (r * Math.cos(angle - 2 * Math.PI * k / 3) - 0.3));
        }
        return sum;
    }

    private static Comparison told(String what, double predicted, double[] bounds) {
        // Three terms whose second derivative in the angle is below 5^2 (1 + 0.77 / 5), each seen up to half a step beside its extreme.
        double slack = 3 * 29 / 2.0 * Math.pow(Math.PI / ANGLES, 2) + Rounding.of(32).on(4).bound();
        return Comparison.told(what, predicted,
                new Estimate((bounds[0] + bounds[1]) / 2, bounds[0] - slack, bounds[1] + slack), BOUNDED, 0);
    }

    private static Claim slit() {
        return ClaimBuilder.of("004.thm.6.2.1", new Source("004", "section 6.2, theorem 6.2.1"))
                .statement("Homeomorphisms of the plane are nearly right on rings, but not everywhere",
                        "Two shears of the plane, each a ReLU block of a residual network and the exact flow of a field a ReLU(<w, x> + b), bring disc "
                                + "and ring to two sides of a line but for a slit whose share of the points falls like one over the slope, so "
                                + "that the error in L^p tends to 0; in the supremum it stays.",
                        "\\lVert F-\\hat F\\rVert_{L^p}\\to0,\\qquad \\lVert F-\\hat F\\rVert_\\infty\\ge\\tfrac12")
                .quoted("Then, for any $\\epsilon > 0$ there exists $\\hat{F} \\in \\mathcal{H}_{ode}$ such that $$||F - \\hat{F}||_{L^p(K)} "
                        + "\\le \\epsilon$$", "theorem 6.2.1")
                .mistake(
                        "\"Restricted affine invariant\", \"well function\" and the closed convex hull CH are not defined.")
                .mistake(
                        "That p is finite matters: section 10.1 shows that the supremum fails, and the text does not connect the two.")
                .measured(
                        "The share of samples of disc and ring that is wrong, by the slope of the shears: its exponent, with the error of counting, told "
                                + "from 0 and -2. And whether a wrong point is found among all points, for every slope.")
                .seconds(2)
                .standard(size -> Setting.of(
                        RingKeys.STEEPNESSES
                                .is(size == Size.SMOKE ? new double[] {20, 200} : new double[] {20, 200, 2000}),
                        RingKeys.SAMPLES.is(size == Size.SMOKE ? 40_000 : 1_000_000), RingKeys.POINTED.is(1.0)))
                .control(setting -> setting.with(RingKeys.POINTED, 0.25)
                        .noted("slopes that grow like their fourth root"))
                .predict(setting -> Quantities.of("exponent", -1).and("wrong", 1))
                .measure((setting, replicate, seed) -> {
                    double[] slopes = setting.get(RingKeys.STEEPNESSES);
                    double[] wrong = new double[slopes.length];
                    double[] found = new double[slopes.length];
                    Matrix x = RingTrial.RINGS.draw(setting.get(RingKeys.SAMPLES), seed).x();
                    for (int k = 0; k < slopes.length; k++) {
                        RingNetworks.Explicit slit = RingNetworks
                                .slit(Math.pow(slopes[k], setting.get(RingKeys.POINTED)));
                        wrong[k] = Math.rint(
                                (1 - RingTrial.right(slit.network(), slit.theta(), x)) * setting.get(RingKeys.SAMPLES));
                        found[k] = RingSeparation.of(slit.network(), slit.theta(), RingTrial.RINGS, PIECES)
                                .verdict() == RingSeparation.Verdict.WRONG_SOMEWHERE ? 1 : 0;
                    }
                    return Quantities.of("wrong", wrong).and("found", found);
                })
                .judge((setting, predicted, measured) -> {
                    double[] slopes = setting.get(RingKeys.STEEPNESSES);
                    double[] wrong = measured.getFirst().list("wrong");
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k + 1 < slopes.length; k++) {
                        double step = Math.log(slopes[k + 1] / slopes[k]);
                        double value = Math.log(Math.max(0.5, wrong[k + 1]) / Math.max(0.5, wrong[k])) / step;
                        // Counts are Poisson or less: the logarithm has deviation 1/sqrt(count).
                        double radius = Level.deviations(slopes.length)
                                * Math.sqrt(1 / Math.max(0.5, wrong[k]) + 1 / Math.max(0.5, wrong[k + 1])) / step;
                        lines.add(Comparison.told("exponent of the wrong share from slope " + (long) slopes[k],
                                predicted.scalar("exponent"), Estimate.within(value, radius), "Poisson counts", 0, -2));
                    }
                    for (int k = 0; k < slopes.length; k++) {
                        lines.add(Comparison.equal("a wrong point is found at slope " + (long) slopes[k],
                                predicted.scalar("wrong"), measured.getFirst().list("found")[k],
                                Tolerance.none("shown or not")));
                    }
                    return Judgement.all(lines);
                })
                .figures((setting, predicted, measured) -> List.of(RingPictures.levels("slit", "The slit at slope 20",
                        RingNetworks.slit(20).network(), RingNetworks.slit(20).theta())))
                .build();
    }

    private static Claim finite() {
        return ClaimBuilder.of("004.10.1.finite", new Source("004", "section 10.1"))
                .statement("Finitely many points of disc and ring are separated in the plane",
                        "For each sample there is a homeomorphism of the plane after which a line separates its two classes, though none does so for "
                                + "the whole disc and ring.",
                        "\\exists\\,\\Phi\\ \\forall i:\\ \\operatorname{sign}\\langle w,\\Phi(x_i)\\rangle=y_i")
                .quoted("it is always possible to find a finite-measure cut such that, if the input is N-dimensional, the points can be separated "
                        + "using an homeomorphism in N dimensions.", "section 10.1")
                .measured(
                        "Two shears of slope 1e10 on samples of 1,000 points: none is wrong; and a point of disc or ring that is wrong is found all "
                                + "the same. The wrong share is about 0.09 over the slope, so that a slit of that width meets about one of 1e8 such samples.")
                .standard(size -> Setting.of(RingKeys.STEEPNESSES.is(new double[] {1e10}), RingKeys.SAMPLES.is(1000),
                        RingKeys.SEEDS.is(size == Size.SMOKE ? 5 : size == Size.FULL ? 1000 : 100)))
                .control(setting -> setting.with(RingKeys.STEEPNESSES, new double[] {5})
                        .noted("gentle slopes, whose cut is wider than the distance between samples"))
                .replicates(setting -> setting.get(RingKeys.SEEDS))
                .predict(setting -> Quantities.of("wrong samples", 0).and("found", 1))
                .measure((setting, replicate, seed) -> {
                    RingNetworks.Explicit slit = RingNetworks.slit(setting.get(RingKeys.STEEPNESSES)[0]);
                    int n = setting.get(RingKeys.SAMPLES);
                    double right = RingTrial.right(slit.network(), slit.theta(), RingTrial.RINGS.draw(n, seed).x());
                    boolean found = replicate > 0
                            || RingSeparation.of(slit.network(), slit.theta(), RingTrial.RINGS, PIECES)
                                    .verdict() == RingSeparation.Verdict.WRONG_SOMEWHERE;
                    return Quantities.of("wrong samples", Math.rint(n * (1 - right))).and("found", found ? 1 : 0);
                })
                .judge((setting, predicted, measured) -> Judgement.all(List.of(
                        Comparison.equal("wrong samples of all samples together", predicted.scalar("wrong samples"),
                                measured.stream().mapToDouble(q -> q.scalar("wrong samples")).sum(),
                                Tolerance.none("counted")),
                        Comparison.equal("a wrong point of disc or ring is found", predicted.scalar("found"),
                                measured.getFirst().scalar("found"), Tolerance.none("shown or not")))))
                .build();
    }
}
