package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.theory.teacher.Penalty;

/** What the text says of the origin in Figure 2. */
final class OriginClaims {
    private static final int SIZES = 9;

    private OriginClaims() {}

    static List<Claim> all() {
        return List.of(printed());
    }

    private static Claim printed() {
        return ClaimBuilder.of("003.figure2.origin.printed", Document003.source("section 4, on Figure 2"))
                .statement(
                        "The squared l1 norm has no derivative at the origin",
                        "For R = ||w||_1^2, the penalty of eq. (23), dR/dw does not exist at w = 0. Because R(-h) = R(h) and R(0) = 0 "
                                + "the only derivative that it could have there is 0; there is none exactly if R(h) does not fall "
                                + "faster than ||h||.",
                        "R(h)\\sim\\|h\\|\\quad(h\\to0),\\qquad R(w)=\\|w\\|_1^2")
                .quoted(
                        "In this paper, we focus on the situation where $R(w)=||w||_1^2$ or $||w||_2^2$ and $\\lambda$ is very small.",
                        "section 2")
                .quoted(
                        "Especially, when $w$ equals to $(0,0)$ in the $\\ell_1$ case the dynamic is meaningless because "
                                + "$\\partial R/\\partial w$ does not exist.",
                        "section 4, on Figure 2")
                .mistake(
                        "The squared norm is at most d ||h||^2, so its derivative at 0 is 0. The sentence is true of the norm "
                                + "itself, with which the l1 columns of Table 1 were made (003.table1.printed).")
                .measured(
                        "The order of R(h) in ||h|| along random directions in the plane, ||h|| from 0.1 to 1e-5: in every direction "
                                + "holding 1, no derivative, and excluding 2.")
                .refuted()
                .standard(size -> Setting.of(Keys003.D.is(2), Keys003.PENALTY.is(Penalty.L1_SQUARED),
                        Keys003.DRAWS.is(size == Size.SMOKE ? 10 : 200)))
                .control(setting -> setting.with(Keys003.PENALTY, Penalty.L1).noted("the norm itself"))
                .predict(setting -> Quantities.of("order", 1))
                .measure((setting, replicate, seed) -> {
                    var orders = new ArrayList<Estimate>();
                    for (int k = 0; k < setting.get(Keys003.DRAWS); k++) {
                        orders.add(order(setting, seed.at(k)));
                    }
                    Estimate all = Exponents.hull(orders);
                    return Quantities.of("order", new double[] {all.value(), all.low(), all.high()});
                })
                .judge((setting, predicted, measured) -> {
                    double[] order = measured.getFirst().list("order");
                    return Judgement.all(Comparison.told(
                            "order of R(h) in ||h||", predicted.scalar("order"),
                            new Estimate(order[0], order[1], order[2]),
                            "by the two least ||h|| of each direction, with the rounding of R", 2));
                })
                .build();
    }

    private static Estimate order(Setting setting, Seed seed) {
        double[] direction = seed.gaussians(setting.get(Keys003.D));
        double length = Document003.norm(direction);
        double[] sizes = new double[SIZES];
        double[] values = new double[SIZES];
        for (int i = 0; i < SIZES; i++) {
            sizes[i] = Math.pow(10, -1 - 0.5 * i);
            double[] h = direction.clone();
            for (int j = 0; j < h.length; j++) {
                h[j] *= sizes[i] / length;
            }
            values[i] = Document003.penalty(setting).value(h);
        }
        return Exponents.local(sizes, values, Rounding.of(16).on(values[SIZES - 2]).bound());
    }
}
