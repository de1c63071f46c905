package org.paisaje.claims.catalogue.document001.landscape;

import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Statement;
import org.paisaje.claims.Unexecutable;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.LeastSquares;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Tolerance;

/** Section 4.4: the dimension of the set of solutions, and what parameters reach to first order. */
public final class SolutionSetClaims {
    private static final String ONTO = "el mapa $\\theta \\mapsto f_{\\theta}$ es localmente lineal y survectivo sobre la RKHS";
    private static final String ONTO_PLACE = "section 4.4, proof, 3";

    private SolutionSetClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(dimension(), surjective(), own(), entry("001.4.3.proof", "section 4.3, proof, steps (2) and (3)",
                "Convex combinations of outputs come from a curve of parameters",
                "For every t there are parameters gamma(t) with f_gamma(t) close to (1 - t) f_0 + t f_1.",
                "this is what has to be proved, not a statement that follows: it takes the image of theta -> f for convex. Curves are "
                        + "built without it in 001.4.3.path and 001.4.4.path",
                "The combination fits the data trivially; \"inverse functional interpolation\" is not in [6]."),
                entry("001.4.4.probability", "section 4.4, theorem",
                        "The curve exists with high probability over the initialisation",
                        "With high probability over the initialisation two given solutions are joined at zero loss.",
                        "the set of solutions does not depend on any initialisation, so that the quantifier means nothing; meant is: for generic "
                                + "solutions",
                        "The quantifier should be over the two solutions."),
                entry("001.4.3.reference", "section 4.3, comment, reference [7]",
                        "Topological proofs need assumptions on the rank of the Jacobian [7]",
                        "Reference [7] contains topological proofs with assumptions on the rank of the Jacobian.",
                        "what a reference contains is no computation",
                        "[7] (Choromanska et al.) is a spin-glass model."),
                entry("001.4.2.jacobian", "section 4.2, spectral implications",
                        "J has the gradients as its columns and J J' / n approximates H",
                        "J is the p x n matrix of the gradients, H is about J J' / n.",
                        "a convention: J is the transpose of the usual Jacobian, and with it the formula has the right shape",
                        "Elsewhere the text writes the n x n kernel for the same matrix; see 001.4.1.theorem.printed."));
    }

    private static Claim entry(String id, String place, String title, String words, String why, String mistake) {
        return new Unexecutable(id, Source001.at(place), new Statement(title, words, "", why, List.of(mistake)));
    }

    private static Claim dimension() {
        return ClaimBuilder.of("001.4.4.dimension", Source001.at(GlobalMinimaClaims.EXACT))
                .statement("The set of solutions has dimension p - n",
                        "Where the gradients at the n points are independent, the interpolating parameters near by form a manifold of dimension p - n. "
                                + "Rescaling, which leaves a ReLU function as it is, accounts for m of these dimensions alone.",
                        "\\dim\\mathcal M=p-n")
                .quoted("el conjunto $\\mathcal{M}$ no es discreto, sino que posee dimensión positiva, debido a la redundancia inducida por la "
                        + "sobreparametrización: existen múltiples formas de parametrizar una misma función f",
                        "section 4.4, proof")
                .measured(
                        "ReLU, width 64, 20 points: p less the rank of the gradients at a solution, 704 - 20. The outputs after rescaling neurons by factors "
                                + "up to 100 change by rounding alone.")
                .mistake(
                        "The dimension comes from p > n, not from the many parameters of one function, which give m of the p - n.")
                .standard(size -> Setting.of(Keys001.REPEATED.is(false)))
                .control(setting -> setting.with(Keys001.REPEATED, true)
                        .noted("two equal points, which are one condition"))
                .predict(setting -> Quantities.of("dimension", 704 - 20))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.RELU, 10, 64);
                    Matrix x = WideNet.points();
                    Matrix y = WideNet.labels();
                    double[] theta = GlobalMinimaClaims.interpolant(net, x, y, seed);
                    if (setting.get(Keys001.REPEATED)) {
                        x.setRow(1, x.row(0));
                    }
                    double[] values = SymmetricEigen.values(net.ntk(theta, x));
                    // Sums over 704 parameters in every entry.
                    double zero = Rounding.of(704).on(values[values.length - 1]).bound();
                    int rank = 0;
                    for (double value : values) {
                        rank += value > zero ? 1 : 0;
                    }
                    double[] scaled = theta.clone();
                    for (int j = 0; j < 64; j++) {
                        double c = Math.pow(10, -2 + 4.0 * j / 63);
                        for (int i = 0; i < 10; i++) {
                            scaled[10 * j + i] *= c;
                        }
                        scaled[640 + j] /= c;
                    }
                    double change = WideTraining.largestDifference(net.outputs(scaled, x), net.outputs(theta, x));
                    return Quantities.of("dimension", theta.length - rank).and("change", change);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.equal("p less the rank of the gradients", predicted.scalar("dimension"),
                                measured.getFirst().scalar("dimension"), Tolerance.none("a whole number")),
                        // Sums of 64 terms on both sides.
                        Comparison.equal("largest change of outputs by rescaling", 0,
                                measured.getFirst().scalar("change"), Rounding.of(128).on(4))
                                .asSanity()))
                .build();
    }

    private static Claim surjective() {
        return ClaimBuilder.of("001.4.4.surjective.printed", Source001.at(GlobalMinimaClaims.EXACT))
                .statement("At a finite width theta -> f is locally onto the space of the limit kernel",
                        "Reading: the kernel is that of infinite width, which the text replaces its own by, and the network has a finite width, as "
                                + "the curve of parameters needs. Near a start every function of the space of this kernel is the network's, to "
                                + "first order.",
                        "\\operatorname{range}(J)=\\mathcal H_{\\Theta_\\infty},\\quad m<\\infty")
                .quoted(ONTO, ONTO_PLACE)
                .measured(
                        "ReLU of width 16 on 10 inputs: the function Theta(., x*) of the kernel of infinite width, on 600 points of the sphere, and what of it "
                                + "the p = 176 tangent functions cannot make, relative, at most the root of an ulp.")
                .mistake(
                        "The tangent functions span p dimensions at most, the space of the limit kernel has infinitely many. On fewer points than p they can make "
                                + "everything, which is what the proof needs and not what it says. In the other reading, with the kernel at the start of the same "
                                + "network, it is true, see 001.4.4.surjective.own.")
                .standard(size -> setting("limit"))
                .control(
                        setting -> setting.with(Keys001.POINTS, 60).noted("60 points, fewer than there are parameters"))
                .predict(setting -> Quantities.of("left", 0))
                .measure(SolutionSetClaims::left)
                .judge(SolutionSetClaims::judge)
                .refuted()
                .build();
    }

    private static Claim own() {
        return ClaimBuilder.of("001.4.4.surjective.own", Source001.at(GlobalMinimaClaims.EXACT))
                .statement("theta -> f is locally onto the space of the kernel at its own start",
                        "Reading: the kernel is that of the network itself at the start, as section 2.2 has it. Its space is spanned by the p "
                                + "tangent functions, so that every function of it is the network's, to first order, at every width.",
                        "\\operatorname{range}(J)=\\mathcal H_{\\Theta_{\\theta(0)}}")
                .quoted(ONTO, ONTO_PLACE)
                .measured(
                        "ReLU of width 16 on 10 inputs: the function Theta(., x*) of the kernel at theta, on 600 points of the sphere, and what of it the p = 176 "
                                + "tangent functions cannot make, relative, at most the root of an ulp.")
                .mistake(
                        "This space has p dimensions at most and turns with theta: two solutions that lie far apart have two such spaces, so that the step "
                                + "from one to the other does not follow.")
                .standard(size -> setting("own"))
                .control(setting -> setting.with(Keys001.KERNEL, "another")
                        .noted("the kernel of another draw of the same network"))
                .predict(setting -> Quantities.of("left", 0))
                .measure(SolutionSetClaims::left)
                .judge(SolutionSetClaims::judge)
                .build();
    }

    private static Setting setting(String kernel) {
        return Setting.of(Keys001.POINTS.is(600), Keys001.WIDTH.is(16),
                Keys001.KERNEL.among("limit", "own", "another").is(kernel));
    }

    /** What the tangent functions leave of a function of the kernel, relative. */
    private static Quantities left(Setting setting, int replicate, Seed seed) {
        WideNet net = WideNet.of(Activation.RELU, 10, setting.get(Keys001.WIDTH));
        Matrix x = WideNet.sphere(7, setting.get(Keys001.POINTS), 10);
        Matrix at = WideNet.testPoints().rowRange(0, 1);
        int p = net.network().layout().size();
        double[] theta = seed.gaussians(p);
        Matrix target = switch (setting.get(Keys001.KERNEL)) {
            case "limit" -> net.limit(x, at);
            case "own" -> net.ntk(theta, x, at);
            default -> net.ntk(seed.named("another").gaussians(p), x, at);
        };
        Matrix tangent = net.risk(x, Matrix.zeros(x.rows(), 1)).at(theta).perSampleGradients();
        Matrix outputs = net.outputs(theta, x);
        for (int i = 0; i < x.rows(); i++) {
            // the gradient of the risk of a sample is the output times that of the output
            for (int j = 0; j < p; j++) {
                tangent.set(i, j, tangent.get(i, j) / outputs.get(i, 0));
            }
        }
        Matrix fitted = tangent.times(LeastSquares.solve(tangent, target).solution());
        return Quantities.of("left", fitted.minus(target).frobeniusNorm() / target.frobeniusNorm());
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        return Judgement.all(Comparison.equal("relative residual", predicted.scalar("left"),
                measured.getFirst().scalar("left"), Tolerance.of(Math.sqrt(Math.ulp(1.0)),
                        "the root of an ulp: least squares may lose half of the digits")));
    }
}
