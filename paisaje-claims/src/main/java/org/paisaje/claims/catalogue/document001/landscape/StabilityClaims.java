package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.risk.Risk;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.landscape.spectrum.FullSpectrum;

/** Section 4.2, remark: the step that the curvature allows, which continuous time does not know. */
public final class StabilityClaims {
    private static final double[] SHARES = {0.5, 1, 1.9, 2.1, 2.5};
    /** Steps after which curvature may have changed. */
    private static final int FEW = 5;

    /** Outputs are sums over the 1,024 neurons. */
    private static final Rounding SUMS = Rounding.of(1024);
    private static final double CONVERGED = SUMS.bound() * SUMS.bound();

    private StabilityClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(stepSize());
    }

    private static Claim stepSize() {
        return ClaimBuilder.of("001.4.2.step-size", Source001.at("section 4.2, remark"))
                .statement("Descent needs eta < 2 n / lambda_max(Theta); a little above it catapults",
                        "For eta lambda_max(Theta) / n below 2 the loss of a wide network never exceeds its start. A little above 2 the residual "
                                + "rises first, along the first eigenvector, and then finds weights of smaller curvature, at which the rate is stable, and "
                                + "converges.",
                        "\\eta<2n/\\lambda_{\\max}(\\Theta)")
                .quoted("también explica por qué el descenso de gradiente converge exitosamente a mínimos globales",
                        "section 4.2, remark")
                .measured(
                        "A ReLU network of width 1024 on 20 points in 10 dimensions with drawn labels, from f_0: 600 steps at "
                                + "0.5, 1, 1.9, 2.1 and 2.5 times n / lambda_max. The largest loss over the first one; above 2 the largest residual along the first eigenvector in five steps, "
                                + "eta lambda_max / n at the end, at most 2, and the loss at the end over the first one, 0 up to squares of rounding.")
                .mistake("The text has continuous time only, in which every curvature is stable; the bound is missing.")
                .standard(size -> Setting.of(Keys001.FACTOR.is(1.0), Keys001.M.is(1024), Keys001.STEPS.is(600)))
                .control(setting -> setting.with(Keys001.FACTOR, 1.5).noted("rates half as large again"))
                .predict(setting -> Quantities.of("largest", 1).and("stable", 2))
                .measure(StabilityClaims::runs)
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    Quantities m = measured.getFirst();
                    for (int k = 0; k < SHARES.length; k++) {
                        String at = ", eta lambda / n = " + SHARES[k];
                        Estimate largest = Estimate.exact(m.list("largest")[k]);
                        if (SHARES[k] < 2) {
                            lines.add(Comparison.atMost("largest loss over the first" + at, predicted.scalar("largest"),
                                    largest, "the loss never rises"));
                        } else {
                            lines.add(Comparison.atLeast(
                                    "largest residual along the first eigenvector over the first one" + at,
                                    predicted.scalar("largest"), Estimate.exact(m.list("mode")[k]),
                                    "each step multiplies it by 1 - eta lambda / n"));
                            lines.add(Comparison.atMost("eta lambda_max / n at the end" + at,
                                    predicted.scalar("stable"), Estimate.exact(m.list("end")[k]), "stability"));
                            lines.add(Comparison.atMost("last loss over the first" + at, CONVERGED,
                                    Estimate.exact(m.list("last")[k]), "the square of " + SUMS.words()));
                        }
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static Quantities runs(Setting setting, int replicate, Seed seed) {
        int m = setting.get(Keys001.M);
        WideNet net = WideNet.of(Activation.RELU, 10, m);
        Risk risk = net.risk(WideNet.points(), WideNet.labels());
        double[] start = seed.gaussians(net.network().layout().size());
        double first = top(risk, start);
        double[] largest = new double[SHARES.length];
        double[] last = new double[SHARES.length];
        double[] mode = new double[SHARES.length];
        double[] direction = SymmetricEigen.of(net.ntk(start, WideNet.points())).vectors().row(19);
        double[] end = new double[SHARES.length];
        for (int k = 0; k < SHARES.length; k++) {
            double eta = setting.get(Keys001.FACTOR) * SHARES[k] / first;
            double[] theta = start.clone();
            double[] gradient = new double[theta.length];
            double initial = risk.valueAndGradient(theta, gradient);
            double most = initial;
            double loss = initial;
            for (int step = 0; step < setting.get(Keys001.STEPS) && loss < 1e6 * initial; step++) {
                for (int i = 0; i < theta.length; i++) {
                    theta[i] -= eta * gradient[i];
                }
                loss = risk.valueAndGradient(theta, gradient);
                mode[k] = step < FEW ? Math.max(mode[k], along(net, theta, direction)) : mode[k];
                most = Math.max(most, Double.isFinite(loss) ? loss : 1e6 * initial);
            }
            mode[k] /= along(net, start, direction);
            largest[k] = most / initial;
            last[k] = Double.isFinite(loss) ? loss / initial : 1e6;
            end[k] = Arrays.stream(theta).allMatch(Double::isFinite) ? eta * top(risk, theta) : 1e6;
        }
        return Quantities.of("largest", largest).and("mode", mode).and("last", last).and("end", end);
    }

    /** The size of the residual along a direction. */
    private static double along(WideNet net, double[] theta, double[] direction) {
        double[] residual = net.outputs(theta, WideNet.points()).minus(WideNet.labels()).data();
        double sum = 0;
        for (int i = 0; i < residual.length; i++) {
            sum += residual[i] * direction[i];
        }
        return Math.abs(sum);
    }

    /** lambda_max(Theta) / n. */
    private static double top(Risk risk, double[] theta) {
        FullSpectrum.Found found = HessianSplitClaims.spectrum(risk.at(theta).tangentKernel());
        return found.values()[found.values().length - 1];
    }
}
