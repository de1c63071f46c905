package org.paisaje.claims.catalogue.document004;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.random.Seed;
import org.paisaje.network.activation.Activation;
import org.paisaje.network.architecture.Residual;
import org.paisaje.study.Comparison;

/** Residual networks as Euler's method. */
final class EulerClaims {
    private EulerClaims() {}

    static List<Claim> all() {
        return List.of(euler());
    }

    private static Claim euler() {
        return ClaimBuilder.of("004.eq3.22.euler", Document004.source("equations (1.7) and (3.22)"))
                .statement(
                        "A residual network is Euler's method for a differential equation",
                        "The blocks z + (T/L) A z of a residual network with A the rotation by a right angle are L steps of Euler's "
                                + "method for z' = A z, whose flow keeps the radius 1: the network's radius is that of Euler's method and "
                                + "tends to 1 as L grows.",
                        "\\lVert z_L\\rVert=\\bigl(1+(T/L)^2\\bigr)^{L/2}\\to1")
                .quoted(
                        "then the fundental equation of ResNets can be seen as a discretization of this variable h using an euler method.",
                        "section 3")
                .measured(
                        "The outputs of linear residual networks of each depth at (1, 0), against the radius of Euler's method in closed "
                                + "form, to rounding.")
                .mistake(
                        "The smallness of the step is only observed. At T = 2 pi ten blocks end at 5.28 instead of 1, a hundred at 1.22.")
                .standard(size -> Setting.of(Keys004.DEPTHS.is(new double[] {10, 50, 100, 1000}),
                        Keys004.TIME.is(2 * Math.PI), Keys004.STRETCH.is(1.0)))
                .control(setting -> setting.with(Keys004.STRETCH, 1.01).noted("steps that are 1 % too long"))
                .predict(EulerClaims::predict)
                .measure(EulerClaims::measure)
                .judge(EulerClaims::judge)
                .build();
    }

    private static Quantities predict(Setting setting) {
        double[] depths = setting.get(Keys004.DEPTHS);
        double[] radii = new double[depths.length];
        for (int k = 0; k < depths.length; k++) {
            double h = setting.get(Keys004.TIME) / depths[k];
            radii[k] = Math.exp(0.5 * depths[k] * Math.log1p(h * h));
        }
        return Quantities.of("radius", radii);
    }

    private static Quantities measure(Setting setting, int replicate, Seed seed) {
        double[] depths = setting.get(Keys004.DEPTHS);
        double[] radii = new double[depths.length];
        for (int k = 0; k < depths.length; k++) {
            int blocks = (int) depths[k];
            double h = setting.get(Keys004.STRETCH) * setting.get(Keys004.TIME) / blocks;
            Residual network = Residual.of(Activation.IDENTITY, 2, blocks).withStep(h).withBias(false);
            double[] theta = new double[4 * blocks];
            for (int l = 0; l < blocks; l++) {
                theta[4 * l + 1] = -1;
                theta[4 * l + 2] = 1;
            }
            double[] end = network.forward(theta, Matrix.of(new double[][] {{1, 0}})).row(0);
            radii[k] = Math.hypot(end[0], end[1]);
        }
        return Quantities.of("radius", radii);
    }

    private static Judgement judge(Setting setting, Quantities predicted, List<Quantities> measured) {
        double[] depths = setting.get(Keys004.DEPTHS);
        var lines = new ArrayList<Comparison>();
        for (int k = 0; k < depths.length; k++) {
            double radius = predicted.list("radius")[k];
            // Each block adds an ulp or two of the radius.
            lines.add(Comparison.equal("radius behind " + (int) depths[k] + " blocks", radius,
                    measured.getFirst().list("radius")[k],
                    Rounding.of(8 * depths[k]).on(radius)));
        }
        return Judgement.all(lines);
    }
}
