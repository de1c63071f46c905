package org.paisaje.claims.catalogue.document001.landscape;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.document001.setup.Keys001;
import org.paisaje.claims.catalogue.document001.setup.Source001;
import org.paisaje.claims.catalogue.document001.setup.WideNet;
import org.paisaje.claims.catalogue.document001.setup.WideTraining;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.activation.Activation;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/** Sections 4.3 and 4.4: which global minima gradient descent reaches. */
public final class ReachClaims {
    private static final double[] RATES = {0.5, 1, 2, 4};
    /** Between two of the others, so that the end of descent with it lies among theirs. */
    private static final double OWN_RATE = 3;
    private static final double TIME = 1200;

    private ReachClaims() {}

    /** The claims, in the order of the text. */
    public static List<Claim> all() {
        return List.of(reach(), navigate());
    }

    private static double[] descended(WideTraining training, double[] start, double rate) {
        return training.descent(start, rate, (int) (TIME / rate));
    }

    /**
     * How close descent from a start comes to a target, for four rates, and how far apart the four ends are: what the length of
     * steps does. Both over the distance of the start and the target.
     */
    private static Quantities approach(WideTraining training, double[] start, double[] target) {
        double least = Double.POSITIVE_INFINITY;
        double spread = 0;
        double moved = 0;
        var ends = new ArrayList<double[]>();
        for (double rate : RATES) {
            double[] end = descended(training, start, rate);
            least = Math.min(least, WideTraining.distance(end, target));
            moved = Math.max(moved, WideTraining.distance(end, start));
            for (double[] other : ends) {
                spread = Math.max(spread, WideTraining.distance(end, other));
            }
            ends.add(end);
        }
        double whole = WideTraining.distance(start, target);
        return Quantities.of("left", least / whole).and("spread", spread / whole).and("moved", moved / whole);
    }

    private static Judgement arrival(Setting setting, Quantities predicted, List<Quantities> measured) {
        Quantities found = measured.getFirst();
        String origin = "the largest distance between the ends of descent with the four rates";
        return Judgement.all(
                Comparison.atMost("distance left over the distance at the start",
                        predicted.scalar("left") + found.scalar("spread"), Estimate.exact(found.scalar("left")),
                        origin),
                Comparison.atLeast("largest displacement over the distance at the start",
                        1 - predicted.scalar("left") - found.scalar("spread"), Estimate.exact(found.scalar("moved")),
                        origin));
    }

    private static Claim reach() {
        return ClaimBuilder.of("001.4.3.reach.printed", Source001.at("section 4.3, consequences"))
                .statement("From one start gradient descent can reach any global minimum",
                        "Reading: from a given start gradient descent reaches every global minimum, without barriers on the way.",
                        "\\forall\\theta^*\\in\\mathcal M:\\ \\theta(0)=\\theta_0\\ \\Rightarrow\\ \\theta(t)\\to\\theta^*")
                .quoted("El descenso de gradiente puede llegar a cualquier mínimo global sin atravesar barreras de pérdida",
                        "section 4.3, consequences")
                .measured(
                        "Width 256, 20 points: where descent ends, for rates of 0.5 to 4, and how far that is from a given global minimum, over the distance at "
                                + "the start; at most what the ends for different rates differ by. The minimum is where descent from another start "
                                + "ends.")
                .mistake(
                        "From one start descent ends at one point, and rates move it little. That the set of minima is connected says nothing of what is reached. "
                                + "The weaker reading, that some start leads to any minimum, is true and empty: take the minimum itself.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.STARTS.is("independent"), Keys001.WIDTH.is(256)))
                .control(setting -> setting.with(Keys001.STARTS, "the same")
                        .noted("the minimum that descent from this start ends at, with a rate between these"))
                .predict(setting -> Quantities.of("left", 0))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.TANH, 10, setting.get(Keys001.WIDTH));
                    WideTraining training = WideTraining.of(net);
                    int p = net.network().layout().size();
                    double[] start = seed.named("start").gaussians(p);
                    double[] other = setting.get(Keys001.STARTS).equals("the same")
                            ? start
                            : seed.named("other").gaussians(p);
                    return approach(training, start, descended(training, other, OWN_RATE));
                })
                .judge(ReachClaims::arrival)
                .refuted()
                .build();
    }

    private static Claim navigate() {
        return ClaimBuilder.of("001.4.4.navigate.printed", Source001.at("section 4.4, geometric interpretation"))
                .statement("Gradient descent goes from one global solution to another at zero loss",
                        "Started at a solution, gradient descent moves along the set of solutions to another one.",
                        "\\theta(0)=\\theta_0\\in\\mathcal M\\ \\Rightarrow\\ \\theta(t)\\in\\mathcal M,\\ \\theta(t)\\to\\theta_1\\in\\mathcal M")
                .quoted("el descenso de gradiente puede navegar de una solución global a otra sin necesidad de salir de la región de pérdida cero",
                        "section 4.4, geometric interpretation")
                .measured(
                        "Two networks of width 256 that interpolate the 20 points: what descent from the first, for rates of 0.5 to 4, leaves of the distance to "
                                + "the second; at most what the ends for different rates differ by.")
                .mistake(
                        "Where the loss is 0 its gradient is 0, and descent stays where it is. That a curve of zero loss leads to the other solution, see "
                                + "001.4.4.path, does not make descent follow it.")
                .seconds(3)
                .standard(size -> Setting.of(Keys001.FROM.is("a solution"), Keys001.WIDTH.is(256)))
                .control(setting -> setting.with(Keys001.FROM, "drawn weights")
                        .noted("drawn weights, whose loss is not 0, and the solution at which descent from them ends, with a rate between these"))
                .predict(setting -> Quantities.of("left", 0))
                .measure((setting, replicate, seed) -> {
                    WideNet net = WideNet.of(Activation.TANH, 10, setting.get(Keys001.WIDTH));
                    WideTraining training = WideTraining.of(net);
                    Matrix x = WideNet.points();
                    if (setting.get(Keys001.FROM).equals("drawn weights")) {
                        double[] start = seed.named("first").gaussians(net.network().layout().size());
                        return approach(training, start, descended(training, start, OWN_RATE));
                    }
                    return approach(training,
                            GlobalMinimaClaims.interpolant(net, x, WideNet.labels(), seed.named("first")),
                            GlobalMinimaClaims.interpolant(net, x, WideNet.labels(), seed.named("second")));
                })
                .judge(ReachClaims::arrival)
                .refuted()
                .build();
    }
}
