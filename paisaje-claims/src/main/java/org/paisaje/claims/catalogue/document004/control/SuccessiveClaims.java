package org.paisaje.claims.catalogue.document004.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Chapter 4, equations (4.9) and (4.10): Pontryagin's principle and the method of successive approximations. */
final class SuccessiveClaims {
    private static final String ALGORITHM = "chapter 4, equation (4.10)";
    private static final String UPDATE = "$$\\theta^{k+1} = \\arg\\max_{\\theta} H(t, x^k, p^k, \\theta)$$";
    private static final String MODEL = "the flow x' = theta with the running cost theta^2 / 2 and the loss kappa (x_T - y)^2 / 2, T = 1, 20 "
            + "steps, 5 random samples";
    private static final int STEPS = 20;
    private static final int SAMPLES = 5;

    private SuccessiveClaims() {}

    /** The claims, in the order of the text. */
    static List<Claim> all() {
        return List.of(sample(), factor(), robust(), augmented());
    }

    private static LinearControl problem(double kappa, Seed seed, boolean equal) {
        double[] x = seed.named("x").gaussians(SAMPLES);
        double[] y = seed.named("y").gaussians(SAMPLES);
        if (equal) {
            Arrays.fill(x, x[0]);
            Arrays.fill(y, y[0]);
        }
        return LinearControl.of(kappa, x, y);
    }

    private static Claim sample() {
        return ClaimBuilder.of("004.eq4.9.sample.printed", ControlKeys.source("chapter 4, equation (4.9)"))
                .statement("The optimal control maximises the Hamiltonian of each sample",
                        "Reading: x* and p* are those of a sample, as in (4.1), and the control, the weights of the network, is the same for all samples. It "
                                + "maximises the Hamiltonian of each of them at each time.",
                        "H(t,x^i_t,p^i_t,\\theta^*_t)\\ge H(t,x^i_t,p^i_t,\\theta)\\quad\\forall\\theta,\\ \\forall i")
                .quoted("$$H(t, x_T^*, p_T^*, \\theta_T^*) \\ge H(t, x_T^*, p_T^*, \\theta) \\quad \\forall \\theta, \\forall t$$",
                        "equation (4.9)")
                .measured("The optimal control of " + MODEL
                        + ", kappa = 2, by gradient descent on the cost until the gradient is gone; the largest gain of a "
                        + "sample's Hamiltonian over 2,001 controls from -10 to 10. It must be at most what a grid and rounding leave.")
                .mistake(
                        "The sum over samples is missing. What the optimal control maximises is the mean of the Hamiltonians, as chapter 9 has it in (9.8). With "
                                + "one sample, or equal ones, there is no difference; that is the control.")
                .standard(size -> Setting.of(ControlKeys.KAPPA.is(2.0), ControlKeys.EQUAL.is(false)))
                .control(setting -> setting.with(ControlKeys.EQUAL, true).noted("five equal samples"))
                .predict(setting -> Quantities.of("gain", 0))
                .measure((setting, replicate, seed) -> {
                    LinearControl problem = problem(setting.get(ControlKeys.KAPPA), seed,
                            setting.get(ControlKeys.EQUAL));
                    double[] theta = new double[STEPS];
                    for (int k = 0; k < 200; k++) {
                        descend(theta, problem);
                    }
                    double gain = Double.NEGATIVE_INFINITY;
                    double mean = Double.NEGATIVE_INFINITY;
                    double[] p = problem.costates(theta);
                    for (int g = 0; g <= 2000; g++) {
                        double other = (g - 1000) / 100.0;
                        double sum = 0;
                        for (double costate : p) {
                            double more = problem.hamiltonian(costate, other) - problem.hamiltonian(costate, theta[0]);
                            gain = Math.max(gain, more);
                            sum += more / p.length;
                        }
                        mean = Math.max(mean, sum);
                    }
                    return Quantities.of("gain", gain).and("mean", mean).and("gradient", norm(problem.gradient(theta)));
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("norm of the gradient left", Rounding.of(256).on(10).bound(),
                                Estimate.exact(measured.getFirst().scalar("gradient")),
                                "256 roundings of numbers up to 10").asSanity(),
                        Comparison
                                .atMost("largest gain of the mean of the Hamiltonians",
                                        Rounding.of(256).on(100).bound(),
                                        Estimate.exact(measured.getFirst().scalar("mean")),
                                        "256 roundings of numbers up to 100")
                                .asSanity(),
                        Comparison.atMost("largest gain of a sample's Hamiltonian",
                                predicted.scalar("gain") + Rounding.of(256).on(100).bound(),
                                Estimate.exact(measured.getFirst().scalar("gain")),
                                "256 roundings of numbers up to 100")))
                .refuted()
                .build();
    }

    /** One step of gradient descent by one over the largest curvature. */
    private static void descend(double[] theta, LinearControl problem) {
        double[] gradient = problem.gradient(theta);
        for (int n = 0; n < theta.length; n++) {
            theta[n] -= gradient[n] / problem.curvature();
        }
    }

    private static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(a -> a * a).sum() / v.length);
    }

    private static Claim factor() {
        return ClaimBuilder.of("004.eq4.10.factor", ControlKeys.source(ALGORITHM))
                .statement("Successive approximations multiply the error by -kappa, so may diverge",
                        "On a linear flow with quadratic costs each successive approximation multiplies the distance of the control from the optimal one by "
                                + "-kappa = -q b^2 T / r: the method converges if and only if kappa < 1, that is for short times, little weight of the data, "
                                + "or a strong penalty.",
                        "\\theta^{k+1}-\\theta^*=-\\kappa\\,(\\theta^k-\\theta^*),\\qquad\\kappa=\\frac{qb^2T}{r}")
                .quoted(UPDATE, "equation (4.10)")
                .measured("On " + MODEL
                        + ", kappa = 0.5, 1 and 2: how much each change of the control is of the change before, for eight iterations from a random constant control, to "
                        + "rounding.")
                .mistake(
                        "The text says nothing of convergence. At kappa = 1 the control goes to and fro for ever, beyond it grows without bound.")
                .standard(
                        size -> Setting.of(ControlKeys.KAPPAS.is(new double[] {0.5, 1, 2}), ControlKeys.SHARE.is(1.0)))
                .control(setting -> setting.with(ControlKeys.SHARE, 0.25)
                        .noted("a quarter of the way to the new control"))
                .predict(setting -> Quantities.of("ratio",
                        Arrays.stream(setting.get(ControlKeys.KAPPAS)).map(kappa -> -kappa).toArray()))
                .measure((setting, replicate, seed) -> {
                    double[] kappas = setting.get(ControlKeys.KAPPAS);
                    double[] off = new double[kappas.length];
                    double[] size = new double[kappas.length];
                    for (int c = 0; c < kappas.length; c++) {
                        LinearControl problem = problem(kappas[c], seed.at(c), false);
                        double[] theta = new double[STEPS];
                        Arrays.fill(theta, seed.at(c).named("start").gaussians(1)[0]);
                        double before = Double.NaN;
                        off[c] = -kappas[c];
                        for (int k = 0; k < 9; k++) {
                            double[] next = problem.approximation(theta, 0);
                            double change = setting.get(ControlKeys.SHARE) * (next[0] - theta[0]);
                            double ratio = change / before;
                            if (Math.abs(ratio + kappas[c]) > Math.abs(off[c] + kappas[c])) {
                                off[c] = ratio;
                            }
                            size[c] = Math.max(size[c], Math.abs(next[0]) / Math.abs(change));
                            for (int n = 0; n < STEPS; n++) {
                                theta[n] += setting.get(ControlKeys.SHARE) * (next[n] - theta[n]);
                            }
                            before = change;
                        }
                    }
                    return Quantities.of("ratio", off).and("size", size);
                })
                .judge((setting, predicted, measured) -> {
                    double[] kappas = setting.get(ControlKeys.KAPPAS);
                    var lines = new ArrayList<Comparison>();
                    for (int c = 0; c < kappas.length; c++) {
                        // A change is a difference of controls, each of some 30 roundings.
                        lines.add(Comparison.equal(
                                "change over the change before, farthest from -kappa, kappa = " + kappas[c],
                                predicted.list("ratio")[c], measured.getFirst().list("ratio")[c],
                                Rounding.of(256).on(1 + kappas[c]).times(1 + measured.getFirst().list("size")[c])));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Claim robust() {
        return ClaimBuilder.of("004.eq4.10.robust.printed", ControlKeys.source(ALGORITHM))
                .statement("Successive approximations are more robust than gradient descent",
                        "Reading: where gradient descent converges, the method of successive approximations, which the text gives as such a method, does not "
                                + "diverge.",
                        "|\\nabla J(\\theta^{30})|\\le|\\nabla J(\\theta^{0})|")
                .quoted("This allows to use better methods for finding  $\\theta$ , that are more robust, sophisticated and understood than gradient descent "
                        + "methods.", "chapter 4")
                .quoted(UPDATE, "equation (4.10)")
                .measured("On " + MODEL
                        + ", kappa = 4, from a random control: the norm of the gradient of the cost after 30 iterations over that at the start, for gradient descent, which must "
                        + "have lowered it, and for successive approximations.")
                .mistake(
                        "Where the data weigh more than the penalty, kappa > 1, each iteration is farther from the optimum than the one before. The text may mean other "
                                + "methods than the one it goes on to give; the one of its reference [38] adds a term that stays near the control before, see "
                                + "004.eq4.10.augmented.")
                .standard(size -> Setting.of(ControlKeys.KAPPA.is(4.0)))
                .control(setting -> setting.with(ControlKeys.KAPPA, 0.5)
                        .noted("kappa = 1/2, a penalty that outweighs the data"))
                .predict(setting -> Quantities.of("at most", 1))
                .measure((setting, replicate, seed) -> {
                    LinearControl problem = problem(setting.get(ControlKeys.KAPPA), seed, false);
                    double[] descent = seed.named("start").gaussians(STEPS);
                    double[] successive = descent.clone();
                    double start = norm(problem.gradient(descent));
                    for (int k = 0; k < 30; k++) {
                        descend(descent, problem);
                        successive = problem.approximation(successive, 0);
                    }
                    return Quantities.of("descent", norm(problem.gradient(descent)) / start)
                            .and("successive", norm(problem.gradient(successive)) / start);
                })
                .judge((setting, predicted, measured) -> Judgement.all(
                        Comparison.atMost("gradient after 30 steps of descent over that at the start", 1,
                                Estimate.exact(measured.getFirst().scalar("descent")), "descent does not diverge")
                                .asSanity(),
                        Comparison.atMost("the same after 30 successive approximations", predicted.scalar("at most"),
                                Estimate.exact(measured.getFirst().scalar("successive")), "no chance in it")))
                .refuted()
                .build();
    }

    private static Claim augmented() {
        return ClaimBuilder.of("004.eq4.10.augmented", ControlKeys.source(ALGORITHM))
                .statement("Successive approximations converge if they stay near the control before",
                        "With rho |x' - f(x, theta)|^2 / 2 taken from the Hamiltonian, x' that of the control before, each iteration multiplies the "
                                + "distance from the optimal control by (rho b^2 - q b^2 T) / (r + rho b^2). That is below 1 in size if and only if rho > (q T - "
                                + "r / b^2) / 2, and with rho = q T one iteration is enough.",
                        "\\theta^{k+1}-\\theta^*=\\frac{\\rho b^2-qb^2T}{r+\\rho b^2}(\\theta^k-\\theta^*)")
                .quoted("This allows to use better methods for finding  $\\theta$ , that are more robust, sophisticated and understood than gradient descent "
                        + "methods.", "chapter 4")
                .measured("On " + MODEL
                        + ", kappa = 4 and rho = q T / 4, q T / 2, q T and 2 q T, from a random constant control: what three iterations leave of the distance "
                        + "from the optimal control, which gradient descent has found, to rounding.")
                .mistake(
                        "The text has only the method without this term. This is the extended method of its reference [38], from which such robustness is.")
                .standard(size -> Setting.of(ControlKeys.KAPPA.is(4.0), ControlKeys.SHARE.is(1.0),
                        ControlKeys.AUGMENTED.is(new double[] {0.25, 0.5, 1, 2})))
                .control(setting -> setting.with(ControlKeys.SHARE, 0.0).noted("the term is left out"))
                .predict(setting -> {
                    double kappa = setting.get(ControlKeys.KAPPA);
                    return Quantities.of("left", Arrays.stream(setting.get(ControlKeys.AUGMENTED))
                            .map(rho -> Math.pow((rho - 1) * kappa / (1 + rho * kappa), 3))
                            .toArray());
                })
                .measure((setting, replicate, seed) -> {
                    LinearControl problem = problem(setting.get(ControlKeys.KAPPA), seed, false);
                    double[] start = new double[STEPS];
                    Arrays.fill(start, seed.named("start").gaussians(1)[0]);
                    double[] best = new double[STEPS];
                    for (int k = 0; k < 200; k++) {
                        descend(best, problem);
                    }
                    double distance = start[0] - best[0];
                    double[] left = Arrays.stream(setting.get(ControlKeys.AUGMENTED)).map(share -> {
                        double rho = setting.get(ControlKeys.SHARE) * share * problem.q() * problem.end();
                        double[] theta = start;
                        for (int k = 0; k < 3; k++) {
                            theta = problem.approximation(theta, rho);
                        }
                        return (theta[0] - best[0]) / distance;
                    }).toArray();
                    return Quantities.of("left", left).and("distance", Math.abs(distance));
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    double[] rhos = setting.get(ControlKeys.AUGMENTED);
                    for (int c = 0; c < rhos.length; c++) {
                        lines.add(Comparison.equal(
                                "what three iterations leave of the distance, rho = " + rhos[c] + " q T",
                                predicted.list("left")[c], measured.getFirst().list("left")[c],
                                Rounding.of(256).on(10).times(1 / measured.getFirst().scalar("distance"))));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }
}
